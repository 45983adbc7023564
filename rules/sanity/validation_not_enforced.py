"""What validation finds wrong with the data stops nothing."""

from collections.abc import Iterator

from mlready.facts.python import Block, Call, Module, parts
from mlready.facts.values import Const, Qualified
from mlready.repo import Repo
from mlready.repo.asking import is_asked, is_told, results
from mlready.repo.shown import is_shown
from mlready.tables.validators import LENIENT, RAISED, SHOWING_CALLS
from mlready.verdict import Verdict, failed, passed

GOING_ON = set("PSE")


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in results(module):
        if is_asked(repo, module, call) or is_told(repo, module) or (call.discarded and is_shown(repo, module, call)):
            yield passed(module.at(call.span))
        else:
            message = f"nothing acts on what `{named(call)}` finds: raise where the data did not pass"
            yield failed(module.at(call.span), message)
    for call in module.calls_to(*LENIENT):
        if call.keywords.get(LENIENT[call.name or ""]) == Const(value=False):
            yield failed(module.at(call.span), "this step succeeds though the data did not pass: let it fail")
        else:
            yield passed(module.at(call.span))
    for handler in handlers(module):
        if goes_on(module, handler):
            yield failed(module.at(handler.span.line), "rows that did not pass go on as if they had: raise again")
        else:
            yield passed(module.at(handler.span.line))


def named(call: Call) -> str:
    return call.method or (call.name or "").rpartition(".")[2]


def handlers(module: Module) -> Iterator[Block]:
    """Where what a validation raises is caught."""
    for block in module.detail.blocks:
        caught = (part for value in block.header for part in parts(value)) if block.kind == "except" else ()
        if any(isinstance(part, Qualified) and part.name in RAISED for part in caught):
            yield block


def goes_on(module: Module, handler: Block) -> bool:
    """Whether what follows is run as if nothing had been raised: a handler only passes or prints, and nothing is left out."""
    before = [one for one in module.detail.blocks[: handler.index] if one.parent == handler.parent]
    body = next((one for one in reversed(before) if one.kind == "try"), None)
    after = (one for one in module.detail.blocks[handler.index :] if one.parent == handler.parent)
    if body is None or body.statements not in {"E", "A"} or any(one.kind == "else" for one in after):
        return False
    stated = (call for call in module.calls if call.discarded and module.inside(call.block, handler.index))
    return set(handler.statements) <= GOING_ON and all(call.name in SHOWING_CALLS for call in stated)
