"""No test asks the service."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Project, Repo
from mlready.repo.roles import role_files
from mlready.repo.tests import is_small
from mlready.repo.trials import service_tests
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    modules = serving(project, repo)
    if not modules:
        yield not_applicable("no code that serves is written here")
        return
    found = next(service_tests(project, modules), None)
    if found is not None:
        yield passed(found[0], found[1])
    elif is_small(project):
        yield not_applicable("too little code to be asked for tests")
    else:
        places = [one.location for one in project.roles["serves"].evidence]
        message = (
            "no test in this repository reaches the service: ask it for one known row with the framework's test client"
        )
        yield failed(places[:5] or project.location, message)


def serving(project: Project, repo: Repo) -> tuple[Module, ...]:
    found = (repo.module(path) for path in sorted(role_files(project, "serves")))
    return tuple(one for one in found if one is not None and not one.is_notebook)
