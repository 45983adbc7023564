"""Preparation learned from the test data."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.origins import makers, spot_of
from mlready.repo.preparing import learner
from mlready.repo.splits import held_back
from mlready.verdict import Verdict, failed, passed


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call, given in held_back(module):
        spot = spot_of(module, call)
        seen = ((where, made) for value in given for where, made in makers(repo, value, spot))
        learned = next((found for where, made in seen if (found := learner(repo, where, made)) is not None), None)
        if learned is None:
            yield passed(module.at(call.span))
        else:
            where, made = learned
            name = (made.name or "").rpartition(".")[2]
            message = f"`{name}` has seen the rows that this holds back: split first, or put it into the pipeline"
            yield failed((module.at(call.span), where.at(made.span)), message)
