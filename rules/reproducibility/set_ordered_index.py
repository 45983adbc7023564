"""Numbers given in the order of a set."""

from collections.abc import Iterator

from mlready.facts.python import Block, Call, Definition, Module, parts
from mlready.facts.values import CallRef, Name, Unknown, Value
from mlready.repo import Repo
from mlready.repo.order import set_order, sorted_in_place
from mlready.repo.written import Written, sources, written
from mlready.verdict import Verdict, failed, passed

SETS = {"builtins.set", "builtins.frozenset"}
COUNTING = {"builtins.range", "itertools.count"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call, value in list(numbered(module)) if may_number(module) else ():
        loop = loop_over(module, call)
        if loop is not None and not stores_numbers(module, loop):
            continue
        rows = Written(module, value, call.block, call.span)
        orders = {set_order(one) for one in sources(repo, rows)} & {"set", "sorted set"}
        if not orders or not (loop is not None or call.method == "index" or call.index in dictionaries(module)):
            continue
        if "set" in orders and not sorted_in_place(rows):
            message = "a set has another order in every run, and so have these numbers: wrap it in `sorted`"
            yield failed(module.at(call.span), message)
        else:
            yield passed(module.at(call.span))


def may_number(module: Module) -> bool:
    """Whether a function that makes a set, or the body, a method or a caller near it, also gives numbers."""
    made = [one for one in module.summary.definitions if not SETS.isdisjoint(one.calls)]
    numbering = [one for one in module.summary.definitions if keeps_numbers(one)] if made else []
    return any(is_near(one, other) for one in made for other in numbering)


def keeps_numbers(definition: Definition) -> bool:
    """Whether a function may give rows numbers and keep them."""
    calls = frozenset(definition.calls)
    numbers = "builtins.enumerate" in calls or ("builtins.zip" in calls and not COUNTING.isdisjoint(calls))
    return "?.index" in calls or (numbers and (definition.keyed or "builtins.dict" in calls))


def is_near(made: Definition, numbering: Definition) -> bool:
    """Whether a set that one definition makes may reach the other: in itself, the body, the class, or as its answer."""
    owner = made.name.rpartition(".")[0]
    same_class = bool(owner) and owner == numbering.name.rpartition(".")[0]
    return made.name in {"", numbering.name} or same_class or f":{made.name}" in numbering.calls


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
