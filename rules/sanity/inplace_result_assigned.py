"""The result of a change in place is kept."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import CallRef, Const
from mlready.repo import Repo
from mlready.repo.frames import kind_of, works_with_tables
from mlready.repo.origins import spot_of
from mlready.tables.frames import IN_PLACE, LIKE_PANDAS
from mlready.verdict import Verdict, failed, passed


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    calls = list(in_place(module, repo)) if works_with_tables(repo, module) else []
    kept = used(module) if calls else set()
    for call in calls:
        if call.index in kept:
            message = f"`{call.method}(inplace=True)` gives None, which is kept here: take out `inplace=True`"
            yield failed(module.at(call.span), message)
        elif call.discarded:
            yield passed(module.at(call.span))


def in_place(module: Module, repo: Repo) -> Iterator[Call]:
    for call in module.method_calls(*IN_PLACE):
        if call.keywords.get("inplace") == Const(value=True) and of_pandas(module, repo, call):
            yield call


def of_pandas(module: Module, repo: Repo, call: Call) -> bool:
    """Whether the receiver is a table, or may be one in a file that works with tables."""
    if call.name is not None and not call.name.startswith(LIKE_PANDAS):
        return False
    return module.imports(*LIKE_PANDAS) or kind_of(repo, call.receiver, spot_of(module, call)) is not None


def used(module: Module) -> set[int]:
    """Calls whose result is assigned, stored, called on, or returned to a caller that uses it."""
    detail = module.detail
    values = [one.value for one in detail.bindings if one.target != "_" and one.kind in {"assign", "walrus"}]
    values += [one.value for one in detail.stores]
    values += [call.receiver for call in detail.calls if call.receiver is not None]
    wanted = {call.name for call in detail.calls if not call.discarded}
    for one in detail.statements:
        function = module.function_of(one.block) if one.kind == "return" else None
        if one.value is not None and function is not None and f":{function.name}" in wanted:
            values.append(one.value)
    return {value.index for value in values if isinstance(value, CallRef)}
