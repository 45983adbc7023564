"""Formats of a report: one module each, Report -> text, loaded on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlready.output.style import Style
from mlready.report import Report
from mlready.rulebook import RuleBook

FORMATS = ("text", "json")


class Display(NamedTuple):
    """What of the reports is shown as text: `titles` name the repositories, where there are several."""

    style: Style = Style()
    explain: bool = False
    titles: tuple[str, ...] = ()


def render(format_name: str, reports: Sequence[Report], book: RuleBook, display: Display | None = None) -> str:
    """The reports of one run, one for each repository, in one of FORMATS."""
    if format_name == "json":
        from mlready.output.json import render_json

        return render_json(reports)
    from mlready.output.text import render_text

    return render_text(reports, book, display or Display())
