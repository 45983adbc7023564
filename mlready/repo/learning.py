"""Training that runs where a model is served: while the service starts, or while it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mlready.repo.once import once
from mlready.repo.roles import role_files
from mlready.repo.routes import handlers, served
from mlready.repo.training import evidence
from mlready.repo.trials import around
from mlready.tables.seeds import RUNS_ELSEWHERE

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.location import Location
    from mlready.repo.graph import Node
    from mlready.repo.model import Project, Repo

_TRAINS_HERE = ("trains ", "fits ", "calls ", "runs a torch", "runs a training step", "applies gradients")


def trainings(project: Project, module: Module) -> Iterator[tuple[Location, str | None]]:
    """(where, when) of training in a file: when a service runs it, None where none does; jobs elsewhere are left out."""
    places = [
        one.location
        for _, one in evidence(project)
        if one.location.path == module.path
        and one.text.startswith(_TRAINS_HERE)
        and not any(word.startswith(RUNS_ELSEWHERE) for word in one.text.split())
    ]
    for place in places:
        line = place.line or 1
        if _is_guarded(module, line):
            yield place, None
            continue
        nodes = {(module.path, one.name) for one in around(module, line)}
        yield place, next((when for when, run in _run(project) if not nodes.isdisjoint(run)), None)


def _is_guarded(module: Module, line: int) -> bool:
    """Whether a line runs only when its file is started as a program."""
    guard = module.summary.main_guard
    blocks = module.detail.blocks if guard is not None else ()
    return any(
        one.kind == "if" and one.parent == 0 and one.span.line == guard and one.span.line <= line <= one.span.end_line
        for one in blocks
    )


@once
def _run(project: Project) -> tuple[tuple[str, frozenset[Node]], ...]:
    """What is run when a service answers, and when it starts."""
    repo = project.repo
    found = (repo.module(path) for path in sorted(role_files(project, "serves")))
    serving = [one for one in found if one is not None and not one.is_notebook]
    answering = [(one.module.path, one.function.name) for one in (*handlers(project), *served(project))]
    bodies = {(one.path, "") for one in repo.closure_of(serving)}
    called = {node for one in repo.closure_of(serving) for node in _on_import(repo, one)}
    return (
        ("while it answers", _reached(repo, answering)),
        ("while it starts", frozenset(bodies | _reached(repo, called))),
    )


def _on_import(repo: Repo, module: Module) -> Iterator[Node]:
    """The definitions that the body of a file calls when it is imported."""
    for call in module.calls:
        if (
            call.name is not None
            and module.scope_of(call.block).kind == "module"
            and not _is_guarded(module, call.span.line)
        ):
            target = repo.graph.resolve(module, call.name)
            if target is not None:
                yield target


def _reached(repo: Repo, starts: Iterable[Node]) -> frozenset[Node]:
    """The definitions that are called from some, by names that are certain."""
    seen: set[Node] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        definition, module = repo.graph.definition(node), repo.module(node[0])
        if node in seen or definition is None or module is None:
            continue
        seen.add(node)
        waiting += [target for name in definition.calls if (target := repo.graph.resolve(module, name)) is not None]
    return frozenset(seen)
