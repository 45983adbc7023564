"""Columns and types of the training data are not checked."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.validation import checks
from mlready.tables.validators import COLUMNS
from mlready.verdict import Verdict, failed, not_applicable, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    known = checks(project)
    if not known.tables:
        yield not_applicable("no table of its own is read by a program")
    elif COLUMNS in known.found:
        yield passed(known.found[COLUMNS], "columns or types are checked")
    elif known.suite is not None:
        yield unknown(*known.suite)
    else:
        message = "no evidence in this repository that columns or types of training data are checked: assert the columns after reading"
        yield failed(known.tables[:5], message)
