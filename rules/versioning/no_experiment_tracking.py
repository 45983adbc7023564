"""Training runs are not recorded."""

from collections.abc import Iterator

from mlready.facts.values import Const, Seq, Value
from mlready.repo import Project, Repo
from mlready.repo.files import yaml_documents
from mlready.tables.trackers import LOCAL_LOGGERS, REPORT_TO, TRACKERS, TRACKING_CALLS, TRACKING_METHODS
from mlready.verdict import Location, Verdict, failed, partial, passed

HF_ARGUMENTS = (
    "transformers.TrainingArguments",
    "transformers.Seq2SeqTrainingArguments",
    "trl.SFTConfig",
    "trl.DPOConfig",
    "trl.GRPOConfig",
)


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    recorded = next(records(project), None)
    curves = next(((module.at(call.span), call.name) for module, call in project.calls_to(*LOCAL_LOGGERS)), None)
    if recorded is not None:
        yield passed(recorded[0], f"runs are recorded: {recorded[1]}")
    elif curves is not None:
        yield partial(curves[0], f"curves are written to a folder ({curves[1]}), runs are not compared")
    else:
        evidence = [one.location for one in project.roles["trains"].evidence]
        message = (
            "no evidence in this repository that runs are recorded: `mlflow.autolog()` or `wandb.init()` is a start"
        )
        yield failed(evidence or project.location, message)


def records(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of calls that record a run."""
    for tool, calls in TRACKING_CALLS.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool
        for module in project.users(*calls):
            for one in module.summary.definitions:
                if not set(calls).isdisjoint(one.decorators):
                    yield module.at(one.line), tool
    for module, call in project.calls_to(*HF_ARGUMENTS):
        given = call.keywords.get("report_to")
        if names_tracker(given) or (given is None and not call.double_star and project.declares(*TRACKERS)):
            yield module.at(call.span), "the trainer's report_to"
    for module in project.code:
        if not TRACKING_METHODS.isdisjoint(module.summary.methods):
            for call in module.method_calls(*TRACKING_METHODS):
                yield module.at(call.span), "Accelerate's trackers"
    for path, document in yaml_documents(project, "dvc.yaml"):
        stages = document.get("stages")
        for _, stage in stages.items() if stages is not None and stages.kind == "map" else ():
            metrics = stage.get("metrics") if stage.kind == "map" else None
            if metrics is not None:
                yield Location(path, metrics.line), "DVC metrics"
    for path, document in yaml_documents(project, "recipe.yaml"):
        yield Location(path, document.line), "MLflow Recipes"


def names_tracker(value: Value | None) -> bool:
    values = value.items if isinstance(value, Seq) else (value,)
    return any(isinstance(one, Const) and one.value in REPORT_TO for one in values)
