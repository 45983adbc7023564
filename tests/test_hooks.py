"""The hooks for pre-commit: valid, quick to read, and run as pre-commit runs them."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlready.cli import main

HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text())
}
KEYS = {
    "id", "name", "description", "entry", "language", "types", "pass_filenames", "always_run", "require_serial",
    "stages", "minimum_pre_commit_version",
}  # fmt: skip
FAULTY = "import numpy as np\nimport pandas as pd\ndf = pd.read_csv('a.csv')\ndf[df.a == np.nan]\n"
NOTEBOOK = {
    "cells": [{"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": FAULTY}],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
PASSED = ["--select", "nan-equality"]  # what a user would give as `args`


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with good and bad files of every sort a commit may hold."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    (tmp_path / "bad.py").write_text(FAULTY)
    (tmp_path / "good.py").write_text("import torch\n")
    (tmp_path / "a note book.ipynb").write_text(json.dumps(NOTEBOOK))
    (tmp_path / "Dockerfile").write_text("FROM python:3.11\n")
    (tmp_path / "LICENSE").write_text("All rights reserved.\n")
    (tmp_path / "picture.svg").write_text("<svg/>\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    return tmp_path


def run(hook: str, *files: str) -> int:
    command = shlex.split(HOOKS[hook]["entry"])
    assert command[0] == "mlready"
    return main([*command[1:], *PASSED, *files])


def test_there_are_two() -> None:
    assert list(HOOKS) == ["mlready", "mlready-files"]


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_a_hook_says_only_what_pre_commit_knows(hook: dict[str, Any]) -> None:
    assert set(hook) <= KEYS
    assert hook["language"] == "python"
    assert hook["require_serial"] is True
    assert "commit-msg" not in hook["stages"]


def test_the_whole_repository_is_scanned_whatever_was_changed() -> None:
    assert (HOOKS["mlready"]["pass_filenames"], HOOKS["mlready"]["always_run"]) == (False, True)


def test_every_text_file_is_passed_and_nothing_else() -> None:
    assert HOOKS["mlready-files"]["types"] == ["text"]


@pytest.mark.parametrize(
    ("files", "status", "places"),
    [
        pytest.param(["good.py"], 0, [], id="a good file"),
        pytest.param(["bad.py"], 1, ["bad.py:4:4"], id="a bad file"),
        pytest.param(["a note book.ipynb"], 1, ["a note book.ipynb:cell 0:4:4"], id="a notebook with spaces"),
        pytest.param(["Dockerfile", "LICENSE", "picture.svg", "picture.png"], 0, [], id="what the rule does not judge"),
        pytest.param(["good.py", "bad.py", "Dockerfile"], 1, ["bad.py:4:4"], id="several files"),
    ],
)
def test_changed_files_are_judged_one_line_each_without_a_score(
    work: Path, capsys: pytest.CaptureFixture[str], files: list[str], status: int, places: list[str]
) -> None:
    assert run("mlready-files", *files) == status
    out = capsys.readouterr().out
    assert [line.split(": ", 1)[0] for line in out.splitlines() if ": high " in line] == places
    assert "debt" not in out.casefold()
    assert len(out.splitlines()) <= len(places) + 3


def test_the_whole_repository_gates_too(work: Path) -> None:
    assert run("mlready") == 1
    (work / "bad.py").unlink()
    (work / "a note book.ipynb").unlink()
    assert run("mlready") == 0
