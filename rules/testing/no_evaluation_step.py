"""Models are trained and never measured."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.measuring import measurements
from mlready.repo.roles import role_places
from mlready.verdict import Verdict, failed, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(measurements(project), None)
    if found is not None:
        yield passed(found[0], found[1])
    else:
        places = role_places(project, "trains")
        message = "no evidence in this repository that a model is measured on rows it was not trained on: hold some back and compute a metric"
        yield failed(places[:5] or project.location, message)
