"""Trainings that take long, and what they keep on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.values import Const, Mapping, Name, Seq
from mlready.location import Location
from mlready.repo.flow import given, within
from mlready.repo.training import steps_optimiser
from mlready.tables.trainers import HF_ARGUMENTS, LIGHTNING_TRAINERS

if TYPE_CHECKING:
    from mlready.facts.python import Block, Call, Module
    from mlready.repo.model import Project, Repo

NEVER, LATE, BARE, KEPT = "never", "late", "bare", "kept"
"""Whether checkpoints are never kept, only after the last epoch, as weights alone, or so that a run can go on."""

_SAVING = frozenset(
    {
        "torch.save",
        "accelerate.save",
        "safetensors.torch.save_file",
        "tensorflow.train.Checkpoint",
        "joblib.dump",
        "pickle.dump",
        "flax.training.checkpoints.save_checkpoint",
        "equinox.tree_serialise_leaves",
        "torch.distributed.checkpoint.save",
        "torch.distributed.checkpoint.async_save",
    }
)
_METHODS = frozenset(
    {
        "save_state",
        "save_checkpoint",
        "save_pretrained",
        "save_weights",
        "save_model",
        "log_model",
        "save_state_dict",
        "report",
    }
)
_NAMED = re.compile(
    r"checkpoint|ckpt|snapshot|^_?save$|save_(?:all|best|last)|save_?(?:the_)?(?:model|state|weight|net|param|trainer|agent|policy)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"image|img|fig|plot|grid|\.(?:png|jpe?g|gif|csv|json)|sample", re.IGNORECASE)
_STARTING = frozenset({"fit", "train"})
_MANY = 20
"""Epochs of `fit` from which on a training is called long."""


class Training(NamedTuple):
    place: Location
    kind: str


def lengthy(project: Project) -> Iterator[Training]:
    """Loops over epochs, trainers and long calls of `fit` in code outside notebooks."""
    for module in project.code:
        if module.is_notebook or project.repo.zone(module.path) != "prod":
            continue
        yield from _by_trainer(module)
        if {"backward", "step"} <= module.summary.methods and module.imports("torch", "accelerate"):
            yield from _by_loop(project.repo, module)


def _by_trainer(module: Module) -> Iterator[Training]:
    names, methods = module.summary.names, module.summary.methods
    if not names.isdisjoint(HF_ARGUMENTS | LIGHTNING_TRAINERS) and not methods.isdisjoint(_STARTING):
        for call in module.calls_to(*HF_ARGUMENTS, *LIGHTNING_TRAINERS):
            off = call.keywords.get("save_strategy") == Const(value="no") or call.keywords.get(
                "enable_checkpointing"
            ) == Const(value=False)
            if not call.double_star and not _is_trial(call):
                yield Training(module.at(call.span), NEVER if off else KEPT)
    if "fit" in methods and "compile" in methods and module.imports("keras", "tensorflow"):
        for call in module.method_calls("fit"):
            epochs = module.constant(call.keywords.get("epochs"), call.block, call.span.line)
            if epochs is None or not isinstance(epochs.value, int) or epochs.value < _MANY or call.double_star:
                continue
            if "callbacks" not in call.keywords:
                yield Training(module.at(call.span), NEVER)
            elif any("Checkpoint" in one or "BackupAndRestore" in one for one in names):
                yield Training(module.at(call.span), KEPT)


def _is_trial(call: Call) -> bool:
    """Whether a trainer is made to run a few steps only."""
    return any(one in call.keywords for one in ("fast_dev_run", "max_steps", "overfit_batches", "limit_train_batches"))


def _by_loop(repo: Repo, module: Module) -> Iterator[Training]:
    """Loops of torch: the outermost loop around the backward pass, and what is saved in it or after it."""
    seen: set[int] = set()
    for call in module.method_calls("backward"):
        if not any(steps_optimiser(module, one) for one in module.method_calls("step")):
            return
        loops = [one for one in module.ancestors(call.block) if one.kind in {"for", "while"}]
        if not loops or loops[-1].index in seen or not _is_over_epochs(module, loops):
            continue
        seen.add(loops[-1].index)
        inside = [one for one in module.calls if module.inside(one.block, loops[-1].index)]
        saves = [one for one in inside if _saves(repo, module, one)]
        after = [one for one in module.calls if one.span.line > loops[-1].span.end_line and _saves(repo, module, one)]
        if saves:
            resumable = any(_is_whole(module, one) for one in saves)
            yield Training(module.at(saves[0].span), KEPT if resumable else BARE)
        elif after and module.scope_of(after[0].block).index == module.scope_of(loops[-1].index).index:
            yield Training(module.at(loops[-1].span.line), LATE)


def _is_over_epochs(module: Module, loops: list[Block]) -> bool:
    """Whether a loop runs over epochs: it is called so, or another one runs over batches in it; few written out are no long run."""
    outer = loops[-1]
    words = " ".join((*outer.names, *(repr(one) for one in outer.header))).lower()
    if len(loops) < 2 and "epoch" not in words:
        return False
    counts = [
        made for one in outer.header if (made := module.call_of(one)) is not None and made.name == "builtins.range"
    ]
    written = [part.value for made in counts for part in made.args if isinstance(part, Const)]
    return not (
        counts and len(written) == len(counts[0].args) and all(isinstance(one, int) and one <= 5 for one in written)
    )


def _saves(repo: Repo, module: Module, call: Call, hops: int = 2) -> bool:
    """Whether a call keeps a model, or runs something of the repository that does."""
    if call.name in _SAVING or call.method in _METHODS:
        return True
    name = (call.name or "").rpartition(".")[2].lstrip(":") or call.method or ""
    if (
        _NAMED.search(name)
        and not name.endswith(("image", "fig", "figure", "plot", "savefig", "savetxt"))
        and "image" not in name
    ):
        return call.method != "save" or "image" not in repr(call.receiver).lower()
    if not hops or call.name is None:
        return False
    for path, inner in repo.graph.targets(module, call.name):
        definition = repo.graph.definition((path, inner))
        if definition is not None and not _SAVING.isdisjoint(definition.calls):
            return True
    return False


def _is_whole(module: Module, call: Call) -> bool:
    """Whether a run can go on from what is kept: a dict with the optimiser, or a function that is trusted with it."""
    if call.name not in {"torch.save", "accelerate.save", "safetensors.torch.save_file"}:
        return True
    for value in given(call)[:1]:
        origin = module.origin(value, call.block, call.span.line)
        for one in (value, origin):
            for part in within(module, one):
                made = module.call_of(part)
                if made is not None and made.method == "state_dict" and "opt" in repr(made.receiver).lower():
                    return True
                if isinstance(part, Mapping | Seq) and "opt" in repr(part).lower():
                    return True
        if isinstance(value, Name) and origin is value:
            return True  # made elsewhere: trusted
    return False
