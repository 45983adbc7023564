"""What is broken, hostile or not there: one clear line or notice, the documented exit status, and the scan goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mlready.cli import main

GOOD = "import pandas as pd\nmissing = pd.DataFrame() == float('nan')\n"
NOISE = bytes(range(256)) * 20


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good file, in which everything is run."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "good.py").write_text(GOOD)
    monkeypatch.chdir(inside)
    return inside


@pytest.fixture
def scanned(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    """Exit status, JSON report and stderr of a scan; nothing may be a bug in mlready."""

    def run(*arguments: str) -> tuple[int, Any, str]:
        status = main(["scan", "--format", "json", *arguments])
        out, err = capsys.readouterr()
        assert "bug in mlready" not in err
        return status, json.loads(out) if out else None, err

    return run


def deep(opening: str, closing: str, depth: int = 20_000) -> str:
    return opening * depth + closing * depth


def bomb() -> str:
    names = "abcdefghijklmnopqrst"
    rows = [f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]" for before, one in pairwise(names)]
    return "apiVersion: v1\na: &a [x, x, x]\n" + "\n".join(rows)


def merges() -> str:
    names = "abcdefghijklmnopqrst"
    rows = [f"{one}: &{one} {{<<: [{', '.join([f'*{before}'] * 9)}], k: 1}}" for before, one in pairwise(names)]
    return "a: &a {x: 1}\n" + "\n".join(rows)


RECURSIVE = "stages: &s\n  a: *s\n  <<: *s\n  deps: &d [*d, *s]\njobs: *s\n"

UNREAD = [
    pytest.param("noise.py", NOISE, "not read as Python", id="a binary named .py"),
    pytest.param("nul.py", b"x = 'a\0b'\n", "not read as Python", id="a NUL in .py"),
    pytest.param("wide.py", "import torch\n".encode("utf-16"), "not read as Python", id="UTF-16 .py"),
    pytest.param("deep.py", deep("(", ")"), "not read as Python", id="deep parentheses"),
    pytest.param("long.py", f"x = [{'1, ' * 1_000_000}]\n", "larger than 2 MB", id="one line of 3 MB in .py"),
    pytest.param("long.md", "word " * 600_000, "larger than 2 MB", id="one line of 3 MB in .md"),
    pytest.param("deep.ipynb", '{"cells": ' + deep("[", "]") + "}", "nested too deeply", id="a deep notebook"),
    pytest.param("cut.ipynb", '{"cells": [{"cell_type": "code", "sour', "not read as a notebook", id="a cut notebook"),
    pytest.param("empty.ipynb", "", "not read as a notebook", id="an empty notebook"),
    pytest.param("Dockerfile", NOISE, "not read as a Dockerfile", id="a Dockerfile of noise"),
    pytest.param("main.tf", 'resource "a" {{{{', "not read as Terraform", id="broken Terraform"),
    pytest.param(".github/workflows/ci.yml", "on: push\njobs: [[[", "not read as CI", id="a broken workflow"),
    pytest.param(".github/workflows/ci.yml", "jobs: " + deep("[", "]"), "not read as CI", id="a deep workflow"),
    pytest.param("requirements.txt", b"numpy==1.0 # \xe9\n", "not read as a manifest", id="Latin-1 requirements"),
    pytest.param("pyproject.toml", "[project\n", "not read as a manifest", id="a broken pyproject.toml"),
]


@pytest.mark.parametrize(("name", "content", "message"), UNREAD)
def test_what_cannot_be_read_is_told_and_the_rest_is_scanned(
    folder: Path, scanned: Callable[..., tuple[int, Any, str]], name: str, content: str | bytes, message: str
) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    _, report, err = scanned("--fail-on", "never")
    assert err == ""
    told = [one for one in report["unread"] if one["path"] == name]
    assert len(told) == 1
    assert message in told[0]["message"]
    assert "\n" not in told[0]["message"]
    assert len(told[0]["message"]) < 300
    _, alone, _ = scanned("--select", "nan-equality", "--fail-on", "never", "--profile", "preview")
    assert [one["path"] for one in alone["findings"]] == ["good.py"]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder: os.mkfifo(folder / "pipe.py"), id="a FIFO"),
        pytest.param(lambda folder: (folder / "requirements.txt").mkdir(), id="a folder named like a manifest"),
        pytest.param(lambda folder: (folder / "mlready.toml").mkdir(), id="a folder named like the configuration"),
        pytest.param(lambda folder: (folder / "loop.py").symlink_to("loop.py"), id="a link to itself"),
        pytest.param(lambda folder: (folder / "again").symlink_to("."), id="a link to its own folder"),
        pytest.param(lambda folder: (folder / "gone.py").symlink_to("nothing.py"), id="a link to nothing"),
        pytest.param(lambda folder: (folder / "bomb.yaml").write_text(bomb()), id="a YAML bomb"),
        pytest.param(lambda folder: (folder / "conda.yaml").write_text(merges()), id="a YAML bomb of merges"),
        pytest.param(lambda folder: (folder / "dvc.yaml").write_text(RECURSIVE), id="YAML that holds itself"),
        pytest.param(lambda folder: os.mkfifo(folder / ".gitignore"), id="a FIFO named like an ignore file"),
        pytest.param(lambda folder: (folder / ".gitignore").write_text("a" * 1_000_000), id="an endless pattern"),
        pytest.param(lambda folder: (folder / "out.py").symlink_to("/etc/passwd"), id="a link out of the tree"),
        pytest.param(lambda folder: (folder / "zero.py").symlink_to("/dev/zero"), id="a link to a device"),
        pytest.param(lambda folder: (folder / "deep.yaml").write_text("a: " + deep("[", "]")), id="deep YAML"),
        pytest.param(lambda folder: (folder / "empty.py").touch(), id="an empty module"),
        pytest.param(lambda folder: (folder / "empty.yaml").touch(), id="an empty YAML file"),
        pytest.param(lambda folder: (folder / "pyproject.toml").touch(), id="an empty pyproject.toml"),
        pytest.param(lambda folder: (folder / ".git").write_text("gitdir: /nowhere"), id="a work tree that is gone"),
        pytest.param(lambda folder: (folder / ".git").mkdir(), id="an empty .git"),
        pytest.param(lambda folder: (folder / "a b.py").write_text(GOOD), id="a space in a name"),
        pytest.param(lambda folder: (folder / "a\nb.py").write_text(GOOD), id="a newline in a name"),
        pytest.param(lambda folder: (folder / "a\u202eb.py").write_text(GOOD), id="a bidirectional control in a name"),
        pytest.param(lambda folder: (folder / "::error::a.py").write_text(GOOD), id="a workflow command in a name"),
        pytest.param(
            lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/a\xff.py")).write_text(GOOD),
            id="a name that is not UTF-8",
        ),
    ],
)
def test_an_odd_file_stops_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], object]
) -> None:
    make(folder)
    status = main(["scan", "--select", "nan-equality", "--fail-on", "never"])
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert any(line.startswith("good.py:2:") for line in lines)
    assert all(line.isprintable() for line in lines)
    assert not any(line.startswith("::") for line in lines)


def test_a_file_without_permission_is_told(
    folder: Path, scanned: Callable[..., tuple[int, Any, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed.py").write_text(GOOD)
    opened = os.open

    def refusing(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if os.fspath(path) == "closed.py":
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr("mlready.source.disk.os.open", refusing)
    status, report, _ = scanned("--fail-on", "never")
    assert status == 0
    assert [(one["path"], one["message"]) for one in report["unread"]] == [("closed.py", "not read: Permission denied")]


def test_a_folder_without_permission_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    (folder / "closed").mkdir()
    opened = os.open

    def refusing(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(os.fspath(path)).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr("mlready.source.disk.os.open", refusing)
    assert main(["scan", "closed"]) == 2
    assert capsys.readouterr().err == "mlready: error: cannot read closed: Permission denied\n"


def program(*arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = (sys.executable, "-m", "mlready", *arguments)
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_a_folder_that_was_deleted_meanwhile_is_one_line(folder: Path) -> None:
    code = f"import os; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone'); os.execv({sys.executable!r}, "
    code += f"[{sys.executable!r}, '-m', 'mlready', 'scan'])"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (2, "mlready: error: cannot read .: No such file or directory\n")


def test_neither_a_home_nor_a_cache_is_needed(folder: Path) -> None:
    ran = program("scan", "--fail-on", "never", cwd=folder, HOME="/nowhere", XDG_CACHE_HOME=os.devnull)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_git_is_not_needed(folder: Path) -> None:
    (folder / ".git").mkdir()
    ran = program("scan", "--fail-on", "never", cwd=folder, PATH="/nowhere")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "note: git is not installed" in ran.stdout


@pytest.mark.parametrize("name", ["HEAD", "config", "index", "packed-refs", "objects/info/alternates"])
def test_git_is_not_left_waiting_for_a_pipe(
    folder: Path, scanned: Callable[..., tuple[int, Any, str]], name: str
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    (folder / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(folder / ".git" / name)
    status, report, err = scanned("--select", "nan-equality", "--profile", "preview", "--fail-on", "never")
    assert (status, err) == (0, "")
    assert [one["message"] for one in report["notices"]] == [
        "git cannot read this repository: files were found by a walk"
    ]
    assert [one["path"] for one in report["findings"]] == ["good.py"]


def test_there_is_an_end_to_projects(
    folder: Path, scanned: Callable[..., tuple[int, Any, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlready.repo.projects.MAX_PROJECTS", 2)
    for name in "abc":
        (folder / name).mkdir()
        (folder / name / "pyproject.toml").write_text(f"[project]\nname = '{name}'\n")
        (folder / name / "x.py").write_text(GOOD)
    status, report, _ = scanned("--select", "nan-equality", "--profile", "preview", "--fail-on", "never")
    assert status == 0
    assert [one["path"] for one in report["projects"]] == ["", "a", "b"]
    assert ["too many projects: only 2" in one["message"] for one in report["notices"]] == [True]
    assert len(report["findings"]) == 4


def test_the_inside_of_a_git_repository_is_scanned_with_a_notice(
    folder: Path, scanned: Callable[..., tuple[int, Any, str]]
) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "bare.git"], cwd=folder, check=True)
    status, report, _ = scanned("bare.git")
    assert status == 0
    assert ["git's own files" in one["message"] for one in report["notices"]] == [True]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mlready.toml", "x = = 1", "mlready.toml:1: not valid TOML"),
        ("pyproject.toml", "[tool.mlready\n", "pyproject.toml:1: not valid TOML"),
        ("pyproject.toml", "[tool.mlready]\nselct = []\n", "unknown key `selct`, did you mean `select`?"),
        ("mlready.toml", "select = ['nan-equalty']", "unknown rule `nan-equalty`, did you mean `nan-equality`?"),
        ("mlready.toml", "max-debt = 'x'", "expected a number"),
        ("mlready.toml", "exclude = 'x'", "expected a list"),
        ("mlready.toml", "a = " + deep("[", "]"), "nested too deeply"),
        (
            "mlready.toml",
            "[[suppress]]\nrule = 'nan-equality'\npath = 'a'\nreason = 'b'\nuntil = 'soon'",
            "a date like",
        ),
    ],
)
def test_a_faulty_configuration_is_one_line(
    folder: Path, scanned: Callable[..., tuple[int, Any, str]], name: str, text: str, message: str
) -> None:
    (folder / name).write_text(text)
    status, report, err = scanned()
    assert (status, report) == (2, None)
    assert message in err
    assert err.count("\n") == 1


def test_the_text_report_says_which_files_were_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.py").write_text("def f(:\n")
    assert main(["scan", "broken.py", "good.py", "--fail-on", "never"]) == 0
    assert "note: broken.py: not read as Python: line 1: invalid syntax\n" in capsys.readouterr().out
