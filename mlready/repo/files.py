"""Files of a project looked up by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_ASIDE = frozenset({"vendored", "template"})


def yaml_documents(project: Project, *names: str, containing: bytes = b"") -> Iterator[tuple[str, Node]]:
    """(path, document) of YAML files, all or those named, whose bytes contain a text; only documents that are mappings."""
    for file in project.of_kind("yaml"):
        if file.zone in _ASIDE or (names and file.path.rpartition("/")[2] not in names):
            continue
        if containing in (project.repo.data(file.path) or b""):
            for document in project.repo.yaml(file.path).documents:
                if document.kind == "map":
                    yield file.path, document
