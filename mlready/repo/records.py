"""Whether the answers of a model are kept, and with them what was asked and which model answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import dotted
from mlready.facts.values import Attr, Const, FString, Mapping, Name, Qualified, Value
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.repo.flow import given, holders, holds, within
from mlready.repo.inputs import is_read
from mlready.repo.monitoring import observes
from mlready.repo.serving import answers, calls_behind, calls_in, functions_called, is_inference
from mlready.tables.records import RECORDING, STORE_CALLS, STORE_METHODS, VERSION_WORDS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Function, Module
    from mlready.repo.model import Project, Repo

_VERSION = re.compile(VERSION_WORDS, re.IGNORECASE)


class Record(NamedTuple):
    """Where an answer is kept, with what was asked and with the version of the model."""

    place: Location
    asked: bool
    version: bool


def kept_by_tool(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of tools and settings of servers that keep requests and answers."""
    for tool, calls in RECORDING.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
        for module in project.users(*calls, zones=("prod",)):
            for one in module.summary.definitions:
                if not set(calls).isdisjoint(one.decorators):
                    yield module.at(one.line), tool
    yield from _in_yaml(project)
    yield from _in_terraform(project)


def _in_yaml(project: Project) -> Iterator[tuple[Location, str]]:
    for path, document in yaml_documents(project):
        kind, schema = document.get("kind"), document.get("$schema")
        if kind is not None and kind.text in {"InferenceService", "SeldonDeployment"}:
            for node in document.walk():
                logger = node.get("logger") if node.kind == "map" else None
                if logger is not None:
                    yield Location(path, logger.line), f"the logger of a {kind.text}"
        collector = document.get("data_collector")
        if schema is not None and collector is not None:
            yield Location(path, collector.line), "Azure ML data collection"


def _in_terraform(project: Project) -> Iterator[tuple[Location, str]]:
    for file in project.of_kind("terraform", zones=("prod", "infra")):
        for block in project.repo.terraform(file.path).blocks:
            for inner in block.blocks:
                if inner.type in {
                    "data_capture_config",
                    "predict_request_response_logging_config",
                    "auto_capture_config",
                }:
                    yield Location(file.path, inner.line), f"`{inner.type}`"


def records(project: Project) -> Iterator[Record]:
    """Where the code that answers keeps what it answers."""
    for route in answers(project):
        yield from _records(project.repo, route.module, route.function)


def _records(repo: Repo, module: Module, function: Function, hops: int = 2) -> Iterator[Record]:
    """In a function, and in those that it calls on the way to the model."""
    yield from _kept_in(repo, module, function)
    for call in calls_in(module, function) if hops else ():
        if is_inference(module, call) or _asks(repo, module, call):
            for where, inner in functions_called(repo, module, call):
                yield from _records(repo, where, inner, hops - 1)


def _kept_in(repo: Repo, module: Module, function: Function) -> Iterator[Record]:
    def answered(value: Value) -> bool:
        call = module.call_of(value)
        return call is not None and (is_inference(module, call) or _asks(repo, module, call))

    def asked(value: Value) -> bool:
        return (isinstance(value, Name) and value.id in parameters) or is_read(module, function, value)

    def answers_it(call: Call) -> bool:
        return is_inference(module, call) or _asks(repo, module, call)

    parameters = {one.name for one in function.parameters} - {"self", "cls"}
    outputs = holders(module, function, answered)
    inputs = holders(module, function, asked, answers_it)
    kept = [one for one in calls_in(module, function) if _keeps(repo, module, one)]
    sent = any(
        _is_open(one) or any(holds(module, value, inputs, asked, answers_it) for value in given(one)) for one in kept
    )
    for call in kept:
        if _is_open(call) or any(holds(module, one, outputs, answered) for one in given(call)):
            yield Record(
                module.at(call.span), sent, _is_open(call) or any(_versioned(module, call, one) for one in given(call))
            )


def _is_open(call: Call) -> bool:
    """Whether a call is given what cannot be seen (`**record`)."""
    return call.double_star or call.star


def _asks(repo: Repo, module: Module, call: Call) -> bool:
    """Whether a call runs a function of the repository that asks a model."""
    name = call.name or (f"?.{call.method}" if call.method else "")
    return any(is_inference(where, one) for where, one in calls_behind(repo, module, name, set()))


def _keeps(repo: Repo, module: Module, call: Call) -> bool:
    """Whether a call logs or stores what it is given, itself or in a function of the repository that it runs."""
    if _stores(module, call):
        return True
    return not _asks(repo, module, call) and any(_passes_on(*one) for one in functions_called(repo, module, call))


def _passes_on(module: Module, function: Function) -> bool:
    """Whether a function stores or logs something of what it is given."""
    parameters = {one.name for one in function.parameters}

    def own(value: Value) -> bool:
        return isinstance(value, Name) and value.id in parameters

    held = holders(module, function, own)
    stores = (one for one in calls_in(module, function) if _stores(module, one))
    return any(_is_open(one) or any(holds(module, value, held, own) for value in given(one)) for one in stores)


def _stores(module: Module, call: Call) -> bool:
    if call.name in STORE_CALLS:
        return True
    own = call.name is not None and call.name.startswith(":")
    return (call.method in STORE_METHODS and not own) or (
        observes(module, call) and call.method not in {"observe", "inc", "labels"}
    )


def _versioned(module: Module, call: Call, value: Value) -> bool:
    """Whether the version of the model is among what is kept: by a name, a key or a text (`model v3` in a message)."""
    names = list(call.keywords)
    for part in within(module, value):
        if isinstance(part, Name):
            names.extend(_written(module, part, call))
        names.append(_text(part))
        if isinstance(part, Mapping):
            names.extend(_text(key) for key, _ in part.items)
        made = module.call_of(part)
        if made is not None:
            names.extend([*made.keywords, made.name or ""])
    return any(_VERSION.search(one) for one in names)


def _written(module: Module, name: Name, call: Call) -> Iterator[str]:
    """Keys of the dict that a name holds, and what is put into it later."""
    origin = module.origin(name, call.block, call.span.line)
    for part in within(module, origin):
        if isinstance(part, Mapping):
            yield from (_text(key) for key, _ in part.items)
        made = module.call_of(part)
        if made is not None:
            yield from made.keywords
    for store in module.detail.stores:
        if store.target == name:
            yield _text(store.key)


def _text(value: Value) -> str:
    if isinstance(value, Const):
        return value.value if isinstance(value.value, str) else ""
    if isinstance(value, FString):
        return value.start
    return value.name if isinstance(value, Attr | Qualified) else dotted(value) or ""
