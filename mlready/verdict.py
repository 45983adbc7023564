"""What a check answers with."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from mlready.location import Location

__all__ = ["Location", "Verdict", "failed", "not_applicable", "partial", "passed", "unknown"]

Place = Location | Sequence[Location]

SEVERITIES = ("critical", "high", "medium", "low", "info")
CONFIDENCES = ("high", "medium", "low")


class Verdict(NamedTuple):
    """One judgement: `outcome` is passed, failed, partial, unknown or not_applicable.

    `places` holds the primary location first and supporting evidence after it. `message` says what is wrong (failed)
    or why (all others). `severity` and `confidence` are None where the rule's own hold; they may only lower them.
    """

    outcome: str
    places: tuple[Location, ...] = ()
    message: str = ""
    confidence: str | None = None
    severity: str | None = None
    group: str | None = None
    fix: dict[str, Any] | None = None


def _places(at: Place) -> tuple[Location, ...]:
    return (at,) if isinstance(at, Location) else tuple(at)


def passed(at: Place, why: str = "") -> Verdict:
    """The practice is followed here; `why` names the evidence where the location alone does not say it."""
    return Verdict("passed", _places(at), why)


def failed(  # noqa: PLR0917  rules name what they give
    at: Place,
    message: str,
    confidence: str | None = None,
    severity: str | None = None,
    group: str | None = None,
    fix: dict[str, Any] | None = None,
) -> Verdict:
    """The fault is here: `message` says what is wrong and what to do; sites of one `group` are shown as one finding."""
    return Verdict("failed", _places(at), message, confidence, severity, group, fix)


def partial(at: Place, why: str) -> Verdict:
    """The practice is followed by hand, only documented or only attested: half credit (repo rules only)."""
    return Verdict("partial", _places(at), why)


def unknown(at: Place, why: str) -> Verdict:
    """It cannot be told from the repository: neither a failure nor a pass."""
    return Verdict("unknown", _places(at), why)


def not_applicable(why: str) -> Verdict:
    """The rule does not apply to this subject."""
    return Verdict("not_applicable", (), why)
