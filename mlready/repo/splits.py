"""Which rows are held back from training: what a split is given, and which part of it a value comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from mlready.facts.python import Call, Module
from mlready.facts.values import CallRef, Const, Item, Name, Value
from mlready.repo.model import Repo
from mlready.repo.origins import Spot, Step, makers, spot_of, steps
from mlready.tables.datasets import READING
from mlready.tables.preparers import FOLDS, HOLDING_BACK, SEARCHES
from mlready.tables.splitters import DIVIDING, SIDES, SPLIT_ARGUMENTS

Split: TypeAlias = tuple[str, ...]
"""What tells one split from another: the call that divides and which of its arguments, the loader and set, or the files' common name."""

FOLD = "fold"
"""The last word about a split by folds, of which every part is held back in its turn."""

_WORD = re.compile(r"(?<![a-z])(" + "|".join(sorted(SIDES, key=len, reverse=True)) + r")(?![a-z])", re.IGNORECASE)


def held_back(module: Module) -> Iterator[tuple[Call, tuple[Value | None, ...]]]:
    """Calls that hold rows back, each with the rows it is given."""
    for call in module.calls_to(*HOLDING_BACK):
        position = HOLDING_BACK[call.name or ""]
        yield call, call.args if position is None else (call.argument(position, "X"),)
    for call in module.method_calls("split"):
        if module.made_by(call.receiver, call.block, call.span.line) in FOLDS:
            yield call, (call.argument(0, "X"),)


def searched(repo: Repo, module: Module) -> Iterator[tuple[Call, tuple[Value | None, ...]]]:
    """Calls that fit a search, which holds back one fold of the rows after the other, each with these rows."""
    for call in module.method_calls("fit") if not SEARCHES.isdisjoint(module.summary.names) else ():
        made = next(makers(repo, call.receiver, spot_of(module, call), sure=True), None)
        if made is not None and made[1].name in SEARCHES:
            yield call, (call.argument(0, "X"),)


def sides(repo: Repo, value: Value | None, spot: Spot) -> dict[Split, bool]:
    """The splits whose part a value is as a whole -> whether that part is held back from training."""
    found: dict[Split, bool] = {}
    for step in steps(repo, value, spot, sure=True):
        side = _side(step)
        if side is not None:
            found.setdefault(*side)
    return found


def _side(step: Step) -> tuple[Split, bool] | None:
    value = step.value
    while isinstance(value, Item):
        if (side := _picked(value, step.spot)) is not None:
            return side
        value = value.value
    call = step.call
    return None if call is None else _loaded(step.spot.module, call)


def _picked(item: Item, spot: Spot) -> tuple[Split, bool] | None:
    """The side of an element of what a split gives, or of rows picked by the indices of a fold."""
    module = spot.module
    call = module.call_of(item.value)
    key = item.key.value if isinstance(item.key, Const) else None
    if call is None:
        return _of_fold(module, item.key, spot)
    split = (module.path, str(call.index))
    if call.name in DIVIDING and type(key) is int:
        return (*split, str(key // 2)), key % 2 == 1
    if (call.name or "").endswith(".load_data") and "keras" in (call.name or "") and type(key) is int:
        return split, key == 1
    if call.method in {"train_test_split", "load_dataset"} and isinstance(key, str) and key in SIDES:
        return split, SIDES[key]
    return None


def _of_fold(module: Module, key: Value, spot: Spot) -> tuple[Split, bool] | None:
    binding = module.binding(key, spot.block, spot.line) if isinstance(key, Name) else None
    match binding.value if binding is not None else None:
        case Item(Item(CallRef(index), _), Const(int(position))) if module.calls[index].method == "split":
            call = module.calls[index]
            if module.made_by(call.receiver, call.block, call.span.line) in FOLDS:
                return (module.path, str(index), FOLD), position == 1
    return None


def _loaded(module: Module, call: Call) -> tuple[Split, bool] | None:
    """The side of a set that is loaded part by part, or read from files named after the parts."""
    first = _text(module, call, call.argument(0))
    for keyword in SPLIT_ARGUMENTS:
        told = _text(module, call, call.keywords.get(keyword))
        if told in SIDES:
            return (call.name or call.method or "", first or ""), SIDES[told]
    train = call.keywords.get("train")
    if (call.name or "").startswith("torchvision.datasets.") and isinstance(train, Const):
        return (call.name or "",), train.value is False
    words = _WORD.findall(first.rpartition("/")[2]) if first and call.name in READING else []
    if first and len(words) == 1:
        return ("files", _WORD.sub("*", first)), SIDES[words[0].lower()]
    return None


def _text(module: Module, call: Call, value: Value | None) -> str | None:
    found = module.constant(value, call.block, call.span.line)
    return found.value if found is not None and isinstance(found.value, str) else None
