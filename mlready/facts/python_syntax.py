"""Parsing Python source as it is found: without warnings, and with one line said about what cannot be parsed."""

from __future__ import annotations

import ast
import warnings
from typing import Final

_FLAGS: Final = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def parse(data: bytes | str) -> ast.Module:
    """The tree of a source. Raises SyntaxError, ValueError, RecursionError, MemoryError or OverflowError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree: ast.Module = compile(data, "<file>", "exec", _FLAGS, dont_inherit=True)
    return tree


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
