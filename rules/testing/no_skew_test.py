"""Nothing compares the features of training with those of the service."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Project, Repo
from mlready.repo.roles import role_files
from mlready.repo.trials import skew_tests
from mlready.repo.units import feature_code
from mlready.verdict import Location, Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    units = {module.path: (module, place) for module, place in feature_code(project)}
    training, serving = side(project, repo, "trains"), side(project, repo, "serves")
    learned = [units[path] for path in units if path in {one.path for one in repo.closure_of(training)}]
    asked = [units[path] for path in units if path in {one.path for one in repo.closure_of(serving)}]
    shared = [place for module, place in learned if any(module is other for other, _ in asked)]
    tested = next(skew_tests(project, training, serving), None)
    if shared:
        yield passed(shared[:3], "training and service share the code that makes features")
    elif not learned or not asked:
        yield not_applicable("features are made on one side only")
    elif tested is not None:
        yield passed(tested, "a test reaches both sides")
    else:
        yield failed(places(asked, learned), MESSAGE)


MESSAGE = "training and service make their features in different files, and no test in this repository compares them: share the code, or compare both on one row"


def side(project: Project, repo: Repo, role: str) -> list[Module]:
    found = (repo.module(path) for path in sorted(role_files(project, role)))
    return [one for one in found if one is not None and not one.is_notebook]


def places(asked: list[tuple[Module, Location]], learned: list[tuple[Module, Location]]) -> list[Location]:
    return [asked[0][1], learned[0][1]]
