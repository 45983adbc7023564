"""What tests and CI try out: training from end to end, the service, both sides of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Definition, Module
from mlready.facts.shell import runs_python
from mlready.location import Location
from mlready.repo.commands import behind, ci_commands, commands_of
from mlready.repo.entries import run_by_name
from mlready.repo.once import once
from mlready.repo.roles import role_files
from mlready.repo.tests import is_hollow, reaching, test_files
from mlready.repo.training import evidence
from mlready.tables.trials import (
    PIPELINE_COMMANDS,
    PIPELINE_TRIALS,
    SERVICE_COMMANDS,
    SERVICE_METHODS,
    SERVICE_TRIALS,
    SMALL_RUNS,
)

if TYPE_CHECKING:
    from mlready.facts.shell import Command
    from mlready.repo.graph import Node
    from mlready.repo.model import Project, Repo

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


@once
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


def skew_tests(project: Project, training: Iterable[Module], serving: Iterable[Module]) -> Iterator[Location]:
    """Where tests reach both the side that trains and the side that serves."""
    repo: Repo = project.repo
    both = {test.path for test, _ in reaching(repo, training)}
    yield from (place for test, place in reaching(repo, serving) if test.path in both)
