"""A git revision as a source."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlready.location import Notice
from mlready.source import Entry, Source, SourceError, listing, open_source, plumbing
from mlready.source.git import GitTree
from tests.source.conftest import Git, Programs


def contents(source: Source) -> dict[str, bytes | None]:
    return {entry.path: source.read(entry.path) for entry in source.entries() if not entry.link}


def test_the_checked_out_revision_equals_a_clean_work_tree(repository: Path, git: Git) -> None:
    (repository / "docs").mkdir()
    (repository / "docs" / "a b.md").write_text("# Title\n" * 100)
    (repository / "empty.py").write_text("")
    (repository / "link.py").symlink_to("train.py")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    tree, revision = open_source(str(repository)), open_source(str(repository), "HEAD")
    assert revision.kind == "tree"
    assert revision.entries() == tree.entries()
    assert contents(revision) == contents(tree)
    assert revision.notices == tree.notices == []


@pytest.fixture
def crowded() -> Iterator[None]:
    """So many files are open that the next descriptors have four digits and more."""
    resource = pytest.importorskip("resource")
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 1200:
        pytest.skip("the system lets a process open too few files")
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1050)]
    yield
    for descriptor in opened:
        os.close(descriptor)


@pytest.mark.usefixtures("crowded")
def test_a_revision_is_read_where_many_files_are_open(repository: Path) -> None:
    assert open_source(str(repository), "HEAD").read("train.py") == b"fit()\n"


def test_an_earlier_revision_is_read_without_touching_the_work_tree(repository: Path, git: Git) -> None:
    (repository / "train.py").write_text("later()\n")
    git(repository, "commit", "-qam", "second")
    (repository / "train.py").write_text("not committed\n")
    source = open_source(str(repository), "HEAD~1")
    assert source.read("train.py") == b"fit()\n"
    assert (repository / "train.py").read_text() == "not committed\n"
    assert source.git().commits == 1
    assert source.git().head == git(repository, "rev-parse", "HEAD~1")


def test_a_subfolder_of_a_revision(repository: Path) -> None:
    source = open_source(str(repository / "src"), "HEAD")
    assert contents(source) == {"model.py": b"size = 3\n"}


def test_a_subfolder_that_the_revision_lacks_is_empty(repository: Path) -> None:
    (repository / "later").mkdir()
    assert open_source(str(repository / "later"), "HEAD").entries() == ()


@pytest.mark.parametrize("revision", ["absent", "", " ", "-x", "--output=x", "HEAD\0", "HEAD:train.py", "HEAD:src"])
def test_what_is_no_revision_is_an_error_of_the_user(repository: Path, revision: str) -> None:
    with pytest.raises(SourceError, match="no such revision"):
        open_source(str(repository), revision)


def test_a_revision_needs_a_repository_and_a_folder(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(SourceError, match="not in a git repository"):
        open_source(str(tmp_path / "plain"), "HEAD")
    with pytest.raises(SourceError, match="of a folder"):
        open_source(str(repository / "train.py"), "HEAD")


def test_links_and_submodules_are_listed_but_not_read(repository: Path, git: Git) -> None:
    head = git(repository, "rev-parse", "HEAD")
    link = git(repository, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    git(repository, "update-index", "--add", "--cacheinfo", f"120000,{link},secret")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{head},vendor/lib")
    git(repository, "commit", "-qm", "links")
    source = open_source(str(repository), "HEAD")
    assert Entry("secret", 0, tracked=True, link=True) in source.entries()
    assert Entry("vendor/lib", 0, tracked=True, link=True) in source.entries()
    assert source.read("secret") is None
    assert source.notices == [Notice("unreadable", "not read: a symbolic link is not followed", "secret")]


def test_large_files_follow_the_same_limits_and_can_be_read_in_part(
    repository: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "big.csv").write_bytes(b"0123456789" * 30)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "big")
    monkeypatch.setattr(listing, "MAX_TEXT", 100)
    monkeypatch.setattr("mlready.source.git.MAX_TEXT", 100)
    source = open_source(str(repository), "HEAD")
    assert source.read("big.csv") is None
    assert [(notice.kind, notice.path) for notice in source.notices] == [("limit", "big.csv")]
    assert source.read("big.csv", 5) == b"01234"
    assert source.read("big.csv", 290) == b"0123456789" * 29
    assert source.read("train.py") == b"fit()\n"


def test_reading_what_is_not_there_is_a_notice(repository: Path) -> None:
    source = open_source(str(repository), "HEAD")
    assert source.read("../train.py") is None
    assert source.notices == [Notice("unreadable", "not read: no such file", "../train.py")]


def test_blob_ids_are_those_of_git(repository: Path, git: Git) -> None:
    source = open_source(str(repository), "HEAD")
    assert isinstance(source, GitTree)
    assert source.blob_ids() == {
        path: git(repository, "rev-parse", f"HEAD:{path}") for path in ("src/model.py", "train.py")
    }


def test_ignore_files_of_the_revision_hold(repository: Path, git: Git) -> None:
    (repository / ".gitignore").write_text("*.ckpt\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "ignore")
    assert open_source(str(repository), "HEAD").git().ignored("model.ckpt")
    assert not open_source(str(repository), "HEAD~1").git().ignored("model.ckpt")


def test_files_that_a_partial_clone_lacks_have_no_size(repository: Path, tmp_path: Path, git: Git) -> None:
    (repository / "train.py").write_text("later()\n")
    git(repository, "commit", "-qam", "second")
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", repository.as_uri(), "clone")
    source = open_source(str(tmp_path / "clone"), "HEAD~1")
    assert source.entries() == (
        Entry("src/model.py", 9, tracked=True, link=False),
        Entry("train.py", -1, tracked=True, link=False),
    )
    assert [(notice.kind, notice.path) for notice in source.notices] == [("missing", "train.py")]
    assert contents(source) == {"src/model.py": b"size = 3\n", "train.py": None}


def test_a_lost_object_costs_one_file(repository: Path, git: Git) -> None:
    blob = git(repository, "rev-parse", "HEAD:train.py")
    source = open_source(str(repository), "HEAD")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert contents(source) == {"src/model.py": b"size = 3\n", "train.py": None}
    assert source.notices == [Notice("unreadable", "not read: git has lost it", "train.py")]


def test_an_object_lost_before_is_missing(repository: Path, git: Git) -> None:
    blob = git(repository, "rev-parse", "HEAD:train.py")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    source = open_source(str(repository), "HEAD")
    assert source.notices == [Notice("missing", "1 file is part of the revision but not in this clone", "train.py")]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for git")
@pytest.mark.parametrize("end", ["exit 1", "sleep 600"])
def test_git_that_ends_or_hangs_while_reading_costs_the_file_it_was_asked_for(
    repository: Path, tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    programs(
        f'for word; do [ "$word" = cat-file ] && [ ! -e {tmp_path}/done ] && touch {tmp_path}/done && {end}; done; '
        'exec {git} "$@"'
    )
    source = open_source(str(repository), "HEAD")
    with monkeypatch.context() as patch:
        patch.setattr(plumbing, "GIT_SECONDS", 0.5)
        assert source.read("src/model.py") is None
    assert source.read("train.py") == b"fit()\n"
    assert [notice.path for notice in source.notices] == ["src/model.py"]


def test_hostile_trees_cannot_lead_out(repository: Path, git: Git) -> None:
    blob = git(repository, "rev-parse", "HEAD:train.py")
    inner = git(repository, "mktree", stdin=f"100644 blob {blob}\tconfig\n".encode())
    raw = b"".join(
        b"%s %s\0%s" % (mode, name, bytes.fromhex(target))
        for mode, name, target in ((b"40000", b"..", inner), (b"40000", b".git", inner), (b"100644", b"ok.py", blob))
    )
    tree = git(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=raw)
    commit = git(repository, "commit-tree", "-m", "hostile", tree)
    source = open_source(str(repository), commit)
    assert [entry.path for entry in source.entries()] == ["ok.py"]
    assert [(notice.kind, notice.path) for notice in source.notices] == [
        ("unreadable", "../config"),
        ("unreadable", ".git/config"),
    ]


def test_a_tree_that_unfolds_without_end_is_cut(repository: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = git(repository, "rev-parse", "HEAD:src")
    for _ in range(9):
        names = "".join(f"040000 tree {tree}\t{name}\n" for name in "abcdefghij")
        tree = git(repository, "mktree", stdin=names.encode())
    commit = git(repository, "commit-tree", "-m", "a thousand million files", tree)
    monkeypatch.setattr(plumbing, "MAX_ANSWER", 100_000)
    monkeypatch.setattr(listing, "MAX_FILES", 500)
    source = open_source(str(repository), commit)
    assert len(source.entries()) == 500
    assert source.notices == [Notice("limit", "too many files: only 500 of them are read")]


def test_processes_end_with_the_source(repository: Path) -> None:
    source = open_source(str(repository), "HEAD")
    assert isinstance(source, GitTree)
    source.read("train.py")
    assert source._objects is not None
    process = source._objects._process
    assert process.poll() is None
    del source
    assert process.poll() is not None


def test_the_environment_of_the_reader_changes_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", os.devnull)
    monkeypatch.setenv("GIT_WORK_TREE", "/")
    assert contents(open_source(str(repository), "HEAD"))["train.py"] == b"fit()\n"
