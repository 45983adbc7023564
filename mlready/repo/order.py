"""Whether rows stand in an order that is the same in every run."""

from __future__ import annotations

from mlready.facts.python import dotted
from mlready.facts.values import Const, Operation, Qualified, Seq, Unknown
from mlready.repo.written import Written

_SETS = frozenset({"builtins.set", "builtins.frozenset"})
_KEEPING = frozenset(
    {
        "builtins.list",
        "builtins.tuple",
        "builtins.iter",
        "builtins.sorted",
        "tqdm.tqdm",
        "tqdm.auto.tqdm",
        "numpy.array",
    }
)
_SET_METHODS = frozenset({"union", "intersection", "difference", "symmetric_difference"})
_NUMBERS = frozenset({"builtins.int", "builtins.range", "builtins.float", "builtins.len", "builtins.ord"})


def set_order(rows: Written) -> str:
    """`set`, `sorted set` or "": what rows are taken from; a set of numbers has the same order in every run."""
    value, call = rows.value, rows.module.call_of(rows.value)
    if isinstance(value, Seq):
        return "set" if value.kind == "set" and not all(_is_number(rows.inside(one)) for one in value.items) else ""
    if isinstance(value, Operation):
        known = [_order_of(rows.inside(one)) for one in value.operands]
        return "set" if value.operator in {"|", "&", "-", "^"} and "set" in known else ""
    if call is None:
        return ""
    if call.method in _SET_METHODS and call.receiver is not None:
        return _order_of(rows.given_to(call, call.receiver))
    if not call.args:
        return ""
    first = rows.given_to(call, call.args[0])
    if call.name in _SETS:
        return "" if _is_number(first) else "set"
    found = _order_of(first) if call.name in _KEEPING else ""
    return "sorted set" if found and call.name == "builtins.sorted" else found


def _order_of(rows: Written) -> str:
    origin = rows.origin()
    return "" if origin is None else set_order(rows.inside(origin))


def _is_number(rows: Written) -> bool:
    """Whether a value, or each of its elements, is seen to be a number."""
    origin = rows.origin()
    if isinstance(origin, Const):
        return isinstance(origin.value, int | float)
    if isinstance(origin, Seq):
        return bool(origin.items) and all(_is_number(rows.inside(one)) for one in origin.items)
    if isinstance(origin, Unknown):
        return origin.kind == "comprehension" and bool(origin.parts) and _is_number(rows.inside(origin.parts[0]))
    call = rows.module.call_of(origin)
    if call is None:
        return False
    converts = call.name == "builtins.map" or call.method == "astype"
    given = call.args[0] if converts and call.args else Qualified(call.name or "")
    return isinstance(given, Qualified) and given.name in _NUMBERS


def sorted_in_place(rows: Written) -> bool:
    """Whether `x.sort()` is called on the name that rows have."""
    name = dotted(rows.value)
    return name is not None and any(dotted(one.receiver) == name for one in rows.module.method_calls("sort"))
