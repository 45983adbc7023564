"""What all sources share: entries, limits, paths that can be printed, and notices about what was left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from mlready.location import Notice
from mlready.source.history import GitFacts

MAX_FILES = 100_000
MAX_DEPTH = 64  # components of a path
MAX_TEXT = 2_000_000  # bytes
MAX_NOTEBOOK = 20_000_000  # bytes

SKIPPED_FOLDERS = frozenset(
    {
        "__pycache__",
        ".eggs",
        ".git",
        ".hg",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "node_modules",
    }
)  # no files of a project, unless git tracks them

_REFUSED = frozenset({"", ".", "..", ".git"})

Known = TypeVar("Known")


class SourceError(Exception):
    """What was asked for cannot be scanned: no such path, no such revision; one line for the user."""


class Entry(NamedTuple):
    r"""One file: its '/'-separated path from the root and its size in bytes (-1: listed by git, but not there).

    `tracked`: in git's index or tree. `link`: a symbolic link, submodule or nested repository, listed but never read.
    A name that is not UTF-8 has its odd bytes written as `\xff`, so that every path can be printed and encoded.
    """

    path: str
    size: int
    tracked: bool
    link: bool


class Source(Protocol):
    """Files with their contents. `root` is for display only; `kind` is git, tree (a revision), folder or files.

    `scope` is the path of the root in its git repository, "" where they are the same.
    """

    root: str
    scope: str
    kind: str
    notices: list[Notice]

    def entries(self) -> tuple[Entry, ...]:
        """All files, sorted by path."""
        ...

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        """The contents of a file, or at most its first `limit` bytes; None and a notice where it may not be read."""
        ...

    def git(self) -> GitFacts:
        """What git knows of the history; nothing is computed before it is asked for."""
        ...


def folder_with(name: str, start: str) -> str | None:
    """The nearest folder, from `start` upwards, that holds something of this name."""
    folder = start
    while not os.path.lexists(os.path.join(folder, name)):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def shown(name: str) -> str:
    """A file's name as text that can be printed and encoded: bytes that are not UTF-8 become escapes."""
    if name.isascii():
        return name
    try:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # no name of a file
        return name.encode("utf-8", "backslashreplace").decode()


def stays_inside(path: str) -> bool:
    """Whether a path can only lead below the root, and not into git's own folder."""
    if os.sep != "/" and ("\\" in path or ":" in path):
        return False
    return "\0" not in path and _REFUSED.isdisjoint(path.lower().split("/"))


def most_bytes(path: str) -> int:
    """Size in bytes up to which a file is read whole."""
    return MAX_NOTEBOOK if path.endswith(".ipynb") else MAX_TEXT


class Listing:
    """A source's entries and notices."""

    def __init__(self, root: str, scope: str = "") -> None:
        self.root = root
        self.scope = scope
        self.notices: list[Notice] = []
        self._noted: set[Notice] = set()
        self._names: dict[str, str] = {}  # path of an entry -> its name on disk, where they differ
        self._entries: tuple[Entry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def note(self, kind: str, message: str, path: str | None = None) -> None:
        """Add a notice, once."""
        notice = Notice(kind, message, path)
        if notice not in self._noted:
            self._noted.add(notice)
            self.notices.append(notice)

    def note_unread(self, reason: str, name: str) -> None:
        self.note("unreadable", f"not read: {reason}", shown(name))

    def note_large(self, path: str) -> None:
        self.note("limit", f"not read: larger than {most_bytes(path) // 1_000_000} MB", path)

    def note_each(self, kind: str, reason: str, paths: Sequence[str]) -> None:
        """One notice for all files that share a reason; it names the file where it is only one."""
        if len(paths) == 1:
            self.note(kind, f"1 file is {reason}", paths[0])
        elif paths:
            self.note(kind, f"{len(paths):,} files are {reason}, {min(paths)} among them")

    def within_limits(
        self, found: Iterable[tuple[str, Known]], *, complete: bool = True
    ) -> Iterator[tuple[str, str, Known]]:
        """Those of the names found that may be entries, each once: the path that stands for it, name, what is known."""
        seen: dict[str, str] = {}
        deep: list[str] = []
        for name, known in found:
            path = shown(name)
            if path in seen:
                if seen[path] != name:
                    self.note_unread("another file has the same name once odd bytes are escaped", path)
            elif not stays_inside(name):
                self.note_unread("the path leads out of the tree or into .git", path)
            elif name.count("/") >= MAX_DEPTH:
                deep.append(path)
            elif len(seen) == MAX_FILES:
                complete = False
                break
            else:
                seen[path] = name
                if path != name:
                    self._names[path] = name
                yield path, name, known
        self.note_each("limit", f"left out: nested deeper than {MAX_DEPTH} levels", deep)
        if not complete:
            self.note("limit", f"too many files: only {len(seen):,} of them are read")
