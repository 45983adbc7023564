"""The one directive there is: `mlready: ignore[rule-name, other] reason (until 2027-03-01)`."""

from __future__ import annotations

import re
from typing import NamedTuple

MARK = b"mlready:"  # what a file must hold for its comments to be of interest
_START = re.compile(r"(?:\A|#|//|;)\s{0,20}mlready:\s{0,20}([A-Za-z-]{1,30})?[ \t]{0,20}(\[)?")
_RULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,100}")
_UNTIL = re.compile(r"\(\s*until\b\s*([^()]{0,60})\)", re.IGNORECASE)
_BARE_UNTIL = re.compile(r"\buntil\s+\d{4}-\d", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHER_WORDS = frozenset(("disable", "noqa", "nolint", "skip", "suppress", "off", "allow", "ignored", "ignores"))


class Directive(NamedTuple):
    """What a comment sets aside and why; `until` is a date as YYYY-MM-DD.

    `error` says what is wrong with its form: a directive with an error sets nothing aside. Whether the rules exist, the
    reason is given and the date has passed is not its business.
    """

    rules: tuple[str, ...]
    reason: str
    until: str | None
    error: str | None = None


def directive(text: str) -> Directive | None:
    """The directive in a comment's text, alone or after another tool's; None where there is none."""
    match = _START.search(text) if "mlready:" in text else None
    if match is None:
        return None
    word, bracket = match[1] or "", match[2]
    if word != "ignore":
        if bracket or word in _OTHER_WORDS:
            return _wrong(f"unknown directive `{word}`: write `ignore[rule-name] reason`")
        return None
    if not bracket:
        return _wrong("name the rules in brackets: `ignore[rule-name] reason`")
    names, closed, rest = text[match.end() :].partition("]")
    if not closed:
        return _wrong("the bracket after `ignore` is not closed")
    rules = tuple(name.strip() for name in names.split(",") if name.strip())
    if not rules:
        return _wrong("no rule is named in the brackets")
    wrong = next((name for name in rules if not _RULE.fullmatch(name)), None)
    if wrong is not None:
        return _wrong(f"`{wrong[:60]}` is not a rule name")
    return _with_reason(tuple(dict.fromkeys(rules)), rest)


def _wrong(error: str) -> Directive:
    return Directive((), "", None, error)


def _with_reason(rules: tuple[str, ...], rest: str) -> Directive:
    reason = re.split(r"\s#\s|\s//\s", rest, maxsplit=1)[0]
    until = _UNTIL.search(reason)
    if until is None:
        error = "write the date as `(until YYYY-MM-DD)`" if _BARE_UNTIL.search(reason) else None
        return Directive(rules, _plain(reason), None, error)
    reason = _plain(reason[: until.start()] + reason[until.end() :])
    date = until[1].strip()
    if not _is_date(date):
        return Directive(rules, reason, None, f"`{date}` is not a date: write `(until YYYY-MM-DD)`")
    return Directive(rules, reason, date)


def _plain(text: str) -> str:
    return " ".join(text.split()).lstrip(":-\N{EN DASH}\N{EM DASH} ")


def _is_date(text: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
