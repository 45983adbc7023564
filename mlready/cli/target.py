"""What the paths of the command line stand for: repositories, each with its source."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from mlready.source import Source


class Target(NamedTuple):
    """One repository to scan; `title` is how the reader named it."""

    title: str
    source: Source

    @property
    def is_partial(self) -> bool:
        """Whether only files of it were named."""
        return self.source.kind == "files"


def targets(paths: Sequence[str], revision: str | None) -> Iterator[Target]:
    """Every folder is a repository of its own; files are taken together by the repository they lie in."""
    from mlready.source import SourceError, open_source

    files = []
    try:
        for path in dict.fromkeys(paths):
            if os.path.isdir(path) or not os.path.lexists(path) or revision is not None:
                yield Target(path, open_source(path, revision))
            else:
                files.append(path)
        yield from _listed(files)
    except SourceError as error:
        raise click.UsageError(str(error)) from None


def _listed(files: list[str]) -> Iterator[Target]:
    from mlready.source import open_files

    while files:
        root = os.path.join(open_files(files).root, "")
        inside = [file for file in files if os.path.join(_real_folder(file), "").startswith(root)] or files[:1]
        files = [file for file in files if file not in set(inside)]
        yield Target(inside[0] if len(inside) == 1 else f"{len(inside)} files", open_files(inside))


def _real_folder(file: str) -> str:
    return os.path.realpath(os.path.dirname(file) or ".")
