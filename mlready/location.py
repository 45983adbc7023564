"""Where something stands in a repository, and notices about it."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: lines and columns count from 1, the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Location(NamedTuple):
    """A place in a file, named from the root of the repository.

    `line` is None where the whole file or folder is meant. In a notebook `cell` counts code and text cells from 0
    and `line` counts from 1 inside that cell.
    """

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    cell: int | None = None

    def __str__(self) -> str:
        cell = "" if self.cell is None else f":cell {self.cell}"
        line = "" if self.line is None else f":{self.line}"
        return f"{self.path}{cell}{line}"


def lines_of(text: str) -> list[str]:
    r"""The lines of a text as locations count them: only `\n`, `\r\n` and `\r` end one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Notice(NamedTuple):
    """Something the reader must know that is not a finding: a file not read, a limit that bit, a skipped feature."""

    kind: str
    message: str
    path: str | None = None
