"""Files named one by one as a source."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlready.location import Notice
from mlready.source import Entry, SourceError, open_files, open_source


def paths(names: list[str]) -> list[str]:
    return [entry.path for entry in open_files(names).entries()]


def test_files_are_named_from_the_root_of_their_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "src")
    source = open_files(["model.py", "../train.py", "model.py", str(repository / "train.py")])
    assert source.kind == "files"
    assert source.root == str(repository)
    assert source.entries() == (
        Entry("src/model.py", 9, tracked=True, link=False),
        Entry("train.py", 6, tracked=True, link=False),
    )
    assert source.read("src/model.py") == b"size = 3\n"
    assert source.notices == []


def test_no_program_is_started_and_nothing_heavy_imported(repository: Path) -> None:
    code = (
        "import sys, os; from mlready.source import open_files; s = open_files(['train.py']); s.read('train.py');"
        "s.git(); print(*{'subprocess', 'shutil', 'git', 'pathspec', 'threading'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repository,
        env={**os.environ, "PATH": "", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "\n"


@pytest.mark.parametrize(
    ("marks", "root"),
    [
        ([".git", "a/mlready.toml", "a/b/pyproject.toml"], ""),
        (["a/mlready.toml", "a/b/pyproject.toml"], "a"),
        (["pyproject.toml", "a/b/pyproject.toml"], "a/b"),
        ([], "a/b/c"),
    ],
)
def test_the_root_is_the_repository_or_the_nearest_configuration(tmp_path: Path, marks: list[str], root: str) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    for mark in marks:
        (tmp_path / mark).touch()
    (tmp_path / "a" / "b" / "c" / "x.py").touch()
    source = open_files([str(tmp_path / "a" / "b" / "c" / "x.py")])
    assert source.root == str(tmp_path / root) if root else source.root == str(tmp_path)
    assert [entry.tracked for entry in source.entries()] == [".git" in marks]


def test_files_outside_the_repository_are_reported_and_left_out(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("")
    source = open_files([str(repository / "train.py"), str(tmp_path / "outside.py"), str(repository / ".git" / "HEAD")])
    assert [entry.path for entry in source.entries()] == ["train.py"]
    assert source.notices == [
        Notice("unreadable", "not read: outside the repository of the first file", "outside.py"),
        Notice("unreadable", "not read: the path leads out of the tree or into .git", ".git/HEAD"),
    ]


def test_a_file_reached_through_a_linked_folder_keeps_its_real_name(repository: Path) -> None:
    (repository / "alias").symlink_to("src")
    assert paths([str(repository / "alias" / "model.py")]) == ["src/model.py"]


def test_a_linked_folder_that_leads_out_is_not_followed(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key.py").write_text("")
    (repository / "alias").symlink_to(tmp_path / "secrets")
    assert paths([str(repository / "train.py"), str(repository / "alias" / "key.py")]) == ["train.py"]


def test_a_link_is_listed_and_a_folder_is_reported(repository: Path) -> None:
    (repository / "link.py").symlink_to("train.py")
    source = open_files([str(repository / "link.py"), str(repository / "src")])
    assert source.entries() == (Entry("link.py", 0, tracked=True, link=True),)
    assert source.notices == [Notice("unreadable", "not read: not a regular file", "src")]
    assert source.read("link.py") is None


def test_a_file_that_does_not_exist_is_an_error_of_the_user(repository: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        open_files([str(repository / "train.py"), str(repository / "absent.py")])


def test_no_files_are_an_empty_source(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert open_files([]).entries() == ()


def test_one_file_is_a_source_of_one(repository: Path) -> None:
    assert [entry.path for entry in open_source(str(repository / "src" / "model.py")).entries()] == ["src/model.py"]


def test_ignore_files_of_the_root_hold(repository: Path) -> None:
    (repository / ".gitignore").write_text(".env\n")
    assert open_files([str(repository / "train.py")]).git().ignored(".env")
    assert open_files([str(repository / "train.py")]).git().head is None
