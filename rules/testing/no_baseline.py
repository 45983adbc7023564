"""The model is compared with nothing simpler."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.measuring import baselines
from mlready.repo.roles import role_places
from mlready.repo.training import is_collection, judged_by_eye
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(baselines(project), None)
    if found is not None:
        yield passed(found[0], found[1])
    elif is_collection(repo) or judged_by_eye(project):
        yield not_applicable(
            "a collection of implementations" if is_collection(repo) else "it makes pictures, which people judge by eye"
        )
    else:
        places = role_places(project, "trains")
        message = "no evidence in this repository that the model is compared with something simpler: measure a dummy or the model in use too"
        yield failed(places[:5] or project.location, message)
