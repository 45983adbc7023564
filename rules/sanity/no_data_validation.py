"""Nothing checks the data that goes into training."""

from collections.abc import Iterator
from itertools import chain

from mlready.repo import Project, Repo
from mlready.repo.data import own_checks, own_tables
from mlready.repo.validation import described_rows, validations
from mlready.verdict import Verdict, failed, not_applicable, partial, passed

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
