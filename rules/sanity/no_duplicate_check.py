"""Nobody asks whether rows of the training data come twice."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.data import own_tables
from mlready.repo.validation import checks
from mlready.tables.validators import DUPLICATES
from mlready.verdict import Verdict, failed, not_applicable, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_tables(project)
    if not read:
        yield not_applicable("no table of its own is read by a program")
        return
    known = checks(project)
    if DUPLICATES in known.found:
        yield passed(known.found[DUPLICATES], "rows that come twice are looked for")
    elif known.suite is not None:
        yield unknown(known.suite[0], f"what {known.suite[1]} checks is written in a suite of its own")
    else:
        message = "no evidence in this repository that training asks whether rows come twice: `assert not frame.duplicated(KEY).any()`"
        yield failed([place for places in read.values() for place in places][:5], message)
