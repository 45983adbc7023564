"""A folder outside git, or one that git does not list: a walk that honours ignore files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from mlready.location import Notice
from mlready.source.disk import OnDisk, is_link, tree_at, why
from mlready.source.history import GitFacts
from mlready.source.ignore import MAX_PATTERNS, Ignores
from mlready.source.listing import MAX_DEPTH, MAX_FILES, SKIPPED_FOLDERS, Entry


class Folder(OnDisk):
    """All files below a folder; `top` and `scope` say in which repository it lies and where, if git failed there."""

    kind = "folder"

    def __init__(self, root: str, notice: Notice | None = None, top: str | None = None, scope: str = "") -> None:
        super().__init__(root, scope)
        if notice:
            self.notices.append(notice)
        self._in_repository = top is not None
        self._prefix = f"{scope}/" if scope else ""
        self._ignores = Ignores(tree_at(top or root).text, scope, self._note_cut)
        found = self.within_limits(self._walk())
        self._hold(
            Entry(path, 0, tracked=False, link=True) if status is None else self._entry(path, status, tracked=False)
            for path, _, status in found
        )
        self._entries = tuple(entry for entry in self._entries if entry.size >= 0)

    def git(self) -> GitFacts:
        return GitFacts(ignored=self._ignores.ignored)

    def _note_cut(self, path: str) -> None:
        below = path.removeprefix(self._prefix) if path.startswith(self._prefix) else None
        self.note("limit", f"too many patterns in an ignore file: only {MAX_PATTERNS:,} of them are used", below)

    def _walk(self) -> Iterator[tuple[str, os.stat_result | None]]:
        """Path and status of each file; None for the status of a nested repository."""
        pending = [""]
        left = MAX_FILES
        while pending:
            folder = pending.pop()
            left -= 1
            if left < 0:
                self.note("limit", f"too many folders: only {MAX_FILES:,} of them are read")
                return
            try:
                held = self.tree.scan(folder)
            except OSError as error:
                self.note_unread(why(error), folder)
                continue
            names = {name for name, _ in held}
            if folder and "pyvenv.cfg" in names:
                continue
            if folder and self._in_repository and ".git" in names:
                yield folder, None
                continue
            folders = []
            for name, status in held:
                path = f"{folder}/{name}" if folder else name
                if stat.S_ISDIR(status.st_mode) and not is_link(status):
                    if name in SKIPPED_FOLDERS or self._ignores.excludes(path, folder=True):
                        continue
                    if path.count("/") >= MAX_DEPTH:
                        yield path, status
                    else:
                        folders.append(path)
                elif name != ".git" and not self._ignores.excludes(path, folder=False):
                    yield path, status
            pending.extend(reversed(folders))
