"""What a value was made from inside one function: names followed through bindings, containers and calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mlready.facts.python import Binding, Call, Function, Module, dotted, parts
from mlready.facts.values import Attr, CallRef, Name, Value

Source = Callable[[Value], bool]
Stop = Callable[[Call], bool]

_FILLING = frozenset({"append", "extend", "update", "insert", "add", "setdefault"})


def never(_: Call) -> bool:
    return False


def within(module: Module, value: Value | None, stop: Stop = never) -> Iterator[Value]:
    """Every value that a value is made from, what is given to calls included; calls that `stop` are not looked into."""
    stack = [] if value is None else [value]
    seen: set[int] = set()
    while stack:
        for part in parts(stack.pop()):
            yield part
            if isinstance(part, CallRef) and part.index not in seen:
                seen.add(part.index)
                call = module.calls[part.index]
                if not stop(call):
                    stack.extend(one for one in (call.receiver, *given(call)) if one is not None)


def given(call: Call) -> tuple[Value, ...]:
    return (*call.args, *call.keywords.values())


def holders(module: Module, function: Function, is_source: Source, stop: Stop = never) -> frozenset[str]:
    """The names and attributes in a function that hold something made from a source."""
    body = module.detail.scopes[function.scope].block
    bindings = [one for one in module.detail.bindings if _counts(one) and module.inside(one.block, body)]
    stores = [one for one in module.detail.stores if module.inside(one.block, body)]
    filling = [one for one in module.calls if one.method in _FILLING and module.inside(one.block, body)]
    pairs: list[tuple[str, tuple[Value, ...]]] = [(one.target, (one.value,)) for one in bindings]
    pairs += [(_root(one.target), (one.value,)) for one in stores]
    pairs += [(_root(one.receiver), given(one)) for one in filling]
    held: set[str] = set()
    size = -1
    while size != len(held):
        size = len(held)
        for target, values in pairs:
            if target and any(holds(module, value, held, is_source, stop) for value in values):
                held.add(target)
    return frozenset(held)


def holds(
    module: Module, value: Value | None, held: frozenset[str] | set[str], is_source: Source, stop: Stop = never
) -> bool:
    """Whether a value is made from a source, or from a name that holds one."""
    return any(
        is_source(part) or (isinstance(part, Name | Attr) and dotted(part) in held)
        for part in within(module, value, stop)
    )


def _counts(binding: Binding) -> bool:
    return binding.kind not in {"parameter", "delete"}


def _root(value: Value | None) -> str:
    """The name that a value in a container or an attribute hangs on."""
    shown = dotted(value)
    if shown is not None:
        return shown
    return next((part.id for part in parts(value) if isinstance(part, Name)), "")
