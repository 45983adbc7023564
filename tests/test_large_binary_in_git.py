"""large-binary-in-git where a checkout lacks the file and git lacks its contents."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mlready.config import Config
from mlready.pipeline import scan_source
from mlready.rulebook import RuleBook
from mlready.source import open_source


def _git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    found = subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True, text=True)
    return found.stdout.strip()


def _outcomes(folder: Path) -> list[str]:
    report = scan_source(open_source(str(folder)), Config(select=("large-binary-in-git",)), RuleBook.load())
    return [site.outcome for result in report.results for site in result.sites]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "rows.csv").write_text("a,b\n")
    (tmp_path / "train.py").write_text("print(1)\n")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "all")
    return tmp_path


def test_a_file_that_is_there_is_measured(repository: Path) -> None:
    assert _outcomes(repository) == ["passed"]


def test_the_size_of_a_file_that_is_nowhere_is_not_known(repository: Path) -> None:
    blob = _git(repository, "rev-parse", "HEAD:rows.csv")
    (repository / "rows.csv").unlink()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert _outcomes(repository) == ["unknown"]
