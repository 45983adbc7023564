"""What a value holds: followed through names, columns put back, copies, joins and the functions of the repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlready.facts.python import Binding, Call, Function, Module, dotted, parts
from mlready.facts.values import Attr, CallRef, Const, Item, Name, Operation, Seq, Unknown, Value
from mlready.repo.graph import Node
from mlready.repo.model import Repo
from mlready.repo.once import once
from mlready.tables.rows import JOINING, KEEPING, NO_ROWS, RESAMPLING, TRANSFORMING, WRAPPING
from mlready.tables.splitters import DIVIDING

_DEEP = 16
_MANY = 300  # steps after which nothing more is looked for


class Spot(NamedTuple):
    """Where a value is used. `entered`: the call by which its function was entered, and where that stands."""

    module: Module
    block: int
    line: int
    entered: tuple[Call, Spot] | None = None

    def at(self, block: int, line: int) -> Spot:
        return self._replace(block=block, line=line)


class Step(NamedTuple):
    """One value on the way, with where it is used."""

    value: Value
    spot: Spot

    @property
    def call(self) -> Call | None:
        return self.spot.module.call_of(self.value)


def spot_of(module: Module, call: Call) -> Spot:
    return Spot(module, call.block, call.span.line)


def steps(repo: Repo, value: Value | None, spot: Spot, *, sure: bool = False) -> Iterator[Step]:
    """The value and all that it is made of, nearest first, as far as it can be told.

    `sure`: only what the value is as a whole; without it, also what was put into columns of it, every part of a join
    and whatever any caller passes.
    """
    seen: set[tuple[str, Value, int, int]] = set()
    waiting = [] if value is None else [(Step(value, spot), 0)]
    while waiting and len(seen) < _MANY:
        step, depth = waiting.pop()
        key = (step.spot.module.path, step.value, step.spot.block, step.spot.line)
        if depth > _DEEP or key in seen:
            continue
        seen.add(key)
        yield step
        waiting.extend((one, depth + 1) for one in reversed(list(before(repo, step, sure=sure))))


def before(repo: Repo, step: Step, *, sure: bool = False) -> Iterator[Step]:
    """What a value is made of, one step back."""
    value, spot = step
    match value:
        case Item():
            yield from _of_item(repo, value, spot, sure=sure)
        case Name() | Attr():
            yield from _of_name(repo, value, spot, sure=sure)
        case CallRef():
            yield from _of_call(repo, spot.module.calls[value.index], spot, sure=sure)
        case Operation():
            yield from (Step(one, spot) for one in value.operands if not isinstance(one, Const))
        case Unknown(kind="compare"):
            yield from (Step(one, spot) for one in value.parts[:1])
        case _:
            return


def _of_item(repo: Repo, item: Item, spot: Spot, *, sure: bool) -> Iterator[Step]:
    """An element: of what the whole is made of, or the whole where that is not known."""
    call = spot.module.call_of(item.value)
    if call is not None and call.name in DIVIDING:
        yield from _undivided(call, item, spot, sure=sure)
        return
    own = call is not None and call.name is not None and repo.definition(spot.module, call.name) is not None
    if isinstance(item.value, CallRef) and not own:
        yield Step(item.value, spot)
        return
    if isinstance(item.value, Seq):
        yield Step(_element(item.value, item.key), spot)
        return
    for value, where in before(repo, Step(item.value, spot), sure=sure):
        key = item.key if isinstance(item.key, Const) else Unknown()
        yield Step(_element(value, key), where)


def _undivided(call: Call, item: Item, spot: Spot, *, sure: bool) -> Iterator[Step]:
    """The rows of which one part was picked: `train_test_split(x, y)` gives two parts of x, then two of y."""
    if sure and isinstance(item.key, Const) and type(item.key.value) is int and not call.star:
        given = call.argument(item.key.value // 2)
        if given is not None:
            yield Step(given, spot.at(call.block, call.span.line))


def _element(value: Value, key: Value) -> Value:
    if isinstance(value, Seq) and isinstance(key, Const) and type(key.value) is int and key.value < len(value.items):
        return value.items[key.value]
    return Item(value, key)


def _of_name(repo: Repo, value: Name | Attr, spot: Spot, *, sure: bool) -> Iterator[Step]:
    target = dotted(value)
    found = spot.module.bindings_of(target, spot.block) if target else []
    if target and not sure:
        yield from _columns(target, found, spot)
    binding = spot.module.binding(value, spot.block, spot.line)
    if binding is not None and binding.kind in {"assign", "walrus"}:
        yield Step(binding.value, spot.at(binding.block, binding.span.line))
    elif parameter := _parameter(found, spot):
        yield from passed_to(repo, parameter, spot, sure=sure)
    elif isinstance(value, Attr) and binding is None and value.name not in NO_ROWS and not _is_own(value):
        yield Step(value.value, spot)


def _is_own(value: Attr) -> bool:
    return isinstance(value.value, Name) and value.value.id in {"self", "cls"}


def _columns(target: str, found: list[Binding], spot: Spot) -> Iterator[Step]:
    """What was surely put into columns of a table since the name was bound."""
    bound = [one.span.line for one in found if one.span.line < spot.line]
    since = bound[-1] if bound else 0
    for store in spot.module.detail.stores:
        between = since < store.span.line < spot.line
        if between and _table(store.target) == target and surely_ran(spot.module, store.block, spot.block):
            yield Step(store.value, spot.at(store.block, store.span.line))


def _table(target: Value) -> str | None:
    """The table that columns are put into: `rows["a"] = ...`, `rows.loc[:, "a"] = ...`."""
    if isinstance(target, Attr) and target.name in {"loc", "iloc"}:
        return dotted(target.value)
    return dotted(target)


def surely_ran(module: Module, block: int, use: int) -> bool:
    """Whether what stands in `block` has run where `use` does: around it, or in a loop or `with` before it."""
    around = {one.index for one in module.ancestors(use)}
    outside = next(
        (one for one in module.ancestors(block) if one.kind not in {"for", "with"} or one.index in around), None
    )
    return outside is not None and outside.index in around


def _parameter(found: list[Binding], spot: Spot) -> Binding | None:
    """The parameter a name stands for, where nothing else may have been assigned to it before."""
    earlier = [one for one in found if one.kind == "parameter" or one.span.line < spot.line]
    if len(earlier) != 1 or earlier[0].kind != "parameter":
        return None
    return earlier[0] if spot.module.scope_of(earlier[0].block).kind == "function" else None


def passed_to(repo: Repo, parameter: Binding, spot: Spot, *, sure: bool = False) -> Iterator[Step]:
    """What is passed for a parameter: by the call that was followed, else by every call of the function that is found."""
    function = spot.module.function_of(parameter.block)
    if function is None:
        return
    calls = [spot.entered] if _is_entered(repo, spot, function) else list(calls_of(repo, spot.module, function))
    if sure and len(calls) > 1:
        return
    for call, where in (one for one in calls if one is not None):
        given = _given(function, call, parameter.target)
        if given is not None:
            yield Step(given, where)


def _is_entered(repo: Repo, spot: Spot, function: Function) -> bool:
    if spot.entered is None:
        return False
    call, where = spot.entered
    return repo.graph.resolve(where.module, call.name or "") == (spot.module.path, function.name)


def calls_of(repo: Repo, module: Module, function: Function) -> Iterator[tuple[Call, Spot]]:
    """Calls of a function by its name, with where they stand, in the whole repository."""
    return iter(_calls_of(repo, module.path, function.name))


@once
def _calls_of(repo: Repo, path: str, name: str) -> tuple[tuple[Call, Spot], ...]:
    return tuple(_named_calls(repo, (path, name)))


def _named_calls(repo: Repo, node: Node) -> Iterator[tuple[Call, Spot]]:
    for path in dict.fromkeys(path for path, _ in repo.graph.callers(node)):
        caller = repo.module(path)
        for call in caller.calls if caller is not None else ():
            if caller is not None and call.name is not None and repo.graph.resolve(caller, call.name) == node:
                yield call, spot_of(caller, call)


def _given(function: Function, call: Call, name: str) -> Value | None:
    """The argument a call passes for a parameter."""
    names = [one.name for one in function.parameters if one.kind == "positional"]
    if names[:1] in (["self"], ["cls"]) and "." in function.name:
        names = names[1:]
    return call.argument(names.index(name) if name in names else None, name)


def _of_call(repo: Repo, call: Call, spot: Spot, *, sure: bool) -> Iterator[Step]:
    here = spot.at(call.block, call.span.line)
    if call.name in JOINING:
        yield from (Step(one, here) for one in _all(call.args) if not sure)
    elif call.name in WRAPPING or call.method in TRANSFORMING | RESAMPLING:
        yield from (Step(one, here) for one in call.args[:1])
    elif call.method in KEEPING and call.receiver is not None:
        yield Step(call.receiver, here)
    elif call.name is not None:
        yield from returned(repo, call, here, sure=sure)


def _all(args: Iterable[Value]) -> Iterator[Value]:
    for one in args:
        yield from parts(one)


def returned(repo: Repo, call: Call, spot: Spot, *, sure: bool = False) -> Iterator[Step]:
    """What an in-repo function that is called returns, seen from this call."""
    found = repo.definition(spot.module, call.name or "")
    if found is None or found[1].kind != "function":
        return
    where, definition = found
    given = [
        one
        for one in where.detail.statements
        if one.kind == "return" and (within := where.function_of(one.block)) and within.name == definition.name
    ]
    if sure and len(given) > 1:
        return
    for one in given:
        if one.value is not None:
            yield Step(one.value, Spot(where, one.block, one.span.line, (call, spot)))


def makers(repo: Repo, value: Value | None, spot: Spot, *, sure: bool = False) -> Iterator[tuple[Module, Call]]:
    """The calls that a value went through, the last first, each with the file it stands in."""
    for step in steps(repo, value, spot, sure=sure):
        if (call := step.call) is not None:
            yield step.spot.module, call
