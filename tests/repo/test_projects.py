"""Projects of a monorepo and the versions they admit."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.versions import at_least

MakeRepo = Callable[..., Repo]

PYPROJECT = '[project]\nname = "{0}"\nversion = "1"\ndependencies = [{1}]\n'


def _paths(repo: object) -> list[str]:
    return [one.path for one in repo.projects]  # type: ignore[attr-defined]


def test_folders_with_a_declaration_and_code_are_projects(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "a/pyproject.toml": PYPROJECT.format("a", ""),
            "a/train.py": "x = 1\n",
            "b/pyproject.toml": PYPROJECT.format("b", ""),
            "b/serve.py": "x = 1\n",
        }
    )
    assert _paths(repo) == ["", "a", "b"]
    assert repo.project_of("a/train.py").path == "a"
    assert repo.project_of("README.md").path == ""


@pytest.mark.parametrize(
    "path",
    [
        "docs/requirements.txt",
        "tests/requirements.txt",
        "utils/gae/additional_requirements.txt",
        "deploy/k8s/requirements.txt",
    ],
)
def test_a_list_below_a_declared_project_makes_no_project(repo_of: MakeRepo, path: str) -> None:
    folder = path.rpartition("/")[0]
    repo = repo_of({"pyproject.toml": PYPROJECT.format("a", ""), path: "numpy\n", f"{folder}/x.py": "x = 1\n"})
    assert _paths(repo) == [""]


def test_a_list_beside_a_dockerfile_is_shipped_on_its_own(repo_of: MakeRepo) -> None:
    files = {"pyproject.toml": PYPROJECT.format("a", ""), "api/requirements.txt": "flask\n", "api/app.py": "x = 1\n"}
    assert _paths(repo_of(files | {"api/Dockerfile": "FROM python:3.12\n"})) == ["", "api"]


def test_a_lock_decides_the_version(repo_of: MakeRepo) -> None:
    lock = '[[package]]\nname = "torch"\nversion = "2.7.1"\n'
    repo = repo_of(
        {"pyproject.toml": PYPROJECT.format("a", '"torch>=1.8"'), "uv.lock": "version = 1\n" + lock, "a.py": "x = 1\n"}
    )
    assert repo.projects[0].lower_bound("torch") == "2.7.1"


def test_the_floor_of_a_range_is_the_lower_bound(repo_of: MakeRepo) -> None:
    repo = repo_of({"requirements.txt": "torch>=1.8,<3\nnumpy\n", "a.py": "x = 1\n"})
    assert repo.projects[0].lower_bound("torch") == "1.8"
    assert repo.projects[0].lower_bound("numpy") is None


@pytest.mark.parametrize(
    ("version", "bound", "holds"), [("2.6.0+cu118", "2.6", True), ("2.5.9", "2.6", False), ("2.10", "2.6", True)]
)
def test_versions_compare_by_number(version: str, bound: str, holds: bool) -> None:
    assert at_least(version, bound) is holds
