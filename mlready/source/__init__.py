"""Where files come from: a git work tree, a git revision, a plain folder or a list of files; none of them is trusted."""

from __future__ import annotations

import os
from collections.abc import Sequence

from mlready.location import Notice
from mlready.source.history import GitFacts
from mlready.source.listing import Entry, Source, SourceError, folder_with, shown

__all__ = ["Entry", "GitFacts", "Source", "SourceError", "open_files", "open_source"]


def open_source(path: str, revision: str | None = None) -> Source:
    """The files below a folder, in the work tree or in a git revision, or one file; SourceError where there is none."""
    try:
        return _opened(path, revision)
    except OSError as error:
        raise SourceError(f"cannot read {shown(path)}: {error.strerror or type(error).__name__}") from None


def _opened(path: str, revision: str | None) -> Source:
    if not os.path.lexists(path):
        raise SourceError("no such file or folder: " + (shown(path) or "''"))
    if not os.path.isdir(path):
        if revision is not None:
            raise SourceError(f"a revision is read of a folder, not of a file: {shown(path)}")
        return open_files([path])
    root = os.path.realpath(path)
    top = folder_with(".git", root)
    scope = "" if top in {None, root} else os.path.relpath(root, top).replace(os.sep, "/")
    if top is None or ".git" in scope.split("/"):
        if revision is not None:
            raise SourceError(f"not in a git repository: {shown(path)}")
        inside = all(os.path.lexists(os.path.join(root, name)) for name in ("HEAD", "objects", "refs"))
        return _walked(root, "a git repository without a work tree: git's own files were scanned" if inside else None)
    return _listed_by_git(root, top, scope) if revision is None else _revision(root, top, scope, revision)


def open_files(paths: Sequence[str]) -> Source:
    """The files named, below the root that the first one belongs to; SourceError where one does not exist."""
    from mlready.source.files import Files

    return Files(paths)


def _listed_by_git(root: str, top: str, scope: str) -> Source:
    from mlready.source.git import GitWorkTree
    from mlready.source.plumbing import Git, GitError

    try:
        source = GitWorkTree(root, Git(top), scope)
    except GitError as error:
        return _walked(root, f"{error}: files were found by a walk", top, scope)
    if scope and not source.entries():
        return _walked(root, "git lists nothing in this folder: files were found by a walk")
    return source


def _revision(root: str, top: str, scope: str, revision: str) -> Source:
    from mlready.source.git import GitTree
    from mlready.source.plumbing import Git, GitError

    try:
        return GitTree(root, Git(top), scope, revision)
    except GitError as error:
        raise SourceError(str(error)) from None


def _walked(root: str, why: str | None = None, top: str | None = None, scope: str = "") -> Source:
    from mlready.source.folder import Folder

    return Folder(root, Notice("git", why) if why else None, top, scope)
