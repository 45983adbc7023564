"""A training run says nothing of what it saw."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.statistics import counted, progress, trains_here
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    own = next(counted(project), None)
    shown = None if own is not None else next(progress(project), None)
    evidence = [one.location for one in project.roles["trains"].evidence]
    if not trains_here(project):
        yield not_applicable("what trains is no Python file of this project")
    elif own is not None:
        yield passed(own, "a run says how much it saw or how long it took")
    elif shown is not None:
        yield partial(shown, "the framework shows how long an epoch takes, but not what was in the data")
    else:
        message = "no evidence in this repository that a run says what it saw: log the number of rows, the shape and the time it took"
        yield failed(evidence[:5] or project.location, message)
