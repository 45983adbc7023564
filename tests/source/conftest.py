"""Git repositories made for one test, and a git of the test's own on PATH."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Git = Callable[..., str]
Programs = Callable[..., Path]

_NEUTRAL = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs plain git in a folder and gives its output; `check=False` lets it fail."""

    def run(folder: Path, *command: str, stdin: bytes = b"", check: bool = True, **environment: str) -> str:
        done = subprocess.run(
            ["git", *command],
            cwd=folder,
            env={**os.environ, **_NEUTRAL, **environment},
            input=stdin,
            capture_output=True,
            check=check,
            timeout=30,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    return run


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    """A repository with one commit: `train.py`, `src/model.py`."""
    root = tmp_path / "repository"
    (root / "src").mkdir(parents=True)
    (root / "train.py").write_text("fit()\n")
    (root / "src" / "model.py").write_text("size = 3\n")
    git(root, "init", "-q", "--initial-branch=master")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Puts a shell script named `git` first on PATH; `{git}` in it stands for the real one."""

    def write(script: str) -> Path:
        from shutil import which

        folder = tmp_path / "programs"
        folder.mkdir()
        program = folder / "git"
        program.write_text(f"#!/bin/sh\n{script.replace('{git}', str(which('git')))}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return folder

    return write
