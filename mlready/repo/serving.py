"""Evidence that a project answers with a model: online (serves) or on a schedule (batch)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Call, Definition, Function, Module
from mlready.location import Location
from mlready.repo.model import Evidence
from mlready.tables.roles import (
    BATCH_CALLS,
    DEMO_PACKAGES,
    INFERENCE_METHODS,
    LOADER_METHODS,
    MODEL_LOADERS,
    ROUTE_METHODS,
    SERVING_BASES,
    SERVING_CALLS,
    SERVING_DECORATORS,
    SERVING_IMAGES,
    SERVING_KINDS,
    SERVING_RESOURCES,
    WEB_FRAMEWORKS,
)

if TYPE_CHECKING:
    from mlready.repo.model import Project


class Route(NamedTuple):
    """A web handler: the function, and the inference it reaches (`inference` is in the handler or one hop away)."""

    module: Module
    function: Function
    inference: Location | None


@lru_cache(maxsize=256)
def routes(project: Project) -> tuple[Route, ...]:
    """Web handlers of the project's prod code, in file order."""
    found = []
    for module in project.code:
        if _may_answer(module) and not module.is_notebook:
            for function in module.detail.functions:
                if is_route(module, function) or _is_lambda(function):
                    found.append(Route(module, function, _inference(project, module, function)))
    return tuple(found)


def _may_answer(module: Module) -> bool:
    named = {one.name for one in module.summary.definitions}
    return module.imports(*WEB_FRAMEWORKS) or not named.isdisjoint({"handler", "lambda_handler"})


def _is_lambda(function: Function) -> bool:
    """Whether a function has the name and shape of a serverless handler; alone that is no evidence of serving."""
    plain = [one for one in function.parameters if one.kind == "positional"]
    return function.name in {"handler", "lambda_handler"} and len(plain) == 2


def is_route(module: Module, function: Function) -> bool:
    """Whether a decorator registers a function as a web handler."""
    for decorator in function.decorators:
        call = module.call_of(decorator)
        if call is not None and call.method in ROUTE_METHODS:
            return True
    return False


def calls_in(module: Module, function: Function) -> Iterator[Call]:
    """Calls written anywhere inside a function, nested functions included."""
    body = module.detail.scopes[function.scope].block
    return (call for call in module.calls if module.inside(call.block, body))


def is_inference(module: Module, call: Call) -> bool:
    """Whether a call asks a model: a method that predicts, a session's `run`, or calling a loaded model."""
    if call.method in INFERENCE_METHODS:
        return True
    made = module.made_by(call.receiver, call.block, call.span.line) if call.receiver is not None else None
    if call.method == "run" and made is not None and made.endswith("InferenceSession"):
        return True
    return call.method == "run" and call.receiver is not None and "session" in repr(call.receiver).lower()


def _inference(project: Project, module: Module, function: Function) -> Location | None:
    for call in calls_in(module, function):
        if is_inference(module, call):
            return module.at(call.span)
        called = _called(project, module, call)
        if called is not None:
            where, definition = called
            for inner in where.calls:
                if definition.line <= inner.span.line <= definition.end_line and is_inference(where, inner):
                    return where.at(inner.span)
    return None


def _called(project: Project, module: Module, call: Call) -> tuple[Module, Definition] | None:
    if call.name is None:
        return None
    found = project.repo.definition(module, call.name)
    return found if found is not None and found[1].kind == "function" else None


def loads_model(module: Module) -> bool:
    """Whether a file reads a model artefact."""
    return not module.summary.names.isdisjoint(MODEL_LOADERS) or not module.summary.methods.isdisjoint(LOADER_METHODS)


def inference_routes(project: Project) -> tuple[Route, ...]:
    """Web handlers that reach inference, in an application that loads a model."""
    return tuple(
        one
        for one in routes(project)
        if one.inference is not None and any(loads_model(other) for other in _application(project, one.module))
    )


def _application(project: Project, module: Module) -> Iterator[Module]:
    """The files that make up the application a handler belongs to: all it imports, and all that import it."""
    yield from project.repo.closure(module)
    for other in project.code:
        closure = project.repo.closure(other)
        if module in closure:
            yield from closure


@lru_cache(maxsize=256)
def evidence(project: Project) -> tuple[tuple[str, Evidence], ...]:
    found: list[tuple[str, Evidence]] = []
    for route in inference_routes(project):
        found.append(("strong", Evidence(route.module.at(route.function.span.line), "a request is answered with a model")))
    for module in project.code:
        found.extend(_of_module(module))
    found.extend(("strong", one) for one in _of_files(project))
    return tuple(found)


def _of_module(module: Module) -> Iterator[tuple[str, Evidence]]:
    names = module.summary.names
    definitions = {one.name: one for one in module.summary.definitions}
    strength = "weak" if module.is_notebook else "strong"
    if not names.isdisjoint(SERVING_CALLS):
        for call in module.calls_to(*SERVING_CALLS):
            yield strength, Evidence(module.at(call.span), f"calls {call.name}")
    for one in definitions.values():
        if not SERVING_DECORATORS.isdisjoint(one.decorators):
            yield strength, Evidence(module.at(one.line), "defines a model service")
        if any(base.startswith(SERVING_BASES) for base in one.bases):
            yield strength, Evidence(module.at(one.line), "defines a model server handler")
    if {"model_fn", "predict_fn"} <= definitions.keys():
        yield strength, Evidence(module.at(definitions["model_fn"].line), "defines SageMaker inference functions")
    if "deploy" in module.summary.methods and module.imports("sagemaker", "google.cloud.aiplatform", "azureml"):
        for call in module.method_calls("deploy"):
            yield strength, Evidence(module.at(call.span), "deploys a model to an endpoint")
    if module.imports(*DEMO_PACKAGES) and not module.is_notebook and loads_model(module):
        line = next(one.line for one in module.summary.imports if one.name.split(".")[0] in DEMO_PACKAGES)
        yield "weak", Evidence(module.at(line), "a demo page answers with a model")


def _of_files(project: Project) -> Iterator[Evidence]:
    for file in project.of_kind("yaml", "other"):
        if file.zone in {"vendored", "template", "test", "docs", "example"}:
            continue
        if file.path.endswith("config.pbtxt"):
            yield Evidence(Location(file.path), "a Triton model configuration")
        elif file.kind == "yaml":
            yield from _of_yaml(project, file.path)
    for resource in project.terraform_resources(SERVING_RESOURCES):
        yield Evidence(resource, "Terraform creates a model endpoint")
    for location, command in project.commands():
        if command.words[:3] == ("mlflow", "models", "serve") or command.words[:2] == ("bentoml", "serve"):
            yield Evidence(location, "a command serves a model")


def _of_yaml(project: Project, path: str) -> Iterator[Evidence]:
    data = project.repo.data(path) or b""
    if b"kind:" not in data and b"image" not in data and b"azureml" not in data:
        return
    for document in project.repo.yaml(path).documents:
        if document.kind != "map":
            continue
        kind, schema = document.get("kind"), document.get("$schema")
        if kind is not None and kind.text in SERVING_KINDS:
            yield Evidence(Location(path, kind.line), f"a {kind.text} serves a model")
        elif kind is not None or document.get("services") is not None:
            yield from _serving_images(path, document)
        if schema is not None and "azureml" in (schema.text or "") and "OnlineEndpoint" in (schema.text or ""):
            yield Evidence(Location(path, schema.line), "an Azure ML online endpoint")
        elif schema is not None and "azureml" in (schema.text or "") and "OnlineDeployment" in (schema.text or ""):
            yield Evidence(Location(path, schema.line), "an Azure ML online deployment")


def _serving_images(path: str, document: object) -> Iterator[Evidence]:
    for node in document.walk():  # type: ignore[attr-defined]
        if node.kind != "map":
            continue
        image = node.get("image")
        if image is not None and image.text and any(name in image.text for name in SERVING_IMAGES):
            yield Evidence(Location(path, image.line), "a model server image runs here")


@lru_cache(maxsize=256)
def batch_evidence(project: Project) -> tuple[tuple[str, Evidence], ...]:
    """Jobs that write predictions on a schedule, or steps of a platform made for it."""
    found: list[tuple[str, Evidence]] = []
    for module, call in project.calls_to(*BATCH_CALLS):
        found.append(("strong", Evidence(module.at(call.span), f"calls {call.name}")))
    for file in project.of_kind("yaml"):
        data = project.repo.data(file.path) or b""
        if b"azureml" not in data or b"atch" not in data or file.zone in {"vendored", "template", "test", "docs"}:
            continue
        for document in project.repo.yaml(file.path).documents:
            schema = document.get("$schema") if document.kind == "map" else None
            if schema is not None and "batchEndpoint" in (schema.text or ""):
                found.append(("strong", Evidence(Location(file.path, schema.line), "an Azure ML batch endpoint")))
    found.extend(_scheduled(project))
    return tuple(found)


_WRITES = frozenset({"to_csv", "to_parquet", "to_sql", "to_json", "save", "write", "insert_rows", "upload_file", "put_object", "to_gbq"})


_BATCH_NAME = re.compile(r"predict|score|scoring|infer|batch", re.I)


def _scheduled(project: Project) -> Iterator[tuple[str, Evidence]]:
    """A pipeline file or a script that predicts on loaded models and writes the result."""
    for module in project.code:
        methods = module.summary.methods
        if module.is_notebook or methods.isdisjoint({"predict", "predict_proba"}) or methods.isdisjoint(_WRITES):
            continue
        if not loads_model(module) or module.imports(*WEB_FRAMEWORKS) or "fit" in methods:
            continue
        strength = "strong" if module.imports("airflow", "prefect", "dagster") else "weak"
        if strength == "weak" and not _BATCH_NAME.search(module.path.rpartition("/")[2]):
            continue
        call = next(module.method_calls("predict", "predict_proba"))
        yield strength, Evidence(module.at(call.span), "predictions are written by a script")
