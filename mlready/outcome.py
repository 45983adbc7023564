"""From the sites of a rule to its counts and its outcome."""

from __future__ import annotations

from collections.abc import Iterable

from mlready.report import Counts, Site


def count(sites: Iterable[Site]) -> Counts:
    """How many sites there are of each outcome; a suppressed one counts only as suppressed."""
    tally = dict.fromkeys(Counts._fields, 0)
    for site in sites:
        tally["suppressed" if site.suppressed else site.outcome] += 1
    return Counts(**tally)


def outcome_of(counts: Counts) -> str:
    """The first present of failed, partial, passed and unknown; suppressed sites count as passed."""
    if counts.failed:
        return "failed"
    if counts.partial:
        return "partial"
    if counts.passed or counts.suppressed:
        return "passed"
    return "unknown" if counts.unknown else "not_applicable"
