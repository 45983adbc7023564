"""A document as rules read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BADGE = re.compile(
    r"(?i)shields\.io/|badge|/workflows/[^/]{1,200}/|travis-ci\.(?:org|com)/|circleci\.com/|codecov\.io/|coveralls\.io/|"
    r"pepy\.tech/|readthedocs\.org/projects/|bestpractices\.(?:core|dev)"
)


class Heading(NamedTuple):
    """`end_line` is the last line before the next heading of its level or above; `words` counts the words that stand

    under it before the next heading of any level.
    """

    level: int
    text: str
    line: int
    end_line: int
    words: int


class Code(NamedTuple):
    """A code block from its first line (the fence or directive) to its last; `language` in lower case, "" if none is named."""

    language: str
    text: str
    line: int
    end_line: int


class Link(NamedTuple):
    """A link or an image; `text` is its label or alternative text, "" for a bare address."""

    text: str
    target: str
    line: int
    image: bool = False


class Document(NamedTuple):
    """`format` is markdown, rst or text. `front_matter` maps its top-level keys to their text, nested lines kept.

    `opening` is the text of the first 40 lines. `truncated`: only the first megabyte was read.
    """

    format: str
    headings: tuple[Heading, ...]
    front_matter: dict[str, str]
    code: tuple[Code, ...]
    links: tuple[Link, ...]
    opening: str
    lines: int
    words: int
    truncated: bool = False

    @property
    def title(self) -> str | None:
        """The text of the first heading."""
        return self.headings[0].text if self.headings else None

    @property
    def images(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.image)

    @property
    def badges(self) -> tuple[Link, ...]:
        """Images that show a state (build, coverage, version), judged by their address."""
        return tuple(link for link in self.images if _BADGE.search(link.target[:500]))

    def headings_with(self, *phrases: str) -> Iterator[Heading]:
        """Headings in which one of the phrases stands as whole words, whatever its case (`intended use`)."""
        pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)
        return (heading for heading in self.headings if pattern.search(heading.text))
