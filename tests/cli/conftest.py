"""Runs the command line in this process, with rules of the test's own."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

from mlready.cli import main


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]

PAGE = """\
---
summary: A line says {word}
subject: {subject}
severity: {severity}
confidence: high
effort: {{once: 5, each: 1}}
profile: {profile}
---
It should not.
"""
CHECK = """\
from mlready.location import Location
from mlready.verdict import failed, passed


def check(subject, repo):
    for number, text in enumerate((repo.text(subject.path) or "").splitlines(), 1):
        if "{word}" in text:
            yield failed(Location(subject.path, number, 1), "take out {word}")
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`mlready ARGUMENTS...` in the folder `work`."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for name in ("NO_COLOR", "FORCE_COLOR", "MLREADY_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*arguments: str) -> Ran:
        status = main(list(arguments))
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run_it


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that is scanned; ask for `run` too."""
    return tmp_path / "work"


def write(folder: Path, **files: str) -> None:
    """Files by name, with `__` for `/` and `_dot_` for `.`."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))


def add_rule(folder: Path, name: str, word: str, **front: str) -> None:
    """A rule that finds a word."""
    family = folder / "house"
    family.mkdir(parents=True, exist_ok=True)
    values = {"word": word, "subject": "text", "severity": "high", "profile": "recommended", **front}
    (family / f"{name}.md").write_text(PAGE.format(**values))
    (family / f"{name}.py").write_text(CHECK.format(word=word))


@pytest.fixture
def rules(tmp_path: Path) -> str:
    """A folder of rules: `says-bad` is high, `says-meh` is low."""
    folder = tmp_path / "rules"
    add_rule(folder, "says_bad", "BAD")
    add_rule(folder, "says_meh", "MEH", severity="low")
    add_rule(folder, "says_hm", "HM", severity="high", profile="strict")
    return str(folder)
