"""What a caller sends: where a handler reads it as it comes, and what checks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import Module, dotted, parts
from mlready.facts.values import Attr, CallRef, Name, Qualified, Value
from mlready.location import Span
from mlready.repo.flow import given, holders, holds
from mlready.repo.serving import calls_behind, calls_in, is_inference, reached
from mlready.tables.inputs import (
    CHECKING_CALLS,
    CHECKING_METHODS,
    CHECKING_WORDS,
    CONVERSIONS,
    RAW_ANNOTATIONS,
    RAW_READS,
    REQUEST_NAMES,
    REQUESTS,
)

if TYPE_CHECKING:
    from mlready.facts.python import Call, Function
    from mlready.location import Location
    from mlready.repo.model import Repo
    from mlready.repo.serving import Route

_CHECKS = re.compile(CHECKING_WORDS, re.IGNORECASE)
_EXPECTED = frozenset({"builtins.KeyError", "builtins.ValueError", "builtins.TypeError"})


class Input:
    """What a handler is sent and has not looked at yet."""

    def __init__(self, repo: Repo, route: Route) -> None:
        self.repo = repo
        self.module, self.function = route.module, route.function
        self.body = self.module.detail.scopes[self.function.scope].block
        self.held = holders(self.module, self.function, self.is_read)

    def is_read(self, value: Value) -> bool:
        return is_read(self.module, self.function, value)

    def holds(self, value: Value | None) -> bool:
        return holds(self.module, value, self.held, self.is_read)

    def reads(self) -> Location | None:
        """Where what reaches the model is read; None where nothing of it does."""
        if not any(self._reaches_model(call) for call in calls_in(self.module, self.function)):
            return None
        spans = (
            *self._bound(),
            *(one.span for one in calls_in(self.module, self.function) if self.is_read(CallRef(one.index))),
        )
        return self.module.at(min(spans).line if spans else self.function.span.line)

    def _bound(self) -> Iterator[Span]:
        for one in self.module.detail.bindings:
            if one.kind != "parameter" and self.module.inside(one.block, self.body) and self.holds(one.value):
                yield one.span

    def _reaches_model(self, call: Call) -> bool:
        if not any(self.holds(one) for one in given(call)):
            return False
        if is_inference(self.module, call):
            return True
        return any(is_inference(where, one) for where, one in _behind(self.repo, self.module, call))

    def is_checked(self, route: Route) -> bool:
        """Whether what was sent is checked: by a schema, a conversion, a condition, or what is named after checking."""
        made = [self.module.call_of(one) for one in self.function.decorators]
        named = [one.name or "" for one in made if one is not None]
        named += [_named(one) for one in self.function.decorators]
        if any(_CHECKS.search(one.rpartition(".")[2]) for one in named) or self._in_conditions():
            return True
        return any(_is_check(self.repo, where, one) for where, one in reached(self.repo, route, 2))

    def _in_conditions(self) -> bool:
        module = self.module
        for block in module.detail.blocks:
            if module.inside(block.index, self.body):
                if block.kind in {"if", "while"} and any(self.holds(one) for one in block.header):
                    return True
                if block.kind == "except" and any(
                    _named(part) in _EXPECTED for one in block.header for part in parts(one)
                ):
                    return True
        asserts = (one for one in module.detail.statements if one.kind == "assert")
        return any(module.inside(one.block, self.body) and self.holds(one.value) for one in asserts)


def _named(value: Value) -> str:
    return value.name if isinstance(value, Qualified) else ""


def is_read(module: Module, function: Function, value: Value) -> bool:
    """Whether a value is the body, form or query of a request, or a parameter declared to be just any dict."""
    if isinstance(value, Name):
        return any(one.name == value.id and one.annotation in RAW_ANNOTATIONS for one in function.parameters)
    call = module.call_of(value)
    if call is not None:
        return call.method in RAW_READS and _is_request(call.receiver)
    if isinstance(value, Qualified):
        start, _, last = value.name.rpartition(".")
        return start in REQUESTS and last in RAW_READS
    return isinstance(value, Attr) and value.name in RAW_READS and _is_request(value.value)


def _is_request(value: Value | None) -> bool:
    return value.name in REQUESTS if isinstance(value, Qualified) else (dotted(value) or "") in REQUEST_NAMES


def _is_check(repo: Repo, module: Module, call: Call) -> bool:
    name = call.name or ""
    if name in CONVERSIONS:
        return not any(_is_answer(repo, module, call, one) for one in given(call))
    if name in CHECKING_CALLS or call.method in CHECKING_METHODS or (call.method == "get" and "type" in call.keywords):
        return True
    if _CHECKS.search(name.rpartition(".")[2] or call.method or ""):
        return True
    found = repo.definition(module, name) if name else None
    return found is not None and found[1].kind == "class" and bool(found[1].bases or found[1].decorators)


def _is_answer(repo: Repo, module: Module, call: Call, value: Value) -> bool:
    """Whether a value was made by asking a model, in the function a call stands in."""
    function = module.function_of(call.block)

    def asks(part: Value) -> bool:
        made = module.call_of(part)
        return made is not None and (
            is_inference(module, made) or any(is_inference(*one) for one in _behind(repo, module, made))
        )

    held = frozenset[str]() if function is None else holders(module, function, asks)
    return holds(module, value, held, asks)


def _behind(repo: Repo, module: Module, call: Call) -> Iterator[tuple[Module, Call]]:
    """The calls in what a call of a function of the repository runs."""
    name = call.name or (f"?.{call.method}" if call.method else "")
    return calls_behind(repo, module, name, set())
