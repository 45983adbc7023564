"""There are no tests."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.tests import is_small, notebook_tests, size_of, test_functions, test_scripts
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    tests = test_functions(project)
    notebook = None if tests else next(notebook_tests(project), None)
    script = None if tests or notebook else next(test_scripts(project), None)
    size = size_of(project)
    if tests:
        yield passed(tests, "tests assert something")
    elif notebook is not None:
        yield passed(notebook, "notebooks are run as tests")
    elif script is not None:
        yield partial(script, "CI runs a script that tests it from outside")
    elif is_small(project):
        yield not_applicable(f"only {size} bytes of Python")
    else:
        message = (
            f"no evidence in this repository that {size // 1000} kB of Python are tested: start with the feature code"
        )
        yield failed(project.location, message)
