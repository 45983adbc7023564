"""Records of what was decided and by whom, and how long they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.values import Const
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.tables.audit import FEWEST_DAYS, RETENTION, RETENTION_KEYS, TRAIL_RESOURCES, TRAIL_TYPES

if TYPE_CHECKING:
    from mlready.facts.hcl import Block
    from mlready.repo.model import Project

_LOGGERS = ("logging.getLogger", "structlog.get_logger", "structlog.getLogger")
_WRITING = frozenset({"info", "warning", "log", "msg", "critical"})
_AUDIT = re.compile(r"audit", re.IGNORECASE)
_KEPT = re.compile(r"\bretention\b|\bretain|\bkept for\b|aufbewahr", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,6})\s*(h|d|w|m|y|s)?")
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 1 / 1440, "y": 365.0, "s": 1 / 86_400}
_ASIDE = ("vendored", "template", "test", "example", "docs")


def trails(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of records of accesses and decisions: resources of clouds, and a logger for audits that is written to."""
    for path, block in _resources(project):
        if block.labels[0] in TRAIL_RESOURCES:
            yield Location(path, block.line), f"{block.labels[0]} records accesses"
    for path, document in yaml_documents(project, containing=b"AWS::CloudTrail"):
        for node in document.walk():
            kind = node.get("Type") if node.kind == "map" else None
            if kind is not None and kind.text in TRAIL_TYPES:
                yield Location(path, kind.line), "a trail of CloudTrail records accesses"
    for module, call in project.calls_to(*_LOGGERS):
        named = module.constant(call.argument(0, "name"), call.block, call.span.line)
        if (
            isinstance(named, Const)
            and _AUDIT.search(str(named.value))
            and not _WRITING.isdisjoint(module.summary.methods)
        ):
            yield module.at(call.span), "decisions are written to a log for audits"


def retentions(project: Project) -> Iterator[tuple[Location, float]]:
    """(where, days) of how long logs are kept; 0 days stands for ever."""
    for path, block in _resources(project):
        days = block.get(*RETENTION[block.labels[0]]) if block.labels[0] in RETENTION else None
        if days is not None and days.literal:
            yield from _of_text(path, days.line, days.text)
    for path, document in yaml_documents(project, containing=b"etention"):
        for node in document.walk():
            for key, value in node.pairs() if node.kind == "map" else ():
                if key.text in RETENTION_KEYS and value.text:
                    yield from _of_text(path, value.line, value.text)


def suffices(days: float) -> bool:
    return days == 0 or days >= FEWEST_DAYS


def documented(project: Project) -> Iterator[Location]:
    """Where a heading of a document speaks of audits or of how long records are kept."""
    for one in project.documents:
        if one.zone not in {"vendored", "template"} and one.facts is not None:
            for heading in one.facts.headings:
                if _AUDIT.search(heading.text) or _KEPT.search(heading.text):
                    yield one.at(heading.line)


def _resources(project: Project) -> Iterator[tuple[str, Block]]:
    for file in project.of_kind("terraform"):
        if file.zone not in _ASIDE:
            for block in project.repo.terraform(file.path).resources():
                if block.labels:
                    yield file.path, block


def _of_text(path: str, line: int, text: str) -> Iterator[tuple[Location, float]]:
    """A length such as 365, 8760h or 52w in days."""
    found = _LENGTH.fullmatch(text.strip())
    if found is not None:
        yield Location(path, line), int(found[1]) * _DAYS[found[2] or "d"]
