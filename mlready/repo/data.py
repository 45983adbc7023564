"""What data a project reads, and which it only takes from a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.values import Const
from mlready.tables.datasets import READING, READING_METHODS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.location import Location
    from mlready.repo.model import Project


def own_data(project: Project) -> tuple[Location, ...]:
    """Where files that train, or that training imports, read data of the project's own."""
    found = []
    for module in project.code:
        if not module.is_notebook and "train" not in project.repo.marks(module.path):
            continue
        for call in module.calls:
            if _reads(module, call):
                found.append(module.at(call.span))
    return tuple(found)


def _reads(module: Module, call: Call) -> bool:
    if call.name in READING or (call.name is None and call.method in READING_METHODS):
        first = module.constant(call.argument(0), call.block, call.span.line)
        return not (isinstance(first, Const) and isinstance(first.value, str) and first.value.startswith("http"))
    return False
