"""The service trains while it starts or answers."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.learning import trainings
from mlready.verdict import Verdict, failed, passed


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for place, when in trainings(repo.project_of(module.path), module):
        if when is None:
            yield passed(place, "the service does not reach this training")
        else:
            message = f"the service trains {when}: train in a job of its own and let the service load the result"
            yield failed(place, message)
