"""Columns that code computes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.columns import computed, computed_twice

MakeRepo = Callable[..., Repo]

HEAD = "import numpy as np\nimport pandas as pd\n\n"


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        pytest.param("frame['rate'] = frame['a'] / frame['b']", {"rate"}, id="arithmetic"),
        pytest.param(
            "rate = a / b\nframe = pd.DataFrame({'rate': [rate], 'a': [a]})", {"rate"}, id="a table of columns"
        ),
        pytest.param("frame = pd.DataFrame([{'rate': a / b}])", {"rate"}, id="a table of rows"),
        pytest.param("row = {'rate': a - 1}\nframe = pd.DataFrame([row])", {"rate"}, id="a row with a name"),
        pytest.param("frame = frame.assign(rate=frame['a'] * 2)", {"rate"}, id="assigned"),
        pytest.param("frame['day'] = pd.to_datetime(frame['text'])", {"day"}, id="a call that makes features"),
        pytest.param("frame['rate'] = frame['a'].fillna(0)", {"rate"}, id="a method that does"),
        pytest.param("frame['rate'] = frame['a']", set(), id="a copy"),
        pytest.param("frame['rate'] = 1", set(), id="a constant"),
        pytest.param("frame[0] = frame['a'] / 2", set(), id="no name"),
        pytest.param("frame['prediction'] = model.predict(frame) * 100", set(), id="an answer"),
        pytest.param("print({'rate': a / b})", set(), id="no table"),
    ],
)
def test_columns_that_are_computed(repo_of: MakeRepo, body: str, columns: set[str]) -> None:
    module = repo_of({"a.py": HEAD + body + "\n"}).module("a.py")
    assert module is not None
    assert computed(module).keys() == columns


@pytest.mark.parametrize(
    ("paths", "columns", "found"),
    [
        pytest.param(("api.py", "train.py"), ("rate",), True, id="side by side"),
        pytest.param(("shop/api.py", "shop/steps/train.py"), ("rate",), True, id="in one folder"),
        pytest.param(("api/app.py", "steps/train.py"), ("rate",), False, id="one column in folders that lie apart"),
        pytest.param(
            ("api/app.py", "steps/train.py"), ("rate", "age"), True, id="two columns in folders that lie apart"
        ),
        pytest.param(("api.py", "api.py"), ("rate",), False, id="one file for both"),
    ],
)
def test_columns_that_two_files_compute(
    repo_of: MakeRepo, paths: tuple[str, str], columns: tuple[str, ...], found: bool
) -> None:
    body = HEAD + "".join(f"frame['{one}'] = frame['x'] / 2\n" for one in columns)
    repo = repo_of(dict.fromkeys(paths, body))
    some, others = ([module] for path in paths if (module := repo.module(path)) is not None)
    assert bool(list(computed_twice(some, others))) is found
