"""Values of Python expressions as plain data: what an argument, a default or a binding holds."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Const(NamedTuple):
    """A literal: text, number, truth value or None. Bytes and Ellipsis are Unknown."""

    value: str | int | float | bool | None


class Name(NamedTuple):
    """A variable or parameter of this file, or a name nothing is known of; follow it with `Module.origin`.

    The variable of a comprehension that has the name of another variable is told apart: `x (comprehension)`.
    """

    id: str


class Qualified(NamedTuple):
    """A name resolved through imports (`numpy.nan`), to a builtin (`builtins.float`) or to a definition of this file (`:f`)."""

    name: str


class CallRef(NamedTuple):
    """The result of `Module.calls[index]`. `kind` keeps it from being equal to a number: both are tuples."""

    index: int  # type: ignore[assignment]  # hides the method of tuple
    kind: str = "call"


class Attr(NamedTuple):
    value: Value
    name: str


class Item(NamedTuple):
    """`value[key]`; a slice as key is Unknown."""

    value: Value
    key: Value


class Seq(NamedTuple):
    """A tuple, list or set display. `kind` is tuple, list or set."""

    items: tuple[Value, ...]
    kind: str = "tuple"


class Mapping(NamedTuple):
    """A dict display; a `**other` entry makes `open` true."""

    items: tuple[tuple[Value, Value], ...]
    open: bool = False


class FString(NamedTuple):
    """An f-string: `start` is the literal text it begins with, `parts` the values put in."""

    start: str
    parts: tuple[Value, ...] = ()


class Operation(NamedTuple):
    """A binary, boolean or unary operation; `operator` as written (`+`, `and`, `not`, `-`).

    `a + b + c` is one operation of three operands; a negative number is a Const.
    """

    operator: str
    operands: tuple[Value, ...]


class Choice(NamedTuple):
    """`a if test else b`: one of the values."""

    options: tuple[Value, ...]


class Unknown(NamedTuple):
    """Anything else (comprehension, lambda, slice, ...); `parts` are the values inside it, for flow."""

    kind: str = ""
    parts: tuple[Value, ...] = ()


Value: TypeAlias = (
    Const | Name | Qualified | CallRef | Attr | Item | Seq | Mapping | FString | Operation | Choice | Unknown
)
