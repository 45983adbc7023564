"""Where the keys and array items of a TOML text stand, found by one pass over its tokens."""

from __future__ import annotations

import re
from typing import Any

Key = tuple[str | int, ...]

_MOST_PARTS = 50  # of a key, and levels of nesting that are told apart

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}|'
    r"'''(?:[^']|'(?!''))*+'{3,5}|"
    r'"(?:[^"\\\n]|\\.)*+"|'
    r"'[^'\n]*'|"
    r"\#[^\n]*|"
    r"\[\[|\]\]|[\[\]{},=\n]|"
    r"[^\s\[\]{},=\"'#]+|"
    r"[\"']",
    re.DOTALL,
)


class _Scan:
    """`open` holds, for each bracket not yet closed, the key it stands under and the number of the item."""

    def __init__(self) -> None:
        self.places: dict[Key, int] = {}
        self.table: Key = ()
        self.counts: dict[Key, int] = {}
        self.open: list[tuple[str, Key, int]] = []
        self.key: list[str] = []
        self.line = 1
        self.header: list[str] | None = None
        self.value = False  # after `=`, until the end of the line or the comma

    def run(self, text: str) -> dict[Key, int]:
        last = 0
        for match in _TOKEN.finditer(text):
            self.line += text.count("\n", last, match.start())
            last = match.start()
            piece = match.group()
            if piece[0] == "#":
                continue
            if self.header is not None:
                self.in_header(piece)
            elif self.open:
                self.nested(piece)
            else:
                self.top(piece)
        return self.places

    def in_header(self, piece: str) -> None:
        if piece in ("]", "]]"):
            self.table = self.enter(_dotted(self.header or []), array=piece == "]]")
            self.note(self.table)
            self.header = None
        elif piece == "\n":
            self.header = None
        elif self.header is not None:
            self.header.append(piece)

    def enter(self, names: list[str], *, array: bool) -> Key:
        key: Key = ()
        for index, name in enumerate(names):
            key = (*key, name)
            if array and index == len(names) - 1:
                self.counts[key] = self.counts.get(key, -1) + 1
            if key in self.counts:
                key = (*key, self.counts[key])
        return key

    def top(self, piece: str) -> None:
        if piece == "\n":
            self.key, self.value = [], False
        elif self.value:
            if piece in ("[", "[[", "{"):
                self.start(piece, (*self.table, *_dotted(self.key)))
        elif piece in ("[", "[["):
            self.header = []
        elif piece == "=":
            self.value = True
            self.note((*self.table, *_dotted(self.key)))
        else:
            self.key.append(piece)

    def note(self, key: Key) -> None:
        self.places.setdefault(key, self.line)

    def start(self, piece: str, key: Key) -> None:
        for bracket in piece:
            self.open.append((bracket, key, 0))
            if bracket == "[" and len(key) < _MOST_PARTS:
                key = (*key, 0)
            self.key, self.value = [], bracket == "["

    def nested(self, piece: str) -> None:
        bracket, key, count = self.open[-1]
        if piece in ("[", "[[", "{"):
            self.start(piece, self.here())
        elif piece in ("]", "]]", "}"):
            for _ in piece:
                if self.open:
                    self.open.pop()
            self.key, self.value = [], True
        elif piece == ",":
            self.open[-1] = (bracket, key, count + 1)
            self.key, self.value = [], bracket == "["
        elif piece == "\n":
            return
        elif bracket == "[":
            self.note((*key, count))
        elif piece == "=":
            self.value = True
            self.note(self.here())
        elif not self.value:
            self.key.append(piece)

    def here(self) -> Key:
        bracket, key, count = self.open[-1]
        if bracket == "[":
            place: Key = (*key, count) if len(key) < _MOST_PARTS else key
            self.note(place)
            return place
        return (*key, *_dotted(self.key)) if len(key) < _MOST_PARTS else key


def _dotted(tokens: list[str]) -> list[str]:
    """`a . "b.c"` as its parts."""
    parts: list[str] = []
    for piece in tokens:
        if piece[0] in "\"'":
            parts.append(piece.strip(piece[0]))
        else:
            parts.extend(part for part in piece.split(".", _MOST_PARTS) if part)
    return parts[:_MOST_PARTS]


def places(text: str) -> dict[Key, int]:
    """Line of every table, key and array item: `("project", "dependencies", 3)` -> 17."""
    return _Scan().run(text)


_AT_LINE = re.compile(r"at line (\d{1,9})")
_MOST_REPAIRS = 30


def load(text: str) -> tuple[dict[str, Any], str | None]:
    """The tables of a TOML text, and what is wrong with it; lines that cannot be read are left out, a few at most."""
    import tomllib

    if _longest_key(text) > _MOST_PARTS:
        return {}, f"a key of more than {_MOST_PARTS} parts"
    error: str | None = None
    for _ in range(_MOST_REPAIRS if len(text) < 200_000 else 2):
        try:
            return tomllib.loads(text), error
        except RecursionError:
            return {}, "nested too deep"
        except ValueError as fault:
            error = error or str(fault)
            shorter = _without_fault(text, str(fault))
            if shorter is None:
                break
            text = shorter
    return {}, error


def _longest_key(text: str) -> int:
    """Dots of the most dotted key: the standard parser's time grows with their square."""
    longest = count = 0
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece[0] in "\n[]{},=":
            count = 0
        elif piece[0] not in "\"'#":
            count += piece.count(".")
            longest = max(longest, count)
    return longest


def _without_fault(text: str, message: str) -> str | None:
    """The text without the line that the message names, or without its last table where no line is named."""
    found = _AT_LINE.search(message)
    lines = text.split("\n")
    if found and 0 < int(found.group(1)) <= len(lines) and lines[int(found.group(1)) - 1].strip():
        lines[int(found.group(1)) - 1] = ""
        return "\n".join(lines)
    for index in range(len(lines) - 1, 0, -1):
        if lines[index].startswith("["):
            return "\n".join(lines[:index])
    return None
