"""Which decoded details stay in memory."""

from __future__ import annotations

from collections.abc import Callable

from mlready.repo import Repo
from mlready.repo.shelf import Shelf


def test_only_the_details_asked_last_stay_open(repo_of: Callable[..., Repo]) -> None:
    repo = repo_of({f"m{number}.py": "a = f(1)\nb = g(a)\n" for number in range(6)})
    size = repo.modules[0].detail.records
    repo.modules[0].release()
    repo.shelf = Shelf(2 * size)
    first = [module.detail.calls for module in repo.modules]
    assert [module.path for module in repo.modules if "detail" in vars(module)] == ["m4.py", "m5.py"]
    assert [module.calls for module in repo.modules] == first


def test_a_cleared_shelf_leaves_no_detail_open(repo_of: Callable[..., Repo]) -> None:
    repo = repo_of({"a.py": "f(1)\n", "b.py": "g(1)\n"})
    opened = [module.calls for module in repo.modules]
    repo.shelf.clear()
    assert not any("detail" in vars(module) for module in repo.modules)
    assert [module.calls for module in repo.modules] == opened
