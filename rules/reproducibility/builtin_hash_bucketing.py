"""Rows are divided by a hash that changes with every start."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.facts.values import Const, Item, Operation, Value
from mlready.repo import Repo
from mlready.repo.texts import is_text, is_whole_number
from mlready.repo.written import Written, written
from mlready.verdict import Verdict, failed, passed, unknown

KEEPING = {"builtins.abs", "builtins.int"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for row in bucketed(module):
        place = module.at(row.span)
        if is_text(row):
            message = "the hash of a text differs in every run: take `zlib.crc32` or `hashlib` of its bytes"
            yield failed(place, message)
        elif is_whole_number(row):
            yield passed(place, "the hash of a whole number is always the same")
        else:
            yield unknown(place, "whether this may be a text, whose hash differs in every run, cannot be told")


def bucketed(module: Module) -> Iterator[Written]:
    """What is hashed and then reduced to one of some buckets, other than to find a place in memory."""
    seen: set[int] = set()
    looked_up = places(module)
    for one in written(module):
        if not isinstance(one.value, Operation) or one.value.operator not in {"%", "&"} or one.value in looked_up:
            continue
        for index in (hashed(one.inside(operand)) for operand in one.value.operands):
            call = None if index is None or index in seen else module.calls[index]
            if call is None or not call.args or module.scope_of(call.block).name.endswith("__hash__"):
                continue
            seen.add(call.index)
            yield Written(module, call.args[0], call.block, call.span)


def hashed(value: Written) -> int | None:
    """The call of `hash` that a value comes from, followed through `abs` and `int`."""
    call = value.call()
    while call is not None and call.name in KEEPING and call.args:
        call = value.given_to(call, call.args[0]).call()
    return call.index if call is not None and call.name == "builtins.hash" else None


def places(module: Module) -> frozenset[Value]:
    """Values that find a place in the memory of this process, other than that of a number: a vector outlives it."""
    keys = [(one.inside(one.value.key), False) for one in written(module) if isinstance(one.value, Item)]
    for store in module.detail.stores:
        counts = isinstance(store.value, Operation) or (
            isinstance(store.value, Const) and store.value.value is not None
        )
        keys.append((Written(module, store.key, store.block, store.span), counts))
    found = [(one.origin(), counts) for one, counts in keys]
    counted = {origin for origin, counts in found if counts}
    return frozenset(origin for origin, _ in found if origin is not None and origin not in counted)
