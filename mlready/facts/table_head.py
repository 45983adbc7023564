"""The head of a table in a text file: its columns and about how many rows it has. Values are counted, never kept."""

from __future__ import annotations

import csv
import json
from typing import Final, NamedTuple

MOST_BYTES: Final = 65_536
"""How much of a file is read."""
_MOST_COLUMNS = 2_000


class TableHead(NamedTuple):
    """`columns` are the names of the first line, or the keys of the first object; `rows` is an estimate where the file goes on."""

    columns: tuple[str, ...]
    rows: int


def read(path: str, data: bytes, size: int) -> TableHead | None:
    """What the first bytes of a `.csv`, `.tsv` or `.jsonl` file of a size say; None where that is no table with a header."""
    head = data[:MOST_BYTES].decode("utf-8-sig", "replace")
    if "\0" in head or not head.strip():
        return None
    first, _, rest = head.partition("\n")
    columns = _keys(first) if path.lower().endswith(".jsonl") else _names(first)
    if columns is None:
        return None
    lines = rest.count("\n") + (1 if rest and not rest.endswith("\n") else 0)
    if path.lower().endswith(".jsonl"):
        lines += 1
    if size > len(data) and data:
        lines = lines * size // len(data)
    return TableHead(columns, lines)


def _names(line: str) -> tuple[str, ...] | None:
    """The cells of a first line that can be names: text, none of it a number."""
    separator = max(",;\t|", key=line.count)
    try:
        cells = next(csv.reader([line.rstrip("\r")[:MOST_BYTES]], delimiter=separator), [])
    except csv.Error:
        return None
    names = tuple(one.strip() for one in cells[:_MOST_COLUMNS])
    said = [one for one in names if one]
    if not said or any(_is_value(one) for one in said):
        return None
    return names


def _is_value(text: str) -> bool:
    return "@" in text or len(text) > 100 or text.replace(".", "", 1).replace("-", "").isdigit()


def _keys(line: str) -> tuple[str, ...] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return tuple(found)[:_MOST_COLUMNS] if isinstance(found, dict) and found else None
