"""Whether somebody who is not asked for a password can reach a console."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.consoles import ASKS, HIDDEN, OPEN, UNTOLD, consoles

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    ("command", "state"),
    [
        pytest.param("jupyter lab --ip 0.0.0.0", ASKS, id="a token is made"),
        pytest.param("jupyter lab --ip 0.0.0.0 --ServerApp.token=", OPEN, id="its token is taken away"),
        pytest.param("python -m jupyterlab --ip='*' --NotebookApp.token=''", OPEN, id="run as a module"),
        pytest.param("jupyter lab --ServerApp.token=", HIDDEN, id="it listens to this machine"),
        pytest.param("poetry run mlflow ui -h 0.0.0.0", OPEN, id="by a runner"),
        pytest.param("mlflow ui --host=0.0.0.0 --app-name basic-auth", ASKS, id="it has a login"),
        pytest.param("RAY_AUTH_MODE=token ray start --head --dashboard-host 0.0.0.0", ASKS, id="a variable says so"),
        pytest.param("docker run -p 8888:8888 x start-notebook.sh --NotebookApp.token=", OPEN, id="a port of a container"),
        pytest.param("docker run -p 80:80 x start-notebook.sh --NotebookApp.token=", HIDDEN, id="another port"),
    ],
)  # fmt: skip
def test_a_command_says_who_reaches_its_console(repo_of: MakeRepo, command: str, state: str) -> None:
    (found,) = consoles(repo_of({"run.sh": f"{command}\n"}).projects[0])
    assert found.state == state


@pytest.mark.parametrize(
    "command", ["pip install jupyter notebook", "echo mlflow ui", "tensorboard_cleanup --host 0.0.0.0"]
)
def test_what_only_names_a_console_starts_none(repo_of: MakeRepo, command: str) -> None:
    assert not list(consoles(repo_of({"run.sh": f"{command}\n"}).projects[0]))


@pytest.mark.parametrize(
    ("service", "state"),
    [
        pytest.param("build: .\n    ports: ['5000:5000']", OPEN, id="the port is published"),
        pytest.param("build: .", HIDDEN, id="it is not"),
        pytest.param("image: other", UNTOLD, id="another image is run"),
    ],
)
def test_compose_tells_who_reaches_an_image(repo_of: MakeRepo, service: str, state: str) -> None:
    files = {
        "Dockerfile": "FROM python:3.12\nCMD mlflow server --host 0.0.0.0\n",
        "compose.yml": f"services:\n  one:\n    {service}\n",
    }
    (found,) = consoles(repo_of(files).projects[0])
    assert (found.state, found.place.line) == (state, 2)


def test_a_file_for_a_desk_opens_nothing(repo_of: MakeRepo) -> None:
    (found,) = consoles(repo_of({"scripts/dev.sh": "mlflow ui --host 0.0.0.0\n"}).projects[0])
    assert found.state == HIDDEN


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("os.system('tensorboard --logdir x --bind_all')", 1, id="a shell"),
        pytest.param("subprocess.Popen(['mlflow', 'ui', '--host', '0.0.0.0'])", 1, id="words"),
        pytest.param("subprocess.run(words)", 0, id="words that are not written out"),
    ],
)
def test_a_program_starts_a_console(repo_of: MakeRepo, line: str, found: int) -> None:
    repo = repo_of({"start.py": f"import os, subprocess\n{line}\n"})
    assert len([one for one in consoles(repo.projects[0]) if one.state == OPEN]) == found
