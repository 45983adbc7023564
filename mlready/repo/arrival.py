"""Where bytes come from: what a value is read of, followed through names, calls, files written before and functions of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from mlready.facts.python import dotted, parts
from mlready.facts.values import Attr, CallRef, Const, FString, Item, Name, Qualified, Value
from mlready.tables.arriving import (
    ARRIVING,
    ARRIVING_METHODS,
    OPENING_ADDRESSES,
    REQUEST_PARTS,
    REQUESTS,
    SCHEMES,
    UPLOADS,
    WRITING,
    WRITING_METHODS,
)

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.repo.model import Repo

_CALLS = {name: source for source, names in ARRIVING.items() for name in names}
_METHODS = {name: source for source, names in ARRIVING_METHODS.items() for name in names}
_DEPTH = 6
_MOST_CALLS = 200  # that are followed for one question
_Seen: TypeAlias = set[tuple[str, int]]
_OPENING = frozenset(
    {"builtins.open", "io.open", "gzip.open", "bz2.open", "tarfile.open", "pathlib.Path", "builtins.str"}
)
_CHECKING = frozenset({"hexdigest", "compare_digest", "verify_signature", "verify"})
_CHECKING_WORDS = ("checksum", "sha256", "md5", "digest", "signature", "verify_hash", "check_hash")


def source_of(  # noqa: PLR0917  the last two are of the search itself
    repo: Repo, module: Module, value: Value | None, call: Call, depth: int = _DEPTH, seen: _Seen | None = None
) -> str | None:
    """What the bytes behind an argument of a call come from ("the web", "a bucket", "a request"); None where that is not seen."""
    seen = set() if seen is None else seen
    for part in _written(module, value, call):
        found = _of_part(repo, module, part, call, depth, seen)
        if found is not None:
            return found
    return _written_before(repo, module, value, call, depth, seen) if depth else None


def is_checked(module: Module, call: Call) -> bool:
    """Whether the function around a call compares a checksum or a signature, itself or through a function of that name."""
    function = module.function_of(call.block)
    for one in module.calls:
        if one.span.line > call.span.end_line or module.function_of(one.block) != function:
            continue
        name = (one.method or one.name or "").rpartition(".")[2].lstrip(":").lower()
        if name in _CHECKING or any(word in name for word in _CHECKING_WORDS):
            return True
        if any(key in {"md5", "known_hash", "sha256", "file_hash", "hash_prefix"} for key in one.keywords):
            return True
    return False


def _written(module: Module, value: Value | None, call: Call) -> Iterator[Value]:
    """A value as far as its origin is certain, and what it is made of."""
    for part in parts(value):
        origin = module.origin(part, call.block, call.span.line) if isinstance(part, Name | Attr | Item) else part
        if origin is part:
            yield part
        elif origin is not None:
            yield part
            yield from parts(origin)


def _of_part(  # noqa: PLR0917  as above
    repo: Repo, module: Module, part: Value, call: Call, depth: int, seen: _Seen
) -> str | None:
    text = part.start if isinstance(part, FString) else part.value if isinstance(part, Const) else None
    if isinstance(text, str):
        opened = call.name in OPENING_ADDRESSES or (call.method == "open" and call.name != "builtins.open")
        return next((source for source, schemes in SCHEMES.items() if opened and text.startswith(schemes)), None)
    if isinstance(part, Qualified) and part.name.startswith(REQUESTS):
        return "a request"
    if isinstance(part, Attr) and part.name in REQUEST_PARTS and _is_request(module, part.value, call):
        return "a request"
    if isinstance(part, Name):
        return "an upload" if _annotation(module, part, call) in UPLOADS else None
    made = module.call_of(part)
    return _of_call(repo, module, made, depth, seen) if made is not None and depth else None


def _of_call(repo: Repo, module: Module, call: Call, depth: int, seen: _Seen) -> str | None:
    """What a call returns bytes of: by its name, its receiver, what is put into it, or what a function of the repository returns."""
    if (module.path, call.index) in seen or len(seen) == _MOST_CALLS:
        return None
    seen.add((module.path, call.index))
    found = _CALLS.get(call.name or "") or _METHODS.get(call.method or "")
    if found is not None and not _is_own_socket(call):
        return found
    if (call.name or "").startswith(REQUESTS):
        return "a request"
    if call.method in REQUEST_PARTS and _is_request(module, call.receiver, call):
        return "a request"
    if call.name is not None and call.name.startswith((":", ".")):
        return _returned(repo, module, call.name, depth - 1, seen)
    for given in (call.receiver, *call.args, *call.keywords.values()):
        found = source_of(repo, module, given, call, depth - 1, seen) if given is not None else None
        if found is not None:
            return found
    return _returned(repo, module, call.name, depth - 1, seen) if call.name is not None else None


def _is_own_socket(call: Call) -> bool:
    """Whether `recv` belongs to a pipe between processes of the same program."""
    return call.method in {"recv", "recv_bytes"} and any(
        word in (dotted(call.receiver) or "").lower() for word in ("conn", "pipe", "remote", "parent", "child")
    )


def _returned(repo: Repo, module: Module, name: str, depth: int, seen: _Seen) -> str | None:
    """What a function of the repository returns bytes of."""
    found = repo.definition(module, name)
    if found is None or found[1].kind != "function" or depth <= 0 or not found[0].calls:
        return None
    where, definition = found
    for statement in where.detail.statements:
        if statement.kind == "return" and definition.line <= statement.span.line <= definition.end_line:
            here = next(iter(where.calls))._replace(name=None, method=None, block=statement.block, span=statement.span)
            source = source_of(repo, where, statement.value, here, depth - 1, seen)
            if source is not None:
                return source
    return None


def _is_request(module: Module, value: Value | None, call: Call) -> bool:
    """Whether a value is the request that a web application answers."""
    if isinstance(value, Attr):
        return _is_request(module, value.value, call)
    if isinstance(value, Qualified):
        return value.name.startswith(REQUESTS)
    return isinstance(value, Name) and _annotation(module, value, call) in REQUESTS


def _annotation(module: Module, name: Name, call: Call) -> str | None:
    """The annotation of a parameter of the function around a call."""
    function = module.function_of(call.block)
    parameters = function.parameters if function is not None else ()
    return next((one.annotation for one in parameters if one.name == name.id), None)


def _written_before(  # noqa: PLR0917  as above
    repo: Repo, module: Module, value: Value | None, call: Call, depth: int, seen: _Seen
) -> str | None:
    """What was written, earlier in the same file, to the file that a call reads."""
    path = _paths(module, value, call)
    if not path:
        return None
    function = module.function_of(call.block)
    for one in module.calls:
        if one.span.line >= call.span.line or module.function_of(one.block) != function:
            continue
        position, keyword, source = WRITING.get(one.name or "") or WRITING_METHODS.get(one.method or "") or (0, "", "")
        if source and not path.isdisjoint(_paths(module, one.argument(position, keyword), one)):
            return source
        if one.method == "write" and depth > 1 and not path.isdisjoint(_paths(module, one.receiver, one)):
            found = source_of(repo, module, one.argument(0), one, depth - 2, seen)
            if found is not None:
                return found
    return None


def _paths(module: Module, value: Value | None, call: Call, depth: int = 4) -> frozenset[str]:
    """The file that a value is, or is an open file of: as it is called, and as far as its origin is certain."""
    origin = module.origin(value, call.block, call.span.line)
    if isinstance(origin, Const):
        return frozenset(
            {repr(origin.value), dotted(value) or repr(origin.value)} if isinstance(origin.value, str) else ()
        )
    if isinstance(origin, Name | Attr):
        return frozenset(one for one in (dotted(origin), dotted(value)) if one is not None)
    made = module.call_of(origin) if isinstance(origin, CallRef) else None
    if made is None or not depth:
        return frozenset()
    if made.name in _OPENING:
        return _paths(module, made.argument(0, "file") or made.keywords.get("name"), made, depth - 1)
    if made.method == "open":
        return _paths(module, made.receiver, made, depth - 1)
    return frozenset({dotted(value) or ""} - {""})
