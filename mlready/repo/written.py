"""Values where they are written, and what functions of the repository give back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python import Call, Module, parts
from mlready.facts.values import CallRef, Value
from mlready.location import Span
from mlready.repo.model import Repo


class Written(NamedTuple):
    """A value as it stands in a block of a file."""

    module: Module
    value: Value
    block: int
    span: Span

    @property
    def function(self) -> str:
        """The name of the function it stands in, or ""."""
        around = self.module.function_of(self.block)
        return around.name if around is not None else ""

    def origin(self) -> Value | None:
        return self.module.origin(self.value, self.block, self.span.line)

    def call(self) -> Call | None:
        """The call it comes from, where it is one."""
        return self.module.call_of(self.origin())

    def inside(self, value: Value) -> Written:
        """Another value that is written in the same place."""
        return self._replace(value=value)

    def given_to(self, call: Call, value: Value) -> Written:
        """A value as it stands in a call of the same file."""
        return Written(self.module, value, call.block, call.span)


def written(module: Module) -> Iterator[Written]:
    """Every value of a file, with all that is written inside it; what calls are given comes with the call."""
    detail = module.detail
    rows: list[tuple[tuple[Value | None, ...], int, Span]] = []
    rows += [((one.receiver, *one.args, *one.keywords.values()), one.block, one.span) for one in detail.calls]
    rows += [((one.value,), one.block, one.span) for one in detail.bindings]
    rows += [((one.target, one.key, one.value), one.block, one.span) for one in detail.stores]
    rows += [((one.left, one.right), one.block, one.span) for one in detail.compares]
    rows += [((one.value,), one.block, one.span) for one in detail.statements]
    rows += [(one.header, one.parent, one.span) for one in detail.blocks if one.kind in {"if", "while"}]
    for values, block, span in rows:
        for value in values:
            for part in parts(value):
                yield Written(module, part, block, span)


def returned(repo: Repo, module: Module, call: Call | None) -> Iterator[Written]:
    """What the in-repo function that is called gives back."""
    found = repo.definition(module, call.name) if call is not None and call.name is not None else None
    if found is None or found[1].kind != "function":
        return
    where, definition = found
    for statement in where.detail.statements:
        if statement.kind == "return" and statement.value is not None:
            function = where.function_of(statement.block)
            if function is not None and function.name == definition.name:
                yield Written(where, statement.value, statement.block, statement.span)


def sources(repo: Repo, value: Written, depth: int = 2) -> Iterator[Written]:
    """Where a value comes from: followed through names and, as far as `depth`, functions of the repository."""
    origin = value.origin()
    call = value.module.call_of(origin)
    found = list(returned(repo, value.module, call)) if depth else []
    for one in found:
        yield from sources(repo, one, depth - 1)
    if not found and origin is not None:
        yield value.inside(origin) if call is None else value.given_to(call, CallRef(call.index))
