"""Nothing checks the data that goes into training."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.data import own_checks, own_data
from mlready.tables.validators import SCHEMA_BASES, VALIDATING
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

ENOUGH = 2


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_data(project)
    tool = next(validations(project), None)
    checks = own_checks(project)
    if not read:
        yield not_applicable("no data of its own is read")
    elif tool is not None:
        yield passed(tool[0], f"data is validated: {tool[1]}")
    elif len(checks) >= ENOUGH:
        yield passed(list(checks.values()), f"data is checked: {', '.join(sorted(checks))}")
    elif checks:
        yield partial(list(checks.values()), f"the only check of the data is for {next(iter(checks))}")
    else:
        message = "no evidence in this repository that training data is checked: columns, missing values and duplicates first"
        yield failed(read[:5], message)


def validations(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of calls that validate data outside notebooks and tests."""
    for tool, calls in VALIDATING.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for module in project.code:
        for definition in module.summary.definitions:
            if any(base in SCHEMA_BASES for base in definition.bases) and "train" in project.repo.marks(module.path):
                yield module.at(definition.line), "rows are described by a class"
