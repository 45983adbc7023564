"""Rows that stand in the order in which the file system lists files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import Attr, CallRef, Const, Item, Name, Operation, Seq, Unknown, Value
from mlready.repo.order import sorted_in_place
from mlready.repo.written import Written
from mlready.tables.listings import KEEPING_ORDER, LISTING_METHODS, LISTINGS, SORTING, STACKING, WALKS

_GROWING = frozenset({"append", "extend"})


class Listing(NamedTuple):
    """A call that lists files, and whether its result was sorted on the way."""

    call: Call
    sorted: bool


def is_listing(module: Module, call: Call) -> bool:
    """Whether a call lists several files: a pattern has to show that it stands for more than one."""
    if call.name in {"glob.glob", "glob.iglob"} or (call.name is None and call.method in {"glob", "rglob"}):
        first, last = call.span[:2], call.span[2:]
        return any(first <= one.span[:2] <= last and "*" in one.value for one in module.detail.texts)
    return call.name in LISTINGS or (call.name is None and call.method in LISTING_METHODS)


def walked(rows: Written) -> Call | None:
    """The `os.walk` that gives the folders or files of one place."""
    match rows.value:
        case Item(value=Item(value=CallRef() as walk), key=Const(value=1 | 2)):
            call = rows.module.call_of(walk)
            return call if call is not None and call.name in WALKS else None
    return None


def listed(rows: Written, depth: int = 8) -> Listing | None:
    """The listing whose order rows have, followed through names, comprehensions and plain copies."""
    if depth == 0:
        return None
    if isinstance(rows.value, Name | Attr):
        found = _named(rows, depth - 1)
        return found._replace(sorted=found.sorted or sorted_in_place(rows)) if found is not None else None
    call = rows.module.call_of(rows.value)
    walk = walked(rows)
    if walk is not None:
        return Listing(walk, sorted=False)
    if call is None:
        return next((found for one in _elements(rows.value) if (found := listed(rows.inside(one), depth - 1))), None)
    if is_listing(rows.module, call):
        return Listing(call, sorted=False)
    if call.name not in SORTING | KEEPING_ORDER | STACKING:
        return None
    found = next((found for one in call.args if (found := listed(rows.given_to(call, one), depth - 1))), None)
    return found._replace(sorted=True) if found is not None and call.name in SORTING else found


def _named(rows: Written, depth: int) -> Listing | None:
    """The listing that a name was bound to, or in whose order something was added to it."""
    origin = rows.origin()
    if origin is not None and not isinstance(origin, Name | Attr):
        found = listed(rows.inside(origin), depth)
        if found is not None:
            return found
    return next(_grown(rows, depth), None)


def _grown(rows: Written, depth: int) -> Iterator[Listing]:
    """Listings that a loop goes over in which something is added to a name."""
    module, name = rows.module, dotted(rows.value)
    for call in module.method_calls(*_GROWING):
        if dotted(call.receiver) != name or module.function_of(call.block) != module.function_of(rows.block):
            continue
        for block in module.ancestors(call.block):
            if block.kind == "for" and block.header:
                found = listed(Written(module, block.header[0], block.parent, block.span), depth)
                if found is not None:
                    yield found


def _elements(value: Value) -> tuple[Value, ...]:
    """The values inside one whose order it has."""
    match value:
        case Unknown(kind="comprehension" | "starred"):
            return tuple(one for one in value.parts if isinstance(one, CallRef | Name | Attr | Operation | Seq))
        case Operation(operator="+"):
            return value.operands
        case Seq(kind="list" | "tuple"):
            return value.items
        case Item() if isinstance(value.key, Unknown):  # some of the rows
            return (value.value,)
        case _:
            return ()
