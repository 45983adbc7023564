"""A saved model overwrites the one before."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.files import stage_outputs
from mlready.repo.saving import artifacts, model_saves
from mlready.repo.training import is_collection
from mlready.tables.registries import REGISTERING, REGISTERING_METHODS
from mlready.verdict import Location, Verdict, failed, not_applicable, passed, unknown

OWN_FOLDERS = ("pytorch_lightning", "lightning")


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    known = next(registered(project), None)
    saves = list(model_saves(project))
    varying = [one.place for one in saves if one.path == "varies"]
    fixed = [one.place for one in saves if one.path == "fixed"]
    if known is not None:
        yield passed(known[0], f"models have versions: {known[1]}")
    elif not saves:
        yield not_applicable("no model is saved")
    elif varying:
        yield passed(varying[0], "the path of a saved model varies with the run")
    elif fixed and is_collection(repo):
        yield not_applicable("a collection of implementations, each trained by itself")
    elif fixed:
        message = (
            "no evidence in this repository that models have versions: register them, or save each run to its own path"
        )
        yield failed(fixed[:5], message)
    else:
        yield unknown(saves[0].place, "where models are saved is decided elsewhere")


def registered(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of models that are given a version."""
    for tool, calls in REGISTERING.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool
    yield from artifacts(project)
    for module in project.code:
        if not module.is_notebook and not REGISTERING_METHODS.isdisjoint(module.summary.methods):
            for call in module.method_calls(*REGISTERING_METHODS):
                yield module.at(call.span), f"`{call.method}`"
        if not module.is_notebook and module.imports(*OWN_FOLDERS):
            for call in module.method_calls("fit"):
                yield module.at(call.span), "the trainer keeps a folder for each run"
    for place, path in stage_outputs(project):
        if "model" in path:
            yield place, "an output of DVC"
