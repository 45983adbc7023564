"""What data a project reads, and how it checks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import parts
from mlready.facts.values import Attr, CallRef, Const, Value
from mlready.tables.datasets import READING, READING_METHODS, TABLE_METHODS, TABLES

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.location import Location
    from mlready.repo.model import Project


def own_data(project: Project) -> tuple[Location, ...]:
    """Where files that train, or that training imports, read data of the project's own."""
    return tuple(module.at(call.span) for module, call in _readings(project, frozenset(READING), READING_METHODS))


def own_tables(project: Project) -> dict[Module, tuple[Location, ...]]:
    """Files outside notebooks that train, or that training imports, and where they read rows and columns of the project's own."""
    found: dict[Module, list[Location]] = {}
    for module, call in _readings(project, TABLES, TABLE_METHODS):
        if not module.is_notebook:
            found.setdefault(module, []).append(module.at(call.span))
    return {module: tuple(places) for module, places in found.items()}


def _readings(project: Project, names: frozenset[str], methods: frozenset[str]) -> Iterator[tuple[Module, Call]]:
    for module in project.code:
        if not module.is_notebook and "train" not in project.repo.marks(module.path):
            continue
        for call in module.calls:
            read = call.name in names or (call.name is None and call.method in methods)
            if read and not _is_remote(module, call):
                yield module, call


def _is_remote(module: Module, call: Call) -> bool:
    """Whether what is read is a page of the web, named in plain sight."""
    first = module.constant(call.argument(0), call.block, call.span.line)
    return isinstance(first, Const) and isinstance(first.value, str) and first.value.startswith("http")


_TABLES = ("pandas", "polars", "numpy", "pyspark", "dask", "pyarrow")
_CHECKS = {
    "missing values": frozenset({"isna", "isnull", "notna", "notnull", "isnan", "isfinite", "hasnans"}),
    "duplicates": frozenset({"duplicated", "is_unique", "nunique", "n_unique"}),
    "columns and shape": frozenset({"columns", "shape", "issubset", "difference", "dtypes", "dtype", "ndim"}),
    "ranges": frozenset({"between", "min", "max", "isin"}),
}
_TABULAR = frozenset({"isna", "isnull", "notna", "notnull", "duplicated", "columns", "is_unique", "hasnans"})
"""Words that only tables have: a file that works with tensors checks shapes for other reasons."""


def own_checks(project: Project) -> dict[str, Location]:
    """Kind of check -> where code that training reaches asserts it, or raises or logs under a condition on it."""
    found: dict[str, Location] = {}
    for module in project.code:
        if "train" not in project.repo.marks(module.path):
            continue
        tables = module.imports(*_TABLES) and not module.imports("torch", "tensorflow", "jax")
        for place, tested in _conditions(module):
            words = _words(module, tested)
            for kind, names in _CHECKS.items():
                if not (names if tables else names & _TABULAR).isdisjoint(words):
                    found.setdefault(kind, place)
    return found


def _conditions(module: Module) -> Iterator[tuple[Location, Value]]:
    """What is asserted, and tests of `if` blocks that raise, exit or log."""
    for statement in module.detail.statements:
        if statement.kind == "assert" and statement.value is not None:
            yield module.at(statement.span), statement.value
    complaining = {
        call.block for call in module.method_calls("warning", "error", "warn", "exception", "critical", "exit")
    }
    for block in module.detail.blocks:
        if block.kind == "if" and block.header and ("X" in block.statements or block.index in complaining):
            yield module.at(block.span), block.header[0]


def _words(module: Module, value: Value, depth: int = 4) -> set[str]:
    """Names of the attributes and methods inside a value."""
    words: set[str] = set()
    for part in parts(value):
        if isinstance(part, Attr):
            words.add(part.name)
        elif isinstance(part, CallRef) and depth:
            call = module.calls[part.index]
            if call.method is not None or (call.name or "").startswith(_TABLES):
                words.add(call.method or (call.name or "").rpartition(".")[2])
            for inner in (call.receiver, *call.args):
                if inner is not None:
                    words |= _words(module, inner, depth - 1)
    return words
