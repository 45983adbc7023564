"""How a detail is kept in memory and in the cache: tables of numbers and one list of texts, packed.

A reference is a number: 0 is absent; twice a place in the value table is the value that begins there; twice a place in
the table of calls, plus one, is the call that begins there. Names are numbers of the text table. Each table holds rows
of numbers one after the other; a row says how long its lists are.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

# Kinds of value, the first number of an entry of the value table, and what follows it
NAME: Final = 0  # text
QUALIFIED: Final = 1  # text
TEXT: Final = 2  # text
CONSTANT: Final = 3  # index of the constants
ATTRIBUTE: Final = 4  # reference, text
ITEM: Final = 5  # reference, reference
SEQUENCE: Final = 6  # text (tuple, list, set), count, references
MAPPING: Final = 7  # open, count of references, references (key, value, key, value ...)
FSTRING: Final = 8  # text, count, references
OPERATION: Final = 9  # text, count, references
CHOICE: Final = 10  # count, references
UNKNOWN: Final = 11  # text, count, references

ABSENT: Final = 0
NOTHING: Final = 6  # the reference of a plain Unknown
FIRST_VALUES: Final = (UNKNOWN, 0, 0, UNKNOWN, 0, 0)  # what stands at the references 0 and NOTHING

BLOCK_KINDS: Final = (
    "module",
    "function",
    "class",
    "if",
    "else",
    "for",
    "while",
    "try",
    "except",
    "finally",
    "with",
    "case",
)
SCOPE_KINDS: Final = ("module", "function", "class", "lambda")
PARAMETER_KINDS: Final = ("positional", "keyword", "args", "kwargs")
BINDING_KINDS: Final = ("assign", "augmented", "for", "with", "parameter", "walrus", "delete")
FUNCTION_ENTRY: Final = len(BINDING_KINDS)  # a row of the bindings that stands for the parameters of a function
STATEMENT_KINDS: Final = ("assert", "raise", "return")
TEXT_USES: Final = ("", "head", "tail")  # "": as its value is used

_COMMON: Final = """
+ - * @ / % ** << >> | ^ & // and or ~ not == != < <= > >= is in tuple list set
compare slice starred lambda comprehension yield exception pattern bytes number ellipsis text <lambda>
""".split()  # noqa: SIM905
COMMON_TEXTS: Final = {text: number for number, text in enumerate(["", "is not", "not in", *_COMMON])}
"""Texts that every table of texts begins with, by number; 0 is no text."""

Scalar = int | float | bool | None


class Tables(NamedTuple):
    """The tables of one module, before packing or after unpacking; after the first three they are numbers only."""

    texts: Sequence[str]
    constants: Sequence[Scalar]
    wide: dict[str, str]  # line number -> text of a line with characters beyond ASCII, for its columns
    values: list[int]
    scopes: list[int]
    blocks: list[int]
    functions: list[int]
    classes: list[int]
    calls: list[int]
    bindings: list[int]
    stores: list[int]
    compares: list[int]
    pieces: list[int]
    statements: list[int]
    discarded: list[int]
    awaited: list[int]


_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


def pack(tables: Tables) -> bytes:
    """The tables as bytes: a line of JSON with the layout, all texts after one another, then the numbers by byte.

    First come the lowest bytes of all numbers, then the second ones, and the others only where one is not zero. This
    takes half the room of an array. It is not compressed: zlib would halve it once more, for a fifth of what the walk
    takes.
    """
    texts = tables.texts[len(COMMON_TEXTS) :]
    numbers = list(map(len, texts))
    layout = [len(numbers)]
    for table in tables[3:]:
        numbers += table
        layout.append(len(table))
    column = array("I", numbers)
    if sys.byteorder == "big":
        column.byteswap()
    raw = column.tobytes()
    highest = raw[2::4] + raw[3::4]
    if highest == bytes(len(highest)):
        highest = b""
    written = "".join(texts).encode("utf-8", "surrogatepass")
    head = _ENCODER.encode((layout, len(written), tables.constants, tables.wide)).encode("ascii")
    return b"".join((head, b"\n", written, raw[::4], raw[1::4], highest))


def unpack(packed: bytes) -> Tables:
    """The tables again. Raises ValueError where the bytes are not what `pack` made."""
    try:
        head, body = packed.split(b"\n", 1)
        layout, written, constants, wide = json.loads(head)
        numbers = _joined(body[written:], sum(layout))
        tables: list[list[int]] = []
        start = 0
        for length in layout:
            tables.append(numbers[start : start + length])
            start += length
        everything = body[:written].decode("utf-8", "surrogatepass")
        texts = [*COMMON_TEXTS, *[everything[a:b] for a, b in pairwise(accumulate(tables[0], initial=0))]]
        return Tables(texts, constants, wide, *tables[1:])
    except (TypeError, ValueError) as problem:
        message = "not a packed detail"
        raise ValueError(message) from problem


def _joined(planes: bytes, count: int) -> list[int]:
    """So many numbers from their lowest bytes, their second ones and, if need be, their third and fourth ones."""
    if len(planes) not in {2 * count, 4 * count}:
        raise ValueError
    raw = bytearray(4 * count)
    for place in range(len(planes) // count):
        raw[place::4] = planes[place * count : (place + 1) * count]
    column = array("I", bytes(raw))
    if sys.byteorder == "big":
        column.byteswap()
    return column.tolist()
