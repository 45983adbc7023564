"""Numbers that rows are given: by `enumerate`, by their place in a list, paired with a range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import parts
from mlready.facts.values import CallRef, Name, Unknown
from mlready.repo.written import written

if TYPE_CHECKING:
    from mlready.facts.python import Block, Call, Module
    from mlready.facts.values import Value

COUNTING = frozenset({"builtins.range", "itertools.count"})


def given_numbers(module: Module) -> Iterator[tuple[Call, Value]]:
    """(call, rows) where numbers stay with rows: in a dictionary, in one that a loop fills, or looked up by `index`."""
    elsewhere: list[tuple[Call, Value]] = []
    for call, value in numbered(module):
        loop = loop_over(module, call)
        if call.method == "index" or (loop is not None and stores_numbers(module, loop)):
            yield call, value
        elif loop is None:
            elsewhere.append((call, value))
    written_out = dictionaries(module) if elsewhere else set()
    yield from ((call, value) for call, value in elsewhere if call.index in written_out)


def numbered(module: Module) -> Iterator[tuple[Call, Value]]:
    """Calls that give each of some rows a number, with the rows."""
    for call in module.calls_to("builtins.enumerate"):
        if call.args:
            yield call, call.args[0]
    for call in module.calls_to("builtins.zip"):
        rows = [one for one in call.args if module.made_by(one, call.block, call.span.line) not in COUNTING]
        if len(call.args) == 2 and len(rows) == 1:
            yield call, rows[0]
    for call in module.method_calls("index"):
        if call.receiver is not None and call.args:
            yield call, call.receiver


def dictionaries(module: Module) -> set[int]:
    """Calls whose rows become a dictionary: given to `dict`, or written out as key, value and the rows."""
    given = [one.args[0] for one in module.calls_to("builtins.dict") if one.args]
    written_out = [one.value for one in written(module)]
    rows = given + [pairs[-1] for one in given if (pairs := comprehended(one))]
    rows += [found[2] for one in written_out if len(found := comprehended(one)) == 3]
    return {one.index for one in rows if isinstance(one, CallRef)}


def comprehended(value: Value) -> tuple[Value, ...]:
    return value.parts if isinstance(value, Unknown) and value.kind == "comprehension" else ()


def loop_over(module: Module, call: Call) -> Block | None:
    """The loop that goes over the rows that a call gives."""
    return next(
        (one for one in module.detail.blocks if one.kind == "for" and one.header == (CallRef(call.index),)), None
    )


def stores_numbers(module: Module, loop: Block) -> bool:
    """Whether a loop over numbered rows stores a number for a row, or a row for a number."""
    if len(loop.names) < 2:
        return False
    number, row = Name(loop.names[0]), Name(loop.names[1])
    return any(
        (store.key == row and number in parts(store.value)) or (store.key == number and store.value == row)
        for store in module.detail.stores
        if module.inside(store.block, loop.index)
    )
