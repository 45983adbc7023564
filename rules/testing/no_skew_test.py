"""Nothing compares the features of training with those of the service."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Project, Repo
from mlready.repo.columns import computed_twice
from mlready.repo.data import learning_code
from mlready.repo.roles import role_files
from mlready.repo.trials import skew_tests
from mlready.repo.units import feature_code
from mlready.verdict import Verdict, failed, not_applicable, passed

ADVICE = "no test in this repository compares them: share the code, or compare both on one row"


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    training, serving = side(project, repo, "trains"), side(project, repo, "serves")
    learned, asked = repo.closure_of(training), repo.closure_of(serving)
    units = dict(feature_code(project))
    shared = [place for module, place in units.items() if module in learned and module in asked]
    apart = [[place for module, place in units.items() if module in one] for one in (asked, learned)]
    twice = next(computed_twice(asked, [one for one in learning_code(project) if not one.is_notebook]), None)
    tested = next(skew_tests(project, training, serving), None)
    if tested is not None:
        yield passed(tested, "a test reaches both sides")
    elif twice is not None:
        message = f"`{twice.column}` is computed here and, for training, in `{twice.other.path}`, and {ADVICE}"
        yield failed((twice.place, twice.other), message)
    elif shared:
        yield passed(shared[:3], "training and service share the code that makes features")
    elif all(apart):
        message = f"training and service make their features in different files, and {ADVICE}"
        yield failed([places[0] for places in apart], message, confidence="low")
    else:
        yield not_applicable("features are made on one side only")


def side(project: Project, repo: Repo, role: str) -> list[Module]:
    found = (repo.module(path) for path in sorted(role_files(project, role)))
    return [one for one in found if one is not None and not one.is_notebook]
