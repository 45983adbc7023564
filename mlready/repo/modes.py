"""Which files switch models between training and evaluation, and which build layers that work otherwise in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.repo.once import once

if TYPE_CHECKING:
    from mlready.repo.graph import Node
    from mlready.repo.model import Repo

_MODAL = ("Dropout", "BatchNorm", "SyncBatchNorm", "InstanceNorm", "AlphaDropout", "RReLU")
FACTORIES = ("torchvision.models", "timm.create_model")
"""What makes well-known models, most of which have such layers."""


def is_modal_name(name: str) -> bool:
    """Whether a name stands for a layer, or a factory of models with layers, whose work depends on the mode."""
    return name.startswith(FACTORIES) or (name.startswith("torch.nn.") and name.rpartition(".")[2].startswith(_MODAL))


@once
def near_modal(repo: Repo) -> frozenset[str]:
    """Paths of files that use such a layer, or import one that does, directly or not."""
    using = [module for module in repo.working if any(is_modal_name(name) for name in module.summary.names)]
    return frozenset(one.path for one in repo.importers(using))


@once
def builds_modal(repo: Repo, node: Node) -> bool:
    """Whether a class or function of the repository builds such a layer, itself or through others."""
    return node[0] in near_modal(repo) and any(map(is_modal_name, repo.graph.calls(repo.graph.reachable([node]))))


@once
def near_evaluation(repo: Repo) -> frozenset[str]:
    """Paths of files that call `.eval()`, or that import, or are imported by, one that does, directly or not."""
    switching = [module for module in repo.working if "eval" in module.summary.methods]
    return frozenset(one.path for one in (*repo.importers(switching), *repo.closure_of(switching)))
