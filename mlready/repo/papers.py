"""What the documents of a project say, told from their names, their headings and how much stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.location import Location
from mlready.tables.paths import DOCS_FOLDERS

if TYPE_CHECKING:
    from mlready.facts.document import Document, Heading, Link
    from mlready.repo.model import Project

_ASIDE = frozenset({"vendored", "template", "test", "generated", "example"})
_DOCUMENT_WORDS = 20
_SECTION_WORDS = 12
"""So few words tell nobody anything: an empty form is no document."""

_READMES = frozenset({"readme.md", "readme.rst", "readme.txt", "readme"})
_COMMAND = re.compile(
    r"(?:^|[\n;&|$>`(!])[ \t]*(?:sudo +)?(?:pip3?|pipx|uvx?|poetry|pdm|hatch|pixi|conda|mamba|micromamba|pipenv|python3?|"
    r"docker(?:-compose)?|podman|make|just|tox|nox|npm|npx|yarn|brew|apt(?:-get)?|git clone|dvc|mlflow|zenml|kedro|prefect|"
    r"airflow|terraform|kubectl|helm|gcloud|az|aws|databricks|jupyter|streamlit|uvicorn|gunicorn|bentoml|cookiecutter|copier|"
    r"torchrun|accelerate|bash|sh|\./)(?=[ \t\w])[^\n`]*",
)
_FORMS = frozenset({"templates", "template"})
_TOP_FOLDERS = DOCS_FOLDERS | {".github"}
_DATA_FOLDERS = frozenset({"data", "dataset", "datasets"})
_DATASET_KEYS = frozenset({"dataset_info", "task_categories", "size_categories", "annotations_creators"})
_CODE = re.compile(r"`[^`\n]{1,300}`")
_TARGET = re.compile(r"\]\([^()]{0,2000}\)")
_GUIDE = re.compile(
    r"\bdocs?\b|documentation|guides?\b|getting[- ]started|quick[- ]?start|tutorials?\b|\bsetup\b|\binstall|\bwiki\b|manual\b|"
    r"main readme|handbook|\bbook\b|read ?the ?docs",
    re.IGNORECASE,
)
_GUIDE_HOST = re.compile(
    r"readthedocs\.(?:io|org)|\.github\.io|\bdocs\.|/docs?/|/wiki\b|gitbook\.io|mybinder\.org|colab\.research\.google",
    re.IGNORECASE,
)
_BADGE_HOST = re.compile(r"img\.shields\.io|/badge")


class Passage(NamedTuple):
    """A document or a section, where it begins and how many words it has."""

    place: Location
    words: int


def documents(project: Project) -> Iterator[tuple[str, Document]]:
    """(path, document) of the project, and those that stand at the top of the projects around it: they describe the whole."""
    repo = project.repo
    for file in repo.of_kind("document"):
        if file.zone not in _ASIDE and repo.is_read(file.path) and _describes(project, file.path):
            yield file.path, repo.document(file.path)


def _describes(project: Project, path: str) -> bool:
    *folders, _ = path.split("/")
    if not _FORMS.isdisjoint(folders):
        return False
    around = project.repo.project_of(path).path
    if around == project.path:
        return True
    top = folders[len(around.split("/")) if around else 0 :]
    return (around == "" or project.path.startswith(around + "/")) and (not top or top[0] in _TOP_FOLDERS)


def written_about(project: Project, named: re.Pattern[str], headed: re.Pattern[str]) -> Iterator[Passage]:
    """Documents whose name is `named`, and sections of others whose heading is `headed`, that say more than a few words."""
    for path, document in documents(project):
        if named.search(path.rpartition("/")[2]) or (document.title and named.search(document.title)):
            if document.words >= _DOCUMENT_WORDS:
                yield Passage(Location(path, 1), document.words)
            continue
        for heading in document.headings:
            words = section_words(document, heading) if headed.search(heading.text) else 0
            if words >= _SECTION_WORDS:
                yield Passage(Location(path, heading.line), words)


def section_words(document: Document, heading: Heading) -> int:
    """Words under a heading and under those below it."""
    return sum(one.words for one in document.headings if heading.line <= one.line <= heading.end_line)


def links_labelled(project: Project, words: re.Pattern[str]) -> Iterator[Location]:
    """Links to other places in the web whose label says what is kept there."""
    for path, document in documents(project):
        for link in document.links:
            if not link.image and link.target.startswith("http") and words.search(link.text):
                yield Location(path, link.line)


def readmes(project: Project) -> tuple[tuple[str, Document], ...]:
    """(path, document) of the READMEs of the repository, where hosts look for them, and of the project itself."""
    repo = project.repo
    folders = dict.fromkeys(("", ".github", "docs", project.path))
    paths = [path for folder in folders for path in _readme_in(folder, project)]
    return tuple((path, repo.document(path)) for path in paths if repo.is_read(path))


def _readme_in(folder: str, project: Project) -> Iterator[str]:
    for file in project.repo.files:
        parent, _, name = file.path.rpartition("/")
        if parent == folder and name.lower() in _READMES:
            yield file.path


def shows_command(text: str, document: Document) -> bool:
    """Whether a document shows a command, in a block or in running text."""
    return any(_COMMAND.search(one.text) for one in document.code) or any(
        _COMMAND.match(one[0]) for one in _CODE.finditer(text)
    )


def guides_linked(text: str, document: Document) -> Iterator[Link]:
    """Links to where more is told, by their target or the line they stand in: a site, a notebook that can be run, other documents."""
    lines = text.splitlines()
    for link in document.links:
        if link.image or _BADGE_HOST.search(link.target):
            continue
        line = lines[link.line - 1] if link.line <= len(lines) else ""
        if _is_document(link.target) or _GUIDE_HOST.search(link.target) or _GUIDE.search(_TARGET.sub("]", line)):
            yield link


def _is_document(target: str) -> bool:
    """Whether a link leads to another document of the repository or to a folder of it."""
    target = target.partition("#")[0]
    if not target or "://" in target or target.startswith("mailto:"):
        return False
    name = target.rstrip("/").rpartition("/")[2].lower()
    if name.startswith(("license", "licence", "code_of_conduct", "security", "changelog", "citation")):
        return False
    return name.endswith((".md", ".rst", ".ipynb", ".html")) or "." not in name


def data_readmes(project: Project) -> Iterator[Passage]:
    """READMEs beside the data that say more than a few words."""
    for path, document in documents(project):
        *folders, name = path.lower().split("/")
        if name in _READMES and not _DATA_FOLDERS.isdisjoint(folders) and document.words >= _SECTION_WORDS:
            yield Passage(Location(path, 1), document.words)


def dataset_cards(project: Project) -> Iterator[Location]:
    """Documents with the front matter that hubs read of a dataset."""
    for path, document in documents(project):
        if not _DATASET_KEYS.isdisjoint(document.front_matter):
            yield Location(path, 1)
