"""Training runs are not recorded."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.tracking import records
from mlready.repo.training import is_collection
from mlready.tables.trackers import LOCAL_LOGGERS
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    recorded = next(records(project), None)
    curves = next(((module.at(call.span), call.name) for module, call in project.calls_to(*LOCAL_LOGGERS)), None)
    if recorded is not None:
        yield passed(recorded[0], f"runs are recorded: {recorded[1]}")
    elif curves is not None:
        yield partial(curves[0], f"curves are written to a folder ({curves[1]}), runs are not compared")
    elif is_collection(repo):
        yield not_applicable("a collection of implementations, each trained by itself")
    else:
        evidence = [one.location for one in project.roles["trains"].evidence]
        message = (
            "no evidence in this repository that runs are recorded: `mlflow.autolog()` or `wandb.init()` is a start"
        )
        yield failed(evidence or project.location, message)
