"""There are no tests."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.tests import test_functions
from mlready.verdict import Verdict, failed, not_applicable, passed

SMALLEST = 6_000
"""Bytes of Python (some 200 lines) below which a project is not asked for tests."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    tests = test_functions(project)
    size = sum(one.size for one in project.of_kind("python", zones=("prod",)))
    if tests:
        yield passed(tests, "tests assert something")
    elif size < SMALLEST:
        yield not_applicable(f"only {size} bytes of Python")
    else:
        message = (
            f"no evidence in this repository that {size // 1000} kB of Python are tested: start with the feature code"
        )
        yield failed(project.location, message)
