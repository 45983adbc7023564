"""Which files switch models between training and evaluation."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlready.repo.model import Repo


@lru_cache(maxsize=4)
def near_evaluation(repo: Repo) -> frozenset[str]:
    """Paths of files that call `.eval()`, or that import, or are imported by, one that does, directly or not."""
    switching = [module for module in repo.working if "eval" in module.summary.methods]
    return frozenset(one.path for one in (*repo.importers(switching), *repo.closure_of(switching)))
