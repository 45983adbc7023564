"""Nothing checks the data that goes into training."""

from collections.abc import Iterable, Iterator
from itertools import chain

from mlready.facts.python import Module
from mlready.repo import Project, Repo
from mlready.repo.data import own_checks, own_tables
from mlready.repo.reach import is_idle
from mlready.tables.validators import ROW_BASES, VALIDATING, VALIDATING_COMMANDS, VALIDATING_METHODS
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

ENOUGH = 2


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_tables(project)
    if not read:
        yield not_applicable("no table of its own is read by a program")
        return
    tool = next(chain(validations(project), described_rows(read, repo)), None)
    checks = own_checks(project)
    if tool is not None:
        yield passed(tool[0], f"data is validated: {tool[1]}")
    elif len(checks) >= ENOUGH:
        yield passed(list(checks.values()), f"data is checked: {', '.join(sorted(checks))}")
    elif checks:
        yield partial(list(checks.values()), f"the only check of the data is for {next(iter(checks))}")
    else:
        message = (
            "no evidence in this repository that training data is checked: columns, missing values and duplicates first"
        )
        yield failed([place for places in read.values() for place in places][:5], message)


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
