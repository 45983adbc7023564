"""The new table that a method gives is thrown away."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.frames import kind_of, works_with_tables
from mlready.repo.origins import spot_of
from mlready.repo.shown import is_shown
from mlready.tables.frames import GIVING_NEW
from mlready.verdict import Verdict, failed, passed


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.method_calls(*GIVING_NEW) if works_with_tables(repo, module) else ():
        if not is_new(call) or kind_of(repo, call.receiver, spot_of(module, call)) is None:
            continue
        if not call.discarded:
            yield passed(module.at(call.span))
        elif not is_tried(module, call) and not is_shown(repo, module, call):
            message = f"`{call.method}` leaves the table as it is and its result is thrown away: assign it"
            yield failed(module.at(call.span), message)


def is_new(call: Call) -> bool:
    """Whether a call gives a new table for sure."""
    return call.keywords.get("inplace", Const(value=False)) == Const(value=False) and not call.double_star


def is_tried(module: Module, call: Call) -> bool:
    """Whether a call may stand for the error that it raises: in `try`, or in a `with` that expects or times it."""
    blocks = module.ancestors(call.block)
    return any(one.kind in {"try", "with", "except"} for one in blocks)
