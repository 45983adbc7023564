"""The functions that answer requests: handlers of web frameworks, and what model servers call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Call, Function, Module, parts
from mlready.facts.values import Attr, Const, Qualified, Seq, Value
from mlready.repo.once import once
from mlready.tables.web import (
    REGISTERING_CALLS,
    REGISTERING_METHODS,
    ROUTE_DECORATORS,
    ROUTE_METHODS,
    SCORING_SCRIPTS,
    SERVER_BASES,
    SERVER_DECORATORS,
    VIEW_BASES,
    VIEW_METHODS,
    WEB_FRAMEWORKS,
)

if TYPE_CHECKING:
    from mlready.facts.python import Definition
    from mlready.repo.model import Project

_SERVERLESS = frozenset({"handler", "lambda_handler"})


class Handler(NamedTuple):
    """A function that answers requests; `urls` are the addresses that are written out, `server` names a model server."""

    module: Module
    function: Function
    urls: tuple[str, ...] = ()
    server: str = ""


@once
def handlers(project: Project) -> tuple[Handler, ...]:
    """Web handlers of the project's prod code, in file order; methods of views and serverless functions included."""
    registered = _registered(project)
    elsewhere = {path for path, _ in registered}
    found = []
    for module in project.code:
        if module.is_notebook or not (_may_answer(module) or module.path in elsewhere):
            continue
        views = {one.name: one for one in module.summary.definitions if one.kind == "class" and _is_view(module, one)}
        for function in module.detail.functions:
            owner, _, name = function.name.rpartition(".")
            named = registered.get((module.path, function.name)) or registered.get(
                (module.path, owner) if owner else ("", "")
            )
            answers = (owner in views and name in VIEW_METHODS) or (
                named is not None and (not owner or (module.path, function.name) in registered)
            )
            if answers or is_route(module, function) or _is_lambda(function):
                found.append(Handler(module, function, (*_decorated(module, function), *(named or ()))))
    return tuple(found)


@once
def served(project: Project) -> tuple[Handler, ...]:
    """Functions of the project's prod code that a model server (BentoML, Ray Serve, TorchServe, ...) calls for each request."""
    return tuple(one for module in project.code if not module.is_notebook for one in _served(module))


def _served(module: Module) -> Iterator[Handler]:
    methods: dict[str, str] = {}
    for one in module.summary.definitions:
        server = next((SERVER_DECORATORS[name] for name in one.decorators if name in SERVER_DECORATORS), None)
        if server is not None and one.kind == "class":
            methods.update({f"{one.name}.__call__": server})
        elif server is not None or "?.api" in one.decorators:
            methods[one.name] = server or "BentoML"
        for start, (name, called) in SERVER_BASES.items():
            if any(base.startswith(start) for base in one.bases):
                methods.update({f"{one.name}.{method}": name for method in called})
    defined = {one.name for one in module.summary.definitions}
    for name, (needed, called) in SCORING_SCRIPTS.items():
        if needed <= defined:
            methods.update(dict.fromkeys(called, name))
    for function in module.detail.functions if methods else ():
        if function.name in methods:
            yield Handler(module, function, (), methods[function.name])


def _may_answer(module: Module) -> bool:
    named = {one.name for one in module.summary.definitions}
    return module.imports(*WEB_FRAMEWORKS) or not named.isdisjoint(_SERVERLESS)


def _is_view(module: Module, definition: Definition) -> bool:
    if any(base.startswith(VIEW_BASES) for base in definition.bases):
        return True
    methods = {f"{definition.name}.{verb}" for verb in ("on_get", "on_post", "on_put")}
    return module.imports("falcon") and any(one.name in methods for one in module.summary.definitions)


def _is_lambda(function: Function) -> bool:
    """Whether a function has the name and shape of a serverless handler; alone that is no evidence of serving."""
    plain = [one for one in function.parameters if one.kind == "positional"]
    return function.name in _SERVERLESS and len(plain) == 2


def is_route(module: Module, function: Function) -> bool:
    """Whether a decorator registers a function as a web handler."""
    return any(True for _ in _route_decorators(module, function))


def _route_decorators(module: Module, function: Function) -> Iterator[Call | None]:
    for decorator in function.decorators:
        call = module.call_of(decorator)
        if call is not None and (call.method in ROUTE_METHODS or call.name in ROUTE_DECORATORS):
            yield call
        elif isinstance(decorator, Qualified) and decorator.name in ROUTE_DECORATORS:
            yield None


def _decorated(module: Module, function: Function) -> Iterator[str]:
    """The addresses that the decorators of a handler name."""
    for call in _route_decorators(module, function):
        given = (*call.args[:1], *call.keywords.values()) if call is not None else ()
        yield from (one.value for one in given if isinstance(one, Const) and isinstance(one.value, str))


def _registered(project: Project) -> dict[tuple[str, str], tuple[str, ...]]:
    """(path, name) of functions and classes that a call binds to an address -> the addresses."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for module in project.code:
        summary = module.summary
        by_method = not summary.methods.isdisjoint(REGISTERING_METHODS) and module.imports(*WEB_FRAMEWORKS)
        if module.is_notebook or not (by_method or not summary.names.isdisjoint(REGISTERING_CALLS)):
            continue
        for call in module.calls:
            if call.name in REGISTERING_CALLS or (by_method and call.method in REGISTERING_METHODS):
                for name, urls in _bound(module, call):
                    target = project.repo.definition(module, name)
                    if target is not None:
                        key = (target[0].path, target[1].name)
                        found[key] = (*found.get(key, ()), *urls)
    return found


def _bound(module: Module, call: Call) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, addresses) of what a call binds; Tornado is given pairs."""
    groups: list[tuple[Value, ...]] = [(*call.args, *call.keywords.values())]
    groups += [part.items for value in groups[0] for part in parts(value) if isinstance(part, Seq)]
    for group in groups:
        texts = tuple(one.value for one in group if isinstance(one, Const) and isinstance(one.value, str))
        for one in group:
            made = module.call_of(one)
            behind = made.receiver if made is not None and made.method == "as_view" else one
            if isinstance(behind, Qualified):
                yield behind.name, texts
            elif isinstance(behind, Attr) and (owner := module.made_by(behind.value, call.block, call.span.line)):
                yield f"{owner}.{behind.name}", texts
