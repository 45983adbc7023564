"""How the tables that training reads are validated: by tools, by classes of rows and by code of the project's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.values import Const
from mlready.location import Location
from mlready.repo.asking import results
from mlready.repo.data import learning_code, own_checks, own_tables
from mlready.repo.once import once
from mlready.repo.reach import is_idle
from mlready.tables.validators import (
    COVERED,
    DUPLICATE_METHODS,
    DUPLICATES,
    FILLING_METHODS,
    IMPUTERS,
    MISSING,
    MISSING_METHODS,
    ROW_BASES,
    VALIDATING,
    VALIDATING_COMMANDS,
    VALIDATING_METHODS,
)

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.repo.model import Project, Repo


def validations(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of calls outside notebooks and tests, and of commands, that validate data."""
    for tool, calls in VALIDATING.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for module in project.code:
        for tool, (package, methods) in VALIDATING_METHODS.items():
            if module.is_notebook or module.summary.methods.isdisjoint(methods):
                continue
            if imports_near(project, module, package):
                found = (
                    call for call in module.method_calls(*methods) if not is_idle(project.repo, module, call.block)
                )
                yield from ((module.at(call.span), tool) for call in found)
        for call in results(module) if module.imports("great_expectations") and not module.is_notebook else ():
            yield module.at(call.span), "Great Expectations"
        for tool, names in VALIDATING.items():
            decorated = (
                one.line
                for one in module.summary.definitions
                if not module.is_notebook and not set(names).isdisjoint(one.decorators)
            )
            yield from ((module.at(line), tool) for line in decorated)
    for place, command in project.commands():
        for tool, starts in VALIDATING_COMMANDS.items():
            if any(command.words[: len(start)] == start for start in starts):
                yield place, tool


def imports_near(project: Project, module: Module, package: str) -> bool:
    """Whether a file, or one that it imports, imports a package."""
    return any(one.imports(package) for one in (module, *project.repo.names.imported(module)))


def described_rows(readers: Iterable[Module], repo: Repo) -> Iterator[tuple[Location, str]]:
    """Classes that check a row and are used by a file that reads tables."""
    for module in readers:
        for name in sorted(name for one in module.summary.definitions for name in one.calls):
            found = repo.definition(module, name) or repo.definition(module, name.rpartition(".")[0])
            if found is not None and any(base in ROW_BASES for base in found[1].bases):
                yield found[0].at(found[1].line), "rows are described by a class"


class Checks(NamedTuple):
    """What is checked of the tables that training reads, by whatever means.

    `tables`: where they are read; `found`: kind of check (`mlready.tables.validators`) -> where; `filled`: where missing
    values are filled or dropped without a check; `suite`: a tool whose checks are written in a file of its own.
    """

    tables: tuple[Location, ...]
    found: dict[str, Location]
    filled: Location | None
    suite: tuple[Location, str] | None


@once
def checks(project: Project) -> Checks:
    read = own_tables(project)
    tables = tuple(place for places in read.values() for place in places)
    if not tables:
        return Checks((), {}, None, None)
    found, suite = dict(own_checks(project)), None
    for place, tool in chain(validations(project), described_rows(read, project.repo)):
        if tool not in COVERED:
            suite = suite or (place, f"what {tool} checks is written in a suite of its own")
        for kind in COVERED.get(tool, ()):
            found.setdefault(kind, place)
    for kind, place in _by_calls(project):
        found.setdefault(kind, place)
    return Checks(tables, found, next(_calls(project, FILLING_METHODS), None), suite)


def _by_calls(project: Project) -> Iterator[tuple[str, Location]]:
    """(kind, where) of single calls that check."""
    for module, call in project.calls_to(*IMPUTERS, zones=("prod",)):
        yield MISSING, module.at(call.span)
    yield from ((MISSING, place) for place in _calls(project, MISSING_METHODS))
    yield from ((DUPLICATES, place) for place in _calls(project, DUPLICATE_METHODS))
    for module, call in project.calls_to("pandera.*", zones=("prod",)):
        if call.keywords.get("unique") not in {None, Const(value=False), Const(value=None)}:
            yield DUPLICATES, module.at(call.span)


def _calls(project: Project, methods: frozenset[str]) -> Iterator[Location]:
    """Where code that training runs calls one of some methods."""
    for module in learning_code(project):
        for call in module.method_calls(*methods) if not module.is_notebook else ():
            if not is_idle(project.repo, module, call.block):
                yield module.at(call.span)
