"""A call over the network may wait for ever."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.serving import runs_unattended
from mlready.tables.remote import HASTY_CALLS, PATIENT_CALLS, SESSION_METHODS, SESSIONS
from mlready.verdict import Verdict, failed, passed, unknown

NEVER = Const(value=None)


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    if not runs_unattended(repo, module):
        return
    for call in module.calls:
        waits = patience(module, call)
        if waits is None:
            continue
        place, name = module.at(call.span), called(call)
        given = call.argument(waits, "timeout")
        if given is None and (call.double_star or call.star):
            yield unknown(place, "the arguments are decided elsewhere")
        elif (given is None and call.name not in HASTY_CALLS) or given == NEVER:
            yield failed(place, f"`{name}` waits for ever when the other side hangs: give it a `timeout`")
        else:
            yield passed(place)


def patience(module: Module, call: Call) -> int | None:
    """The position of the timeout of a call that waits for another machine (out of reach where it has none), else None."""
    if call.name in PATIENT_CALLS:
        return PATIENT_CALLS[call.name] or 99
    if call.name in HASTY_CALLS:
        return 99
    if call.method in SESSION_METHODS and "mount" not in module.summary.methods:
        return 99 if module.made_by(call.receiver, call.block, call.span.line) in SESSIONS else None
    return None


def called(call: Call) -> str:
    return call.name or f"Session.{call.method}"
