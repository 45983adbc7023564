"""No test holds the model to rows with known answers."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.answers import golden_tests
from mlready.repo.roles import role_places
from mlready.verdict import Verdict, failed, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(golden_tests(project), None)
    if found is not None:
        yield passed(found[0], found[1])
    else:
        places = role_places(project, "trains")
        message = "no test in this repository asks the model about rows that are kept and compares with what is expected: keep a few of them with the tests"
        yield failed(places[:5] or project.location, message)
