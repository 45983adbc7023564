"""Under which licence a repository stands, and whether it is meant for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.nature import publishes
from mlready.repo.papers import documents, readmes, section_words
from mlready.repo.stubs import says_nothing

if TYPE_CHECKING:
    from mlready.repo.model import Project, Repo

_NAME = re.compile(
    r"(?:un)?licen[cs]es?(?:[-._].*)?|copying(?:[-._].*)?|.+[-._]licen[cs]e(?:\.(?:md|rst|txt))?", re.IGNORECASE
)
_CODE = re.compile(r".*\.(?:py|ipynb|sh|js|ts|ya?ml|toml|json)", re.IGNORECASE)
_FIELD = re.compile(
    r"^[ \t]*[\"']?licen[cs]es?(?:[-_](?:files?|expression))?[\"']?[ \t]*[:=][ \t]*\S|License ::|Private :: Do Not Upload",
    re.MULTILINE,
)
_FIELDS_OF = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "CITATION.cff",
    "package.json",
    "codemeta.json",
    ".zenodo.json",
)
_HEADING = re.compile(r"\blicen[cs](?:e|es|ing)\b|\bcopyright\b", re.IGNORECASE)
_DOI = re.compile(r"zenodo\.org/|doi\.org/10\.5281")
_FEW = 3


def licence(repo: Repo) -> Location | None:
    """A file of that name at the root (or in a folder for them), a field of a manifest, or a section of a document."""
    for file in repo.files:
        folder, _, name = file.path.rpartition("/")
        if folder.lower() in {"licenses", "licences"}:
            return Location(file.path)
        named = not folder and _NAME.fullmatch(name) and not _CODE.fullmatch(name)
        if named and not says_nothing(repo.text(file.path) or ""):
            return Location(file.path)
    for path in _FIELDS_OF:
        found = _FIELD.search(repo.text(path) or "") if repo.file(path) is not None else None
        if found is not None:
            return Location(path, (repo.text(path) or "").count("\n", 0, found.end()) + 1)
    return next(_sections(repo.project_of("")), None)


def _sections(project: Project) -> Iterator[Location]:
    for path, document in documents(project):
        for heading in document.headings if path.count("/") <= 1 else ():
            if _HEADING.search(heading.text) and section_words(document, heading) >= _FEW:
                yield Location(path, heading.line)


def published(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, why) of signs that others are meant to use it: badges, a DOI, a citation, what it is, a release to a package index."""
    repo = project.repo
    for path, document in readmes(project):
        for badge in document.badges[:1]:
            yield Location(path, badge.line), "the README has badges"
        for link in document.links:
            if _DOI.search(link.target):
                yield Location(path, link.line), "it has a DOI"
    if repo.file("CITATION.cff") is not None:
        yield Location("CITATION.cff"), "it asks to be cited"
    for role in ("course", "samples", "paper"):
        if role in project.roles:
            yield project.roles[role].evidence[0].location, f"it is made for others ({role})"
    place = publishes(project)
    if place is not None:
        yield place, "it is published to a package index"
