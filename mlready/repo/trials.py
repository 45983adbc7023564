"""What tests and CI try out: training from end to end, the service, the model on rows that are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Definition, Module
from mlready.facts.shell import runs_python
from mlready.facts.values import Const
from mlready.location import Location
from mlready.repo.commands import behind, ci_commands, commands_of
from mlready.repo.entries import run_by_name
from mlready.repo.roles import role_files
from mlready.repo.tests import asserting, is_hollow, reaching, test_files
from mlready.repo.training import evidence
from mlready.tables.datasets import READING
from mlready.tables.trials import (
    ASKING,
    COMPARING,
    COMPARING_METHODS,
    PIPELINE_COMMANDS,
    PIPELINE_TRIALS,
    SERVICE_COMMANDS,
    SERVICE_METHODS,
    SERVICE_TRIALS,
    SMALL_RUNS,
    SNAPSHOT_FIXTURES,
    SNAPSHOT_PACKAGES,
    STORED,
    STORED_METHODS,
)

if TYPE_CHECKING:
    from mlready.facts.shell import Command
    from mlready.repo.graph import Node
    from mlready.repo.model import Project, Repo

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ADDRESS = re.compile(
    r"localhost|127\.0\.0\.1|0\.0\.0\.0|\$|predict|infer|invocations|/v1/|/v2/|ping|health", re.IGNORECASE
)


def trained(project: Project) -> tuple[Module, ...]:
    """The files whose content makes the project one that trains, notebooks left out."""
    found = (project.repo.module(path) for path in sorted(role_files(project, "trains")))
    return tuple(one for one in found if one is not None and not one.is_notebook)


def smoke_tests(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of runs of training or of a pipeline by tests or CI, on whatever data."""
    yield from _run_by_ci(project)
    yield from _run_by_tests(project)


def _run_by_ci(project: Project) -> Iterator[tuple[Location, str]]:
    for place, command in tried_commands(project):
        if any(command.words[: len(one)] == one for one in PIPELINE_COMMANDS):
            yield place, "CI runs a pipeline"
    yield from run_by_ci(project, (*trained(project), *_pipelines(project)))


def run_by_ci(project: Project, modules: Iterable[Module]) -> Iterator[tuple[Location, str]]:
    """(where, what) of commands of CI and of scripts for tests that run one of some files, or one that imports it."""
    starts = {one.path for one in project.repo.importers(modules)}
    for place, command in tried_commands(project):
        for module in _started(project, command):
            if module.path in starts:
                yield place, f"CI or a script for tests runs `{module.path}`"


class Trial(NamedTuple):
    """How some files are tried out; `tested`: a test reaches them, and it is not only that CI runs them."""

    place: Location
    what: str
    tested: bool


def trial(project: Project, modules: Sequence[Module]) -> Trial | None:
    """The best trial of any of some files."""
    for test, place in reaching(project.repo, modules):
        return Trial(place, f"`{test.path}` reaches it", tested=True)
    for place, what in run_by_ci(project, modules):
        return Trial(place, f"{what}, but no test looks at what comes out", tested=False)
    return None


def _started(project: Project, command: Command) -> Iterator[Module]:
    """The files that a command runs: by path, as a module, by a script that a manifest installs, or told to one of these."""
    scripts = {name: target.partition(":")[0] for one in project.manifests for name, target in one.scripts}
    target = scripts.get(command.program) or runs_python(command)
    words = [one for one in command.words[1:] if "." in one and not one.startswith(("-", "."))] if target else []
    for word in (target, *words):
        module = run_by_name(project, word) if word is not None else None
        if module is not None:
            yield module


def _pipelines(project: Project) -> tuple[Module, ...]:
    role = project.roles.get("pipeline")
    found = (project.repo.module(one.location.path) for one in role.evidence) if role is not None else ()
    return tuple(one for one in found if one is not None and not one.is_notebook)


def tried_commands(project: Project) -> Iterator[tuple[Location, Command]]:
    """Commands that CI runs, directly or through scripts of the repository, and those of scripts for tests."""
    for place, command in ci_commands(project):
        yield place, command
        for inner in behind(project, command):
            yield place, inner
            yield from ((place, deeper) for deeper in behind(project, inner))
    for place, command in commands_of(project):
        if project.repo.zone(place.path) == "test":
            yield place, command


def _run_by_tests(project: Project) -> Iterator[tuple[Location, str]]:
    modules = (*trained(project), *_pipelines(project))
    learning = _learning(project)
    for test, place in reaching(project.repo, modules):
        reached = project.repo.graph.reachable((test.path, one.name) for one in test.summary.definitions)
        if not learning.isdisjoint(reached) or not _modules_run(test, modules).isdisjoint(learning):
            yield place, f"`{test.path}` runs the training"
    own = {one.path for one in project.tests}
    for test in test_files(project.repo):
        if test.path in own and not is_hollow(test):
            if any(name.startswith(PIPELINE_TRIALS) for name in test.summary.names):
                yield test.at(1), f"`{test.path}` runs a pipeline"
            for call in test.calls if trains_itself(test) else ():
                if not SMALL_RUNS.isdisjoint(call.keywords):
                    yield test.at(call.span), "a short run of training is tested"


def trains_itself(test: Module) -> bool:
    return not test.summary.methods.isdisjoint({"fit", "train", "Trainer"}) or test.imports(
        "pytorch_lightning", "lightning"
    )


def _modules_run(test: Module, modules: tuple[Module, ...]) -> set[Node]:
    """The bodies of files that a test starts as programs: it does so where it reaches one and does not import it."""
    imported = {one.name.rpartition(".")[2] for one in test.summary.imports}
    starts = any(name.startswith(("subprocess.", "runpy.", "os.system")) for name in test.summary.names)
    return {
        (one.path, definition.name)
        for one in modules
        for definition in one.summary.definitions
        if starts and one.name.rpartition(".")[2] not in imported
    }


@lru_cache(maxsize=64)
def _learning(project: Project) -> frozenset[Node]:
    """The definitions in which training is called, or a pipeline is put together."""
    places = [one.location for _, one in evidence(project)]
    role = project.roles.get("pipeline")
    places += [one.location for one in role.evidence] if role is not None else []
    found: set[Node] = set()
    for place in places:
        module = project.repo.module(place.path)
        if module is not None and place.line is not None and not module.is_notebook:
            found.update((module.path, one.name) for one in around(module, place.line))
    return frozenset(found)


def around(module: Module, line: int) -> Iterator[Definition]:
    """The function that holds a line, the innermost one, or the body of the file."""
    inside = [one for one in module.summary.definitions if one.kind == "function" and one.line <= line <= one.end_line]
    if inside:
        yield max(inside, key=lambda one: one.line)
    else:
        yield from (one for one in module.summary.definitions if one.name == "")


def service_tests(project: Project, modules: tuple[Module, ...]) -> Iterator[tuple[Location, str]]:
    """(where, what) of tests and CI steps that reach the files that serve, or ask a service."""
    for test, place in reaching(project.repo, modules):
        yield place, f"`{test.path}` reaches the service"
    for test in test_files(project.repo):
        if project.repo.project_of(test.path) is project or not project.repo.project_of(test.path).path:
            names, methods = test.summary.names, test.summary.methods
            if any(name.startswith(SERVICE_TRIALS) for name in names) or not SERVICE_METHODS.isdisjoint(methods):
                yield test.at(1), f"`{test.path}` asks a service"
    for place, command in tried_commands(project):
        if any(command.words[: len(one)] == one for one in SERVICE_COMMANDS) and _asks(command):
            yield place, "CI asks the service"


def _asks(command: Command) -> bool:
    """Whether a command asks a service of one's own, and does not fetch a file from somewhere."""
    return command.words[0] not in {"curl", "wget", "http", "https"} or any(
        _ADDRESS.search(one) for one in command.words[1:]
    )


def golden_tests(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of tests that ask a model about rows that are kept and compare with what is expected."""
    tests = _own_tests(project)
    fixtures = any(_reads(one) for one in tests if one.path.endswith("conftest.py"))
    for test in tests:
        if test.imports(*SNAPSHOT_PACKAGES) or _has_snapshot(test):
            yield test.at(1), "answers are compared with a snapshot"
        elif (fixtures or _reads(test)) and _asks_model(test):
            for one in asserting(test):
                if _compares(test, one):
                    yield test.at(one.line), f"`{one.name}` compares with what is expected"


def _own_tests(project: Project) -> tuple[Module, ...]:
    """The tests in the folder of a project, and those of the projects around it."""
    return tuple(
        one
        for one in test_files(project.repo)
        if (other := project.repo.project_of(one.path)) is project
        or not other.path
        or project.path.startswith(other.path + "/")
    )


def _has_snapshot(test: Module) -> bool:
    return any(
        not SNAPSHOT_FIXTURES.isdisjoint({parameter.name for parameter in one.parameters})
        for one in test.detail.functions
    )


def _reads(test: Module) -> bool:
    """Whether a file reads something that is kept: data, or what is expected of it."""
    names, methods = test.summary.names, test.summary.methods
    if not names.isdisjoint(STORED) or not names.isdisjoint(READING) or not methods.isdisjoint(STORED_METHODS):
        return True
    return any(
        name.startswith("sklearn.datasets.load_") or "load_dataset" in name or "load_data" in name for name in names
    )


def _asks_model(test: Module) -> bool:
    called = {name for one in test.summary.definitions for name in one.calls}
    return any(_is_asking(name) for name in called)


def _is_asking(name: str) -> bool:
    found = [one.lower() for one in _WORDS.findall(name.rpartition(".")[2])]
    return bool(found) and (name.rpartition(".")[2].lstrip(":") in ASKING or found[0] in ASKING or found[-1] in ASKING)


def _compares(test: Module, one: Definition) -> bool:
    """Whether a test compares numbers, or an answer with a value; that something is there, or has a type, is no comparison."""
    if any(name.startswith(COMPARING) or name.rpartition(".")[2] in COMPARING_METHODS for name in one.calls):
        return True
    lines = range(one.line, one.end_line + 1)
    return any(
        compare.operator in {"==", "<", "<=", ">", ">="}
        and compare.span.line in lines
        and not _is_trivial(compare.right)
        for compare in test.detail.compares
    )


def _is_trivial(value: object) -> bool:
    """An HTTP status, or that nothing is missing."""
    return isinstance(value, Const) and (
        value.value is None or value.value in {0, 200, 201, 400, 401, 403, 404, 422, 500}
    )


def repeat_tests(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of tests that train or ask twice in the same way and compare, or compare with what is kept."""
    for test in _own_tests(project):
        for one in asserting(test):
            if _may_repeat(one) and _repeats(test, one) and _compares(test, one):
                yield test.at(one.line), f"`{one.name}` does the same twice and compares"
    yield from golden_tests(project)


def _may_repeat(one: Definition) -> bool:
    """Whether a test calls something that trains, asks or draws, by name; its own name may say it too."""
    if re.search(
        r"reproduc|determinis|repeat|same_(?:seed|result|score)|idempoten|seed|twice", one.name, re.IGNORECASE
    ):
        return True
    return any(_is_asking(name) or _is_learning(name) for name in one.calls)


def _is_learning(name: str) -> bool:
    found = [word.lower() for word in _WORDS.findall(name.rpartition(".")[2])]
    return not {"fit", "train", "trained", "training", "run"}.isdisjoint(found)


def _repeats(test: Module, one: Definition) -> bool:
    """Whether two calls of one thing are written alike, or stand in a loop, and both are kept."""
    lines = range(one.line, one.end_line + 1)
    seen: set[tuple[object, ...]] = set()
    for call in test.calls:
        name = call.name or f"?.{call.method}"
        if call.span.line not in lines or call.discarded or not (_is_asking(name) or _is_learning(name)):
            continue
        key = (name, len(call.args), tuple(call.keywords))
        if key in seen:
            return True
        seen.add(key)
    return False


def skew_tests(project: Project, training: Iterable[Module], serving: Iterable[Module]) -> Iterator[Location]:
    """Where tests reach both the side that trains and the side that serves."""
    repo: Repo = project.repo
    both = {test.path for test, _ in reaching(repo, training)}
    yield from (place for test, place in reaching(repo, serving) if test.path in both)
