"""Commands a project runs outside Python: CI steps, Dockerfiles, Makefiles, shell scripts and DVC stages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from mlready.facts.shell import Command, commands, from_words, program, runs_tests
from mlready.location import Location
from mlready.repo.once import once
from mlready.tables.paths import UNREAD_CI

if TYPE_CHECKING:
    from mlready.repo.model import Project, Repo

_HAS_STEPS = re.compile(
    r"^(?![ \t]*(?:#|//)).*\b(?:command|script|run|cmd|exec|plugin|task|image|func|job_)\w*\b",
    re.MULTILINE | re.IGNORECASE,
)
_SHELL = re.compile(r"#![^\n]{0,100}sh\b")


def unread_ci(repo: Repo) -> Location | None:
    """The file of a CI system at the root that is known but not read."""
    found = (one for one in sorted(UNREAD_CI) if repo.file(one) is not None)
    return next((Location(one) for one in found if _HAS_STEPS.search(repo.text(one) or "")), None)


@once
def commands_of(project: Project) -> tuple[tuple[Location, Command], ...]:
    """(where, command) in a stable order; a location names the line the command starts on where that is known."""
    return (*ci_commands(project), *_own_commands(project))


def commands_in(repo: Repo, path: str) -> Iterator[tuple[Location, Command]]:
    """The commands that stand in one file."""
    return ((place, command) for place, command in commands_of(repo.project_of(path)) if place.path == path)


def _own_commands(project: Project) -> Iterator[tuple[Location, Command]]:
    for subject in project.dockerfiles:
        for instruction, text in subject.facts.runs():
            for command in commands(text):
                yield subject.at(instruction.line + command.line), command
        for command in from_words(subject.facts.command):
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


def ci_commands(project: Project) -> tuple[tuple[Location, Command], ...]:
    """Commands of the CI steps that serve a project: they are the same for every project of a repository."""
    return _in_ci(project.repo)


@once
def _in_ci(repo: Repo) -> tuple[tuple[Location, Command], ...]:
    return tuple(_steps(repo.project_of("")))


def _steps(project: Project) -> Iterator[tuple[Location, Command]]:
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


@once
def built_images(repo: Repo) -> frozenset[str]:
    """Names (without tags) under which commands of the repository build images."""
    return frozenset(
        tag.partition(":")[0]
        for project in repo.projects
        for _, command in commands_of(project)
        if command.program in {"docker", "podman", "nerdctl"} and "build" in command.words[1:3]
        for option, tag in pairwise(command.words)
        if option in {"-t", "--tag"}
    )


@once
def build_arguments(repo: Repo) -> frozenset[str]:
    """Names of the arguments that commands of the repository give to the images they build."""
    return frozenset(
        value.partition("=")[0]
        for project in repo.projects
        for _, command in commands_of(project)
        if command.program in {"docker", "podman", "nerdctl"} and "build" in command.words[1:3]
        for option, value in pairwise(command.words)
        if option == "--build-arg"
    )


def test_run(project: Project) -> Location | None:
    """Where CI runs tests: directly, or through a make target or script of the repository."""
    named = dict(ci_commands(project))
    for location, command in named.items():
        if runs_tests(command):
            return location
    for location, command in named.items():
        if any(runs_tests(inner) for inner in behind(project, command)):
            return location
    return None


def behind(project: Project, command: Command) -> Iterator[Command]:
    """The commands of a shell script that a command runs, or of the Makefile beside it."""
    if not command.words:
        return
    if program(command.words[0]) in {"make", "gmake"}:
        for file in project.repo.of_kind("make"):
            yield from _recipes(project.repo.text(file.path) or "", set(command.words[1:]))
    for word in command.words[:3]:
        script = word.removeprefix("./")
        if project.repo.file(script) is not None:
            text = project.repo.text(script) or ""
            if script.endswith((".sh", ".bash")) or _SHELL.match(text):
                yield from commands(text)


def _recipes(text: str, targets: set[str]) -> Iterator[Command]:
    """Commands of the given targets of a Makefile and of what they depend on."""
    rules: dict[str, tuple[list[str], list[str]]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        if line.startswith("\t"):
            if current is not None:
                current.append(line.strip().lstrip("@-"))
        elif ":" in line and not line.startswith(("#", " ", ".")) and "=" not in line.partition(":")[0]:
            names, _, needs = line.partition(":")
            current = []
            for name in names.split():
                rules[name] = (needs.lstrip(":").split("#")[0].split(), current)
    waiting = sorted(targets & rules.keys())
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in rules:
            continue
        seen.add(name)
        needs_of, recipe = rules[name]
        waiting.extend(needs_of)
        yield from (command for line in recipe for command in commands(line))
