"""The model is compared with nothing simpler."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.measuring import baselines
from mlready.repo.roles import role_places
from mlready.verdict import Verdict, failed, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(baselines(project), None)
    if found is not None:
        yield passed(found[0], found[1])
    else:
        places = role_places(project, "trains")
        message = "no evidence in this repository that the model is compared with something simpler: measure a dummy or the model in use too"
        yield failed(places[:5] or project.location, message)
