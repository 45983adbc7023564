"""Gradients of earlier batches pile up."""

from collections.abc import Iterator

from mlready.facts.python import Block, Call, Module
from mlready.repo import Repo
from mlready.verdict import Verdict, failed, passed

CLEARING = {"zero_grad", "clear_grad", "zero_gradients"}
ELSEWHERE = ("torch.distributed.autograd", "deepspeed", "apex", "lightning", "pytorch_lightning", "colossalai")


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    if module.imports(*ELSEWHERE) or not module.imports("torch", "accelerate"):
        return
    for loop in module.detail.blocks:
        if loop.kind not in {"for", "while"}:
            continue
        calls = [call for call in module.calls if innermost(module, call) is loop or within(module, call, loop)]
        backward = next((call for call in calls if call.method == "backward" and innermost(module, call) is loop), None)
        if backward is None or not any(steps(module, call) for call in calls):
            continue
        if clears(module, repo, loop, calls):
            yield passed(module.at(backward.span))
        else:
            message = "gradients of earlier batches are added to these: call `zero_grad()` once for every step"
            yield failed(module.at(backward.span), message)


def innermost(module: Module, call: Call) -> Block | None:
    return module.loop_of(call.block)


def within(module: Module, call: Call, loop: Block) -> bool:
    return module.inside(call.block, loop.index)


def steps(module: Module, call: Call) -> bool:
    """Whether an optimiser steps here; a closure that `step` is given clears by itself."""
    return call.method == "step" and not (call.args and call.receiver is not None and is_closure(module, call))


def is_closure(module: Module, call: Call) -> bool:
    return "closure" in repr(call.args).lower() or repr(call.args[0]).startswith("Qualified(name=':")


def clears(module: Module, repo: Repo, loop: Block, calls: list[Call]) -> bool:
    """Whether the loop, the function around it or a function called in it sets gradients to zero or None."""
    function = module.function_of(loop.index)
    around = [call for call in module.calls if function and module.function_of(call.block) == function] or calls
    if any(call.method in CLEARING for call in (*calls, *around)):
        return True
    if any(one.target.endswith(".grad") and module.inside(one.block, loop.index) for one in module.detail.bindings):
        return True
    called = (repo.definition(module, call.name) for call in calls if call.name)
    return any("zero" in name for found in called if found for name in found[1].calls)
