"""One prediction stops all other requests."""

from collections.abc import Iterator

from mlready.facts.python import Call, Function, Module
from mlready.repo import Repo
from mlready.repo.serving import answers, calls_behind, calls_in, hands_over, is_inference
from mlready.tables.remote import BLOCKING_CALLS
from mlready.verdict import Verdict, failed, passed

ADVICE = "write the handler with `def`, or hand the call to `run_in_threadpool`"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for route in answers(repo.project_of(module.path)):
        if route.module is not module or not route.function.asynchronous:
            continue
        handler = module.at(route.function.span.line)
        own = [call for call in calls_in(module, route.function) if is_own(module, route.function, call)]
        call = next((one for one in own if blocks(module, one) or blocks_inside(repo, module, one)), None)
        if call is None:
            yield passed(handler)
        else:
            what = (call.name or "").rpartition(".")[2].lstrip(":") or call.method or "the model"
            yield failed(
                (module.at(call.span), handler), f"`{what}` stops every other request while it works: {ADVICE}"
            )


def is_own(module: Module, function: Function, call: Call) -> bool:
    """Whether a call runs in the event loop itself, not in a function that is handed to a thread."""
    return module.scope_of(call.block).index == function.scope and not call.awaited


def blocks(module: Module, call: Call) -> bool:
    if call.name in BLOCKING_CALLS:
        return True
    return is_inference(module, call) and not hands_over(call) and not is_asynchronous(module, call)


def is_asynchronous(module: Module, call: Call) -> bool:
    """Whether a model is made to be asked without waiting: an engine of that kind, a handle, a remote call."""
    made = module.made_by(call.receiver, call.block, call.span.line) or ""
    engines = (name for name in module.summary.names if "Async" in name.rpartition(".")[2])
    return call.method == "remote" or "Async" in made or (call.method == "generate" and next(engines, None) is not None)


def blocks_inside(repo: Repo, module: Module, call: Call) -> bool:
    """Whether a call runs a plain function of the repository that blocks."""
    name = call.name or (f"?.{call.method}" if call.method else "")
    if name.startswith("?.") and call.discarded:
        return False
    return any(blocks(where, one) for where, one in calls_behind(repo, module, name, set()) if is_plain(where, one))


def is_plain(module: Module, call: Call) -> bool:
    around = module.function_of(call.block)
    return around is not None and not around.asynchronous and not call.awaited
