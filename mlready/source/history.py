"""What git knows of a repository's history."""

from __future__ import annotations

from collections.abc import Callable


class GitFacts:
    """Facts of the history; None or empty where git cannot say, as outside a repository.

    In a shallow clone `commits` and `authors` are None, since any number would be too small, and `tags` may lack some.
    `ignored` says whether the ignore files of the tree leave out a path, which need not exist ('/' at its end: a folder).
    """

    def __init__(
        self,
        *,
        commits: int | None = None,
        authors: int | None = None,
        tags: tuple[str, ...] = (),
        shallow: bool = False,
        head: str | None = None,
        ignored: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._commits = commits
        self._authors = authors
        self._tags = tags
        self._shallow = shallow
        self._head = head
        self.ignored = ignored

    @property
    def head(self) -> str | None:
        """Full id of the commit scanned, or of the one checked out."""
        return self._head

    @property
    def commits(self) -> int | None:
        """Number of commits that lead to `head`."""
        return self._commits

    @property
    def authors(self) -> int | None:
        """Number of distinct author addresses among the latest commits."""
        return self._authors

    @property
    def tags(self) -> tuple[str, ...]:
        """Names of all tags, sorted."""
        return self._tags

    @property
    def shallow(self) -> bool:
        """Whether the clone holds only the latest part of its history."""
        return self._shallow
