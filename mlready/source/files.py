"""Files named one by one, as a pre-commit hook is given them; no program is started to find them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from mlready.source.disk import OnDisk, why
from mlready.source.history import GitFacts
from mlready.source.listing import Entry, SourceError, folder_with, shown


class Files(OnDisk):
    """The files named, below the repository of the first one; what hooks are given counts as tracked."""

    kind = "files"

    def __init__(self, paths: Sequence[str]) -> None:
        found = _resolved(paths)
        start = os.path.dirname(found[0]) if found else os.getcwd()
        repository = folder_with(".git", start)
        super().__init__(
            repository or folder_with("mlready.toml", start) or folder_with("pyproject.toml", start) or start
        )
        self._hold(self._measured(found, tracked=repository is not None))

    def git(self) -> GitFacts:
        from mlready.source.ignore import Ignores

        return GitFacts(ignored=Ignores(self.tree.text).ignored)

    def _measured(self, found: list[str], *, tracked: bool) -> Iterator[Entry]:
        for path, name, _ in self.within_limits((one, None) for one in self._below_root(found)):
            try:
                status = self.tree.status(name)
            except (OSError, ValueError) as error:
                self.note_unread(why(error), path)
                continue
            entry = self._entry(path, status, tracked=tracked)
            if entry.size >= 0:
                yield entry

    def _below_root(self, found: list[str]) -> Iterator[str]:
        prefix = os.path.join(self.root, "")
        for path in found:
            if path.startswith(prefix):
                yield path.removeprefix(prefix).replace(os.sep, "/")
            else:
                self.note_unread("outside the repository of the first file", os.path.basename(path))


def _resolved(paths: Sequence[str]) -> list[str]:
    """Absolute paths, the folders freed of links; the files themselves may be links, which are not followed."""
    folders: dict[str, str] = {}
    found = []
    for path in paths:
        if not os.path.lexists(path):
            raise SourceError(f"no such file: {shown(path)}")
        folder, name = os.path.split(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder or os.curdir)
        found.append(os.path.join(folders[folder], name))
    return found
