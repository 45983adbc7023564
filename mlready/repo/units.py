"""The parts of a project that most need tests of their own: code that makes features, and definitions of models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.repo.once import once
from mlready.tables.features import MODEL_BASES, TABLE_PACKAGES, TABLE_TRANSFORMS, TRANSFORMING

if TYPE_CHECKING:
    from mlready.facts.python import Definition, Module
    from mlready.location import Location
    from mlready.repo.model import Project, Repo

_NAMED = re.compile(
    r"(?:^|_)(?:prep|preprocess\w*|features?|featuri[sz]\w*|feature_engineering|transforms?|clean(?:ing|er)?|augment\w*|tokeni[sz]\w*)(?:$|_)"
)


@once
def feature_code(project: Project) -> tuple[tuple[Module, Location], ...]:
    """(file, where) of functions outside notebooks that make features, the first of each file."""
    return tuple(
        (module, module.at(first))
        for module in project.code
        if not module.is_notebook
        if (first := next(_transforming(module), None)) is not None
    )


def _transforming(module: Module) -> Iterator[int]:
    """Lines of the functions of a file that transform data."""
    if _NAMED.search(module.name.rpartition(".")[2]):
        yield from (one.line for one in module.summary.definitions if one.kind == "function")
        return
    tables = module.imports(*TABLE_PACKAGES) and not module.summary.methods.isdisjoint(TABLE_TRANSFORMS)
    if not tables and not any(name.startswith(TRANSFORMING) for name in module.summary.names):
        return
    for one in module.summary.definitions:
        if one.kind == "function" and any(is_transforming(name, tables=tables) for name in one.calls):
            yield one.line


def is_transforming(name: str, *, tables: bool) -> bool:
    """Whether a name that is called makes features; methods of data frames count where a file works with tables."""
    return name.startswith(TRANSFORMING) or (tables and name.rpartition(".")[2] in TABLE_TRANSFORMS)


@once
def model_code(project: Project) -> tuple[tuple[Module, Location], ...]:
    """(file, where) of classes outside notebooks that are models, layers, losses or estimators, the first of each file."""
    return tuple(
        (module, module.at(first.line))
        for module in project.code
        if not module.is_notebook
        if (first := next((one for one in module.summary.definitions if is_model(project.repo, module, one)), None))
    )


def is_model(repo: Repo, module: Module, definition: Definition, depth: int = 3) -> bool:
    """Whether a class is derived from one of a learning framework, be it through classes of the repository."""
    if definition.kind != "class":
        return False
    if any(is_model_base(base) for base in definition.bases):
        return True
    bases = (repo.definition(module, base) for base in definition.bases) if depth else ()
    return any(found is not None and is_model(repo, found[0], found[1], depth - 1) for found in bases)


def is_model_base(name: str) -> bool:
    """Whether a resolved name is a class of a learning framework from which models are derived."""
    return name.startswith(MODEL_BASES)
