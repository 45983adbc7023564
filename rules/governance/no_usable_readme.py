"""The README does not say what this is and how it is run."""

from collections.abc import Iterator

from mlready.facts.document import Document
from mlready.repo import Project, Repo
from mlready.repo.papers import guides_linked, readmes, shows_command
from mlready.verdict import Location, Verdict, failed, not_applicable, passed, unknown

SHORTEST = 15
"""Words below which nothing is explained."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if project.path:
        yield not_applicable("a part is served by the README of the whole")
        return
    found = readmes(project)
    usable = next((path for path, document in found if is_usable(path, document, repo)), None)
    unread = next((one.path for one in repo.files if is_other(one.path)), None)
    if usable is not None:
        yield passed(Location(usable, 1), "the README says what this is and how it is run, or where that is told")
    elif found:
        message = (
            "the README does not tell how this is installed or run: add a sentence on what it does and the commands"
        )
        yield failed(Location(found[-1][0], 1), message)
    elif unread is not None:
        yield unknown(Location(unread), "a README in a form that is not read")
    else:
        yield failed(project.location, "there is no README: say in one what this does and how it is installed and run")


def is_usable(path: str, document: Document, repo: Repo) -> bool:
    if shows_command(repo.text(path) or "", document):
        return document.words >= SHORTEST
    return next(guides_linked(repo.text(path) or "", document), None) is not None


def is_other(path: str) -> bool:
    """Whether this is a README at the root in another format (Org, AsciiDoc, a notebook)."""
    return "/" not in path and path.lower().startswith("readme")
