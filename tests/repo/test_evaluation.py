"""Where models are measured, and on which rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.evaluation import evaluations, learned_from, measured_otherwise

MakeRepo = Callable[..., Repo]
HEAD = "from sklearn.linear_model import Ridge\nfrom sklearn.metrics import r2_score\nm = Ridge()\n"


@pytest.mark.parametrize(
    ("source", "own"),
    [
        pytest.param("m.fit(x, y)\nm.score(x, y)", [True], id="scored on the rows of the fit"),
        pytest.param("m.fit(x, y)\nr2_score(y, m.predict(x))", [True], id="a metric of predictions"),
        pytest.param("m.fit(x, y)\np = m.predict(x)\nr2_score(p, y)", [True], id="in the other order"),
        pytest.param("m.fit(x, y)\nm.score(z, y)", [False], id="other rows"),
        pytest.param("m.fit(x, y)\nx = z\nm.score(x, y)", [False], id="other rows of the same name"),
        pytest.param("m.fit(d['a'], y)\nm.score(d['b'], y)", [False], id="another part of a dict"),
        pytest.param("m.fit(f(), y)\nm.score(f(), y)", [False], id="what a function gives"),
        pytest.param("r2_score(y, p)", [], id="predictions that nobody knows"),
    ],
)
def test_what_a_model_is_measured_on(repo_of: MakeRepo, source: str, own: list[bool]) -> None:
    repo = repo_of({"a.py": HEAD + source})
    module = repo.module("a.py")
    assert module is not None
    assert [learned_from(module, one) is not None for one in evaluations(repo, module)] == own


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        pytest.param("jobs/b.py", "from sklearn.model_selection import KFold\nKFold()\n", True, id="folds beside it"),
        pytest.param("jobs/evaluate.py", "print(1)\n", True, id="a file named so"),
        pytest.param("jobs/b.py", "def validate(): pass\n", True, id="a function named so"),
        pytest.param("jobs/b.py", "print(1)\n", False, id="nothing"),
    ],
)
def test_what_is_measured_otherwise(repo_of: MakeRepo, path: str, source: str, expected: bool) -> None:
    repo = repo_of({"jobs/a.py": HEAD + "m.fit(x, y)\nm.score(x, y)\n", path: source})
    module = repo.module("jobs/a.py")
    assert module is not None
    assert measured_otherwise(repo, module) is expected
