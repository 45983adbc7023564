"""The report as JSON: a contract, `schema/report.schema.json`. Sorted, without times, durations or absolute paths."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any

from mlready.location import Location, Notice
from mlready.output.sanitise import masked, whole
from mlready.output.shares import shares
from mlready.report import Finding, ProjectReport, Report, Result, RoadmapItem, Score, Site

SCHEMA_VERSION = "1"
SCHEMA_PATH = os.path.join(os.path.dirname(__file__), "schema", "report.schema.json")
DIGITS = 6
EVIDENCE_SHOWN = 20  # places listed for one rule; `counts` has the whole number


def render_json(reports: Sequence[Report]) -> str:
    """One report as an object; several, of several repositories, as a list in the order they were asked for."""
    documents = [document(report) for report in reports]
    text = json.dumps(documents[0] if len(documents) == 1 else documents, indent=2, default=str) + "\n"
    return text.replace("##", "#\\u0023")  # in a log, `##[error]` is a command to a CI system


def document(report: Report) -> dict[str, Any]:
    """The report as plain JSON data."""
    found: dict[str, Any] = _clean(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "mlready", "version": report.tool_version},
            "ruleset": report.ruleset,
            "score": _score(report.score),
            "projects": [_project(project) for project in report.projects],
            "results": _results(report),
            "findings": [_finding(finding) for finding in report.findings],
            "roadmap": [_step(item) for item in report.roadmap],
            "inventory": list(report.inventory),
            "unread": [_notice(notice) for notice in report.unread],
            "notices": [_notice(notice) for notice in report.notices],
        }
    )
    return found


def _clean(value: Any, seen: dict[str, str] | None = None) -> Any:
    """Every text without secrets and without what cannot be encoded; `seen` are the texts that were looked at before."""
    seen = {} if seen is None else seen
    if isinstance(value, str):
        if value not in seen:
            seen[value] = masked(whole(value))
        return seen[value]
    if isinstance(value, dict):
        return {key: _clean(entry, seen) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(entry, seen) for entry in value]
    return value


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, DIGITS)


def _score(score: Score) -> dict[str, Any]:
    return {
        "debt": _rounded(score.debt),
        "debt_unsuppressed": _rounded(score.debt_unsuppressed),
        "grade": score.grade,
        "reason": score.reason,
        "coverage": _rounded(score.coverage),
        "hours": [_rounded(hours) for hours in score.hours],
        "caps": list(score.caps),
        "families": [
            {
                "family": family.family,
                "weight": _rounded(family.weight),
                "assessed": _rounded(family.assessed),
                "debt": _rounded(family.debt),
            }
            for family in score.families
        ],
        "custom": score.custom,
    }


def _project(project: ProjectReport) -> dict[str, Any]:
    return {
        "path": project.path,
        "roles": [
            {
                "name": role.name,
                "strength": role.strength,
                "evidence": [_place(location) | {"text": text} for location, text in role.evidence],
            }
            for role in project.roles
        ],
        "score": _score(project.score),
    }


def _results(report: Report) -> list[dict[str, Any]]:
    points = shares([result.points for result in report.results], DIGITS, report.score.debt)
    return [_result(result, share) for result, share in zip(report.results, points, strict=True)]


def _result(result: Result, points: float) -> dict[str, Any]:
    return {
        "rule": result.rule,
        "project": result.project,
        "outcome": result.outcome,
        "reason": result.reason or None,
        "because": result.because,
        "evidence": _evidence(result.sites),
        "counts": result.counts._asdict(),
        "points": points,
    }


def _evidence(sites: Iterable[Site]) -> list[dict[str, Any]]:
    """The places that decided an outcome, each once."""
    seen: dict[tuple[str, Location], dict[str, Any]] = {}
    for site in sites:
        for place in site.places:
            if len(seen) == EVIDENCE_SHOWN:
                return list(seen.values())
            seen.setdefault((site.outcome, place), _place(place) | {"outcome": site.outcome, "text": site.message})
    return list(seen.values())


def _place(location: Location) -> dict[str, Any]:
    return location._asdict()


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.location or Location("")
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "project": finding.project,
        **(_place(place) | {"path": place.path or None}),
        "fingerprint": finding.fingerprint,
        "group": finding.group,
        "cause": finding.cause,
        "suppressed": finding.suppressed,
        "baselined": finding.baselined,
        "fix": finding.fix,
        "locations": [_place(location) | {"fingerprint": fingerprint} for location, fingerprint in finding.locations],
    }


def _step(item: RoadmapItem) -> dict[str, Any]:
    return {
        "cause": item.cause,
        "rules": list(item.rules),
        "title": item.title,
        "why": item.why,
        "todo": item.todo,
        "locations": [_place(location) for location in item.locations],
        "places": item.places,
        "hours": [_rounded(hours) for hours in item.hours],
        "gain": _rounded(item.gain),
        "priority": _rounded(item.priority),
        "horizon": item.horizon,
        "after": list(item.after),
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return notice._asdict()
