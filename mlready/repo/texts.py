"""What a value is seen to be: a text, a whole number."""

from __future__ import annotations

from mlready.facts.python import Parameter
from mlready.facts.values import Attr, Const, FString, Name, Operation, Seq, Value
from mlready.repo.written import Written

_MAKES_TEXT = frozenset({"builtins.str", "builtins.repr", "builtins.format", "builtins.ascii", "builtins.chr", "builtins.input", "json.dumps", "os.path.join", "os.path.basename", "os.fspath"})  # fmt: skip
_TEXT_METHODS = frozenset({"lower", "upper", "strip", "lstrip", "rstrip", "casefold", "join", "encode", "decode", "format", "removeprefix", "removesuffix", "hexdigest", "isoformat", "strftime", "read_text", "as_posix"})  # fmt: skip
_MAKES_NUMBER = frozenset({"builtins.int", "builtins.len", "builtins.ord", "builtins.round", "builtins.id"})


def is_text(value: Written) -> bool:
    """Whether a value is text, or a tuple that holds one."""
    origin, call = value.origin(), value.call()
    if call is not None:
        return call.name in _MAKES_TEXT or (call.name is None and call.method in _TEXT_METHODS)
    match origin:
        case Const():
            return isinstance(origin.value, str)
        case FString():
            return True
        case Seq() if origin.kind == "tuple":
            return any(is_text(value.inside(one)) for one in origin.items)
        case Operation(operator="+" | "%"):
            return any(is_text(value.inside(one)) for one in origin.operands)
        case Name() | Attr():
            return _annotation(value.inside(origin)) in {"builtins.str", "builtins.bytes"}
        case _:
            return False


def is_whole_number(value: Written) -> bool:
    """Whether a value is a whole number, or a tuple of those."""
    origin, call = value.origin(), value.call()
    if call is not None:
        return call.name in _MAKES_NUMBER or (call.name is None and call.method == "item")
    match origin:
        case Const():
            return isinstance(origin.value, int)
        case Seq() if origin.kind == "tuple":
            return all(is_whole_number(value.inside(one)) for one in origin.items)
        case Name():
            return _annotation(value.inside(origin)) in {"builtins.int", "builtins.bool"}
        case _:
            return False


def _annotation(value: Written) -> str | None:
    """The annotation of the parameter that a name is."""
    function = value.module.function_of(value.block)
    given: tuple[Parameter, ...] = function.parameters if function is not None else ()
    return next((one.annotation for one in given if _names(value.value, one)), None)


def _names(value: Value, parameter: Parameter) -> bool:
    return isinstance(value, Name) and value.id == parameter.name
