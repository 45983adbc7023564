"""Nobody is told what to do when it breaks."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.alerts import objectives
from mlready.repo.files import yaml_documents
from mlready.repo.papers import links_labelled, written_about
from mlready.repo.serving import is_sample
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

RUNBOOK = re.compile(
    r"run[-_ ]?books?\b|play[-_ ]?books?\b|incidents?(?:\.(?:md|rst)|[-_ ](?:response|management|process|plan|handling|procedure|guide))\b|\bon[-_ ]?call\b|\bescalation|disaster[-_ ]recovery|"
    r"\broll(?:ing)?[-_ ]?back\b|\boutages?\b|\bemergency\b",
    re.IGNORECASE,
)
NOTES = re.compile(r"trouble[-_ ]?shoot|\bwhen it (?:breaks|fails)\b|\boperations\b|\boperating\b", re.IGNORECASE)
LEVELS = re.compile(r"(?<![a-z])slos?(?![a-z])|service[- ]level (?:objective|agreement)", re.IGNORECASE)
KEYS = ("runbook_url", "runbook")


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
        return
    found = next(written_about(project, RUNBOOK, RUNBOOK), None)
    elsewhere = next(kept_elsewhere(project), None)
    notes = next(half_told(project), None)
    if found is not None:
        yield passed(found.place, "a document says what to do when it breaks")
    elif elsewhere is not None:
        yield passed(elsewhere, "the runbook is kept elsewhere")
    elif notes is not None:
        yield partial(*notes)
    else:
        roles = [project.roles[name] for name in ("serves", "batch") if name in project.roles]
        message = "no evidence in this repository of a runbook: write down how to see, stop and roll back a bad release"
        yield failed([one.location for role in roles for one in role.evidence[:1]] or project.location, message)


def half_told(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of documents that help, and say nothing of what to do."""
    yield from ((one.place, "notes on known troubles, but no runbook") for one in written_about(project, NOTES, NOTES))
    what = "objectives say when it is broken, but no runbook what to do then"
    yield from ((one, what) for one in objectives(project))
    yield from ((one.place, what) for one in written_about(project, LEVELS, LEVELS))


def kept_elsewhere(project: Project) -> Iterator[Location]:
    """Links to a runbook in the web: of documents, and of alerts."""
    yield from links_labelled(project, RUNBOOK)
    for path, document in yaml_documents(project, containing=b"runbook"):
        for node in document.walk():
            for key in KEYS if node.kind == "map" else ():
                link = node.get(key)
                if link is not None and (link.text or "").startswith("http"):
                    yield Location(path, link.line)
