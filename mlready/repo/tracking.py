"""Where runs are recorded, and whether their parameters are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.values import Const, Seq, Value
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.tables.trackers import (
    PARAMETER_METHODS,
    PARAMETER_NAMES,
    REPORT_TO,
    TRACKERS,
    TRACKING_CALLS,
    TRACKING_METHODS,
    TRAINERS,
)
from mlready.tables.trainers import HF_ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlready.facts.python import Module
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project, Repo


def parameters_known(repo: Repo, module: Module, tool: str) -> bool | None:
    """Whether code around a module (what it imports, what imports it) records parameters; None where that is not told."""
    around = {one.path: one for one in (*repo.closure(module), *repo.importers([module]))}.values()
    if any(_records(one, tool) for one in around):
        return True
    if tool == "mlflow":
        described = any(file.path.rpartition("/")[2] == "MLproject" for file in repo.of_kind("yaml"))
        return True if described else None if _uses_trainer(around) else False
    return _in_wandb(around)


def is_resumed(module: Module, tool: str) -> bool:
    """Whether a module goes on with a run of another program, which may have its parameters."""
    names = {"mlflow": ("mlflow.start_run",), "wandb": ("wandb.init",)}[tool]
    return any({"run_id", "id", "resume"} & call.keywords.keys() for call in module.calls_to(*names))


def _records(module: Module, tool: str) -> bool:
    summary = module.summary
    if not summary.methods.isdisjoint(PARAMETER_METHODS):
        return True
    return any(name.startswith(PARAMETER_NAMES[tool]) for name in summary.names) or (
        tool == "mlflow" and any(name.startswith("mlflow.") and name.endswith("autolog") for name in summary.names)
    )


def _in_wandb(around: Iterable[Module]) -> bool | None:
    begun = [call for module in around for call in module.calls_to("wandb.init")]
    if any(call.keywords.get("config", Const(value=None)) != Const(value=None) for call in begun):
        return True
    told = begun and not any(call.double_star or len(call.args) > 1 for call in begun)
    return False if told and not _uses_trainer(around) else None


def _uses_trainer(around: Iterable[Module]) -> bool:
    """Whether a trainer is used that may record them by itself."""
    return any(module.imports(*TRAINERS) for module in around)


class Server(NamedTuple):
    """A tracking server in a YAML file. `store` is where it keeps runs, None where that is not told; `kept`: a volume is mounted."""

    place: Location
    store: str | None
    kept: bool


_STORE = re.compile(r"--backend-store-uri[=\s]+[\"']?(?P<store>[^\s\"']+)")


def servers(repo: Repo, path: str) -> Iterator[Server]:
    """The MLflow servers that services of compose and containers of Kubernetes start."""
    file = repo.file(path)
    for document in repo.yaml(path).documents if file is not None and file.kind == "yaml" else ():
        for node in document.walk():
            command = _command(node) if node.kind == "map" else ""
            if "mlflow server" in command or "mlflow ui" in command:
                found = _STORE.search(command)
                store = found["store"] if found is not None else None
                kept = any(node.get(name) is not None for name in ("volumes", "volumeMounts"))
                yield Server(Location(path, node.line), None if store and "$" in store else store, kept)


def clients(repo: Repo, path: str) -> Iterator[Server]:
    """The stores that services of compose and containers of Kubernetes are told to record runs in."""
    file = repo.file(path)
    for document in repo.yaml(path).documents if file is not None and file.kind == "yaml" else ():
        for node in document.walk():
            settings = (node.get("environment") or node.get("env")) if node.kind == "map" else None
            found = _setting(settings, "MLFLOW_TRACKING_URI") if settings is not None else None
            if found is not None:
                kept = any(node.get(name) is not None for name in ("volumes", "volumeMounts"))
                yield Server(Location(path, found[0]), None if "$" in found[1] else found[1], kept)


def _setting(settings: Node, name: str) -> tuple[int, str] | None:
    """(line, value) of a variable of the environment: as a key, as `NAME=value`, or as a name and a value."""
    if settings.kind == "map":
        given = settings.get(name)
        return (given.line, given.text) if given is not None and given.text else None
    for one in settings.list():
        if one.kind == "map":
            key, given = one.get("name"), one.get("value")
            if key is not None and key.text == name and given is not None and given.text:
                return given.line, given.text
        elif (one.text or "").startswith(f"{name}="):
            return one.line, (one.text or "").partition("=")[2]
    return None


def _command(node: Node) -> str:
    """What a service or container starts, as one line."""
    parts = (node.get(name) for name in ("entrypoint", "command", "args"))
    return " ".join(text for part in parts if part is not None for text in part.texts())


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
        if _names_tracker(given) or (given is None and not call.double_star and project.declares(*TRACKERS)):
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


def _names_tracker(value: Value | None) -> bool:
    values = value.items if isinstance(value, Seq) else (value,)
    return any(isinstance(one, Const) and one.value in REPORT_TO for one in values)
