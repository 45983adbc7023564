"""Nothing says why it was built so, or what may go wrong."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.papers import documents, links_labelled, written_about
from mlready.repo.serving import is_sample
from mlready.verdict import Location, Verdict, failed, not_applicable, passed

RECORD = re.compile(
    r"\badrs?\b|\badr[-_]?\d|decision[-_ ](?:logs?|records?)|(?:architecture|design|key)[-_ ]decisions?\b|^decisions?(?:\.(?:md|rst))?$|"
    r"risks?[-_ ](?:registers?|assessments?|analysis|management|logs?|mitigations?)\b|^risks?(?:\.(?:md|rst)| and mitigations?)?$|"
    r"impact[-_ ]assessments?\b|\bdpia\b|threat[-_ ]models?\b|\bfmea\b|hazard[-_ ]analysis",
    re.IGNORECASE,
)
FOLDERS = frozenset({"adr", "adrs", "decisions", "rfc", "rfcs"})
SHORTEST = 20
TABLE = re.compile(
    r"(?:.*[-_ ])?(?:risk[-_ ]?(?:register|assessment)|impact[-_ ]?assessment|dpia)(?:[-_ ].*)?\.(?:xlsx|ods|csv|ya?ml|json|docx|pdf)",
    re.IGNORECASE,
)
SMALLEST = 200
"""Bytes below which a table is empty."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(records(project), None)
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
    elif found is not None:
        yield passed(found, "decisions or risks are written down")
    elif repo.git.authors == 1:
        yield not_applicable("one person works on it")
    else:
        message = "no evidence in this repository of decisions or risks written down: begin with what happens when an answer is wrong"
        yield failed([one.location for one in project.roles["serves"].evidence[:1]], message)


def records(project: Project) -> Iterator[Location]:
    for one in written_about(project, RECORD, RECORD):
        yield one.place
    for path, document in documents(project):
        if not FOLDERS.isdisjoint(path.lower().split("/")[:-1]) and document.words >= SHORTEST:
            yield Location(path, 1)
    for file in project.files:
        if file.size >= SMALLEST and TABLE.fullmatch(file.path.rpartition("/")[2]) and file.zone != "vendored":
            yield Location(file.path)
    yield from links_labelled(project, RECORD)
