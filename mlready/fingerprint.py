"""Fingerprints: what a finding is recognised by from one scan to the next, whatever line it has moved to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mlready.facts.secret import mask
from mlready.location import Location, lines_of
from mlready.repo import Repo

_LENGTH = 32


class Fingerprints:
    """Makes the fingerprints of one rule; the same text at the same symbol is told apart by its occurrence number.

    Paths count from the root of the repository, whichever of its folders is scanned.
    """

    def __init__(self, rule: str, repo: Repo) -> None:
        self._rule = rule
        self._repo = repo
        self._seen: dict[tuple[str, ...], int] = {}
        self._lines: tuple[str, list[str]] = ("", [])
        self._objects: dict[tuple[str, int], str] = {}
        self._folder = f"{repo.source.scope}/" if repo.source.scope else ""

    def of_project(self, project: str) -> str:
        """The fingerprint of a finding about a whole project."""
        return _digest("project", self._rule, (self._folder + project).rstrip("/"))

    def of(self, place: Location, text: str | None = None) -> str:
        """The fingerprint of the next finding at a place, of its line unless other text is given; places come in order."""
        said = self._text(place) if text is None else text
        key = (self._folder + place.path, self._symbol(place), _collapsed(said))
        self._seen[key] = self._seen.get(key, 0) + 1
        return _digest("site", self._rule, *key, str(self._seen[key]))

    def _text(self, place: Location) -> str:
        if place.line is None:
            return ""
        if place.cell is not None:
            cell = self._cell(place)
            lines = [] if cell is None else lines_of(cell.source)
        else:
            if self._lines[0] != place.path:
                self._lines = (place.path, lines_of(self._repo.text(place.path) or ""))
            lines = self._lines[1]
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def _cell(self, place: Location) -> Any:
        notebook = self._repo.notebook(place.path)
        return next((cell for cell in notebook.cells if cell.index == place.cell), None) if notebook else None

    def _symbol(self, place: Location) -> str:
        """The innermost function or class, job or block around a place; the id of a notebook's cell."""
        if place.line is None:
            return ""
        if place.cell is not None:
            cell = self._cell(place)
            return (cell.id or "") if cell is not None else ""
        module = self._repo.module(place.path)
        if module is not None:
            around = [one for one in module.summary.definitions if one.name and one.line <= place.line <= one.end_line]
            return max(around, key=lambda one: one.line).name if around else ""
        return self._resource(place.path, place.line)

    def _resource(self, path: str, line: int) -> str:
        file = self._repo.file(path)
        kind = file.kind if file else ""
        if kind == "ci":
            workflow = self._repo.workflow(path)
            jobs = workflow.jobs if workflow else ()
            return next((job.id for job in jobs if job.line <= line <= job.end_line), "")
        if kind == "yaml":
            around = (one for one in self._repo.yaml(path).documents if one.line <= line <= one.end_line)
            return next((self._object(path, document) for document in around), "")
        if kind == "terraform":
            blocks = self._repo.terraform(path).blocks
            return next((".".join((one.type, *one.labels)) for one in blocks if one.line <= line <= one.end_line), "")
        return ""

    def _object(self, path: str, document: Any) -> str:
        """What a Kubernetes object is called, "" for any other document; a large one is looked through once."""
        key = path, document.line
        if key not in self._objects:
            kind, name = document.at("kind"), document.at("metadata", "name")
            self._objects[key] = f"{kind.text}/{name.text}" if kind is not None and name is not None else ""
        return self._objects[key]


@lru_cache(maxsize=16)
def _collapsed(text: str) -> str:
    """A text without secrets and with white space collapsed; the places of one long line ask for it one after the other."""
    return " ".join(mask(text).split())


def _digest(*parts: str) -> str:
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
