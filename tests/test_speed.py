"""What a run imports, opens and keeps: counts stand in for times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlready.cache import Aside

HEAVY = {
    "yaml",
    "git",
    "rich",
    "libcst",
    "packaging",
    "pathspec",
    "tree_sitter",
    "jsonschema",
    "dataclasses",
    "subprocess",
    "importlib.metadata",
    "mlready.facts.ci",
    "mlready.facts.document",
    "mlready.facts.dockerfile",
    "mlready.facts.hcl",
    "mlready.facts.manifest",
    "mlready.facts.notebook",
    "mlready.facts.shell",
    "mlready.facts.yaml",
    "mlready.roadmap",
    "mlready.score",
    "mlready.suppress",
}
COUNTING = """
import builtins, io, os, sys
opened, compiled = [], []
compiling, opening = builtins.compile, os.open
def compile_(source, name, *more, **other):
    if name == "<file>":
        compiled.append(name)
    return compiling(source, name, *more, **other)
def open_(path, *more, **other):
    opened.append(os.path.basename(os.fspath(path)))
    return opening(path, *more, **other)
builtins.compile, os.open = compile_, open_
from mlready.cli import main
sys.stdout = io.StringIO()
main(sys.argv[1:])
print(opened.count("train.py"), len(compiled), *sorted(sys.modules), file=sys.__stdout__)
"""


def counted(folder: Path, *arguments: str) -> tuple[int, int, set[str]]:
    """How often `train.py` is opened, how many sources are compiled, and what is imported in a run."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", COUNTING, *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)  # the index of the rules
    ran = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    opened, compiled, *modules = ran.stdout.split()
    return int(opened), int(compiled), set(modules)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    tmp_path.joinpath("train.py").write_text(
        "import torch\nfrom sklearn.model_selection import train_test_split\n\n"
        "rows = train_test_split(range(9), random_state=1)\nprint(torch.load('weights.pt', weights_only=True))\n"
    )
    return tmp_path


def test_one_python_file_is_opened_once_compiled_once_and_imports_nothing_heavy(script: Path) -> None:
    opened, compiled, modules = counted(script, "scan", "--fail-on", "never", "train.py")
    assert (opened, compiled) == (1, 1)
    assert not modules & HEAVY


def test_a_folder_of_python_is_opened_and_compiled_once(script: Path) -> None:
    opened, compiled, _ = counted(script, "scan", "--fail-on", "never", ".")
    assert (opened, compiled) == (1, 1)


def test_the_version_imports_no_command_line(script: Path) -> None:
    _, compiled, modules = counted(script, "--version")
    assert compiled == 0
    assert not modules & {"click", "mlready.pipeline", "mlready.rulebook", "mlready.repo"}


def test_the_help_imports_no_rules(script: Path) -> None:
    _, _, modules = counted(script, "--help")
    assert not modules & {"mlready.pipeline", "mlready.rulebook", "mlready.repo"}


def test_bytes_put_aside_come_back_from_memory_and_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    aside = Aside(4)
    held = [aside.put(data) for data in (b"one", b"two", b"", b"three")]
    assert [get() for get in held] == [b"one", b"two", b"", b"three"]
    assert not list(tmp_path.rglob("*details*"))


def test_bytes_stay_in_memory_where_no_file_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert Aside(0).put(b"one")() == b"one"
