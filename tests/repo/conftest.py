"""Repositories in memory."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from mlready.location import Notice
from mlready.repo import Repo, Settings
from mlready.source import Entry, GitFacts


class Memory:
    """A source whose files are given as text."""

    kind = "git"
    root = "memory"
    scope = ""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = {path: dedent(text).encode() for path, text in files.items()}
        self.notices: list[Notice] = []
        self.reads: list[str] = []

    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(path, len(data), True, False) for path, data in sorted(self.files.items()))

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        self.reads.append(path)
        return self.files.get(path)

    def git(self) -> GitFacts:
        return GitFacts(commits=1, authors=1, tags=(), shallow=False, head="0" * 40)


MakeRepo = Callable[..., Repo]


@pytest.fixture
def repo_of() -> MakeRepo:
    """Builds a repo from a mapping of path to text."""

    def make(files: dict[str, str], **settings: object) -> Repo:
        return Repo(Memory(files), Settings(**settings))  # type: ignore[arg-type]

    return make
