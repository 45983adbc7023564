"""Missing values in the training data are not looked for."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.data import own_tables
from mlready.repo.validation import checks
from mlready.tables.validators import MISSING
from mlready.verdict import Verdict, failed, not_applicable, partial, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_tables(project)
    if not read:
        yield not_applicable("no table of its own is read by a program")
        return
    known = checks(project)
    if MISSING in known.found:
        yield passed(known.found[MISSING], "missing values are looked for")
    elif known.suite is not None:
        yield unknown(known.suite[0], f"what {known.suite[1]} checks is written in a suite of its own")
    elif known.filled is not None:
        yield partial(known.filled, "missing values are filled or dropped, and nobody is told how many there were")
    else:
        message = "no evidence in this repository that training looks for missing values: log `frame.isna().mean()` and raise on more than usual"
        yield failed([place for places in read.values() for place in places][:5], message)
