"""A failed prediction is turned into an answer."""

from collections.abc import Iterator

from mlready.facts.python import Block, Call, Module, parts
from mlready.facts.values import Const, Mapping, Qualified, Seq, Value
from mlready.repo import Repo
from mlready.tables.hubs import HUB_CALLS
from mlready.tables.roles import INFERENCE_METHODS, LOADER_METHODS, MODEL_LOADERS
from mlready.verdict import Verdict, failed, passed

BROAD = {"builtins.Exception", "builtins.BaseException"}
SILENT = set("PCBKS")
RISKY = INFERENCE_METHODS | LOADER_METHODS | {"transform"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for handler in module.detail.blocks:
        if handler.kind != "except":
            continue
        risky = [call for call in guarded(module, handler) if is_risky(call)]
        if not risky:
            continue
        if is_broad(handler) and is_silent(module, handler) and not calls_inside(module, handler):
            what = risky[0].method or (risky[0].name or "").rpartition(".")[2]
            message = (
                f"when `{what}` fails nobody is told and the work goes on: log it with `logger.exception` and raise"
            )
            yield failed((module.at(handler.span.line), module.at(risky[0].span)), message)
        else:
            yield passed(module.at(handler.span.line))


def guarded(module: Module, handler: Block) -> Iterator[Call]:
    """Calls in the `try` that a handler belongs to."""
    body = next(
        (
            one
            for one in reversed(module.detail.blocks[: handler.index])
            if one.kind == "try" and one.parent == handler.parent
        ),
        None,
    )
    return (call for call in module.calls if body is not None and module.inside(call.block, body.index))


def is_risky(call: Call) -> bool:
    return call.method in RISKY or call.name in MODEL_LOADERS or call.name in HUB_CALLS


def is_broad(handler: Block) -> bool:
    def names(value: Value) -> Iterator[str]:
        if isinstance(value, Seq):
            for one in value.items:
                yield from names(one)
        elif isinstance(value, Qualified):
            yield value.name

    return not handler.header or any(name in BROAD for value in handler.header for name in names(value))


def is_silent(module: Module, handler: Block) -> bool:
    """Whether a handler only passes, goes on, or returns something written out that does not say it is an error."""
    returned = [one.value for one in module.detail.statements if one.kind == "return" and one.block == handler.index]
    if any(says_error(part) for value in returned for part in parts(value)):
        return False
    fixed = all(isinstance(part, Const | Mapping | Seq) for value in returned for part in parts(value))
    return set(handler.statements) <= SILENT | ({"R"} if fixed else set())


def calls_inside(module: Module, handler: Block) -> bool:
    return any(module.inside(call.block, handler.index) for call in module.calls)


def says_error(part: Value) -> bool:
    """Whether a part of an answer tells the caller of a failure: a word for it, or a status of HTTP."""
    if not isinstance(part, Const):
        return False
    if isinstance(part.value, str):
        return any(word in part.value.lower() for word in ("error", "fail", "invalid", "unavailable", "exception"))
    return type(part.value) is int and 400 <= part.value < 600
