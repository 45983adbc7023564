"""Reading below a folder, never through a link and never outside of it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable

from mlready.source.listing import MAX_TEXT, Entry, Listing, most_bytes, stays_inside

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OWN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _OWN
_FILE = (
    os.O_RDONLY
    | _NO_LINK
    | _OWN
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer must not block
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_OPENS_RELATIVE = bool(_NO_LINK) and os.open in os.supports_dir_fd and os.scandir in os.supports_fd

_WHY = {
    errno.ELOOP: "a symbolic link is not followed",
    errno.ENOTDIR: "a folder on the way is a link or no folder",
    errno.ENOENT: "no such file",
}


def is_link(status: os.stat_result) -> bool:
    """Whether this leads elsewhere: a symbolic link, or a junction on Windows."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) != 0


def why(error: OSError | ValueError) -> str:
    """Why a file could not be read, without a path of this machine."""
    code = getattr(error, "errno", None) or errno.ENOENT
    return _WHY.get(code) or getattr(error, "strerror", None) or "the system refuses it"


def read_all(descriptor: int, most: int, expected: int = 0) -> bytes:
    """What a descriptor gives, up to `most` bytes; `expected` many come in one piece."""
    parts = []
    while most > 0 and (part := os.read(descriptor, min(most, max(expected, 65_535) + 1))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


class Tree:
    """What lies below a folder, reached component by component; not to be shared between threads."""

    def __init__(self, root: str) -> None:
        self._names: list[str] = []
        self._descriptors = [os.open(root, _FOLDER)]

    def __del__(self) -> None:
        for descriptor in getattr(self, "_descriptors", ()):
            os.close(descriptor)

    def _folder(self, path: str) -> int:
        """Descriptor of a folder, good until the next call; neighbours share the way to them."""
        names = path.split("/") if path else []
        shared = 0
        while shared < min(len(names), len(self._names)) and names[shared] == self._names[shared]:
            shared += 1
        while len(self._names) > shared:
            self._names.pop()
            os.close(self._descriptors.pop())
        for name in names[shared:]:
            self._descriptors.append(os.open(name, _FOLDER | _NO_LINK, dir_fd=self._descriptors[-1]))
            self._names.append(name)
        return self._descriptors[-1]

    def status(self, path: str) -> os.stat_result:
        """Status of a file or link."""
        folder, _, name = path.rpartition("/")
        return os.stat(name, dir_fd=self._folder(folder), follow_symlinks=False)

    def scan(self, folder: str) -> list[tuple[str, os.stat_result]]:
        """Name and status of all that a folder holds, sorted by name."""
        with os.scandir(self._folder(folder)) as found:
            return sorted((one.name, one.stat(follow_symlinks=False)) for one in found)

    def read(self, path: str, most: int) -> tuple[int, bytes]:
        """Size of a regular file and at most `most + 1` of its bytes; OSError where it is none."""
        descriptor = self._open(path)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            return status.st_size, read_all(descriptor, most + 1, status.st_size)
        finally:
            os.close(descriptor)

    def text(self, path: str) -> bytes:
        """Contents of a small file; OSError where it cannot be read."""
        return self.read(path, MAX_TEXT)[1]

    def _open(self, path: str) -> int:
        folder, _, name = path.rpartition("/")
        return os.open(name, _FILE, dir_fd=self._folder(folder))


class PlainTree(Tree):
    """The same where the system opens nothing relative to a folder: each component is looked at first."""

    def __init__(self, root: str) -> None:
        self._root = root

    def _below(self, path: str) -> str:
        reached = self._root
        for name in path.split("/")[:-1]:
            reached = os.path.join(reached, name)
            status = os.lstat(reached)
            if not stat.S_ISDIR(status.st_mode) or is_link(status):
                raise OSError(errno.ENOTDIR, "not a folder")
        return os.path.join(self._root, *path.split("/"))

    def status(self, path: str) -> os.stat_result:
        return os.lstat(self._below(path))

    def scan(self, folder: str) -> list[tuple[str, os.stat_result]]:
        listed = os.path.dirname(self._below(f"{folder}/any" if folder else "any"))
        return [(name, os.lstat(os.path.join(listed, name))) for name in sorted(os.listdir(listed))]

    def _open(self, path: str) -> int:
        name = self._below(path)
        status = os.lstat(name)
        if is_link(status):
            raise OSError(errno.ELOOP, "a link")
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return os.open(name, _FILE)


def tree_at(root: str) -> Tree:
    """What lies below a folder, by the safest way that the system has."""
    return Tree(root) if _OPENS_RELATIVE else PlainTree(root)


class OnDisk(Listing):
    """A source whose files are read from the file system."""

    def __init__(self, root: str, scope: str = "") -> None:
        super().__init__(root, scope)
        self.tree = tree_at(root)
        self._links: frozenset[str] = frozenset()

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        most = most_bytes(path) if limit is None else limit
        try:
            size, data = self._read(path, most)
        except (OSError, ValueError) as error:
            self.note_unread(why(error), path)
            return None
        if limit is None and max(size, len(data)) > most:
            self.note_large(path)
            return None
        return data[:most]

    def _read(self, path: str, most: int) -> tuple[int, bytes]:
        name = self._names.get(path, path)
        if not stays_inside(name):
            raise OSError(errno.EINVAL, "the path leads out of the tree or into .git")
        if path in self._links:
            raise OSError(errno.ELOOP, "a link")
        return self.tree.read(name, most)

    def _hold(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(sorted(entries))
        self._links = frozenset(entry.path for entry in self._entries if entry.link)

    def _entry(self, path: str, status: os.stat_result, *, tracked: bool) -> Entry:
        """An entry for what stands on disk; anything but a file or link has no size, and a notice."""
        if is_link(status):
            return Entry(path, 0, tracked, link=True)
        if stat.S_ISREG(status.st_mode):
            return Entry(path, status.st_size, tracked, link=False)
        self.note_unread("not a regular file", path)
        return Entry(path, -1, tracked, link=False)
