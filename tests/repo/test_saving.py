"""Which saves are saves of a model, and which places change with the run."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.saving import artifacts, model_saves

MakeRepo = Callable[..., Repo]


def _paths(repo: Repo) -> list[str]:
    (project,) = repo.projects
    return [one.path for one in model_saves(project)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param('"model.joblib"', "fixed", id="written out"),
        pytest.param('f"weights/model_{epoch}.joblib"', "fixed", id="a number of the epoch"),
        pytest.param('f"{run_id}/model.joblib"', "varies", id="the run"),
        pytest.param('os.path.join("models", time.strftime("%Y"), "m.joblib")', "varies", id="the time"),
        pytest.param("args.output", "elsewhere", id="an argument"),
    ],
)
def test_the_place_of_a_model_is(repo_of: MakeRepo, path: str, found: str) -> None:
    code = f"import os, time, joblib\nfor epoch in range(3):\n    joblib.dump(model, {path})\n"
    assert _paths(repo_of({"train.py": code})) == [found]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('import pickle\npickle.dump(words, open("words.pkl", "wb"))', id="words"),
        pytest.param('import joblib\njoblib.dump(table, "table.joblib")', id="a table"),
        pytest.param('tokenizer.save_pretrained("out")', id="a tokenizer"),
        pytest.param('picture.save("model.png")', id="a picture"),
    ],
)
def test_is_no_model(repo_of: MakeRepo, code: str) -> None:
    assert _paths(repo_of({"a.py": code})) == []


def test_an_artefact_is_a_model_where_it_says_so(repo_of: MakeRepo) -> None:
    (project,) = repo_of({
        "a.py": 'import wandb\nwandb.Artifact("price", type="model")',
        "b.py": 'import wandb\nwandb.Artifact("rows", type="dataset")',
        "c.py": 'import mlflow\nmlflow.log_artifact("plot.png")',
    }).projects  # fmt: skip
    assert [place.path for place, _ in artifacts(project)] == ["a.py"]
