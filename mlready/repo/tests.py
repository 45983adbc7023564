"""Tests of a project: functions that a test runner collects and that assert something, and what they reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from mlready.facts.python import Definition, Module
from mlready.facts.values import Const
from mlready.location import Location
from mlready.repo.commands import ci_commands, commands_of
from mlready.repo.once import once
from mlready.tables.paths import TEST_FOLDERS

if TYPE_CHECKING:
    from mlready.repo.model import Project, Repo

SMALLEST = 6_000
"""Bytes of Python (some 200 lines) below which a project is not asked for tests."""

_SHOWN = 3
_NOTEBOOK_OPTIONS = frozenset({"--nbmake", "--nbval", "--nbval-lax"})
_SETTINGS = ("pyproject.toml", "pytest.ini", "tox.ini", "setup.cfg")
_SKIPPED = frozenset({"pytest.mark.skip", "unittest.skip"})
_RUNNERS = ("pytest.raises", "pytest.warns", "pytest.approx", "numpy.testing.", "pandas.testing.", "torch.testing.")


@once
def test_functions(project: Project) -> tuple[Location, ...]:
    """Where the first tests that assert something are defined; for notebooks see `notebook_tests`."""
    return tuple(islice(_tests(project), _SHOWN))


def notebook_tests(project: Project) -> Iterator[Location]:
    """Where a command or the settings of pytest have notebooks run as tests."""
    if next(project.of_kind("notebook"), None) is None:
        return
    for place, command in commands_of(project):
        if not _NOTEBOOK_OPTIONS.isdisjoint(command.words):
            yield place
    for name in _SETTINGS:
        data = project.repo.data(f"{project.path}/{name}".lstrip("/")) or b""
        if any(option.encode() in data for option in _NOTEBOOK_OPTIONS):
            yield Location(f"{project.path}/{name}".lstrip("/"))


def test_scripts(project: Project) -> Iterator[Location]:
    """Where CI runs a shell script that lies among the tests of a project: it tests from outside."""
    for place, command in ci_commands(project):
        for word in command.words[:2]:
            file = project.repo.file(word.removeprefix("./"))
            if (
                file is not None
                and file.kind == "shell"
                and file.zone == "test"
                and project.repo.project_of(file.path) is project
            ):
                yield place


def _tests(project: Project) -> Iterator[Location]:
    """Tests in files that are there for tests, then those of unittest in files beside the code."""
    beside = (one for one in project.code if _holds_cases(one))
    return (module.at(one.line) for module in chain(project.tests, beside) for one in asserting(module))


def asserting(module: Module) -> Iterator[Definition]:
    """The tests of a file that assert something."""
    return (
        one
        for one in module.summary.definitions
        if _is_test(one) and _SKIPPED.isdisjoint(one.decorators) and _asserts(module, one)
    )


def is_hollow(test: Module) -> bool:
    """Whether no test of a file asserts anything; in a folder for tests one without tests that does something holds fixtures or is a script."""
    if any(_is_test(one) for one in test.summary.definitions):
        return next(asserting(test), None) is None
    if not any(one.calls for one in test.summary.definitions):
        return True
    *folders, name = test.path.lower().split("/")
    return name != "conftest.py" and TEST_FOLDERS.isdisjoint(folders)


def _holds_cases(module: Module) -> bool:
    return any(base.endswith("TestCase") for one in module.summary.definitions for base in one.bases)


def _is_test(definition: Definition) -> bool:
    name = definition.name.rpartition(".")[2]
    return definition.kind == "function" and name.startswith("test")


def _asserts(module: Module, test: Definition) -> bool:
    """Whether a test has an assert, calls an assertion, or hands the work to another function that may."""
    lines = range(test.line, test.end_line + 1)
    asserted = (one.value for one in module.detail.statements if one.kind == "assert" and one.span.line in lines)
    if any(not isinstance(value, Const) for value in asserted):
        return True
    return any(_is_assertion(name) for name in test.calls) or any(True for _ in _delegates(test))


def _is_assertion(name: str) -> bool:
    return name.startswith(_RUNNERS) or name.rpartition(".")[2].lower().startswith(
        ("assert", "check", "verify", "expect")
    )


def _delegates(test: Definition) -> Iterator[str]:
    """Functions of the same file or class that a test calls: they may assert for it."""
    return (name for name in test.calls if name.startswith(":"))


def size_of(project: Project) -> int:
    """Bytes of Python that run in production."""
    return sum(one.size for one in project.of_kind("python", zones=("prod",)))


def is_small(project: Project) -> bool:
    """Whether a project holds too little code to be asked for tests, whether or not it has some."""
    return size_of(project) < SMALLEST


@once
def test_files(repo: Repo) -> tuple[Module, ...]:
    """Python files that are there for tests, in path order; they are parsed when something first asks."""
    return tuple(one for one in repo.modules if repo.zone(one.path) == "test")


def reaching(repo: Repo, modules: Iterable[Module]) -> Iterator[tuple[Module, Location]]:
    """(test file, where) of tests that import one of some files, directly or through others, or run one by its name."""
    wanted = {one.path: one for one in repo.importers(modules)}
    if not wanted:
        return
    for test in test_files(repo):
        line = _imports(repo, test, wanted) or _runs(repo, test, wanted.values())
        if line is not None and not is_hollow(test):
            yield test, test.at(line)


def _imports(repo: Repo, test: Module, wanted: Iterable[str]) -> int | None:
    """The line on which a test imports one of some files."""
    if not any(one.path in wanted for one in repo.names.imported(test)):
        return None
    for entry in test.summary.imports:
        found = repo.names.locate(test, entry.name)
        if found is not None and found[0].path in wanted:
            return entry.line
    return None


_STARTERS = (
    "subprocess.",
    "runpy.",
    "importlib.",
    "os.system",
    "os.popen",
    "pytest_console_scripts",
    "sh.",
    "papermill.",
)
_SEPARATORS = re.compile(r"[\s'\"=,]+")


def _runs(repo: Repo, test: Module, wanted: Iterable[Module]) -> int | None:
    """The line on which a test that starts programs names one of some files, by path or as a module."""
    if not any(name.startswith(_STARTERS) for name in test.summary.names):
        return None
    for text in test.detail.texts:
        for word in _SEPARATORS.split(text.value):
            if any(_is_called(repo, test, word, one) for one in wanted):
                return text.span.line
    return None


def _is_called(repo: Repo, test: Module, word: str, module: Module) -> bool:
    """Whether a word of a command in a test means a file; a bare name means one of the same project."""
    path = word.lstrip("./")
    if not path.endswith(".py"):
        return "." in word and f".{module.name}".endswith(f".{word}")
    near = "/" in path or repo.project_of(test.path) is repo.project_of(module.path)
    return near and f"/{module.path}".endswith(f"/{path}")
