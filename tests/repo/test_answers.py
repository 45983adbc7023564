"""Tests that hold answers to what is kept, and tests that train or ask twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.answers import golden_tests, repeat_tests

MakeRepo = Callable[..., Repo]

TRAIN = """\
from sklearn.linear_model import Ridge

def main():
    return Ridge().fit([[0.0], [1.0]], [0.0, 1.0])
"""
KEPT = "import json\n\nROWS = json.load(open('rows.json'))\n\n"
FIXTURE = "import json, pytest\n\n@pytest.fixture\ndef rows():\n    return json.load(open('rows.json'))\n\n"


def repo_with(repo_of: MakeRepo, test: str, **more: str) -> Repo:
    return repo_of({"train.py": TRAIN, "tests/test_a.py": test, **more})


@pytest.mark.parametrize(
    "test",
    [
        pytest.param(KEPT + "def test_a(model):\n    assert model.predict(ROWS) == [1.5]\n", id="kept rows"),
        pytest.param(
            "import json\n\ndef test_a(model):\n    expected = json.load(open('e.json'))\n    found = model.predict([[3]])\n"
            "    for one, other in zip(found, expected):\n        assert one == other\n",
            id="kept answers, one by one",
        ),
        pytest.param(
            KEPT
            + "import numpy as np\n\ndef test_a(model):\n    np.testing.assert_allclose(model.predict(ROWS['x']), ROWS['y'])\n",
            id="close to what is kept",
        ),
        pytest.param(
            KEPT + "def test_a(model):\n    _check(model, ROWS)\n    json.load(open('a'))\n\n"
            "def _check(model, rows):\n    assert model.predict(rows['x']) == rows['y']\n",
            id="in a function of the file",
        ),
        pytest.param(
            KEPT
            + "def answers(model):\n    return model.predict(ROWS)\n\ndef test_a(model):\n    assert answers(model) == ROWS['y']\n",
            id="asked by a function of the file",
        ),
        pytest.param(FIXTURE + "def test_a(model, rows):\n    assert model.predict(rows)[0] == 17\n", id="a fixture"),
        pytest.param(
            KEPT + "def test_a(client):\n    assert client.post('/predict', json=ROWS).json()['price'] == 17\n",
            id="through the service",
        ),
        pytest.param(
            KEPT + "def test_a(model):\n    assert model.score(ROWS['x'], ROWS['y']) > 0.9\n", id="a limit of a metric"
        ),
        pytest.param(
            KEPT
            + "from sklearn.metrics import f1_score\n\ndef test_a(model):\n    f1 = f1_score(ROWS['y'], model.predict(ROWS['x']))\n"
            "    assert f1 >= 0.8\n",
            id="a metric of a library",
        ),
        pytest.param("def test_a(model, snapshot):\n    assert model.predict(1) == snapshot\n", id="a snapshot"),
        pytest.param(
            "def test_a(model, num_regression):\n    num_regression.check({'y': model.predict(1)})\n",
            id="a snapshot that checks",
        ),
    ],
)
def test_an_answer_is_held_to_what_is_kept(repo_of: MakeRepo, test: str) -> None:
    assert list(golden_tests(repo_with(repo_of, test).projects[0]))


@pytest.mark.parametrize(
    "test",
    [
        pytest.param(KEPT + "def test_a(model):\n    assert model.predict(ROWS) is not None\n", id="only there"),
        pytest.param(
            KEPT + "def test_a(client):\n    assert client.post('/', json=ROWS).status_code == 200\n", id="a status"
        ),
        pytest.param(
            KEPT + "def test_a(model):\n    found = model.predict(ROWS)\n    assert found.shape == (3, 7)\n",
            id="a shape",
        ),
        pytest.param(
            KEPT + "def test_a(model):\n    found = model.predict(ROWS)\n    assert len(found) == len(ROWS)\n",
            id="a count",
        ),
        pytest.param(
            KEPT
            + "def test_a(model):\n    found = model.predict(ROWS)\n    count = len(found)\n    assert count == 17\n",
            id="a count with a name",
        ),
        pytest.param(
            KEPT + "def test_a(model):\n    for one in model.predict(ROWS):\n        assert 0 <= one <= 1\n",
            id="bounds",
        ),
        pytest.param(KEPT + "def test_a(model):\n    assert model.predict(ROWS)[0] > 20\n", id="an order of answers"),
        pytest.param(KEPT + "def test_a():\n    assert ROWS == [1.5]\n", id="nobody is asked"),
        pytest.param(
            KEPT + "def test_a(model):\n    model.predict(ROWS)\n    assert ROWS['seed'] == 17\n",
            id="the answer is not what is compared",
        ),
        pytest.param("def test_a(model):\n    assert model.predict(1) == [1.5]\n", id="nothing is kept"),
        pytest.param(
            KEPT + "def test_a(model):\n    assert model.predict([[3]]) == [1.5]\n\ndef test_b():\n    assert ROWS\n",
            id="what is kept is not asked about",
        ),
        pytest.param(
            KEPT + "def test_a(a, b):\n    assert a.predict(ROWS) == b.predict(ROWS)\n", id="two answers of two models"
        ),
        pytest.param("def test_a(page, snapshot):\n    assert page == snapshot\n", id="a snapshot of something else"),
        pytest.param(KEPT + "def test_a(text):\n    assert text.encode(ROWS) == b'ab'\n", id="a text is encoded"),
    ],
)
def test_no_answer_is_held_to_what_is_kept(repo_of: MakeRepo, test: str) -> None:
    assert not list(golden_tests(repo_with(repo_of, test).projects[0]))


def test_a_fixture_of_a_folder_above_reads_the_rows(repo_of: MakeRepo) -> None:
    test = "def test_a(model, rows):\n    assert model.predict(rows)[0] == 17\n"
    assert list(
        golden_tests(repo_of({"train.py": TRAIN, "tests/conftest.py": FIXTURE, "tests/a/test_a.py": test}).projects[0])
    )
    other = {"train.py": TRAIN, "tests/b/conftest.py": FIXTURE, "tests/a/test_a.py": test}
    assert not list(golden_tests(repo_of(other).projects[0]))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("a = train(1)\n    b = train(1)\n    assert a.mean == b.mean", id="twice"),
        pytest.param("assert train(1) == train(1)", id="in one line"),
        pytest.param("a = train(1).predict(ROWS)\n    b = train(1).predict(ROWS)\n    same(a, b)", id="answers"),
        pytest.param(
            "a = Model(seed=1)\n    a.fit(ROWS)\n    b = Model(seed=1)\n    b.fit(ROWS)\n    same(a.predict(ROWS), b.predict(ROWS))",
            id="fitted in place",
        ),
        pytest.param("assert model.predict(ROWS) == model.predict(ROWS)", id="asked twice"),
        pytest.param("runs = [train(1) for _ in range(2)]\n    assert runs[0] == runs[1]", id="in a comprehension"),
        pytest.param("assert losses(1) == losses(1)", id="through a function of the file"),
    ],
)
def test_the_same_is_done_twice(repo_of: MakeRepo, body: str) -> None:
    assert list(repeat_tests(repo_with(repo_of, twice(body)).projects[0]))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("a = train(1)\n    b = train(1)\n    assert a and b", id="not compared"),
        pytest.param(
            "a = train(1)\n    b = train(1)\n    assert a.mean == 17\n    assert b.mean == 17", id="not with each other"
        ),
        pytest.param("a = train(1)\n    assert a.mean == 2.5", id="once"),
        pytest.param("a = train(1)\n    b = train(2)\n    assert a.mean == b.mean", id="not in the same way"),
        pytest.param("a = train(1)\n    b = train(1)\n    assert a.shape == b.shape", id="shapes"),
        pytest.param("a = train(1)\n    b = train(1)\n    assert a.loss < b.loss", id="which is better"),
        pytest.param("a = train(1)\n    b = train(1)\n    assert a.mean != b.mean", id="differ"),
        pytest.param("a = train(1)\n    assert a.left == a.right", id="two parts of one result"),
        pytest.param("a, b = train(1)\n    assert a == b", id="two results of one run"),
        pytest.param("assert model.predict(ROWS) == other.predict(ROWS)", id="two models"),
        pytest.param("assert model.predict(ROWS[0]) == model.predict(ROWS[1])", id="other rows"),
    ],
)
def test_the_same_is_not_done_twice(repo_of: MakeRepo, body: str) -> None:
    assert not list(repeat_tests(repo_with(repo_of, twice(body)).projects[0]))


def twice(body: str) -> str:
    head = "from numpy.testing import assert_allclose as same\nfrom shop import Model, ROWS, model, other, train\n\n"
    return f"{head}def losses(seed):\n    return train(seed).losses\n\ndef test_a():\n    {body}\n"
