"""Rows that cannot be read are left out without a word."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.repo import Repo
from mlready.tables.frames import ROW_READERS
from mlready.verdict import Verdict, failed, passed

SKIPS: dict[str, str | bool] = {"on_bad_lines": "skip", "error_bad_lines": False, "ignore_errors": True}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to(*ROW_READERS):
        told = next((name for name, value in SKIPS.items() if says(module, call, name, value)), None)
        if told is not None and not says(module, call, "warn_bad_lines", wanted=True):
            message = f"rows that cannot be read are left out (`{told}`): stop at them, or count and log them"
            confidence = "medium" if told == "error_bad_lines" else None
            yield failed(module.at(call.span), message, confidence=confidence)
        elif not call.double_star:
            yield passed(module.at(call.span))


def says(module: Module, call: Call, name: str, wanted: str | bool) -> bool:
    """Whether a call is given this literal by keyword."""
    value = module.constant(call.keywords.get(name), call.block, call.span.line)
    return value is not None and value.value == wanted and type(value.value) is type(wanted)
