"""The model answers in training mode."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.verdict import Verdict, failed, passed

MODAL = ("Dropout", "BatchNorm", "SyncBatchNorm", "InstanceNorm")
SWITCHING = {"eval", "train", "freeze"}
TRAINING = {"backward", "fit", "zero_grad"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.method_calls("load_state_dict"):
        target = dotted(call.receiver)
        if target is None or not is_modal(module, repo, call):
            continue
        if not is_called(module, target):
            continue
        around = repo.importers([module])
        if any(one.summary.methods & TRAINING for one in (module,)) or switches(module):
            yield passed(module.at(call.span))
        elif any(switches(one) for one in (*repo.closure(module), *around)):
            yield passed(module.at(call.span))
        else:
            message = f"`{target}` answers in training mode (dropout, batch statistics): call `{target}.eval()` after loading"
            yield failed(module.at(call.span), message)


def is_modal(module: Module, repo: Repo, call: Call) -> bool:
    """Whether the receiver is a module of this repository that holds a layer whose work depends on the mode."""
    made = module.call_of(module.origin(call.receiver, call.block, call.span.line))
    found = repo.definition(module, made.name) if made is not None and made.name is not None else None
    if found is None:
        return False
    where, _ = found
    files = repo.closure(where)
    return any(name.rpartition(".")[2].startswith(MODAL) for one in files for name in one.summary.names if name.startswith("torch.nn."))


def is_called(module: Module, target: str) -> bool:
    return any(call.name is None and call.method is None and dotted(call.receiver) == target for call in module.calls) or any(
        dotted(call.receiver) == target and call.method in {"forward", "predict", "__call__", target.rpartition(".")[2]} for call in module.calls
    ) or any(call.method == target.rpartition(".")[2] for call in module.calls)  # fmt: skip


def switches(module: Module) -> bool:
    """Whether a file sets some model to evaluation: `.eval()` or `.train(False)`."""
    for call in module.method_calls(*SWITCHING):
        if call.method == "eval" and not call.args:
            return True
        if call.method == "train" and call.argument(0, "mode") == Const(value=False):
            return True
    return False
