"""Which Python the files of a repository ask for."""

from __future__ import annotations

import pytest

from mlready.repo.pythons import minors_of, pythons, pythons_in
from tests.repo.conftest import MakeRepo

CI = """
    on: push
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy: {matrix: {python: ["3.11", "3.12"]}}
        steps:
          - uses: actions/setup-python@v5
            with: {python-version: "${{ matrix.python }}"}
          - run: pytest
      format:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/setup-python@v5
            with: {python-version: "3.9"}
          - run: ruff format --check .
"""


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        pytest.param(".python-version", "3.12.1\n", ["3.12.1"], id="a version file"),
        pytest.param("runtime.txt", "python-3.11.4\n", ["3.11.4"], id="a platform's version file"),
        pytest.param(".tool-versions", "nodejs 20.1\npython 3.12.1\n", ["3.12.1"], id="one tool of several"),
        pytest.param("pyproject.toml", "[project]\nname='a'\nrequires-python='>=3.9'\n", [">=3.9"], id="a range"),
        pytest.param("Dockerfile", "FROM python:3.12-slim\n", ["3.12"], id="an image of Python"),
        pytest.param("Dockerfile", "FROM team/train:1.8.1-gpu-py36-cu111\n", ["3.6"], id="a tag that says so"),
        pytest.param("Dockerfile", "FROM team/train:1.8.1\n", [], id="a tag that does not"),
        pytest.param(
            "Dockerfile", "FROM node:20\nRUN conda create -n a python=3.10\n", ["3.10"], id="conda in an image"
        ),
        pytest.param(".github/workflows/ci.yml", CI, ["3.11", "3.12"], id="CI where it tests"),
        pytest.param("app.yaml", "runtime: python39\n", ["3.9"], id="a function of a cloud"),
        pytest.param("main.tf", 'runtime = "python3.11"\n', ["3.11"], id="a function in Terraform"),
        pytest.param(".devcontainer/Dockerfile", "FROM python:3.12\n", [], id="a development container"),
    ],
)
def test_a_file_names_a_python(path: str, text: str, said: list[str], repo_of: MakeRepo) -> None:
    repo = repo_of({path: text})
    assert [one.text for one in pythons_in(repo, path)] == said


def test_the_files_of_a_project_come_before_those_around_it(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            ".python-version": "3.12",
            "train/pyproject.toml": "[project]\nname = 'train'\nrequires-python = '>=3.11'\n",
            "train/main.py": "import torch\n",
        }
    )
    part = next(one for one in repo.projects if one.path == "train")
    assert [one.location.path for one in pythons(part)] == ["train/pyproject.toml", ".python-version"]


def test_a_range_leaves_some_releases_possible() -> None:
    assert minors_of(">=3.8.1,<3.11") == {(3, 8), (3, 9), (3, 10)}
