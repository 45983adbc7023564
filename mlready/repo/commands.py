"""Commands a project runs outside Python: CI steps, Dockerfiles, Makefiles, shell scripts and DVC stages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.shell import Command, commands
from mlready.location import Location

if TYPE_CHECKING:
    from mlready.repo.model import Project


def commands_of(project: Project) -> Iterator[tuple[Location, Command]]:
    """(where, command) in a stable order; a location names the line the command starts on where that is known."""
    yield from ci_commands(project)
    for subject in project.dockerfiles:
        for instruction, text in subject.facts.runs():
            for command in commands(text):
                yield subject.at(instruction.line), command
        words = subject.facts.command
        if words:
            for command in commands(" ".join(words)):
                yield subject.at(), command
    for file in project.of_kind("make", "shell"):
        if file.zone in {"vendored", "template"}:
            continue
        text = project.repo.text(file.path) or ""
        for number, line in enumerate(text.splitlines(), 1):
            if file.kind == "make" and not line.startswith("\t"):
                continue
            for command in commands(line.strip().lstrip("@-")):
                yield Location(file.path, number), command
    yield from _stage_commands(project)


def ci_commands(project: Project) -> Iterator[tuple[Location, Command]]:
    """Commands of the CI steps that serve a project."""
    for subject in project.workflows:
        for job in subject.facts.jobs:
            for step in job.steps:
                if step.run:
                    first = step.run_line or step.line
                    for command in commands(step.run):
                        yield subject.at(first + command.line), command


def _stage_commands(project: Project) -> Iterator[tuple[Location, Command]]:
    for file in project.of_kind("yaml"):
        name = file.path.rpartition("/")[2]
        if name not in {"dvc.yaml", "MLproject"}:
            continue
        for document in project.repo.yaml(file.path).documents:
            stages = document.get("stages") if name == "dvc.yaml" else document.get("entry_points")
            for _, stage in stages.items() if stages is not None else ():
                node = stage.get("cmd") or stage.get("command")
                if node is not None and node.text:
                    for command in commands(node.text):
                        yield Location(file.path, node.line), command
