"""The model answers in training mode."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.modes import near_evaluation
from mlready.verdict import Location, Verdict, failed, passed

MODAL = ("Dropout", "BatchNorm", "SyncBatchNorm", "InstanceNorm", "AlphaDropout", "RReLU")
FACTORIES = ("torchvision.models.", "timm.create_model")
TRAINING = {"backward", "fit"}
ANSWERING = {"torch.no_grad", "torch.inference_mode"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    if module.summary.methods & TRAINING:
        return
    for call in module.method_calls("load_state_dict"):
        target = dotted(call.receiver)
        if target is None or not is_modal(module, repo, call):
            continue
        users = [one for one in repo.importers([module]) if answers(one, repo, module, target)]
        forgotten = next((one for one in users if not switched(one, repo)), None)
        if forgotten is not None:
            message = (
                f"`{target}` answers in training mode (dropout, batch statistics): call `{target}.eval()` after loading"
            )
            yield failed((module.at(call.span), *evidence(forgotten, module)), message)
        elif users:
            yield passed(module.at(call.span))


def is_modal(module: Module, repo: Repo, call: Call) -> bool:
    """Whether the receiver holds a layer whose work depends on the mode: made by the repository's own class, or well known."""
    name = module.made_by(call.receiver, call.block, call.span.line)
    if name is None or name.startswith(FACTORIES):
        return name is not None
    node = repo.definition(module, name)
    if node is None:
        return False
    inside = repo.graph.calls(repo.graph.reachable([(node[0].path, node[1].name)]))
    return any(one.startswith("torch.nn.") and one.rpartition(".")[2].startswith(MODAL) for one in inside)


def answers(user: Module, repo: Repo, module: Module, target: str) -> bool:
    """Whether a file asks the model for answers: the one that loads it calls it, or one that imports that turns gradients off."""
    if user is module:
        return any(is_call_of(call, target) for call in module.calls)
    return (
        repo.zone(user.path) in {"prod", "infra"}
        and bool(user.summary.names & ANSWERING)
        and not user.summary.methods & TRAINING
    )


def is_call_of(call: Call, target: str) -> bool:
    receiver = dotted(call.receiver)
    if call.method in {None, "forward", "__call__"} and call.name is None and receiver == target:
        return True
    return call.method is not None and f"{receiver}.{call.method}" == target


def switched(user: Module, repo: Repo) -> bool:
    """Whether a file, one that it imports or one that imports it sets some model to evaluation."""
    return user.path in near_evaluation(repo) or trains_off(user)


def trains_off(module: Module) -> bool:
    return any(call.argument(0, "mode") == Const(value=False) for call in module.method_calls("train"))


def evidence(user: Module, module: Module) -> tuple[Location, ...]:
    """Where another file asks for answers."""
    if user is module:
        return ()
    return tuple(user.at(call.span) for call in user.calls_to(*ANSWERING))[:1]
