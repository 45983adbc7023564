"""Columns of tables that code computes, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import parts
from mlready.facts.values import Const, Mapping, Operation, Seq, Value
from mlready.repo.measuring import words
from mlready.tables.features import ADDING_METHODS, ANSWER_WORDS, ARITHMETIC, FRAMES, TABLE_TRANSFORMS, TRANSFORMING

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.location import Location, Span

_ENOUGH = 2
"""Columns of one name in folders that lie apart, below which the name may be by chance."""


class Twice(NamedTuple):
    """A column that two files compute, each in its own way."""

    column: str
    place: Location
    other: Location


def computed_twice(some: Iterable[Module], others: Iterable[Module]) -> Iterator[Twice]:
    """Columns that a file of one side computes, and another file of the other side too."""
    mine = {module: found for module in some if (found := computed(module))}
    for other in others if mine else ():
        theirs = computed(other) if other not in mine else {}
        for module, found in mine.items():
            both = sorted(found.keys() & theirs.keys())
            if len(both) >= (1 if _is_near(module, other) else _ENOUGH):
                yield Twice(both[0], found[both[0]], theirs[both[0]])


def _is_near(module: Module, other: Module) -> bool:
    """Whether two files lie under one folder at the root, or one of them at the root itself."""
    tops = {one.path.partition("/")[0] if "/" in one.path else "" for one in (module, other)}
    return len(tops) == 1 or "" in tops


def computed(module: Module) -> dict[str, Location]:
    """Column -> where a file computes it, by arithmetic or a call that makes features; copies and answers are none."""
    found: dict[str, Location] = {}
    for key, value, block, span in _columns(module):
        if ANSWER_WORDS.isdisjoint(words(key)) and _is_computed(module, value, block, span.line):
            found.setdefault(key, module.at(span))
    return found


def _columns(module: Module) -> Iterator[tuple[str, Value, int, Span]]:
    """(name, value, block, place) of columns that are written into a table or that a table is made of."""
    for store in module.detail.stores:
        if isinstance(store.key, Const) and isinstance(store.key.value, str):
            yield store.key.value, store.value, store.block, store.span
    for call in module.calls:
        if call.method in ADDING_METHODS:
            yield from ((key, value, call.block, call.span) for key, value in call.keywords.items())
        for table in call.args if call.name in FRAMES else ():
            written = module.origin(table, call.block, call.span.line)
            rows = written.items if isinstance(written, Seq) else (written,)
            for row in (module.origin(one, call.block, call.span.line) for one in rows):
                for key, value in row.items if isinstance(row, Mapping) else ():
                    if isinstance(key, Const) and isinstance(key.value, str):
                        yield key.value, value, call.block, call.span


def _is_computed(module: Module, value: Value, block: int, line: int) -> bool:
    for part in parts(value):
        origin = module.origin(part, block, line)
        call = module.call_of(origin)
        if isinstance(origin, Operation) and origin.operator in ARITHMETIC:
            return True
        if call is not None and ((call.name or "").startswith(TRANSFORMING) or call.method in TABLE_TRANSFORMS):
            return True
    return False
