"""A git work tree as a source."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mlready.location import Notice
from mlready.source import Entry, Source, SourceError, listing, open_source, plumbing
from mlready.source.plumbing import people
from tests.source.conftest import Git, Programs

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names, programs and owners")


def paths(source: Source) -> list[str]:
    return [entry.path for entry in source.entries()]


def kinds(source: Source) -> list[str]:
    return [notice.kind for notice in source.notices]


def test_tracked_and_untracked_files_are_listed_and_ignored_ones_are_not(repository: Path) -> None:
    (repository / ".gitignore").write_text("*.log\n")
    (repository / "new.py").write_text("pass\n")
    (repository / "run.log").write_text("noise\n")
    source = open_source(str(repository))
    assert source.kind == "git"
    assert source.entries() == (
        Entry(".gitignore", 6, tracked=False, link=False),
        Entry("new.py", 5, tracked=False, link=False),
        Entry("src/model.py", 9, tracked=True, link=False),
        Entry("train.py", 6, tracked=True, link=False),
    )
    assert source.notices == []


def test_a_tracked_file_is_listed_although_it_is_ignored(repository: Path) -> None:
    (repository / ".gitignore").write_text("src/\n")
    assert "src/model.py" in paths(open_source(str(repository)))


def test_the_work_tree_is_read_and_not_the_index(repository: Path) -> None:
    (repository / "train.py").write_text("changed()\n")
    assert open_source(str(repository)).read("train.py") == b"changed()\n"


def test_only_so_much_of_a_file_is_read_as_asked_for(repository: Path) -> None:
    assert open_source(str(repository)).read("train.py", 3) == b"fit"


def test_a_subfolder_is_a_source_of_its_own(repository: Path) -> None:
    (repository / "other.py").write_text("")
    (repository / ".gitignore").write_text("src/*.tmp\n")
    (repository / "src" / "a.tmp").write_text("")
    source = open_source(str(repository / "src"))
    assert paths(source) == ["model.py"]
    assert source.read("model.py") == b"size = 3\n"


def test_a_subfolder_whose_name_is_a_pattern_is_taken_literally(repository: Path) -> None:
    for name in ("[ab]", "a"):
        (repository / name).mkdir()
        (repository / name / "x.py").write_text(name)
    source = open_source(str(repository / "[ab]"))
    assert [source.read(path) for path in paths(source)] == [b"[ab]"]


def test_an_ignored_subfolder_that_is_asked_for_is_walked(repository: Path) -> None:
    (repository / ".gitignore").write_text("build/\n*.log\n")
    (repository / "build").mkdir()
    (repository / "build" / "out.py").write_text("")
    source = open_source(str(repository / "build"))
    assert (source.kind, paths(source), kinds(source)) == ("folder", ["out.py"], ["git"])


def test_the_same_source_is_found_through_a_link_to_the_folder(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repository)
    assert open_source(str(tmp_path / "link")).entries() == open_source(str(repository)).entries()


def test_a_linked_work_tree_is_listed(repository: Path, tmp_path: Path, git: Git) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "second"))
    assert paths(open_source(str(tmp_path / "second"))) == ["src/model.py", "train.py"]


def test_a_submodule_is_a_link_outside_and_a_source_inside(repository: Path, tmp_path: Path, git: Git) -> None:
    (tmp_path / "outer").mkdir()
    git(tmp_path / "outer", "init", "-q")
    git(tmp_path / "outer", "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository), "inner")
    outer = open_source(str(tmp_path / "outer"))
    assert Entry("inner", 0, tracked=True, link=True) in outer.entries()
    assert paths(outer) == [".gitmodules", "inner"]
    assert paths(open_source(str(tmp_path / "outer" / "inner"))) == ["src/model.py", "train.py"]


def test_a_nested_repository_is_one_link(repository: Path, git: Git) -> None:
    (repository / "nested").mkdir()
    git(repository / "nested", "init", "-q")
    (repository / "nested" / "deep.py").write_text("")
    assert Entry("nested", 0, tracked=False, link=True) in open_source(str(repository)).entries()


def test_missing_tracked_files_have_no_size_and_one_notice(repository: Path) -> None:
    (repository / "train.py").unlink()
    (repository / "src" / "model.py").unlink()
    source = open_source(str(repository))
    assert [entry.size for entry in source.entries()] == [-1, -1]
    (notice,) = source.notices
    assert notice.kind == "missing"
    assert notice.message.startswith("2 files are listed by git but not in the work tree")


def test_one_missing_file_is_named(repository: Path) -> None:
    (repository / "train.py").unlink()
    (notice,) = open_source(str(repository)).notices
    assert notice == Notice("missing", "1 file is listed by git but not in the work tree", "train.py")


def test_a_repository_without_a_commit_is_listed(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("")
    source = open_source(str(tmp_path))
    assert (source.kind, paths(source), source.git().head, source.git().commits) == ("git", ["a.py"], None, None)


def test_unmerged_files_are_listed_once(repository: Path, git: Git) -> None:
    blob = git(repository, "rev-parse", "HEAD:train.py")
    stages = "".join(f"100644 {blob} {stage}\ttrain.py\n" for stage in (1, 2, 3))
    git(repository, "update-index", "--force-remove", "train.py")
    git(repository, "update-index", "--index-info", stdin=stages.encode())
    assert paths(open_source(str(repository))) == ["src/model.py", "train.py"]


def test_untracked_environments_and_caches_are_left_out_unless_tracked(repository: Path, git: Git) -> None:
    for folder in ("node_modules", ".venv", "src/__pycache__"):
        (repository / folder).mkdir()
        (repository / folder / "x.py").write_text("")
    git(repository, "add", "-f", "node_modules/x.py")
    assert paths(open_source(str(repository))) == ["node_modules/x.py", "src/model.py", "train.py"]


def test_a_readers_own_ignore_file_changes_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config" / "git").mkdir(parents=True)
    (tmp_path / "config" / "git" / "ignore").write_text("new.py\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (repository / "new.py").write_text("")
    assert "new.py" in paths(open_source(str(repository)))


def test_variables_of_a_running_git_change_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert paths(open_source(str(repository))) == ["src/model.py", "train.py"]


@needs_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="the file system refuses such names")
def test_names_that_are_not_utf8_can_be_printed_and_read(repository: Path, git: Git) -> None:
    for name in (b"caf\xe9.py", "naïve.py".encode(), b"new\nline.py"):
        (repository / os.fsdecode(name)).write_bytes(name)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "names")
    expected = ["caf\\xe9.py", "naïve.py", "new\nline.py", "src/model.py", "train.py"]
    for source in (open_source(str(repository)), open_source(str(repository), "HEAD")):
        assert sorted(paths(source)) == sorted(expected)
        assert source.read("caf\\xe9.py") == b"caf\xe9.py"
        assert source.read("naïve.py") == "naïve.py".encode()
        "".join(paths(source)).encode()


@needs_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="the file system refuses such names")
def test_two_names_that_would_look_the_same_are_reported(repository: Path) -> None:
    (repository / "x\\xff.py").write_text("honest")
    (repository / os.fsdecode(b"x\xff.py")).write_text("hidden")
    source = open_source(str(repository))
    assert paths(source).count("x\\xff.py") == 1
    assert [(notice.kind, notice.path) for notice in source.notices] == [("unreadable", "x\\xff.py")]


def test_a_large_text_is_not_read_and_reported_once(repository: Path) -> None:
    with (repository / "data.csv").open("wb") as file:
        file.truncate(listing.MAX_TEXT + 1)
    source = open_source(str(repository))
    assert source.notices == []
    assert source.read("data.csv") is None
    assert source.read("data.csv") is None
    assert source.notices == [Notice("limit", "not read: larger than 2 MB", "data.csv")]
    assert source.read("data.csv", 4) == bytes(4)


def test_a_notebook_may_be_larger_than_a_text(repository: Path) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        with (repository / name).open("wb") as file:
            file.truncate(listing.MAX_TEXT + 1 if name == "a.ipynb" else listing.MAX_NOTEBOOK + 1)
    source = open_source(str(repository))
    assert len(source.read("a.ipynb") or b"") == listing.MAX_TEXT + 1
    assert source.read("b.ipynb") is None
    assert source.notices == [Notice("limit", "not read: larger than 20 MB", "b.ipynb")]


def test_too_many_files_are_cut_with_tracked_ones_first(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_FILES", 2)
    (repository / "a.py").write_text("")
    source = open_source(str(repository))
    assert paths(source) == ["src/model.py", "train.py"]
    assert source.notices == [Notice("limit", "too many files: only 2 of them are read")]


def test_a_flood_of_names_is_cut(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plumbing, "MAX_ANSWER", 90)
    source = open_source(str(repository))
    assert paths(source) == ["src/model.py"]
    assert kinds(source) == ["limit"]


def test_deep_paths_are_left_out_and_reported(repository: Path) -> None:
    folder = repository.joinpath(*["d"] * listing.MAX_DEPTH)
    folder.mkdir(parents=True)
    (folder / "deep.py").write_text("")
    source = open_source(str(repository))
    assert paths(source) == ["src/model.py", "train.py"]
    (notice,) = source.notices
    assert (notice.kind, notice.message) == ("limit", "1 file is left out: nested deeper than 64 levels")
    assert (notice.path or "").endswith("d/deep.py")


def test_no_such_folder_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        open_source(str(tmp_path / "absent"))


# ---- git that is missing, refuses, hangs or breaks


@needs_posix
def test_without_git_the_folder_is_walked(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (repository / ".gitignore").write_text("*.log\n")
    (repository / "run.log").write_text("")
    source = open_source(str(repository))
    assert (source.kind, paths(source)) == ("folder", [".gitignore", "src/model.py", "train.py"])
    assert source.notices == [Notice("git", "git is not installed: files were found by a walk")]
    with pytest.raises(SourceError, match="git is not installed"):
        open_source(str(repository), "HEAD")


@needs_posix
def test_git_that_hangs_is_stopped_and_the_folder_walked(
    repository: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs("sleep 600 & sleep 600")
    monkeypatch.setattr(plumbing, "GIT_SECONDS", 0.2)
    source = open_source(str(repository))
    assert source.kind == "folder"
    assert source.notices[0].message == "git gave no answer within 0 seconds: files were found by a walk"


REFUSALS = [
    "fatal: detected dubious ownership in repository at '/secret/place'",
    "fatal: unsafe repository ('/secret/place' is owned by someone else)",
]


@needs_posix
@pytest.mark.parametrize("message", REFUSALS)
def test_a_repository_that_git_refuses_is_walked_with_a_notice(
    repository: Path, programs: Programs, message: str
) -> None:
    programs(f'echo "{message}" >&2; exit 128')
    source = open_source(str(repository))
    assert (source.kind, paths(source)) == ("folder", ["src/model.py", "train.py"])
    expected = "git refuses this repository, which belongs to another user: files were found by a walk"
    assert source.notices == [Notice("git", expected)]
    with pytest.raises(SourceError, match="git refuses this repository"):
        open_source(str(repository), "HEAD")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives files away")
def test_the_repository_of_another_user_is_walked(repository: Path, git: Git) -> None:
    (repository / ".gitignore").write_text("/hidden.py\n")
    (repository / "src" / "nested").mkdir()
    git(repository / "src" / "nested", "init", "-q")
    (repository / "hidden.py").write_text("")
    os.chown(repository / ".git", 12345, 12345)
    source = open_source(str(repository))
    assert source.kind == "folder"
    assert paths(source) == [".gitignore", "src/model.py", "src/nested", "train.py"]
    assert "refuses" in source.notices[0].message
    assert source.git().head is None


@needs_posix
def test_the_walk_of_a_subfolder_honours_ignore_files_above_it(repository: Path, programs: Programs) -> None:
    programs("exit 1")
    (repository / ".gitignore").write_text("/src/*.tmp\n")
    (repository / "src" / "x.tmp").write_text("")
    source = open_source(str(repository / "src"))
    assert (source.kind, paths(source)) == ("folder", ["model.py"])
    assert source.git().ignored("x.tmp")


def test_a_broken_repository_is_walked(repository: Path) -> None:
    (repository / ".git" / "HEAD").unlink()
    source = open_source(str(repository))
    assert (source.kind, kinds(source)) == ("folder", ["git"])
    with pytest.raises(SourceError, match="cannot read"):
        open_source(str(repository), "HEAD")


def test_a_folder_with_an_empty_git_folder_does_not_borrow_the_repository_around_it(repository: Path) -> None:
    (repository / "src" / ".git").mkdir()
    assert open_source(str(repository / "src")).kind == "folder"


@needs_posix
@pytest.mark.parametrize("entry", ["", ".", "tools", "{inside}"])
def test_a_git_program_inside_the_scanned_tree_is_never_run(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    canary = tmp_path / "canary"
    for folder in (repository, repository / "tools"):
        folder.mkdir(exist_ok=True)
        (folder / "git").write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
        (folder / "git").chmod(0o755)
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", f"{entry.format(inside=repository / 'tools')}{os.pathsep}{os.environ['PATH']}")
    assert open_source(".").kind == "git"
    assert not canary.exists()


# ---- what git knows of the history


@pytest.mark.parametrize(
    ("signed", "count"),
    [
        pytest.param(["Ada\0ada@a.org", "Bob\0bob@a.org"], 2, id="two people"),
        pytest.param(["Ada\0ada@a.org", "ada\0ada@b.org"], 1, id="one name"),
        pytest.param(["Ada\0ada@a.org", "Countess\0ADA@a.org", "Countess\0c@b.org"], 1, id="one address of two names"),
        pytest.param(["Ada\0ada@a.org", "dependabot[bot]\0x@users.noreply.github.com"], 1, id="a bot"),
        pytest.param([], 0, id="nobody"),
    ],
)
def test_people_are_counted_once(signed: list[str], count: int) -> None:
    assert people(signed) == count


def test_git_facts_count_commits_authors_and_tags(repository: Path, git: Git) -> None:
    for author in ("Ada <ADA@example.org>", "Bob <bob@example.org>"):
        git(repository, "commit", "-q", "--allow-empty", "-m", "more", "--author", author)
    git(repository, "tag", "v1.0")
    git(repository, "tag", "-am", "old", "v0.9")
    facts = open_source(str(repository)).git()
    assert (facts.commits, facts.authors, facts.tags, facts.shallow) == (3, 2, ("v0.9", "v1.0"), False)
    assert facts.head == git(repository, "rev-parse", "HEAD")


def test_a_shallow_clone_says_so_and_counts_nothing(repository: Path, tmp_path: Path, git: Git) -> None:
    git(repository, "commit", "-q", "--allow-empty", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), "clone")
    facts = open_source(str(tmp_path / "clone")).git()
    assert (facts.shallow, facts.commits, facts.authors) == (True, None, None)
    assert facts.head


@needs_posix
def test_git_facts_are_computed_only_when_asked(repository: Path, tmp_path: Path, programs: Programs) -> None:
    programs(
        f'for word; do case $word in ls-files|rev-*) echo $word >> {tmp_path}/calls;; esac; done; exec {{git}} "$@"'
    )
    facts = open_source(str(repository)).git()
    calls = tmp_path / "calls"
    assert calls.read_text().split() == ["ls-files", "ls-files"]
    assert (facts.head, facts.head) == (facts.head, facts.head)
    assert calls.read_text().split() == ["ls-files", "ls-files", "rev-parse"]


def test_ignore_files_answer_for_paths_that_do_not_exist(repository: Path) -> None:
    (repository / ".gitignore").write_text(".env\n/data/\n!/data/keep\n")
    (repository / "src" / ".gitignore").write_text("!.env\n")
    ignored = open_source(str(repository)).git().ignored
    assert ignored(".env")
    assert ignored("deep/er/.env")
    assert not ignored("src/.env")
    assert ignored("data/")
    assert not ignored("data")
    assert ignored("data/keep")
    assert not ignored("../.env")


def test_a_subfolder_is_ignored_by_the_files_above_it(repository: Path) -> None:
    (repository / ".gitignore").write_text("/src/*.ckpt\n")
    facts = open_source(str(repository / "src")).git()
    assert facts.ignored("last.ckpt")
    assert not facts.ignored("last.py")
