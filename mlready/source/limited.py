"""A source that is read with other limits than the usual ones."""

from __future__ import annotations

from collections.abc import Mapping

from mlready.location import Notice
from mlready.source.history import GitFacts
from mlready.source.listing import Entry, Source


class Limited:
    """Another source with limits of `file-size` and `notebook-size` (bytes) and `files` (their number)."""

    def __init__(self, source: Source, limits: Mapping[str, int]) -> None:
        self.root = source.root
        self.scope = source.scope
        self.kind = source.kind
        self.notices = source.notices
        self._source = source
        self._limits = limits
        entries = source.entries()
        self._entries = entries[: limits.get("files", len(entries))]
        if len(self._entries) < len(entries):
            self.notices.append(Notice("limit", f"too many files: only {len(self._entries):,} of them are read"))

    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        most = self._limits.get("notebook-size" if path.endswith(".ipynb") else "file-size")
        if limit is not None or most is None:
            return self._source.read(path, limit)
        data = self._source.read(path, most + 1)
        if data is not None and len(data) > most:
            self.notices.append(Notice("limit", f"not read: larger than {most:,} bytes", path))
            return None
        return data

    def git(self) -> GitFacts:
        return self._source.git()
