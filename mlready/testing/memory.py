"""The files of an example as a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from mlready.location import Notice
from mlready.source import Entry, GitFacts
from mlready.source.ignore import Ignores
from mlready.source.listing import MAX_TEXT
from mlready.testing.page import ExampleFile


class Memory:
    """The files of an example as a source that git tracks: no disk, no git."""

    kind = "git"
    root = "example"
    scope = ""

    def __init__(self, files: Iterable[ExampleFile]) -> None:
        self.notices: list[Notice] = []
        self._files = {one.path: one for one in files}

    @classmethod
    def of(cls, files: Mapping[str, str | bytes]) -> Memory:
        """A source of given contents by path."""
        contents = ((path, one.encode() if isinstance(one, str) else one) for path, one in files.items())
        return cls(ExampleFile(path, data, len(data), tracked=True, marked=frozenset()) for path, data in contents)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(path, one.size, one.tracked, link=False) for path, one in sorted(self._files.items()))

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        file = self._files.get(path)
        if file is None or (limit is None and file.size > MAX_TEXT):
            self.notices.append(Notice("limit" if file else "missing", "not read", path))
            return None
        data = file.data.ljust(min(file.size, limit or file.size), b"\n")
        return data if limit is None else data[:limit]

    def git(self) -> GitFacts:
        return History(ignored=Ignores(self._ignore_file).ignored)

    def _ignore_file(self, path: str) -> bytes | None:
        return self._files[path].data if path in self._files else None


class History(GitFacts):
    """A short, complete history: ten commits of two authors, no tags."""

    @cached_property
    def head(self) -> str | None:
        return "0" * 40

    @cached_property
    def shallow(self) -> bool:
        return False

    @cached_property
    def commits(self) -> int | None:
        return 10

    @cached_property
    def authors(self) -> int | None:
        return 2

    @cached_property
    def tags(self) -> tuple[str, ...]:
        return ()
