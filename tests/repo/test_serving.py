"""How requests reach models, and what starts the server."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.serving import inference_routes, is_sample, reached, started_by

MakeRepo = Callable[..., Repo]

HEAD = """
import joblib
from fastapi import Depends, FastAPI
app = FastAPI()
model = joblib.load("model.joblib")
"""


def _inference(repo: Repo) -> list[str]:
    (project,) = repo.projects
    return [one.function.name for one in inference_routes(project)]


def test_a_handler_that_predicts_reaches_inference(repo_of: MakeRepo) -> None:
    assert _inference(repo_of({"app.py": HEAD + "@app.post('/p')\ndef p(x):\n    return model.predict(x)\n"})) == ["p"]


def test_a_loaded_model_is_asked_by_calling_it(repo_of: MakeRepo) -> None:
    code = HEAD.replace("joblib.load", "torch.jit.load").replace("joblib", "torch")
    assert _inference(repo_of({"app.py": code + "@app.post('/p')\ndef p(x):\n    return model(x)\n"})) == ["p"]


def test_a_tokenizer_is_no_model(repo_of: MakeRepo) -> None:
    code = """
    from fastapi import FastAPI
    from transformers import AutoTokenizer
    app = FastAPI()
    words = AutoTokenizer.from_pretrained("owner/name")
    @app.post("/p")
    def p(x):
        return words(x)
    """
    assert _inference(repo_of({"app.py": code})) == []


def test_a_handler_without_a_model_anywhere_does_not_serve(repo_of: MakeRepo) -> None:
    code = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/p')\ndef p(x):\n    return engine.predict(x)\n"
    assert _inference(repo_of({"app.py": code})) == []


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param("@app.post('/p')\ndef p(x):\n    note(x)\n    return model.predict(x)\n", id="what it calls"),
        pytest.param("@app.post('/p')\n@noted\ndef p(x):\n    return model.predict(x)\n", id="a decorator"),
        pytest.param("@app.post('/p')\ndef p(x, n=Depends(note)):\n    return model.predict(x)\n", id="a dependency"),
        pytest.param(
            "@app.post('/p')\ndef p(x, later):\n    later.add_task(note, x)\n    return model.predict(x)\n", id="a task"
        ),
    ],
)
def test_what_a_handler_reaches_includes(repo_of: MakeRepo, handler: str) -> None:
    around = "def note(x=None):\n    journal.append(x)\n\ndef noted(f):\n    journal.append(f)\n    return f\n\n"
    repo = repo_of({"app.py": HEAD + around + handler})
    (route,) = inference_routes(repo.projects[0])
    assert any(call.method == "append" for _, call in reached(repo, route))


@pytest.mark.parametrize(
    ("files", "desk", "proper"),
    [
        pytest.param(
            {"Dockerfile": 'FROM python:3.12\nCMD ["python", "app.py"]\n'}, True, False, id="python in an image"
        ),
        pytest.param({"Makefile": "run:\n\tpython app.py\n"}, False, False, id="python at a desk"),
        pytest.param({"Dockerfile": 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n'}, False, True, id="gunicorn"),
        pytest.param(
            {"Dockerfile": 'FROM python:3.12\nCMD ["gunicorn", "app:app"]\n', "Makefile": "run:\n\tpython app.py\n"},
            False,
            True,
            id="both: the production server counts",
        ),
    ],
)
def test_an_application_is_started_by(repo_of: MakeRepo, files: dict[str, str], desk: bool, proper: bool) -> None:
    repo = repo_of({"app.py": HEAD, **files})
    module = repo.module("app.py")
    assert module is not None
    start = started_by(repo.projects[0], module)
    assert start is not None
    assert (start.desk, start.proper) == (desk, proper)


def test_another_application_is_not_started(repo_of: MakeRepo) -> None:
    repo = repo_of({"app.py": HEAD, "Dockerfile": 'FROM python:3.12\nCMD ["gunicorn", "main:app"]\n'})
    module = repo.module("app.py")
    assert module is not None
    assert started_by(repo.projects[0], module) is None


def test_the_root_is_no_sample_of_itself(repo_of: MakeRepo) -> None:
    (project,) = repo_of({"app.py": HEAD}).projects
    assert not is_sample(project)
