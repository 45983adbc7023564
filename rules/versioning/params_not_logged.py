"""A run records its metrics and not the parameters it had."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.roles import role_files
from mlready.repo.tracking import is_resumed, parameters_known
from mlready.tables.trackers import METRIC_CALLS
from mlready.verdict import Verdict, failed, passed, unknown


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    first = next(module.calls_to(*METRIC_CALLS), None)
    if first is None or not trains(repo, module):
        return
    place = module.at(first.span)
    tool = (first.name or "").partition(".")[0]
    known = parameters_known(repo, module, tool)
    if known is None or is_resumed(module, tool):
        yield unknown(place, "the run is begun elsewhere")
    elif known:
        yield passed(place)
    else:
        yield failed(
            place, f"the run has metrics and no parameters, so a score cannot be traced to them: {REMEDIES[tool]}"
        )


REMEDIES = {"mlflow": "add `mlflow.log_params(...)`", "wandb": "pass `config` to `wandb.init`"}


def trains(repo: Repo, module: Module) -> bool:
    """Whether a file trains a model itself: one that prepares or registers has parameters of another kind."""
    return module.path in role_files(repo.project_of(module.path), "trains")
