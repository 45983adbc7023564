"""No test shows that training or answers can be repeated."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.answers import repeat_tests
from mlready.repo.roles import role_places
from mlready.verdict import Verdict, failed, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(repeat_tests(project), None)
    if found is not None:
        yield passed(found[0], found[1])
    else:
        places = role_places(project, "trains")
        message = "no test in this repository trains or asks twice and compares: do it with one seed on a few rows"
        yield failed(places[:5] or project.location, message)
