"""What looks through a project's dependencies, secrets and models for known faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.commands import ci_commands, commands_of
from mlready.tables.scanners import SCAN_ACTIONS, SCAN_TEMPLATES, SCANNERS, UPDATERS

if TYPE_CHECKING:
    from mlready.facts.ci.model import Workflow
    from mlready.facts.shell import Command
    from mlready.repo.model import Project

_HOOKS = ".pre-commit-config.yaml"
_HALF_HOOKS = frozenset({"detect-private-key", "detect-aws-credentials"})
_VERSION = re.compile(r"[@:=]")
_NOT_A_RUN = frozenset({"install", "add", "inject", "--version", "--help"})


def scans(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what is looked through) in CI and in hooks before a commit."""
    for subject in project.workflows:
        for line, what in _of_workflow(subject.facts):
            yield subject.at(line), what
    for place, command in ci_commands(project):
        scanned = scanned_by(command)
        if scanned is not None:
            yield place, scanned
    for line, hook in _hooks(project):
        if hook in SCANNERS:
            yield Location(_HOOKS, line), SCANNERS[hook]


def half_scans(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of scans that somebody must think of, hooks for one kind of secret, and bots that raise versions."""
    for place, command in commands_of(project):
        if scanned_by(command) is not None:
            yield place, "a scan that somebody must start"
    for line, hook in _hooks(project):
        if hook in _HALF_HOOKS:
            yield Location(_HOOKS, line), "a hook for one kind of secret"
    for path in UPDATERS:
        text = project.repo.text(path) if project.repo.file(path) is not None else None
        if text and any(word in text for word in ("package-ecosystem", "extends", "packageRules", "enabledManagers")):
            yield Location(path), "a bot that raises versions"


def scanned_by(command: Command) -> str | None:
    """What the scanner that a command runs, also through a launcher, looks through."""
    if not command.words or not _NOT_A_RUN.isdisjoint(command.words):
        return None
    names = [_VERSION.split(word.rpartition("/")[2])[0] for word in (command.program, *command.words[1:5])]
    if command.program in SCANNERS:
        return SCANNERS[command.program]
    launched = command.program.startswith(
        ("uv", "pipx", "python", "poetry", "pdm", "hatch", "docker", "podman", "tox", "nox")
    )
    return next((SCANNERS[name] for name in names if name in SCANNERS), None) if launched else None


def _of_workflow(workflow: Workflow) -> Iterator[tuple[int, str]]:
    for include in workflow.includes:
        if include.kind in {"template", "component"} and any(one in include.target.lower() for one in SCAN_TEMPLATES):
            yield include.line, "what the CI system looks through"
    for job in workflow.jobs:
        uses = [(job.line, job.uses), *((step.uses_line or step.line, step.uses) for step in job.steps)]
        for line, name in uses:
            what = next(
                (found for start, found in SCAN_ACTIONS.items() if (name or "").lower().startswith(start)), None
            )
            if what is not None:
                yield line, what


def _hooks(project: Project) -> Iterator[tuple[int, str]]:
    """(line, name) of the hooks that run before a commit; a hook is also known by the repository it comes from."""
    if project.repo.file(_HOOKS) is None:
        return
    for document in project.repo.yaml(_HOOKS).documents:
        for source in document.at("repos").list() if document.at("repos") is not None else ():
            origin = source.get("repo")
            name = (origin.text or "").lower().removesuffix(".git").rpartition("/")[2] if origin is not None else ""
            for hook in source.get("hooks").list() if source.get("hooks") is not None else ():
                found = hook.get("id")
                if found is not None and found.text:
                    yield found.line, name if name in SCANNERS else found.text
