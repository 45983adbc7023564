"""Files of a project looked up by what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.stubs import told_headings

if TYPE_CHECKING:
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_ASIDE = frozenset({"vendored", "template", "test", "example", "docs"})
_CARD_NAME = re.compile(r"model[-_ ]?cards?\b|modelcard", re.IGNORECASE)
_CARD_HEADING = re.compile(
    r"\bmodel (?:card|details|facts)\b|intended uses?\b|\blimitations?\b|\bbias(?:es)?\b|\bethic|\bfairness\b|out[- ]of[- ]scope",
    re.IGNORECASE,
)
"""Headings that only the description of a model has."""

_CARD_KEYS = frozenset({"pipeline_tag", "library_name", "model-index", "base_model"})


def yaml_documents(project: Project, *names: str, containing: bytes = b"") -> Iterator[tuple[str, Node]]:
    """(path, document) of YAML files, all or those named, whose bytes contain a text; only documents that are mappings.

    Files of tests, examples and documents, vendored ones and templates are left out.
    """
    for file in project.of_kind("yaml"):
        if file.zone in _ASIDE or (names and file.path.rpartition("/")[2] not in names):
            continue
        if containing in (project.repo.data(file.path) or b""):
            for document in project.repo.yaml(file.path).documents:
                if document.kind == "map":
                    yield file.path, document


def model_cards(project: Project) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path, headings under which something is told) of model cards: by their name, a heading, or the front matter that hubs read."""
    for one in project.documents:
        if one.zone in {"vendored", "template"} or one.facts is None:
            continue
        headings = tuple(heading.text for heading in one.facts.headings)
        if (
            _CARD_NAME.search(one.path.rpartition("/")[2])
            or any(_CARD_HEADING.search(heading) for heading in headings)
            or not _CARD_KEYS.isdisjoint(one.facts.front_matter)
        ):
            yield one.path, told_headings(project.repo.text(one.path) or "", one.facts)


def stage_outputs(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, path) of the outputs that the stages of `dvc.yaml` keep."""
    for path, document in yaml_documents(project, "dvc.yaml"):
        stages = document.get("stages")
        for _, stage in stages.items() if stages is not None and stages.kind == "map" else ():
            outs = stage.get("outs") if stage.kind == "map" else None
            for one in outs.walk() if outs is not None else ():
                if one.text is not None:
                    yield Location(path, one.line), one.text
