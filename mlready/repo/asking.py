"""Whether code asks for the result of a validation that does not raise of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import dotted, parts
from mlready.facts.values import Attr, CallRef, Const, Item
from mlready.tables.validators import (
    HOLDING,
    RESULT_CALLS,
    RESULT_METHODS,
    SHOWING_CALLS,
    SHOWING_RESULT,
    TELLING_ACTIONS,
    TESTED_REPORTS,
)

if TYPE_CHECKING:
    from mlready.facts.python import Binding, Call, Module
    from mlready.facts.values import Value
    from mlready.repo.model import Repo

_LENGTH = 12
"""Calls in one chain that are followed."""

_METHODS = tuple(sorted({method for methods in RESULT_METHODS.values() for method in methods}))


def results(module: Module) -> Iterator[Call]:
    """Calls that give back what is wrong with data and go on."""
    yield from module.calls_to(*RESULT_CALLS)
    for call in module.method_calls(*_METHODS):
        made = _maker(module, call)
        if made is not None and _validates(made, call):
            yield call


def _validates(made: Call, call: Call) -> bool:
    if made.name in TESTED_REPORTS:
        return made.keywords.get("include_tests") == Const(value=True) and call.method == "run"
    name = made.name or ""
    return any(name.startswith(start) and call.method in methods for start, methods in RESULT_METHODS.items())


def _maker(module: Module, call: Call) -> Call | None:
    """The call by which the object that another one is called on, or the first of its chain, was made."""
    value, block, line = call.receiver, call.block, call.span.line
    for _ in range(_LENGTH):
        origin = module.origin(value, block, line)
        made = module.call_of(origin)
        if made is None:
            if not isinstance(origin, Attr | Item):
                return None
            value = origin.value
        elif made.name is not None:
            return made
        else:
            value, block, line = made.receiver, made.block, made.span.line
    return None


def is_asked(repo: Repo, module: Module, call: Call) -> bool:
    """Whether somebody may act on a result: it is used for more than a look, or the object that keeps it is asked."""
    if is_kept(module, call):
        return True
    if call.discarded:
        return False
    bound = [one for one in module.detail.bindings if one.value == CallRef(call.index)]
    if len(bound) != 1 or bound[0].kind != "assign" or "." in bound[0].target:
        return not _is_only_shown(module, call)
    return _is_used(repo, module, bound[0])


def _is_only_shown(module: Module, call: Call) -> bool:
    """Whether a result is nothing but the object of a call that shows it: `suite.run(rows).save_as_html()`."""
    return any(one.receiver == CallRef(call.index) and one.method in SHOWING_RESULT for one in module.calls)


def is_kept(module: Module, call: Call) -> bool:
    """Whether the object of a call keeps what it found and may be asked afterwards, as `errors` of cerberus is."""
    made = _maker(module, call)
    name = dotted(call.receiver)
    words = HOLDING.get((made.name if made is not None else None) or "")
    if words is None:
        return False
    if not module.summary.methods.isdisjoint(words) or name is None:
        return True
    return any(_holds(one, name) for one in _read(module))


def _read(module: Module) -> Iterator[Value | None]:
    """Values that are handed on, tested or given back."""
    detail = module.detail
    yield from (one for call in module.calls for one in (*call.args, *call.keywords.values()))
    yield from (one.value for one in detail.statements)
    yield from (one.value for one in detail.bindings)
    yield from (one.value for one in detail.stores)
    yield from (one for block in detail.blocks for one in block.header)
    yield from (one for compare in detail.compares for one in (compare.left, compare.right))


def _is_used(repo: Repo, module: Module, result: Binding) -> bool:
    """Whether the name of a result stands in a line that does more than show or save it.

    Lines are looked at rather than values: the test of `a if result.success else b` is a value nowhere.
    """
    name = result.target
    shown = [one.span for one in module.calls if _shows(one, name)]
    seen = {line for span in (*shown, result.span) for line in range(span.line, span.end_line + 1)}
    written = re.compile(rf"(?<![\w.]){re.escape(name)}\b")
    function = module.function_of(result.block)
    last = function.span.end_line if function is not None else None
    lines = (repo.text(module.path) or "").splitlines()[:last]
    return any(
        number not in seen and written.search(line.partition("#")[0])
        for number, line in enumerate(lines, 1)
        if number >= result.span.line
    )


def _shows(call: Call, name: str) -> bool:
    """Whether a call does no more with a result than show or save it."""
    if call.name in SHOWING_CALLS:
        return any(_holds(one, name) for one in (*call.args, *call.keywords.values()))
    return call.discarded and call.method in SHOWING_RESULT and _holds(call.receiver, name)


def _holds(value: Value | None, name: str) -> bool:
    return any(dotted(one) == name for one in parts(value))


def is_told(repo: Repo, module: Module) -> bool:
    """Whether an action of Great Expectations, in the file or in a configuration, sends the result to somebody."""
    if any(name.rpartition(".")[2] in TELLING_ACTIONS for name in module.summary.names):
        return True
    files = (one.path for one in repo.project_of(module.path).of_kind("yaml") if "checkpoints/" in one.path)
    return any(action in (repo.text(path) or "") for path in files for action in TELLING_ACTIONS)
