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
    ("decorator", "settings", "path", "found"),
    [
        pytest.param('config_name="a"', "", '"m.joblib"', "varies", id="as it was before 1.2"),
        pytest.param('config_name="a", version_base="1.1"', "", '"m.joblib"', "varies", id="as it was in 1.1"),
        pytest.param('config_name="a", version_base=None', "", '"m.joblib"', "fixed", id="as it is now"),
        pytest.param(
            'version_base="1.3"', "hydra:\n  job:\n    chdir: True\n", '"m.joblib"', "varies", id="where asked to"
        ),
        pytest.param('config_name="a"', "", '"/models/m.joblib"', "fixed", id="but not to an absolute path"),
        pytest.param(
            'config_name="a"', "", 'hydra.utils.to_absolute_path("m.joblib")', "fixed", id="but not to one made so"
        ),
    ],
)
def test_hydra_moves_to_a_folder_of_the_run(
    repo_of: MakeRepo, decorator: str, settings: str, path: str, found: str
) -> None:
    code = f"import hydra, joblib\n@hydra.main({decorator})\ndef main(cfg):\n    joblib.dump(model, {path})\nmain()\n"
    assert _paths(repo_of({"train.py": code, "conf/a.yaml": settings})) == [found]


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
