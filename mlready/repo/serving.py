"""Evidence that a project answers with a model: online (serves) or on a schedule (batch)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Call, Definition, Function, Module, dotted
from mlready.facts.values import Attr, Const, Name, Qualified, Value
from mlready.location import Location
from mlready.repo.model import Evidence
from mlready.repo.once import once
from mlready.repo.routes import Handler, handlers, served
from mlready.tables.roles import (
    ARTIFACT_METHODS,
    BATCH_CALLS,
    DEMO_PACKAGES,
    HANDING_OVER,
    INFERENCE_METHODS,
    LOADER_METHODS,
    MODEL_LOADERS,
    SERVING_BASES,
    SERVING_CALLS,
    SERVING_DECORATORS,
    SERVING_IMAGES,
    SERVING_KINDS,
    SERVING_RESOURCES,
)
from mlready.tables.web import WEB_FRAMEWORKS

if TYPE_CHECKING:
    from mlready.facts.shell import Command
    from mlready.repo.model import Project, Repo


class Route(NamedTuple):
    """A web handler: the function, and the inference it reaches (`inference` is in the handler or one hop away).

    `urls` are the addresses that are written out; `server` names the model server that calls the function.
    """

    module: Module
    function: Function
    inference: Location | None
    urls: tuple[str, ...] = ()
    server: str = ""


@once
def routes(project: Project) -> tuple[Route, ...]:
    """Web handlers of the project's prod code, in file order."""
    return tuple(_route(project, one) for one in handlers(project))


def _route(project: Project, handler: Handler) -> Route:
    found = _inference(project, handler.module, handler.function)
    return Route(handler.module, handler.function, found, handler.urls, handler.server)


def calls_in(module: Module, function: Function) -> Iterator[Call]:
    """Calls written anywhere inside a function, nested functions included."""
    body = module.detail.scopes[function.scope].block
    return (call for call in module.calls if module.inside(call.block, body))


def reached(repo: Repo, route: Route, hops: int = 3) -> Iterator[tuple[Module, Call]]:
    """Calls in a handler and, a few hops deep, in what it calls, depends on, is decorated with or hands on."""
    module, function = route.module, route.function
    seen: set[tuple[str, str]] = set()
    waiting = [(module, call, hops) for call in calls_in(module, function)]
    for name in (*_names(module, function.decorators), *dependencies(module, function)):
        waiting.extend((where, call, hops - 1) for where, call in calls_behind(repo, module, name, seen))
    while waiting:
        where, call, left = waiting.pop(0)
        yield where, call
        handed_on = [one.name for one in (*call.args, *call.keywords.values()) if isinstance(one, Qualified)]
        called = call.name or (f"?.{call.method}" if call.method else "")
        for name in (called, *handed_on) if left else ():
            waiting.extend((*one, left - 1) for one in calls_behind(repo, where, name, seen))


def calls_behind(repo: Repo, module: Module, name: str, seen: set[tuple[str, str]]) -> Iterator[tuple[Module, Call]]:
    """Calls in the definitions of the repository that a name used in a file stands for, each definition once."""
    for path, inner in repo.graph.targets(module, name) if name else ():
        where, definition = repo.module(path), repo.graph.definition((path, inner))
        if where is not None and definition is not None and (path, inner) not in seen:
            seen.add((path, inner))
            lines = range(definition.line, definition.end_line + 1)
            yield from ((where, one) for one in where.calls if one.span.line in lines)


def functions_called(repo: Repo, module: Module, call: Call) -> Iterator[tuple[Module, Function]]:
    """The functions of the repository that a call may run."""
    name = call.name or (f"?.{call.method}" if call.method else "")
    for path, inner in repo.graph.targets(module, name) if name else ():
        where = repo.module(path)
        for function in where.detail.functions if where is not None else ():
            if where is not None and function.name == inner:
                yield where, function


def dependencies(module: Module, function: Function) -> tuple[str, ...]:
    """Names of the functions that FastAPI calls to fill a handler's parameters."""
    given = [module.call_of(one.default) for one in function.parameters]
    asked = [one.args[0] for one in given if one is not None and one.name == "fastapi.Depends" and one.args]
    return _names(module, asked)


def _names(module: Module, values: Iterable[Value]) -> tuple[str, ...]:
    """Resolved names that values are or are made by."""
    made = [(one, module.call_of(one)) for one in values]
    named = [call.name if call is not None else one.name if isinstance(one, Qualified) else None for one, call in made]
    return tuple(one for one in named if one is not None)


def is_inference(module: Module, call: Call) -> bool:
    """Whether a call asks a model: a method that predicts, a session's `run`, or calling a loaded model."""
    if call.method in INFERENCE_METHODS:
        return call.method != "encode" or not _encodes_text(call)
    if hands_over(call):
        return True
    called = _called_value(call)
    if called is not None and (_is_loaded(module, call, called) or call.method is None):
        return _is_loaded(module, call, called)
    made = module.made_by(call.receiver, call.block, call.span.line) if call.receiver is not None else None
    if call.method == "run" and made is not None and made.endswith("InferenceSession"):
        return True
    return call.method == "run" and call.receiver is not None and "session" in repr(call.receiver).lower()


def _called_value(call: Call) -> Value | None:
    """What a call calls as an object: `net(x)`, or `self.net(x)`, which is written like a method."""
    if call.name is None and call.method is None:
        return call.receiver
    own = call.receiver in {Name("self"), Name("cls")} and call.method is not None
    return Attr(call.receiver, call.method) if own and call.receiver is not None and call.method is not None else None


def _is_loaded(module: Module, call: Call, called: Value) -> bool:
    """Whether an object is a model that was read, or one whose weights were."""
    origin = module.origin(called, call.block, call.span.line)
    loaded = module.call_of(origin)
    if loaded is not None:
        if "Tokenizer" in (loaded.name or "") or "Processor" in (loaded.name or ""):
            return False
        if loaded.name in MODEL_LOADERS or loaded.method in LOADER_METHODS:
            return True
    filled = {dotted(one.receiver) for one in module.method_calls("load_state_dict")} - {None, "optimizer", "scheduler"}
    return not {dotted(called), dotted(origin)}.isdisjoint(filled)


def hands_over(call: Call) -> bool:
    """Whether a call gives inference to a thread or a process: `run_in_threadpool(model.predict, rows)`."""
    name = call.method or (call.name or "").rpartition(".")[2]
    return name in HANDING_OVER and any(isinstance(one, Attr) and one.name in INFERENCE_METHODS for one in call.args)


def _encodes_text(call: Call) -> bool:
    """Whether `.encode()` is the one of a text: without arguments, or with the name of an encoding."""
    return not call.args or (isinstance(call.args[0], Const) and isinstance(call.args[0].value, str))


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
    """The function of the repository that a call runs; a method where the file itself makes its object."""
    made = (
        module.made_by(call.receiver, call.block, call.span.line)
        if call.name is None and call.receiver is not None
        else None
    )
    name = f"{made}.{call.method}" if made is not None and call.method is not None else call.name
    if name is None:
        return None
    found = project.repo.definition(module, name)
    return found if found is not None and found[1].kind == "function" else None


def is_sample(project: Project) -> bool:
    """Whether what a project serves shows how a library of the same repository is used."""
    return project.path != "" and project.repo.project_of("").has("library")


def loads_model(module: Module) -> bool:
    """Whether a file reads a model artefact."""
    if "load" in module.summary.methods and module.imports("zenml.client"):
        return not module.summary.methods.isdisjoint(ARTIFACT_METHODS)
    return not module.summary.names.isdisjoint(MODEL_LOADERS) or not module.summary.methods.isdisjoint(LOADER_METHODS)


def inference_routes(project: Project) -> tuple[Route, ...]:
    """Web handlers that reach inference, in an application that loads a model."""
    return tuple(
        one
        for one in routes(project)
        if one.inference is not None and any(loads_model(other) for other in _application(project, one.module))
    )


@once
def answers(project: Project) -> tuple[Route, ...]:
    """Everything that answers with a model: web handlers that reach inference, and what model servers call."""
    called = (_route(project, one) for one in served(project) if one.server != "Azure ML" or loads_model(one.module))
    return (*inference_routes(project), *called)


def _application(project: Project, module: Module) -> Iterator[Module]:
    """The files that make up the application a handler belongs to: all it imports, and all that import it."""
    own = {one.path for one in project.code}
    yield from project.repo.closure_of((module, *(one for one in project.repo.importers([module]) if one.path in own)))


def runs_unattended(repo: Repo, module: Module) -> bool:
    """Whether a file is part of what answers requests, or of a pipeline or job that a schedule starts."""
    return not module.is_notebook and ("serve" in repo.marks(module.path) or module.path in _in_pipelines(repo))


@once
def _in_pipelines(repo: Repo) -> frozenset[str]:
    from mlready.repo.platform import pipeline_evidence

    pairs = (pair for project in repo.projects for pair in (*pipeline_evidence(project), *batch_evidence(project)))
    found = {path for strength, one in pairs if strength == "strong" and (path := one.location.path)}
    starts = [module for path in sorted(found) if (module := repo.module(path)) is not None]
    return frozenset(one.path for one in repo.closure_of(starts))


class Start(NamedTuple):
    """A command that starts an application: `desk` with a server for development, `proper` with one for production."""

    place: Location
    desk: bool
    proper: bool


_PRODUCTION = frozenset({"gunicorn", "waitress-serve", "uwsgi", "hypercorn", "mod_wsgi-express", "uvicorn"})


def started_by(project: Project, module: Module) -> Start | None:
    """How images, compose files and scripts start the application of a file; a production server outranks others."""
    found = [one for place, command in project.commands() if (one := _start(module, place, command)) is not None]
    return max(found, key=lambda one: (one.proper, one.desk), default=None)


def _start(module: Module, place: Location, command: Command) -> Start | None:
    from mlready.facts.shell import runs_python

    target = runs_python(command) if command.words else None
    own = module.path.removesuffix(".py").replace("/", ".")
    if target is None or not f".{own}".endswith("." + target.removesuffix(".py").lstrip("./").replace("/", ".")):
        return None
    proper = command.program in _PRODUCTION and "--reload" not in command.words
    return Start(place, desk=not proper and "dockerfile" in place.path.lower(), proper=proper)


@once
def evidence(project: Project) -> tuple[tuple[str, Evidence], ...]:
    found: list[tuple[str, Evidence]] = []
    for route in inference_routes(project):
        found.append(
            ("strong", Evidence(route.module.at(route.function.span.line), "a request is answered with a model"))
        )
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


@once
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


_WRITES = frozenset(
    {"to_csv", "to_parquet", "to_sql", "to_json", "save", "write", "insert_rows", "upload_file", "put_object", "to_gbq"}
)


_BATCH_NAME = re.compile(r"predict|score|scoring|infer|batch", re.IGNORECASE)


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
