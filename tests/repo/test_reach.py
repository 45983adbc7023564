"""What is reached by import, forwards and backwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo

FILES = {
    "start.py": "import middle\n",
    "other.py": "import middle\n",
    "middle.py": "import end\n",
    "end.py": "import middle\n",
    "alone.py": "x = 1\n",
}


@pytest.mark.parametrize(
    ("paths", "forwards", "backwards"),
    [
        pytest.param(["start.py"], {"start.py", "middle.py", "end.py"}, {"start.py"}, id="a start"),
        pytest.param(
            ["end.py"], {"end.py", "middle.py"}, {"end.py", "middle.py", "start.py", "other.py"}, id="a circle's end"
        ),
        pytest.param(["alone.py", "start.py"], set(FILES) - {"other.py"}, {"alone.py", "start.py"}, id="several"),
        pytest.param([], set(), set(), id="none"),
    ],
)
def test_what_is_reached_by_import(
    repo_of: Callable[..., Repo], paths: list[str], forwards: set[str], backwards: set[str]
) -> None:
    repo = repo_of(FILES)
    modules = [module for path in paths if (module := repo.module(path)) is not None]
    assert {one.path for one in repo.closure_of(modules)} == forwards
    assert {one.path for one in repo.importers(modules)} == backwards
    for one in modules[:1]:
        assert set(repo.closure(one)) <= set(repo.closure_of(modules))
