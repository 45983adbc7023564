"""Parsing Python source as it is found: without warnings, and with one line said about what cannot be parsed."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST_RESCUE: Final = 1_000_000  # bytes of source worth the time to take its deep statements out
LONGEST_RUN: Final = 300  # words and signs between two commas
LONGEST_CHAIN: Final = 50  # of elif

_FLAGS: Final = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

_UNKNOWN_FUTURE: Final = b"from __future__ import nothing_of_this_name\n"
_STOPPED: Final = "future feature nothing_of_this_name is not defined"
_DEFAULT: Final = frozenset({"utf-8", "utf8", "UTF-8", "UTF8"})
_MARK: Final = b"\xef\xbb\xbf"
_CODING: Final = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_TOKEN: Final = re.compile(
    r"#[^\n]*|\\\n|\n|\w+"
    r"|\"\"\"(?s:\\.|[^\\])*?\"\"\"|\'\'\'(?s:\\.|[^\\])*?\'\'\'|\"(?:\\[^\n]|[^\"\\\n])*\"|'(?:\\[^\n]|[^'\\\n])*'"
    r"|[^\s\w]"
)


def parse(data: bytes | str) -> ast.Module:
    """The tree of a source. Raises SyntaxError, ValueError, RecursionError, MemoryError or OverflowError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: ast.Module = compile(data, "<file>", "exec", _FLAGS, dont_inherit=True)
    return tree


def parse_deep(data: bytes) -> ast.Module:
    """The tree of a source; statements that are nested too deeply for the parser are `...` in it. Raises as `parse`."""
    try:
        return parse(data)
    except (RecursionError, MemoryError):
        if len(data) > LONGEST_RESCUE:
            raise
        return parse(_shallow(data))


def text_of(data: bytes) -> str:
    """The text of a source as the parser decodes it, with plain line ends. Raises SyntaxError for an unknown encoding."""
    coding = _declared(data)
    try:
        text = data.removeprefix(_MARK).decode(coding, "replace")
    except LookupError:
        raise SyntaxError(f"unknown encoding: {coding}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared(data: bytes) -> str:
    """The encoding that a source says it has."""
    for line in data.removeprefix(_MARK).split(b"\n", 2)[:2]:
        declared = _CODING.match(line)
        if declared is not None:
            return declared[1].decode("ascii")
    return "utf-8"


def quick_fault(data: bytes) -> str | None:
    """As `fault` for a whole file, in half of its time where there is none.

    A feature of the future that does not exist is asked for on a line before the source. The compiler parses all of it,
    then stops at that line, and no tree is built for Python.
    """
    if not data.startswith(_MARK) and _declared(data) in _DEFAULT:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(_UNKNOWN_FUTURE + data, "<file>", "exec", dont_inherit=True)
        except SyntaxError as problem:
            if problem.lineno == 1 and problem.msg == _STOPPED:
                return None
        except (ValueError, RecursionError, MemoryError, OverflowError):
            pass  # said by the whole parse
    return _deep_fault(data)


def _deep_fault(data: bytes) -> str | None:
    """Why a source cannot be read, even without its deepest statements."""
    try:
        parse_deep(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as problem:
        return said(problem)
    return None


def fault(source: bytes | str) -> str | None:
    """Why a source cannot be parsed, with the line; None where it can."""
    try:
        parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as problem:
        return said(problem)
    return None


def said(problem: Exception) -> str:
    """One line about why a source cannot be read."""
    if isinstance(problem, SyntaxError):
        message = " ".join((problem.msg or "invalid syntax").split())
        return f"line {problem.lineno or 1}: {message}"
    if isinstance(problem, RecursionError | MemoryError):
        return "line 1: nested too deeply to be read"
    return f"line 1: {problem}"


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def _shallow(data: bytes) -> str:
    """The source with as many lines as before, without its deepest statements and with long chains of elif broken."""
    source = text_of(data)
    kept: list[str] = []
    done = 0
    chains: dict[int, int] = {}
    for tokens in _logical_lines(source):
        start = tokens[0].start
        kept.append(source[done:start])
        done = start
        if tokens[0].text in {"if", "elif"}:
            column = start - source.rfind("\n", 0, start)
            chains[column] = chains.get(column, 0) + 1 if tokens[0].text == "elif" else 0
            if chains[column] == LONGEST_CHAIN:
                chains[column] = 0
                kept.append("if  ")
                done = start + 4
        if _longest_run(tokens) > LONGEST_RUN:
            done = tokens[-1].end
            kept.append(_blank(tokens, source[start:done]))
    return "".join([*kept, source[done:]])


def _logical_lines(source: str) -> Iterator[list[_Token]]:
    """The words and signs of one statement or header after another."""
    depth = 0
    line: list[_Token] = []
    for found in _TOKEN.finditer(source):
        text = found[0]
        if text[0] in "#\\":
            continue
        if text == "\n":
            if line and depth == 0:
                yield line
                line = []
            continue
        depth += (text in "([{") - (text in ")]}" and depth > 0)
        line.append(_Token(text, found.start(), found.end()))
    if line:
        yield line


def _longest_run(tokens: list[_Token]) -> int:
    longest = run = 0
    for token in tokens:
        run = 0 if token.text == "," else run + 1
        longest = max(longest, run)
    return longest


def _blank(tokens: list[_Token], written: str) -> str:
    """`...` in place of the expression of a statement, with the line ends of the statement."""
    first, second, last = tokens[0].text, tokens[1].text, tokens[-1].text
    if last == ":":
        if first not in {"if", "elif", "while"}:
            raise RecursionError
        kept = f"{first} ...:"
    else:
        kept = f"{first} = ..." if second == "=" else "..."
    return kept + "\n" * written.count("\n")
