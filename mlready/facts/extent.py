"""What a comment speaks about: the statement, node or header it trails, or the next one below it."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mlready.facts.yaml import Node
from mlready.location import lines_of

_OPENING, _CLOSING = "([{", ")]}"
_QUOTED = re.compile(r"\"\"\".*?(?:\"\"\"|$)|'''.*?(?:'''|$)|\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*")


class Extent(NamedTuple):
    """Lines of something that begins at `line` and ends at `end_line`; the header of a block ends at `header` before."""

    line: int
    header: int
    end_line: int


class Extents:
    """The extents of one file."""

    def __init__(self, found: Iterable[Extent]) -> None:
        self._touching: dict[int, tuple[int, int]] = {}  # line -> what begins or ends its header there, all of it
        self._ends: dict[int, int] = {}  # line -> the last line of what begins there
        headers: set[tuple[int, int]] = set()
        for one in found:
            for line in (one.line, one.header):
                first, last = self._touching.get(line, (line, line))
                self._touching[line] = min(first, one.line), max(last, one.header)
            self._ends[one.line] = max(one.end_line, self._ends.get(one.line, 0))
            headers.add((one.header, one.line))
        self._starts = sorted(self._ends)
        self._headers = sorted(headers)

    def trailing(self, line: int) -> tuple[int, int]:
        """First and last line of what a comment at the end of a line speaks about: the line itself at least."""
        return self._touching.get(line, (line, line))

    def following(self, line: int) -> tuple[int, int] | None:
        """First and last line of what begins next below a line, its body included; None where nothing does.

        What a comment stands inside of ends the search.
        """
        at = bisect_right(self._starts, line)
        if at == len(self._starts):
            return None
        first = self._starts[at]
        for index in range(bisect_left(self._headers, (line + 1,)), len(self._headers)):
            header, begun = self._headers[index]
            if header >= first:
                break
            if begun < line:
                return None
        return first, self._ends[first]


def extents(syntax: str, data: bytes) -> Extents:
    """The extents of a file written in a syntax (see `mlready.facts.comment`); none where it cannot be read."""
    return Extents(_READERS.get(syntax, _lines)(data))


def _simple(line: int, end_line: int) -> Extent:
    return Extent(line, end_line, end_line)


def _python(data: bytes) -> Iterator[Extent]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = lines_of(data.decode("utf-8", "replace"))
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from _statement(node, lines)
        elif isinstance(node, ast.expr | ast.arg | ast.keyword | ast.alias):
            yield _simple(node.lineno, node.end_lineno or node.lineno)


def _statement(node: ast.stmt | ast.ExceptHandler | ast.match_case, lines: list[str]) -> Iterator[Extent]:
    if isinstance(node, ast.match_case):
        line, end = node.pattern.lineno, max(one.end_lineno or one.lineno for one in node.body)
    else:
        line, end = node.lineno, node.end_lineno or node.lineno
    body: list[ast.stmt] | None = getattr(node, "body", None)
    if isinstance(node, ast.Match):
        header = _header_end(line, node.cases[0].pattern.lineno, lines)
    elif body:
        header = _header_end(line, _first_line(body[0]), lines)
    else:
        yield _simple(line, end)
        return
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    for first in sorted({line, *(one.lineno for one in decorators)}):
        yield Extent(first, header, end)


def _header_end(line: int, body: int, lines: list[str]) -> int:
    """The last line of a header before its body that is neither empty nor a comment."""
    while body - 1 > line and lines[body - 2].strip()[:1] in {"", "#"}:
        body -= 1
    return max(line, body - 1)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _yaml(data: bytes) -> Iterator[Extent]:
    from mlready.facts.yaml import documents

    for document in documents(data).documents:
        for node in document.walk():
            if node.kind == "map":
                for key, value in node.value:
                    yield _pair(key, value)
            for item in node.list():
                if item.line >= node.line:
                    yield Extent(item.line, _header(item, item.line), item.end_line)


def _pair(key: Node, value: Node) -> Extent:
    if value.line < key.line:  # an alias stands where its anchor is
        return _simple(key.line, key.end_line)
    header = key.end_line if value.line > key.end_line else _header(value, key.line)
    end = max(key.end_line, value.end_line)
    return Extent(key.line, header, end)


def _header(node: Node, line: int) -> int:
    """Where what begins at a line ends before its body: block mappings have one, all else has none."""
    return line if node.kind == "map" and node.end_line > node.line and not _flow(node) else node.end_line


def _flow(node: Node) -> bool:
    """Whether a mapping is written in braces: its first key does not stand where it begins."""
    return bool(node.value) and (node.value[0][0].line, node.value[0][0].column) != (node.line, node.column)


def _dockerfile(data: bytes) -> Iterator[Extent]:
    from mlready.facts.dockerfile import parse

    for one in parse(data).instructions:
        yield _simple(one.line, one.end_line)


def _terraform(data: bytes) -> Iterator[Extent]:
    from mlready.facts.hcl import read

    waiting = list(read(data).blocks)
    while waiting:
        block = waiting.pop()
        yield Extent(block.line, block.line, block.end_line)
        waiting.extend(block.blocks)
    yield from _lines(data)


def _toml(data: bytes) -> Iterator[Extent]:
    """Keys with all lines of their value, tables with all their keys."""
    lines = lines_of(data.decode("utf-8", "replace"))
    table, depth, quote, start, last = 0, 0, "", 0, 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if depth == 0 and not quote:
            if not text or text.startswith("#"):
                continue
            start = number
            if text.startswith("["):
                if table:
                    yield Extent(table, table, last)
                table = last = number
                continue
        depth, quote = _nesting(text, depth, quote)
        last = number
        if depth == 0 and not quote:
            yield _simple(start, number)
        elif number > start:
            yield _simple(number, number)
    if table:
        yield Extent(table, table, last)


def _nesting(text: str, depth: int, quote: str) -> tuple[int, str]:
    """Open brackets and the open triple quote after a line."""
    if quote:
        _, closed, text = text.partition(quote)
        if not closed:
            return depth, quote
    opened = next((mark for mark in ('"""', "'''") if text.count(mark) % 2), "")
    plain = _QUOTED.sub("", text)
    change = sum(plain.count(one) for one in _OPENING) - sum(plain.count(one) for one in _CLOSING)
    return max(0, depth + change), opened


def _lines(data: bytes) -> Iterator[Extent]:
    """Lines that are neither empty nor a comment, joined where one ends in a backslash."""
    start = 0
    for number, line in enumerate(lines_of(data.decode("utf-8", "replace")), 1):
        text = line.strip()
        if not start and (not text or text.startswith("#")):
            continue
        start = start or number
        if not text.endswith("\\"):
            yield _simple(start, number)
            start = 0


_READERS: dict[str, Callable[[bytes], Iterator[Extent]]] = {
    "python": _python,
    "yaml": _yaml,
    "dockerfile": _dockerfile,
    "hcl": _terraform,
    "toml": _toml,
}
