"""A plain folder as a source."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlready.location import Notice
from mlready.source import Entry, disk, folder, listing, open_source
from mlready.source.folder import Folder
from mlready.source.ignore import MAX_PATTERNS, Ignores, patterns_of
from tests.source.conftest import Git


def grow(root: Path, *names: str, **texts: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(texts.get(name, ""))


def paths(root: Path) -> list[str]:
    source = open_source(str(root))
    assert source.kind == "folder"
    return [entry.path for entry in source.entries()]


def test_all_files_are_listed_in_order_with_their_size(tmp_path: Path) -> None:
    grow(tmp_path, "b.py", "a/z.py", "a.py")
    (tmp_path / "b.py").write_text("12345")
    assert open_source(str(tmp_path)).entries() == (
        Entry("a.py", 0, tracked=False, link=False),
        Entry("a/z.py", 0, tracked=False, link=False),
        Entry("b.py", 5, tracked=False, link=False),
    )


def test_an_empty_folder_is_an_empty_source(tmp_path: Path) -> None:
    assert paths(tmp_path) == []


def test_caches_environments_and_version_control_are_skipped(tmp_path: Path) -> None:
    grow(
        tmp_path,
        *(f"{name}/x.py" for name in listing.SKIPPED_FOLDERS - {".git"}),
        "my-env/pyvenv.cfg",
        "my-env/x.py",
        "a.py",
    )
    assert paths(tmp_path) == ["a.py"]


def test_several_clones_in_one_folder_are_walked_without_their_git_folders(tmp_path: Path, git: Git) -> None:
    for name in ("one", "two"):
        grow(tmp_path, f"{name}/train.py")
        git(tmp_path / name, "init", "-q")
    assert paths(tmp_path) == ["one/train.py", "two/train.py"]


def test_nested_ignore_files_take_back_what_outer_ones_say(tmp_path: Path) -> None:
    grow(tmp_path, "a.csv", "data/b.csv", "data/raw/c.csv", "data/raw/keep.csv", "out/d.csv", "out/.gitignore")
    (tmp_path / ".gitignore").write_text("*.csv\nout/\n")
    (tmp_path / "data" / ".gitignore").write_text("!*.csv\n")
    (tmp_path / "data" / "raw" / ".gitignore").write_text("*\n!keep.csv\n")
    (tmp_path / "out" / ".gitignore").write_text("!d.csv\n")
    assert paths(tmp_path) == [".gitignore", "data/.gitignore", "data/b.csv", "data/raw/keep.csv"]


def test_an_ignore_file_with_windows_line_ends_mark_and_comment(tmp_path: Path) -> None:
    grow(tmp_path, "a.log", "b.log", "c.py", "#d")
    (tmp_path / ".gitignore").write_bytes(b"\xef\xbb\xbf*.log\r\n# comment\r\n!b.log\r\n\\#d\r\n.gitignore")
    assert paths(tmp_path) == ["b.log", "c.py"]


def test_an_ignore_file_that_is_not_utf8_still_holds(tmp_path: Path) -> None:
    grow(tmp_path, "a.log")
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe\n*.log\n.gitignore\n")
    assert paths(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_an_ignore_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    grow(tmp_path, "outside", "in/a.py")
    (tmp_path / "outside").write_text("*.py\n")
    (tmp_path / "in" / ".gitignore").symlink_to(tmp_path / "outside")
    assert paths(tmp_path / "in") == [".gitignore", "a.py"]


@pytest.mark.parametrize(
    ("text", "ignored", "kept"),
    [
        ("foo/**", ["foo/a", "foo/a/b"], ["foo", "foo/", "x/foo/a"]),
        ("**/foo", ["foo", "a/foo", "a/b/foo/c"], ["food"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/bc", "x/a/b"]),
        ("/top", ["top"], ["a/top"]),
        ("mid/dle", ["mid/dle"], ["a/mid/dle"]),
        ("only/", ["only/", "a/only/b"], ["only"]),
        ("*\n!*/\n!*.py", ["a.csv", "src/a.csv"], ["a.py", "src/a.py"]),
        ("a b \\ \nc\\ ", ["a b  ", "c "], ["a b", "c"]),
        ("[!a-c]x", ["dx"], ["ax", "bx"]),
        ("[[:digit:]_]", ["1", "_"], ["a"]),
        ("[]-]", ["]", "-"], ["a"]),
        ("[b-a]x", ["bx"], ["ax"]),
        ("[a\n[[:nonsense:]]\nx\\\n!\n/\n//", [], ["[a", "a", "x", "x\\"]),
        ("a*b*c", ["abc", "axxbxxc"], ["ab", "cab"]),
        ("f?o", ["foo"], ["fo", "f/o"]),
        ("\\!x\n\\*", ["!x", "*"], ["x", "y"]),
    ],
)
def test_patterns_mean_what_git_says(text: str, ignored: list[str], kept: list[str]) -> None:
    rules = Ignores({".gitignore": text.encode()}.get)
    assert [path for path in ignored if not rules.ignored(path)] == []
    assert [path for path in kept if rules.ignored(path)] == []


GLOBS = st.sampled_from(
    ["a", "b", "c.py", "*.py", "*", "**", "?", "[ab]", "a*", "[!a]", "a**b", "ab", "[[:alpha:]]", "\\a", "[b-a]", "a "]
)
PATTERNS = st.builds(
    lambda negation, anchor, parts, slash: negation + anchor + "/".join(parts) + slash,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(GLOBS, min_size=1, max_size=3),
    st.sampled_from(["", "", "/"]),
)
NAMES = st.lists(st.sampled_from(["a", "b", "c.py", "ab", "axb", "d"]), min_size=1, max_size=3).map("/".join)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    outer=st.lists(PATTERNS, max_size=5),
    inner=st.lists(PATTERNS, max_size=3),
    names=st.lists(NAMES, min_size=1, max_size=12),
)
def test_a_walk_lists_what_git_lists(
    tmp_path_factory: pytest.TempPathFactory, outer: list[str], inner: list[str], names: list[str]
) -> None:
    root = tmp_path_factory.mktemp("walk")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    for name in names:
        try:
            grow(root, name)
        except OSError:
            continue  # a file stands where a folder is wanted
    (root / ".gitignore").write_text("\n".join(outer))
    if (root / "a").is_dir():
        (root / "a" / ".gitignore").write_text("\n".join(inner))
    by_git = [entry.path for entry in open_source(str(root)).entries()]
    assert [entry.path for entry in Folder(str(root)).entries()] == by_git


def test_patterns_made_to_be_slow_are_not() -> None:
    (stars,) = patterns_of(b"*a" * 60 + b"*b")
    assert not stars.matches(["a" * 250], folder=False)
    (folders,) = patterns_of(b"a/" + b"**/a/" * 60 + b"b")
    assert not folders.matches(["a"] * 64, folder=False)


def test_too_many_patterns_are_cut(tmp_path: Path) -> None:
    grow(tmp_path, "a.log", "b.log")
    (tmp_path / ".gitignore").write_text("# comment\na.log\n" + "x\n" * (MAX_PATTERNS - 1) + "b.log\n")
    source = open_source(str(tmp_path))
    assert [entry.path for entry in source.entries()] == [".gitignore", "b.log"]
    assert source.notices == [
        Notice("limit", "too many patterns in an ignore file: only 1,000 of them are used", ".gitignore")
    ]


def test_too_many_files_or_folders_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, "a.py", "b/c.py", "d/e.py")
    monkeypatch.setattr(listing, "MAX_FILES", 2)
    source = open_source(str(tmp_path))
    assert [entry.path for entry in source.entries()] == ["a.py", "b/c.py"]
    assert source.notices == [Notice("limit", "too many files: only 2 of them are read")]
    monkeypatch.setattr(listing, "MAX_FILES", 100)
    monkeypatch.setattr(folder, "MAX_FILES", 2)
    source = open_source(str(tmp_path))
    assert [entry.path for entry in source.entries()] == ["a.py", "b/c.py"]
    assert source.notices == [Notice("limit", "too many folders: only 2 of them are read")]


def test_a_bottomless_folder_is_left_with_one_notice(tmp_path: Path) -> None:
    tmp_path.joinpath(*["d"] * 80).mkdir(parents=True)
    source = open_source(str(tmp_path))
    assert source.entries() == ()
    assert [notice.kind for notice in source.notices] == ["limit"]


def test_a_folder_that_cannot_be_listed_is_one_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(tmp_path, "a.py", "locked/b.py")
    scan = disk.Tree.scan

    def refuse(self: disk.Tree, name: str) -> list[tuple[str, os.stat_result]]:
        if name == "locked":
            raise PermissionError(13, "Permission denied", "/secret/place")
        return scan(self, name)

    monkeypatch.setattr(disk.Tree, "scan", refuse)
    source = open_source(str(tmp_path))
    assert [entry.path for entry in source.entries()] == ["a.py"]
    assert source.notices == [Notice("unreadable", "not read: Permission denied", "locked")]


def test_nothing_is_known_of_a_history(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.ckpt\n")
    facts = open_source(str(tmp_path)).git()
    assert (facts.head, facts.commits, facts.authors, facts.tags, facts.shallow) == (None, None, None, (), False)
    assert facts.ignored("best.ckpt")
