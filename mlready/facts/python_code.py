"""How a detail is kept in memory and in the cache: tables of numbers and one list of texts, packed.

A reference is a number: 0 is absent; twice a place in the value table is the value that begins there; twice a place in
the table of calls, plus one, is the call that begins there. Names are numbers of the text table. Each table holds rows
of numbers one after the other; a row says how long its lists are.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

# Kinds of value, the first number of an entry of the value table, and what follows it
NAME: Final = 0  # text
QUALIFIED: Final = 1  # text
ATTRIBUTE: Final = 2  # reference, text
TEXT: Final = 3  # text
CONSTANT: Final = 4  # index of the constants
ITEM: Final = 5  # reference, reference
SEQUENCE: Final = 6  # text (tuple, list, set), count, references
MAPPING: Final = 7  # open, count of references, references (key, value, key, value ...)
FSTRING: Final = 8  # text, count, references
OPERATION: Final = 9  # text, count, references
CHOICE: Final = 10  # count, references
UNKNOWN: Final = 11  # text, count, references

ABSENT: Final = 0
NOTHING: Final = 6  # the reference of a plain Unknown

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

Constant = int | float | bool | None


class Tables(NamedTuple):
    """The tables of one module, before packing or after unpacking; each is numbers only but for the first three."""

    texts: Sequence[str]
    constants: Sequence[Constant]
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


def pack(tables: Tables) -> bytes:
    """The tables as bytes: a line of JSON with the texts and the layout, then the numbers; compressed."""
    layout: list[tuple[str, int]] = []
    numbers: list[bytes] = []
    for table in tables[3:]:
        column = _column(table)
        layout.append((column.typecode, len(column)))
        numbers.append(column.tobytes())
    head = json.dumps((sys.byteorder, layout, tables.constants, tables.wide, tables.texts), separators=(",", ":"))
    return zlib.compress(b"".join([head.encode("ascii"), b"\n", *numbers]), 1)


def _column(numbers: list[int]) -> array[int]:
    try:
        return array("H", numbers)
    except OverflowError:
        return array("I", numbers)


def unpack(packed: bytes) -> Tables:
    """The tables again. Raises ValueError where the bytes are not what `pack` made."""
    try:
        head, numbers = zlib.decompress(packed).split(b"\n", 1)
        byteorder, layout, constants, wide, texts = json.loads(head)
        tables: list[list[int]] = []
        start = 0
        for typecode, length in layout:
            column = array(typecode)
            end = start + length * column.itemsize
            column.frombytes(numbers[start:end])
            if byteorder != sys.byteorder:
                column.byteswap()
            tables.append(column.tolist())
            start = end
        return Tables(texts, constants, wide, *tables)
    except (zlib.error, TypeError, ValueError) as problem:
        message = "not a packed detail"
        raise ValueError(message) from problem
