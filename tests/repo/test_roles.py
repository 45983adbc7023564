"""Roles follow from evidence; each line of the catalogue's "not evidence" column is a test."""

import json
from collections.abc import Callable

import pytest

from mlready.repo import Repo

MakeRepo = Callable[..., Repo]

TORCH = """
import torch
from torch import nn
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in data:
    optimizer.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
"""
SKLEARN = """
from sklearn.linear_model import Ridge
model = Ridge()
model.fit(features, target)
"""
API = """
import joblib
from fastapi import FastAPI
app = FastAPI()
model = joblib.load("model.joblib")
@app.post("/predict")
def predict(row: dict):
    return {"price": model.predict([row])[0]}
"""
LIGHTNING = """
import lightning as L
class Net(L.LightningModule):
    def training_step(self, batch, index):
        return self.loss(batch)
"""
KERAS = """
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
HF = """
from transformers import Trainer, TrainingArguments
trainer = Trainer(model=model, args=TrainingArguments("out"))
trainer.train()
"""
XGB = """
import xgboost as xgb
booster = xgb.train({}, dtrain)
"""
BENTO = """
import bentoml
@bentoml.service
class Price:
    def predict(self, row): ...
"""
TS = """
from ts.torch_handler.base_handler import BaseHandler
class Handler(BaseHandler):
    def preprocess(self, data): ...
"""
SAGEMAKER = """
def model_fn(folder): ...
def predict_fn(data, model): ...
"""


def _roles(repo: object) -> dict[str, str]:
    (project,) = repo.projects  # type: ignore[attr-defined]
    return {name: role.strength for name, role in project.roles.items()}


@pytest.mark.parametrize(
    "code", [TORCH, SKLEARN, LIGHTNING, KERAS, HF, XGB], ids=["torch", "sklearn", "lightning", "keras", "hf", "xgb"]
)
def test_training_outside_notebooks_is_strong(repo_of: MakeRepo, code: str) -> None:
    assert _roles(repo_of({"train.py": code}))["trains"] == "strong"


@pytest.mark.parametrize("code", [API, BENTO, TS, SAGEMAKER], ids=["fastapi", "bentoml", "torchserve", "sagemaker"])
def test_serving(repo_of: MakeRepo, code: str) -> None:
    assert _roles(repo_of({"app.py": code}))["serves"] == "strong"


def test_inference_one_hop_away_in_another_file(repo_of: MakeRepo) -> None:
    app = "from fastapi import FastAPI\nfrom engine import answer\napp = FastAPI()\n@app.post('/x')\ndef route(row: dict):\n    return answer(row)\n"
    engine = "import joblib\nmodel = joblib.load('m')\ndef answer(row):\n    return model.predict([row])\n"
    assert _roles(repo_of({"app.py": app, "engine.py": engine}))["serves"] == "strong"


def test_an_imported_pipeline_object_is_fitted(repo_of: MakeRepo) -> None:
    pipeline = "from sklearn.pipeline import Pipeline\nprice = Pipeline([])\n"
    train = "from pipeline import price\ndef run():\n    price.fit(x, y)\n"
    assert _roles(repo_of({"pipeline.py": pipeline, "train.py": train}))["trains"] == "strong"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("tests/test_model.py", SKLEARN, id="fit in a test"),
        pytest.param(
            "scale.py",
            "from sklearn.preprocessing import StandardScaler\nStandardScaler().fit(x, y)\n",
            id="fit of a scaler",
        ),
        pytest.param(
            "lib.py",
            "class Model:\n    def fit(self, x, y): ...\n    def again(self, x, y):\n        self.fit(x, y)\n",
            id="a class of its own with a fit method",
        ),
        pytest.param("ui.py", "window.fit(a, b)\n", id="fit of something else"),
        pytest.param("loop.py", "game.step()\nball.backward()\n", id="backward and step without torch"),
    ],
)
def test_no_training(repo_of: MakeRepo, path: str, code: str) -> None:
    assert "trains" not in _roles(repo_of({path: code}))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("def lambda_handler(event, context):\n    return {}\n", id="a bare lambda handler"),
        pytest.param(
            "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/ping')\ndef ping():\n    return 'ok'\n",
            id="a route without a model",
        ),
        pytest.param(
            "from flask import Flask\napp = Flask('x')\n@app.route('/g')\ndef g():\n    return report.generate()\n",
            id="generate without a loaded model",
        ),
    ],
)
def test_no_serving(repo_of: MakeRepo, code: str) -> None:
    assert "serves" not in _roles(repo_of({"app.py": code}))


def test_a_demo_page_is_weak_serving(repo_of: MakeRepo) -> None:
    code = "import gradio as gr\nimport joblib\nmodel = joblib.load('m')\ngr.Interface(model.predict, 'text', 'label').launch()\n"
    assert _roles(repo_of({"app.py": code}))["serves"] == "weak"


def test_a_build_backend_alone_is_no_library(repo_of: MakeRepo) -> None:
    manifest = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "x"\nversion = "1"\n'
    assert "library" not in _roles(repo_of({"pyproject.toml": manifest, "x/__init__.py": ""}))


def test_a_published_package_with_tests_is_a_library(repo_of: MakeRepo) -> None:
    manifest = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "x"\nversion = "1"\n'
    files = {"pyproject.toml": manifest, "x/__init__.py": "", "tests/test_x.py": "import x\n", "CHANGELOG.md": "# 1\n"}
    assert _roles(repo_of(files))["library"] == "strong"


def test_the_word_tutorial_makes_no_course(repo_of: MakeRepo) -> None:
    assert "course" not in _roles(repo_of({"README.md": "# Detector\n\nSee the tutorial.\n", "train.py": TORCH}))


def test_a_course(repo_of: MakeRepo) -> None:
    files = {"README.md": "# Machine learning bootcamp course\n"} | {
        f"{n:02}-topic/x.py": "x = 1\n" for n in range(1, 5)
    }
    assert _roles(repo_of(files))["course"] == "strong"


NUMBERED = {f"{n:02}-topic/x.py": "x = 1\n" for n in range(1, 5)}
LESSONS = {f"notebooks/lab{n:02}_topic.ipynb": "{}" for n in range(1, 4)}
TEACHES = "# Source and labs\n\nSet it up as the students do. The purpose of the course is to teach.\n"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"README.md": "# Recognizer\n", "CONTRIBUTING.md": TEACHES} | LESSONS, id="labs of the course"),
        pytest.param({"README.md": "# Solutions of the course\n"} | LESSONS, id="a README and numbered lessons"),
        pytest.param({"README.md": "# Code for [the bootcamp](https://a.org)\n"} | NUMBERED, id="a link of the title"),
        pytest.param({"README.md": "# X\n\nNotebooks for our [lectures](https://a.org).\n"} | LESSONS, id="its site"),
        pytest.param({"README.md": "# Lecture notes\n", "lectures/one.py": "x = 1\n"}, id="folders of lectures"),
        pytest.param({"README.md": "# ML course\n", "labs/1/solutions/a.py": "x = 1\n"}, id="folders of solutions"),
    ],
)
def test_two_signs_make_a_course(repo_of: MakeRepo, files: dict[str, str]) -> None:
    assert _roles(repo_of(files))["course"] == "strong"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"README.md": "# Shop\n\nOf course it is fast.\n"} | NUMBERED, id="of course"),
        pytest.param({"README.md": "# Shop\n\nRetrained in the course of a week.\n"} | NUMBERED, id="in the course of"),
        pytest.param(
            {"README.md": "# Shop\n\nBased on the project of the course CS1.\n"} | NUMBERED, id="based on one"
        ),
        pytest.param(
            {"README.md": "# Shop\n\nBegun as a course project.\n"} | NUMBERED, id="begun as a course project"
        ),
        pytest.param({"README.md": "# Shop\n\nSee this [course](https://a.org).\n"} | NUMBERED, id="links a course"),
        pytest.param({"README.md": "# Shop\n\nhttps://course.example.org\n"} | NUMBERED, id="an address"),
        pytest.param({"README.md": "# Book recommender\n"} | NUMBERED, id="recommends books"),
        pytest.param({"README.md": "# Shop\n", "CONTRIBUTING.md": TEACHES}, id="contributors alone"),
        pytest.param(
            {"README.md": "# Shop\n", "CONTRIBUTING.md": "Students work here over the course of a summer.\n"}
            | NUMBERED,
            id="students who contribute",
        ),
        pytest.param({"README.md": "# Shop\n"} | LESSONS, id="numbered notebooks alone"),
        pytest.param(
            {"README.md": "# Shop\n"} | {f"labs/lab{n}.ipynb": "{}" for n in range(5)},
            id="the notebooks of a laboratory",
        ),
        pytest.param(
            {
                "README.md": "# Gym\n\nPlans your course.\n",
                "exercises/__init__.py": "",
                "exercises/models.py": "x = 1\n",
            },
            id="an app about exercises",
        ),
        pytest.param(
            {"README.md": "# Net\n\nWorks.\n", "docs/tutorials/one.md": "# One\n", "examples/tutorial1.ipynb": "{}"},
            id="a library with tutorials",
        ),
    ],
)
def test_no_course(repo_of: MakeRepo, files: dict[str, str]) -> None:
    assert "course" not in _roles(repo_of(files | {"train.py": TORCH}))


DESCRIBED = {f"topic{n}/README.md": "# Topic\n" for n in range(8)} | {"topic1/train.py": TORCH}
INSTALLED = {f"topic{n}/requirements.txt": "torch\n" for n in range(5)} | {
    f"topic{n}/train.py": TORCH for n in range(5)
}


@pytest.mark.parametrize(
    "title",
    [
        "# PyTorch Examples",
        "# shop-samples",
        "# Cloud Examples and Tutorials",
        "![Logo](logo.png)\n\n# Cloud Example Notebooks 📓",
        "## Notice\n\nHelp wanted.\n# some-examples",
        "# The Vision Cookbook",
    ],
)
def test_samples_are_titled_so_and_built_so(repo_of: MakeRepo, title: str) -> None:
    found = repo_of({"README.md": f"{title}\n"} | DESCRIBED).projects
    assert all(one.roles["samples"].strength == "strong" for one in found)


def test_samples_with_a_manifest_each(repo_of: MakeRepo) -> None:
    found = repo_of({"README.md": "# Some examples\n"} | INSTALLED).projects
    assert len(found) > 5
    assert all("samples" in one.roles for one in found)


def test_samples_in_notebooks(repo_of: MakeRepo) -> None:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": SKLEARN}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert "samples" in _roles(repo_of({"README.md": "# Some tutorials\n", "one.ipynb": notebook}))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"README.md": "# Shop\n"} | DESCRIBED, id="folders that explain themselves"),
        pytest.param({"README.md": "# Shop\n"} | INSTALLED, id="services with a manifest each"),
        pytest.param({"README.md": "# Shop examples\n", "train.py": TORCH}, id="a title"),
        pytest.param({"README.md": "# Shop\n\n# Examples\n"} | DESCRIBED, id="a later heading"),
        pytest.param({"README.md": "# Learning from few examples fast\n"} | DESCRIBED, id="the word within a title"),
        pytest.param({"README.md": "# Shop\n", "docs/README.md": "# Shop examples\n"} | DESCRIBED, id="another README"),
    ],
)
def test_either_alone_makes_no_samples(repo_of: MakeRepo, files: dict[str, str]) -> None:
    assert not any("samples" in one.roles for one in repo_of(files).projects)


def test_samples_are_no_course(repo_of: MakeRepo) -> None:
    assert "course" not in _roles(repo_of({"README.md": "# Some examples\n"} | DESCRIBED))


def test_a_paper_link_alone_makes_no_paper(repo_of: MakeRepo) -> None:
    assert "paper" not in _roles(repo_of({"README.md": "# Net\nhttps://arxiv.org/abs/1\n", "train.py": TORCH}))


def test_a_paper(repo_of: MakeRepo) -> None:
    text = "# Net\nOfficial implementation of Net, https://arxiv.org/abs/1\n\n```\n@article{net,\n}\n```\n"
    assert _roles(repo_of({"README.md": text, "train.py": TORCH}))["paper"] == "strong"


def test_templates(repo_of: MakeRepo) -> None:
    assert "template" in _roles(repo_of({"cookiecutter.json": "{}", "{{cookiecutter.x}}/a.py": "x = 1\n"}))


def test_configuration_asserts_and_denies(repo_of: MakeRepo) -> None:
    repo = repo_of({"train.py": TORCH}, roles={"trains": False, "serves": True})
    assert _roles(repo) == {"serves": "asserted"}


def test_without_machine_learning_nothing_is_ml(repo_of: MakeRepo) -> None:
    repo = repo_of({"app.py": "from flask import Flask\napp = Flask('x')\n", "README.md": "# App\n"})
    assert not repo.projects[0].is_ml


def test_training_marks_what_the_entry_point_imports(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {"train.py": "import data\n" + TORCH, "data.py": "def load(): ...\nprint(1)\n", "other.py": "print(1)\n"}
    )
    assert repo.marks("data.py") == {"train"}
    assert repo.marks("other.py") == frozenset()
