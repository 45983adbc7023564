"""The only score is one on the training data."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.evaluation import evaluations, learned_from, measured_otherwise
from mlready.verdict import Verdict, failed, passed


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for one in evaluations(repo, module) if "fit" in module.summary.methods else ():
        fit = learned_from(module, one)
        if fit is None or measured_otherwise(repo, module):
            yield passed(module.at(one.call.span))
        else:
            message = "this is the score on the rows the model has learned from, and there is no other: hold rows back"
            yield failed((module.at(one.call.span), module.at(fit.span)), message)
