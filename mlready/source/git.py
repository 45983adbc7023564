"""The files of a git work tree and of a git revision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlready.source.disk import OnDisk, tree_at
from mlready.source.history import GitFacts
from mlready.source.ignore import Ignores
from mlready.source.listing import MAX_TEXT, SKIPPED_FOLDERS, Entry, Listing, most_bytes, shown
from mlready.source.plumbing import Git, GitError, GitFailedError, History, Objects

_LINK_MODES = frozenset({"120000", "160000"})  # symbolic links, submodules


def _within(scope: str) -> tuple[str, ...]:
    return ("--", f"{scope}/") if scope else ("--",)


class GitWorkTree(OnDisk):
    """The files of a git work tree: the tracked ones, and the others that are not ignored."""

    kind = "git"

    def __init__(self, root: str, git: Git, scope: str = "") -> None:
        super().__init__(root, scope)
        self._git = git
        self._hold(self._measured())

    def git(self) -> GitFacts:
        facts = History(self._git)
        facts.ignored = Ignores(tree_at(self._git.top).text, self.scope).ignored
        return facts

    def _measured(self) -> Iterator[Entry]:
        try:
            listed, complete = self._listed()
        except GitFailedError:
            raise self._git.refusal() from None
        missing = []
        for path, name, (tracked, link) in self.within_limits(listed, complete=complete):
            if link:
                yield Entry(path, 0, tracked, link=True)
                continue
            try:
                yield self._entry(path, self.tree.status(name), tracked=tracked)
            except (OSError, ValueError):
                missing.append(path)
                yield Entry(path, -1, tracked, link=False)
        self.note_each("missing", "listed by git but not in the work tree", missing)

    def _listed(self) -> tuple[list[tuple[str, tuple[bool, bool]]], bool]:
        """Name, whether tracked, and whether a link by git's word; tracked ones first; and whether these are all."""
        command = ("ls-files", "-z")
        skipped = [f"--exclude={name}/" for name in sorted(SKIPPED_FOLDERS)]
        tracked, all_tracked = self._git.records(*command, "--stage", *_within(self.scope))
        others, all_others = self._git.records(
            *command, "--others", "--exclude-standard", *skipped, *_within(self.scope)
        )
        start = len(self.scope) + 1 if self.scope else 0
        listed = []
        for record in tracked:
            facts, _, name = record.partition("\t")
            listed.append((name[start:], (True, facts[:6] in _LINK_MODES)))
        for name in others:
            listed.append((name[start:].removesuffix("/"), (False, name.endswith("/"))))
        return listed, all_tracked and all_others


class _Blob(NamedTuple):
    name: str
    size: int
    link: bool


class GitTree(Listing):
    """The files of a git revision, read without a checkout."""

    kind = "tree"

    def __init__(self, root: str, git: Git, scope: str, revision: str) -> None:
        super().__init__(root, scope)
        self._git = git
        self._objects: Objects | None = None
        self.commit = self._resolved(revision)
        listed, complete = self._listed()
        self._blobs = {path: blob for path, _, blob in self.within_limits(listed, complete=complete)}
        missing = [path for path, blob in self._blobs.items() if blob.size < 0]
        self.note_each("missing", "part of the revision but not in this clone", missing)
        self._entries = tuple(sorted(Entry(path, one.size, True, one.link) for path, one in self._blobs.items()))

    def git(self) -> GitFacts:
        facts = History(self._git, self.commit)
        facts.ignored = Ignores(self._ignore_file).ignored
        return facts

    def blob_ids(self) -> dict[str, str]:
        """The id by which git knows the contents of each file."""
        return {entry.path: self._blobs[entry.path].name for entry in self._entries if not entry.link}

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        blob = self._blobs.get(path)
        if blob is None or blob.size < 0:
            self.note_unread("no such file", path)
            return None
        if blob.link:
            self.note_unread("a symbolic link is not followed", path)
            return None
        if limit is None and blob.size > most_bytes(path):
            self.note_large(path)
            return None
        try:
            return self._contents(blob, blob.size if limit is None else min(limit, blob.size))
        except GitError as error:
            self._close()
            self.note_unread(str(error), path)
            return None

    def _contents(self, blob: _Blob, count: int) -> bytes:
        self._objects = self._objects or Objects(self._git)
        if self._objects.size(blob.name) != blob.size:
            raise GitError("git has lost it")
        data = self._objects.take(count)
        if blob.size - count > MAX_TEXT:
            self._close()  # a new process is cheaper than the rest of a large file
        else:
            self._objects.take(blob.size - count + 1)
        return data

    def _close(self) -> None:
        if self._objects is not None:
            self._objects.close()
            self._objects = None

    def _ignore_file(self, path: str) -> bytes | None:
        return self.read(path) if path in self._blobs else None

    def _resolved(self, revision: str) -> str:
        """Id of the commit; GitError where there is none."""
        if not revision.strip() or revision.startswith("-") or "\0" in revision:
            raise GitError("no such revision: " + (shown(revision) or "''"))
        try:
            return self._git.text("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        except GitFailedError:
            pass
        try:
            self._git.text("rev-parse", "--git-dir")
        except GitFailedError:
            raise self._git.refusal() from None
        raise GitError("no such revision: " + (shown(revision) or "''"))

    def _listed(self) -> tuple[list[tuple[str, _Blob]], bool]:
        command = ("ls-tree", "-r", "-z", "--full-tree")
        try:
            records, complete = self._git.records(*command, "-l", self.commit, *_within(self.scope))
            sizes = None
        except GitFailedError:  # a partial clone has no sizes for what it lacks
            records, complete = self._git.records(*command, self.commit, *_within(self.scope))
            sizes = self._sizes([record.partition("\t")[0].split()[2] for record in records])
        start = len(self.scope) + 1 if self.scope else 0
        listed = []
        for record in records:
            facts, _, name = record.partition("\t")
            mode, _, blob, *size = facts.split()
            if mode in _LINK_MODES:
                listed.append((name[start:], _Blob(blob, 0, link=True)))
            else:
                known = int(size[0]) if sizes is None and size[0].isdecimal() else (sizes or {}).get(blob, -1)
                listed.append((name[start:], _Blob(blob, known, link=False)))
        return listed, complete

    def _sizes(self, blobs: list[str]) -> dict[str, int]:
        """Sizes of the blobs that a partial clone holds; asking for one that it lacks would end git."""
        objects = self._git.text("rev-list", "--objects", "--no-walk", "--missing=print", self.commit, "--")
        absent = {line[1:] for line in objects.split("\n") if line.startswith("?")}
        check = Objects(self._git, "--batch-check")
        try:
            sizes = {blob: check.size(blob) for blob in dict.fromkeys(blobs) if blob not in absent}
        finally:
            check.close()
        return {blob: size for blob, size in sizes.items() if size is not None}
