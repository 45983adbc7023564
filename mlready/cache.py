"""What a scan puts aside in the user's cache directory."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from weakref import finalize

IN_MEMORY = 1_000_000  # bytes that are kept in memory before a file is made


def folder() -> str:
    """The user's cache directory for this program; it need not exist."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "mlready")


class Aside:
    """Bytes put aside while a scan runs: the first in memory, further ones in a file that has no name any more.

    All stay in memory where no such file can be written.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._left = in_memory
        self._file: int | None = None
        self._end = 0

    def put(self, data: bytes) -> Callable[[], bytes | None]:
        """How to get the bytes again; that gives None where they are lost."""
        self._left -= len(data)
        if self._left < 0 and self._write(data):
            self._end += len(data)
            return partial(self._read, self._end - len(data), len(data))
        return lambda: data

    def _write(self, data: bytes) -> bool:
        try:
            if self._file is None:
                self._file = _nameless()
                finalize(self, os.close, self._file)
            return os.pwrite(self._file, data, self._end) == len(data)
        except (OSError, AttributeError):  # no room, not allowed, or a system without such files
            return False

    def _read(self, start: int, size: int) -> bytes | None:
        try:
            data = os.pread(self._file, size, start) if self._file is not None else b""
        except OSError:
            return None
        return data if len(data) == size else None


def _nameless() -> int:
    """A new file of the cache directory that nobody else can open; raises OSError."""
    if os.name != "posix":
        raise OSError
    os.makedirs(folder(), exist_ok=True)
    path = os.path.join(folder(), f"details-{os.getpid()}-{os.urandom(8).hex()}")
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    os.unlink(path)
    return file
