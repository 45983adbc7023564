"""What tests and CI try out, and how models are measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.learning import trainings
from mlready.repo.measuring import baselines, measurements, slices
from mlready.repo.structure import concerns, path_edits
from mlready.repo.tests import reaching
from mlready.repo.trials import smoke_tests
from mlready.repo.units import feature_code, model_code

MakeRepo = Callable[..., Repo]

TRAIN = """\
from sklearn.linear_model import Ridge

def main():
    return Ridge().fit([[0.0], [1.0]], [0.0, 1.0])
"""


def _paths(found: object) -> list[str]:
    return [module.path for module, _ in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("test", "reached"),
    [
        pytest.param("from shop import train\n\ndef test_it():\n    assert train.main()\n", True, id="imported"),
        pytest.param("from shop import cli\n\ndef test_it():\n    assert cli\n", True, id="through another file"),
        pytest.param(
            "import subprocess\n\ndef test_it():\n    assert subprocess.run('python src/shop/train.py')\n",
            True,
            id="started by its path",
        ),
        pytest.param(
            "import subprocess\n\ndef test_it():\n    assert subprocess.run(['python', '-m', 'shop.train'])\n",
            True,
            id="started as a module",
        ),
        pytest.param("def test_it():\n    assert 'train.py'\n", False, id="a name in a test that starts nothing"),
        pytest.param("from shop import train\n\ndef test_it():\n    pass\n", False, id="a test that asserts nothing"),
        pytest.param("from shop import train\n\ndef test_it():\n    assert False\n", False, id="a constant"),
    ],
)
def test_a_test_reaches_a_file(repo_of: MakeRepo, test: str, reached: bool) -> None:
    files = {"src/shop/train.py": TRAIN, "src/shop/cli.py": "from shop import train\n", "tests/test_it.py": test}
    repo = repo_of(files)
    module = repo.module("src/shop/train.py")
    assert module is not None
    assert bool(list(reaching(repo, [module]))) is reached


def test_a_bare_name_means_a_file_of_the_same_project(repo_of: MakeRepo) -> None:
    files = {
        "a/requirements.txt": "numpy",
        "a/train.py": TRAIN,
        "b/requirements.txt": "numpy",
        "b/train.py": TRAIN,
        "a/test_a.py": "import subprocess\n\ndef test_a():\n    assert subprocess.run('python train.py')\n",
    }
    repo = repo_of(files)
    reached = {
        path: list(reaching(repo, [module])) for path in ("a/train.py", "b/train.py") if (module := repo.module(path))
    }
    assert reached["a/train.py"]
    assert not reached["b/train.py"]


@pytest.mark.parametrize(
    ("path", "text", "there"),
    [
        pytest.param(
            "look.py", "import pandas as pd\n\ndef f(x):\n    return x.fillna(0)\n", True, id="a table is changed"
        ),
        pytest.param("steps/prep.py", "def main(path):\n    return open(path)\n", True, id="its name says so"),
        pytest.param("look.py", "def f(x):\n    return x.merge(0)\n", False, id="a method of something else"),
        pytest.param("look.py", "import pandas as pd\n\nx = pd.read_csv('a')\n", False, id="only read"),
    ],
)
def test_feature_code(repo_of: MakeRepo, path: str, text: str, there: bool) -> None:
    assert _paths(feature_code(repo_of({path: text}).projects[0])) == ([path] if there else [])


def test_a_class_behind_classes_of_the_repository_is_a_model(repo_of: MakeRepo) -> None:
    files = {
        "base.py": "import torch\n\nclass Base(torch.nn.Module):\n    pass\n",
        "net.py": "from base import Base\n\nclass Net(Base):\n    pass\n",
        "data.py": "class Rows(dict):\n    pass\n",
    }
    assert _paths(model_code(repo_of(files).projects[0])) == ["base.py", "net.py"]


@pytest.mark.parametrize(
    ("files", "there"),
    [
        pytest.param({"tests/test_a.py": "import train\n\ndef test_a():\n    assert train.main()\n"}, True, id="called"),
        pytest.param({"tests/test_a.py": "import train\n\ndef test_a():\n    assert train\n"}, False, id="only imported"),
        pytest.param({".gitlab-ci.yml": "a:\n  script:\n    - python train.py\n"}, True, id="started by CI"),
        pytest.param({".gitlab-ci.yml": "a:\n  script:\n    - dvc repro\n"}, True, id="a command of a pipeline in CI"),
        pytest.param({"run.sh": "python train.py\n"}, False, id="a script that nobody starts"),
        pytest.param({".gitlab-ci.yml": "a:\n  script:\n    - make smoke\n", "Makefile": "smoke:\n\tpython train.py\n"}, True, id="a target that CI makes"),
    ],
)  # fmt: skip
def test_smoke_tests(repo_of: MakeRepo, files: dict[str, str], there: bool) -> None:
    repo = repo_of({"train.py": TRAIN, **files})
    assert bool(list(smoke_tests(repo.projects[0]))) is there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("def f(model, x):\n    return model.score(x)\n", True, id="a method that measures"),
        pytest.param("from sklearn.metrics import r2_score\n\nprint(r2_score([1], [1]))\n", True, id="a metric"),
        pytest.param("from sklearn.metrics import r2_score\n", False, id="only imported"),
        pytest.param("def evaluate(model):\n    pass\n", False, id="an empty function"),
        pytest.param("import torch\n\nloss = torch.nn.MSELoss()\n", False, id="a loss"),
        pytest.param("def f(run):\n    run.log({'val/loss': 1})\n", True, id="a loss of validation is logged"),
        pytest.param("def f(run):\n    run.log({'loss': 1})\n", False, id="a loss of training is logged"),
        pytest.param(
            "def f(run, x):\n    run.log({'validation': [x]})\n", False, id="pictures of validation are logged"
        ),
        pytest.param("def f(a, b, c):\n    a.fit(b, eval_set=[c])\n", True, id="rows are held back"),
    ],
)
def test_measurements(repo_of: MakeRepo, text: str, there: bool) -> None:
    assert bool(list(measurements(repo_of({"a.py": text}).projects[0]))) is there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("from sklearn.dummy import DummyClassifier\n\nDummyClassifier()\n", True, id="a dummy"),
        pytest.param("def f(a):\n    baseline_error = a\n", True, id="a variable"),
        pytest.param("path = 'configs/baseline.yaml'\n", False, id="the name of a file"),
    ],
)
def test_baselines(repo_of: MakeRepo, text: str, there: bool) -> None:
    assert bool(list(baselines(repo_of({"a.py": text}).projects[0]))) is there


MEASURED = "from sklearn.metrics import r2_score\n\n"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("for _, r in rows.groupby('a'):\n    print(r2_score(r, r))\n", True, id="a loop over groups"),
        pytest.param("rows.groupby('a').mean()\nprint(r2_score(rows, rows))\n", False, id="groups and a metric apart"),
        pytest.param("auc_by_region = r2_score(rows, rows)\n", True, id="a name"),
        pytest.param("predictions_by_class = 1\nprint(r2_score(rows, rows))\n", False, id="a name of something else"),
    ],
)
def test_slices(repo_of: MakeRepo, text: str, there: bool) -> None:
    assert bool(list(slices(repo_of({"a.py": MEASURED + text}).projects[0]))) is there


def test_training_is_reached_from_a_handler_or_not_at_all(repo_of: MakeRepo) -> None:
    app = """\
    import joblib
    from fastapi import FastAPI
    from learn import again

    app = FastAPI()
    model = joblib.load("m")

    @app.post("/predict")
    def predict(row: dict):
        return model.predict(row)

    @app.post("/learn")
    def learn(rows: list):
        return again(rows)
    """
    learn = """\
    from sklearn.linear_model import Ridge

    def again(rows):
        return Ridge().fit(rows, rows)

    def never(rows):
        return Ridge().fit(rows, rows)
    """
    repo = repo_of({"app.py": app, "learn.py": learn})
    module = repo.module("learn.py")
    assert module is not None
    found = [(place.line, when) for place, when in trainings(repo.projects[0], module)]
    assert found == [(4, "while it answers"), (7, None)]


def test_what_a_file_does(repo_of: MakeRepo) -> None:
    text = "import sys\nimport pandas as pd\nfrom sklearn.metrics import r2_score\n\nsys.path.append('.')\nx = pd.read_csv('a')\nm.fit(x)\nr2_score(x, x)\n"
    module = repo_of({"a.py": text}).module("a.py")
    assert module is not None
    assert concerns(module) == ("reading", "training", "measuring")
    assert [one.line for one in path_edits([module])] == [5]
