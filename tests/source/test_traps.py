"""What a hostile repository may try: programs named in its configuration, links, pipes, devices and races."""

from __future__ import annotations

import os
import shutil
import sys
from hashlib import sha1
from pathlib import Path
from typing import NamedTuple

import pytest

from mlready.location import Notice
from mlready.source import Entry, Source, disk, open_files, open_source, plumbing
from mlready.source.folder import Folder
from tests.source.conftest import Git

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts, links and pipes")


class Trap(NamedTuple):
    """A repository whose configuration names programs, and the folder where each leaves its name when it is run."""

    root: Path
    canaries: Path
    missing: str  # id of an object that only the promisor remote has

    def sprung(self) -> list[str]:
        return sorted(path.name for path in self.canaries.iterdir())


def _program(folder: Path, canaries: Path, name: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\ntouch '{canaries}/{name}'\nexit 1\n")
    path.chmod(0o755)
    return str(path)


def _configure(root: Path, programs: Path, canaries: Path, git: Git) -> None:
    def program(name: str) -> str:
        return _program(programs, canaries, name)

    hooks = programs / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout", "fsmonitor-watchman"):
        _program(hooks, canaries, hook)
        _program(root / ".git" / "hooks", canaries, hook)
    included = programs / "included.cfg"
    git(root, "config", "--file", str(included), "core.fsmonitor", program("included"))
    git(root, "config", "--file", str(included), "alias.ls-files", f"!{program('included-alias')}")
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "core.fsmonitor": program("fsmonitor"),
        "core.hooksPath": str(hooks),
        "core.pager": program("pager"),
        "pager.ls-files": program("pager"),
        "pager.rev-list": program("pager"),
        "core.editor": program("editor"),
        "core.askPass": program("askpass"),
        "core.sshCommand": program("ssh"),
        "core.gitProxy": program("proxy"),
        "core.alternateRefsCommand": program("alternates"),
        "core.untrackedCache": "true",
        "credential.helper": f"!{program('credential')}",
        "diff.external": program("external"),
        "diff.x.textconv": program("textconv"),
        "diff.x.command": program("diff-command"),
        "filter.x.clean": program("clean"),
        "filter.x.smudge": program("smudge"),
        "filter.x.process": program("process"),
        "filter.x.required": "true",
        "gpg.program": program("gpg"),
        "log.showSignature": "true",
        "alias.ls-tree": f"!{program('alias')}",
        "alias.rev-parse": f"!{program('alias')}",
        "extensions.partialClone": "origin",
        "remote.origin.url": "ssh://nowhere.invalid/repository",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "remote.local.url": str(programs),
        "remote.local.promisor": "true",
        "remote.local.uploadpack": program("uploadpack"),
        "remote.ext.url": f"ext::{program('ext')}",
        "remote.ext.promisor": "true",
        "protocol.ext.allow": "always",
        "include.path": str(included),
    }.items():
        git(root, "config", key, value)


def _sign(root: Path, git: Git) -> None:
    """Give the latest commit a signature, so that whoever shows it may want to check it."""
    header, _, message = git(root, "cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n eA==\n -----END PGP SIGNATURE-----"
    signed = f"{header}\n{signature}\n\n{message}\n"
    commit = git(root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=signed.encode())
    git(root, "update-ref", "HEAD", commit)


@pytest.fixture
def trap(repository: Path, tmp_path: Path, git: Git) -> Trap:
    canaries, programs = tmp_path / "canaries", tmp_path / "hostile"
    canaries.mkdir()
    programs.mkdir()
    (repository / ".gitattributes").write_text("*.py filter=x diff=x\n")
    (repository / "lost.txt").write_text("only the remote has this\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    git(repository, "tag", "v1.0")
    _sign(repository, git)
    missing = git(repository, "rev-parse", "HEAD:lost.txt")
    (repository / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    (repository / "train.py").write_text("fat()\n")
    (repository / "new.py").write_text("")
    _configure(repository, programs, canaries, git)
    return Trap(repository, canaries, missing)


def read_everything(source: Source) -> None:
    for entry in source.entries():
        source.read(entry.path)
    facts = source.git()
    assert facts.head
    assert facts.commits == 2
    assert facts.authors == 1
    assert facts.tags == ("v1.0",)
    assert facts.shallow is False
    facts.ignored("x.py")


@pytest.mark.parametrize(
    ("command", "canary"),
    [
        ("status", "included"),
        ("-c core.fsmonitor=false status", "process"),
        ("-c core.fsmonitor=false -c diff.external= diff", "process"),
        ("-c core.fsmonitor=false diff HEAD~1 HEAD", "external"),
        ("-c filter.x.process= -c filter.x.clean= -c filter.x.required=false show HEAD~1 --no-ext-diff", "textconv"),
        ("log", "gpg"),
        ("-c protocol.allow=always cat-file blob {missing}", "ssh"),
    ],
)
def test_the_traps_are_live_for_plain_git(trap: Trap, git: Git, command: str, canary: str) -> None:
    git(trap.root, *command.format(missing=trap.missing).split(), check=False)
    assert canary in trap.sprung()


def test_a_work_tree_is_read_without_running_any_of_them(trap: Trap) -> None:
    source = open_source(str(trap.root))
    assert source.kind == "git"
    read_everything(source)
    assert source.read("train.py") == b"fat()\n"
    assert trap.sprung() == []


def test_a_revision_is_read_without_running_any_of_them(trap: Trap) -> None:
    source = open_source(str(trap.root), "HEAD")
    read_everything(source)
    assert source.read("train.py") == b"fit()\n"
    assert Entry("lost.txt", -1, tracked=True, link=False) in source.entries()
    assert trap.sprung() == []


def test_an_object_lost_after_listing_is_not_fetched(trap: Trap, git: Git) -> None:
    blob = git(trap.root, "rev-parse", "HEAD:train.py")
    source = open_source(str(trap.root), "HEAD")
    (trap.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert source.read("train.py") is None
    assert source.read("src/model.py") == b"size = 3\n"
    assert trap.sprung() == []


@pytest.mark.parametrize("unknown", ["GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL"])
def test_a_git_that_lacks_one_of_the_bans_still_fetches_nothing(
    trap: Trap, monkeypatch: pytest.MonkeyPatch, unknown: str
) -> None:
    environment = plumbing._environment
    monkeypatch.setattr(
        plumbing, "_environment", lambda top: {key: text for key, text in environment(top).items() if key != unknown}
    )
    read_everything(open_source(str(trap.root), "HEAD"))
    assert trap.sprung() == []


def test_a_subfolder_an_unknown_revision_and_files_run_none_of_them(trap: Trap) -> None:
    read_everything(open_source(str(trap.root / "src")))
    with pytest.raises(Exception, match="no such revision"):
        open_source(str(trap.root), "absent")
    assert open_files([str(trap.root / "train.py")]).read("train.py") == b"fat()\n"
    assert trap.sprung() == []


def test_a_command_line_scan_runs_none_of_them(trap: Trap, tmp_path: Path) -> None:
    pytest.importorskip("mlready.pipeline")
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "mlready", "scan", str(trap.root)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        check=False,
    )
    assert trap.sprung() == []
    assert done.returncode in {0, 1}


def test_the_configured_work_tree_is_not_believed(repository: Path, tmp_path: Path, git: Git) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.py").write_text("")
    git(repository, "config", "core.worktree", str(tmp_path / "private"))
    assert [entry.path for entry in open_source(str(repository)).entries()] == ["src/model.py", "train.py"]


def test_an_embedded_bare_repository_is_only_files(trap: Trap, tmp_path: Path, git: Git) -> None:
    bare = trap.root / "vendor" / "bare"
    shutil.copytree(trap.root / ".git", bare)
    git(bare, "config", "core.bare", "true")
    git(bare, "config", "core.worktree", str(trap.root))
    shutil.copytree(bare, tmp_path / "lone")
    for path, expected in ((trap.root, "vendor/bare/HEAD"), (bare, "HEAD"), (bare / "refs", "heads/master")):
        source = open_source(str(path))
        assert expected in [entry.path for entry in source.entries()]
        read_everything(source)
    lone = open_source(str(tmp_path / "lone"))
    assert lone.kind == "folder"
    assert lone.git().head is None
    assert trap.sprung() == []


def test_a_hostile_index_cannot_lead_out(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("token\n")
    index = (repository / ".git" / "index").read_bytes()
    forged = index.replace(b"src/model.py", b"../secret.py").replace(b"train.py", b".git/abc")
    (repository / ".git" / "index").write_bytes(forged[:-20] + sha1(forged[:-20]).digest())
    source = open_source(str(repository))
    assert all(not entry.path.startswith((".git", "..")) for entry in source.entries())
    assert "the path leads out of the tree or into .git" in " ".join(notice.message for notice in source.notices)


# ---- links, pipes, devices; every source that reads from disk, by both ways of opening


WAYS = ["relative to a folder", "component by component"]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == WAYS[1]:
        monkeypatch.setattr(disk, "_OPENS_RELATIVE", False)


@pytest.fixture
def escapes(repository: Path, tmp_path: Path, git: Git) -> Path:
    """A repository full of links, most of them tracked, that lead to a secret outside."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("token\n")
    (repository / "file.py").symlink_to(outside / "secret.py")
    (repository / "folder").symlink_to(outside)
    (repository / "loop").symlink_to("loop")
    (repository / "up").symlink_to(repository)
    (repository / "zero.py").symlink_to("/dev/zero")
    git(repository, "add", "file.py", "folder", "loop")
    git(repository, "commit", "-qm", "links")
    return repository


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("kind", ["git", "folder"])
def test_links_are_listed_and_never_followed(escapes: Path, kind: str) -> None:
    source = open_source(str(escapes)) if kind == "git" else Folder(str(escapes))
    assert source.kind == kind
    links = [entry.path for entry in source.entries() if entry.link]
    assert links == ["file.py", "folder", "loop", "up", "zero.py"]
    assert [entry.path for entry in source.entries() if not entry.link] == ["src/model.py", "train.py"]
    tried = [
        *links,
        "folder/secret.py",
        "up/train.py",
        "../outside/secret.py",
        str(escapes / "train.py"),
        ".git/config",
    ]
    assert [source.read(path) for path in tried] == [None] * len(tried)
    assert [notice.kind for notice in source.notices] == ["unreadable"] * len(tried)
    assert source.read("train.py") == b"fit()\n"


@pytest.mark.usefixtures("way")
def test_a_tracked_folder_that_became_a_link_is_not_followed(repository: Path, tmp_path: Path) -> None:
    (repository / "src").rename(tmp_path / "elsewhere")
    (repository / "src").symlink_to(tmp_path / "elsewhere")
    source = open_source(str(repository))
    assert Entry("src/model.py", -1, tracked=True, link=False) in source.entries()
    assert source.read("src/model.py") is None


@pytest.mark.usefixtures("way")
def test_a_folder_that_becomes_a_link_after_listing_is_not_followed(repository: Path, tmp_path: Path) -> None:
    source = open_source(str(repository))
    source.read("train.py")
    (repository / "src").rename(tmp_path / "elsewhere")
    (repository / "src").symlink_to(tmp_path / "elsewhere")
    assert source.read("src/model.py") is None
    reason = "not read: a folder on the way is a link or no folder"
    assert source.notices == [Notice("unreadable", reason, "src/model.py")]


@pytest.mark.usefixtures("way")
def test_a_file_that_becomes_a_link_after_listing_is_not_followed(repository: Path) -> None:
    source = open_source(str(repository))
    (repository / "train.py").unlink()
    (repository / "train.py").symlink_to("src/model.py")
    assert source.read("train.py") is None
    assert source.notices == [Notice("unreadable", "not read: a symbolic link is not followed", "train.py")]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("kind", ["git", "folder", "files"])
def test_pipes_do_not_block(repository: Path, kind: str) -> None:
    (repository / "train.py").unlink()
    os.mkfifo(repository / "train.py")
    os.mkfifo(repository / "pipe.py")
    source = (
        open_files([str(repository / "train.py")])
        if kind == "files"
        else (open_source(str(repository)) if kind == "git" else Folder(str(repository)))
    )
    assert source.read("train.py") is None
    assert source.read("pipe.py") is None
    assert {notice.message for notice in source.notices} == {"not read: not a regular file"}
    assert [entry for entry in source.entries() if entry.size > 0 and entry.path != "src/model.py"] == []


@pytest.mark.usefixtures("way")
def test_a_file_replaced_by_a_pipe_after_listing_does_not_block(repository: Path) -> None:
    source = open_source(str(repository))
    (repository / "train.py").unlink()
    os.mkfifo(repository / "train.py")
    assert source.read("train.py") is None


def test_an_ignore_file_that_is_a_pipe_does_not_block_a_walk(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".gitignore")
    (tmp_path / "a.py").write_text("")
    assert [entry.path for entry in open_source(str(tmp_path)).entries()] == ["a.py"]


def test_a_device_is_not_read(tmp_path: Path) -> None:
    assert open_source("/dev/zero").entries() == ()


@pytest.mark.usefixtures("way")
def test_a_file_that_grows_while_it_is_read_stays_within_the_limit(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_source(str(repository))
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, count: read(descriptor, 0) or b"x" * count)
    assert source.read("train.py") is None
    monkeypatch.undo()
    assert [(notice.kind, notice.path) for notice in source.notices] == [("limit", "train.py")]


def test_a_file_that_the_system_refuses_is_one_notice_without_a_path_of_the_machine(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_source(str(repository))

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied", str(repository))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        assert source.read("train.py") is None
        assert source.read("train.py") is None
    assert source.notices == [Notice("unreadable", "not read: Permission denied", "train.py")]


@pytest.mark.parametrize(
    "path", ["a\0b", "", "/etc/passwd", "src//model.py", "src/../train.py", ".GIT/config", "\ud800"]
)
def test_odd_paths_are_refused(repository: Path, path: str) -> None:
    source = open_source(str(repository))
    assert source.read(path) is None
    assert [notice.kind for notice in source.notices] == ["unreadable"]
