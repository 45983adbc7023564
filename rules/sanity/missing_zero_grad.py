"""Gradients of earlier batches pile up."""

from collections.abc import Iterator

from mlready.facts.python import Block, Call, Module
from mlready.facts.values import Name, Qualified
from mlready.repo import Repo
from mlready.repo.training import steps_optimiser
from mlready.verdict import Verdict, failed, passed

CLEARING = ("zero_grad", "clear_grad", "zero_gradients", "zero_grad_buffer")
ELSEWHERE = ("torch.distributed.autograd", "deepspeed", "apex", "lightning", "pytorch_lightning", "colossalai")


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    if module.imports(*ELSEWHERE) or not module.imports("torch", "accelerate"):
        return
    for loop in module.detail.blocks:
        if loop.kind not in {"for", "while"}:
            continue
        calls = [call for call in module.calls if module.inside(call.block, loop.index)]
        backward = next((one for one in calls if one.method == "backward" and module.loop_of(one.block) is loop), None)
        if backward is None or not any(steps(module, one, loop) for one in calls):
            continue
        if clears(module, repo, loop, calls):
            yield passed(module.at(backward.span))
        else:
            message = "gradients of earlier batches are added to these: call `zero_grad()` once for every step"
            yield failed(module.at(backward.span), message)


def steps(module: Module, call: Call, loop: Block) -> bool:
    """Whether an optimiser that outlives a turn of the loop steps here, without a closure, which clears by itself."""
    if call.method != "step" or not steps_optimiser(module, call) or "closure" in call.keywords:
        return False
    if any(isinstance(one, Qualified) and one.name.startswith(":") for one in call.args):
        return False
    if any(isinstance(one, Name) and "closure" in one.id for one in call.args):
        return False
    binding = module.binding(call.receiver, call.block, call.span.line) if call.receiver is not None else None
    return binding is None or binding.kind == "parameter" or not module.inside(binding.block, loop.index)


def clears(module: Module, repo: Repo, loop: Block, calls: list[Call]) -> bool:
    """Whether gradients are cleared in the loop, the function around it, or a function that is called in the loop."""
    function = module.function_of(loop.index)
    around = (
        module.calls if function is None else [one for one in module.calls if module.function_of(one.block) == function]
    )
    if any(call.method in CLEARING for call in (*calls, *around)):
        return True
    if any(one.target.endswith(".grad") and module.inside(one.block, loop.index) for one in module.detail.bindings):
        return True
    called = [node for one in calls for node in repo.graph.targets(module, one.name or f"?.{one.method}")]
    return any(name.endswith(CLEARING) for name in repo.graph.calls(repo.graph.reachable(called)))
