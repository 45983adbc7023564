"""Nobody asks whether rows of the training data come twice."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.validation import checks
from mlready.tables.validators import DUPLICATES
from mlready.verdict import Verdict, failed, not_applicable, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    known = checks(project)
    if not known.tables:
        yield not_applicable("no table of its own is read by a program")
    elif DUPLICATES in known.found:
        yield passed(known.found[DUPLICATES], "rows that come twice are looked for")
    elif known.suite is not None:
        yield unknown(*known.suite)
    else:
        message = "no evidence in this repository that training asks whether rows come twice: `assert not frame.duplicated(KEY).any()`"
        yield failed(known.tables[:5], message)
