"""Comments of YAML, read line by line: quoted, plain and block scalars and flow collections are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?([1-9])?|[1-9][+-])[ \t]*(?:(?<=[ \t])#.*)?\r?$")
_PLAIN = re.compile(r"[^\s#:,\[\]{}]+")
_DOUBLE = re.compile(r'\\.|"', re.DOTALL)
_SINGLE = re.compile(r"''|'")
_PROPERTY = re.compile(r"[!&*][^\s,\[\]{}]*")
_FLOW = "[]{},"


def yaml(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, start of the text, end) of every comment."""
    lexer = _Lexer()
    offset = 0
    for line in text.split("\n"):
        at = lexer.comment(line)
        if at is not None:
            yield offset + at, offset + at + 1, offset + len(line)
        offset += len(line) + 1


class _Lexer:
    """What is open at the start of a line: a quoted scalar, a flow collection, a block scalar."""

    def __init__(self) -> None:
        self.quote = ""
        self.plain = False
        self.flow = 0
        self.block = False
        self.content: int | None = None  # indentation of the open block scalar, None before its first line
        self.widest = 0  # blanks of the widest empty line before that
        self.columns: list[int] = []  # of the block collections that are open
        self.key = 0  # column of the node that may turn out to be a key
        self.decorated = False  # whether the node began with a tag, an anchor or an alias, whose column it then has

    def comment(self, line: str) -> int | None:
        """Read one line; where its comment starts."""
        if self.block and self.in_block(line):
            return None
        at = 0
        self.decorated = False
        if not self.quote and re.match(r"(?:---|\.\.\.)(?=\s|$)", line):
            at, self.flow, self.columns, self.plain = 3, 0, [], False
        node = not self.continues_plain(line)  # whether a new node may start here
        while at < len(line):
            if self.quote:
                at = self.quoted(line, at)
                node = False
                continue
            char = line[at]
            if char in " \t\r":
                at += 1
            elif char == "#" and (at == 0 or line[at - 1] in " \t"):
                self.plain = False
                return at
            elif self.flow and char in _FLOW:
                node = self.in_flow(char)
                at += 1
            elif node:
                header = None if self.flow else _BLOCK_HEADER.match(line, at)
                if header:
                    return self.open_block(line, at, header)
                at, node = self.start_node(line, at)
            elif char == ":" and self.ends_key(line, at):
                self.open_collection(self.key)
                self.plain = False
                at += 1
                node = True
            else:
                plain = _PLAIN.match(line, at)
                at = plain.end() if plain else at + 1
        return None

    def continues_plain(self, line: str) -> bool:
        """Whether a line goes on with the plain scalar that was open at the end of the one before."""
        text = line.lstrip(" \t\r")
        if not self.plain or not text:
            return False
        self.plain = self.flow > 0 or len(line) - len(text) > (self.columns[-1] if self.columns else -1)
        return self.plain

    def start_node(self, line: str, at: int) -> tuple[int, bool]:
        """Pass the first characters of a node; whether another node may still start after them."""
        self.plain = False
        char = line[at]
        blank = line[at + 1 : at + 2] in {"", " ", "\t", "\r"}
        if char in "!&*":
            match = _PROPERTY.match(line, at)
            self.begin_node(at)
            self.decorated = True
            return (match.end() if match else at + 1), char != "*"
        if char in "[{":
            self.flow += 1
            return at + 1, True
        self.begin_node(at)
        self.decorated = False
        if char in "\"'":
            self.quote = char
            return at + 1, False
        if char in "-?:" and blank and not self.flow:
            self.open_collection(at)
            return at + 1, True
        if char in "?:" and blank:
            return at + 1, True
        self.plain = True
        plain = _PLAIN.match(line, at)
        return (plain.end() if plain else at + 1), False

    def begin_node(self, at: int) -> None:
        if not self.flow and not self.decorated:
            self.key = at
            self.close_collections(at)

    def in_flow(self, char: str) -> bool:
        self.plain = False
        if char in "[{":
            self.flow += 1
        elif char in "]}":
            self.flow -= 1
            return False
        return True

    def ends_key(self, line: str, at: int) -> bool:
        following = line[at + 1 : at + 2]
        quoted = self.flow > 0 and at > 0 and line[at - 1] in "\"'"
        return quoted or following in {"", " ", "\t", "\r"} or (self.flow > 0 and following in _FLOW)

    def quoted(self, line: str, at: int) -> int:
        """Go to the end of the open quoted scalar or of the line."""
        pattern = _DOUBLE if self.quote == '"' else _SINGLE
        for match in pattern.finditer(line, at):
            if match[0] == self.quote:
                self.quote = ""
                return match.end()
        return len(line)

    def close_collections(self, column: int) -> None:
        while self.columns and self.columns[-1] > column:
            self.columns.pop()

    def open_collection(self, column: int) -> None:
        if not self.flow and (not self.columns or self.columns[-1] < column):
            self.columns.append(column)

    def open_block(self, line: str, at: int, header: re.Match[str]) -> int | None:
        self.close_collections(at)
        explicit = re.search(r"[1-9]", header[0].partition("#")[0])
        parent = self.columns[-1] if self.columns else 0
        self.block, self.widest = True, 0
        self.content = parent + int(explicit[0]) if explicit else None
        comment = line.find("#", at)
        return None if comment < 0 else comment

    def in_block(self, line: str) -> bool:
        """Whether a line belongs to the open block scalar; the scalar is closed where it does not."""
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            self.widest = max(self.widest, indent)
            return True
        if self.content is None:
            self.content = max(indent, self.widest, self.columns[-1] + 1 if self.columns else 1)
        if indent >= self.content:
            return True
        self.block, self.content = False, None
        return False
