"""The tests are not run by CI."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.commands import test_run, unread_ci
from mlready.repo.tests import is_small, test_functions
from mlready.verdict import Verdict, failed, not_applicable, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    tests, run, other = test_functions(project), test_run(project), unread_ci(repo)
    if not tests:
        yield not_applicable("there are no tests")
    elif run is not None:
        yield passed(run, "CI runs the tests")
    elif other is not None:
        yield unknown(other, "the files of this CI system are not read")
    elif is_small(project):
        yield not_applicable("too little code to be asked for tests")
    elif not project.workflows:
        yield failed(tests[0], "no evidence in this repository that CI runs these tests: add a CI job that does")
    else:
        message = "no CI job in this repository runs these tests: add a step with `pytest` to one"
        yield failed((tests[0], *(one.at() for one in project.workflows[:3])), message)
