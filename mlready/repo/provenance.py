"""Whether a file that code loads is one that the repository writes itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import dotted, parts
from mlready.facts.values import Attr, CallRef, Const, Name, Value

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.repo.model import Repo

_DEPTH = 4


def writes_itself(repo: Repo, module: Module, load: Call, saver: str) -> bool:
    """Whether code of the repository calls `saver` for what `load` reads: a file of that name, in the same class, or to resume."""
    savers = repo.users(saver)
    if not savers:
        return False
    if resumes(module, load) or any(_same_class(module, load, one) for one in module.calls_to(saver)):
        return True
    wanted = frozenset(file_names(module, load.argument(0, "f"), load))
    saves = ((where, one) for where in savers for one in where.calls_to(saver)) if wanted else ()
    return any(not wanted.isdisjoint(file_names(where, one.argument(1, "f"), one)) for where, one in saves)


def resumes(module: Module, load: Call) -> bool:
    """Whether the path is what a run is told to resume from (`args.resume`)."""
    return any("resume" in name.lower() for name in _named(module, load.argument(0, "f"), load, _DEPTH))


def file_names(module: Module, value: Value | None, call: Call, depth: int = _DEPTH) -> Iterator[str]:
    """The literal names, with an ending, that a path may end with: of `"%s/net_%d.pt" % x` or `join(folder, "net.pt")`."""
    for origin in _origins(module, value, call):
        text = next(reversed(list(_texts(module, origin, depth))), "")
        name = text.rpartition("/")[2]
        if "." in name.strip("."):
            yield name


def _origins(module: Module, value: Value | None, call: Call) -> Iterator[Value | None]:
    """What a value comes from: every binding where it is one of several."""
    origin = module.origin(value, call.block, call.span.line)
    if isinstance(origin, Name):
        found = [one for one in module.bindings_of(origin.id, call.block) if one.kind != "parameter"]
        yield from [module.origin(one.value, one.block, one.span.line) for one in found] or [origin]
    else:
        yield origin


def _texts(module: Module, origin: Value | None, depth: int) -> Iterator[str]:
    for part in parts(origin):
        if isinstance(part, Const) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, CallRef) and depth:
            inner = module.calls[part.index]
            for one in (inner.receiver, *inner.args) if dotted(inner.receiver) is None else inner.args:
                yield from file_names(module, one, inner, depth - 1)


def _named(module: Module, value: Value | None, call: Call, depth: int) -> Iterator[str]:
    """Names of variables and attributes that a value is made of, through calls."""
    for origin in (value, *_origins(module, value, call)):
        for part in parts(origin):
            if isinstance(part, Name | Attr):
                yield part.id if isinstance(part, Name) else part.name
            elif isinstance(part, CallRef) and depth:
                inner = module.calls[part.index]
                for one in inner.args:
                    yield from _named(module, one, inner, depth - 1)


def _same_class(module: Module, load: Call, save: Call) -> bool:
    """Whether both stand in one class: what a class writes it reads again."""
    around = _class_of(module, load.block)
    return around is not None and around == _class_of(module, save.block)


def _class_of(module: Module, block: int) -> int | None:
    scopes, scope = module.detail.scopes, module.scope_of(block)
    while scope.kind != "class":
        if scope.parent < 0:
            return None
        scope = scopes[scope.parent]
    return scope.index
