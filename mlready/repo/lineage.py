"""What ties a model to the commit and the data it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import parts
from mlready.facts.values import Const, Value
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.tables.lineage import ASKING_GIT, COMMIT_VARIABLES, ENVIRONMENT, GIT_LIBRARIES

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.repo.model import Project

_ASKS = re.compile(r"\brev-parse\b|\bgit (?:describe|log|show)\b")
_COMMIT = re.compile(rf"(?<![A-Z_])(?:{'|'.join(sorted(COMMIT_VARIABLES))})(?![A-Z_])|\bgithub\.sha\b|\brev-parse\b")


def ties(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of locks of DVC and of code that takes the commit it runs at."""
    for path, document in yaml_documents(project, "dvc.lock"):
        stages = document.get("stages")
        if stages is not None and any(True for _ in stages.items()):
            yield Location(path, stages.line), "the lock of DVC holds code, data and model of a commit"
    for module in project.code:
        if not module.is_notebook and (line := _takes_commit(module)) is not None:
            yield module.at(line), "the code takes the commit it runs at"


def images(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of commands outside Python that name an image or a run after the commit."""
    for place, command in project.commands():
        if _COMMIT.search(command.raw):
            yield place, "a command names the commit"
    for subject in project.workflows:
        for job in subject.facts.jobs:
            for step in job.steps:
                if any(_COMMIT.search(str(value)) for value in (step.run or "", *step.inputs.values())):
                    yield subject.at(step.line), "a step of CI names the commit"


def _takes_commit(module: Module) -> int | None:
    """The line where a module asks git, or the environment, for the commit."""
    names = module.summary.names
    found = next((entry.line for entry in module.summary.imports if entry.name.split(".")[0] in GIT_LIBRARIES), None)
    if found is not None and any(name.split(".")[0] in GIT_LIBRARIES for name in names):
        return found
    if names.isdisjoint(ASKING_GIT | ENVIRONMENT):
        return None
    for call in module.calls:
        written = [text for one in (*call.args, *call.keywords.values()) for text in _words(one)]
        if _ASKS.search(" ".join(written)) or not COMMIT_VARIABLES.isdisjoint(written):
            return call.span.line
    return None


def _words(value: Value) -> Iterator[str]:
    for one in parts(value):
        if isinstance(one, Const) and isinstance(one.value, str):
            yield one.value
