"""Missing values in the training data are not looked for."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.validation import checks
from mlready.tables.validators import MISSING
from mlready.verdict import Verdict, failed, not_applicable, partial, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    known = checks(project)
    if not known.tables:
        yield not_applicable("no table of its own is read by a program")
    elif MISSING in known.found:
        yield passed(known.found[MISSING], "missing values are looked for")
    elif known.suite is not None:
        yield unknown(*known.suite)
    elif known.filled is not None:
        yield partial(known.filled, "missing values are filled or dropped, and nobody is told how many there were")
    else:
        message = "no evidence in this repository that training looks for missing values: log `frame.isna().mean()` and raise on more than usual"
        yield failed(known.tables[:5], message)
