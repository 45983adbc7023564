"""No Python satisfies all that is asked for."""

import re
from collections.abc import Iterator
from itertools import combinations

from mlready.repo import Project, Repo
from mlready.repo.pythons import Named, pythons
from mlready.repo.versions import is_aside
from mlready.verdict import Verdict, failed, not_applicable, passed

INSTALLS_PROJECT = re.compile(
    r"\b(?:poetry install|uv sync|pdm (?:install|sync)|pipenv (?:install|sync)|pip3? install\b[^\n]* \.(?:\[[^\]]*\])?(?:\s|$))"
)
SINGLE = frozenset({"image", "function"})
"""Several of these may differ."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    voices = list(voices_of(project))
    clash = next((pair for pair in combinations(voices, 2) if contradict(*pair)), None)
    if len(voices) < 2:
        yield not_applicable("fewer than two files name a Python")
    elif clash is None:
        yield passed([one.location for one in voices[:5]], "all can be satisfied")
    else:
        first, second = sorted(clash, key=lambda one: one.exact)
        message = (
            f"`{first.location.path}` asks for Python {first.text}, `{second.location.path}` for {second.text}: "
            "no version satisfies both, decide on one"
        )
        yield failed([second.location, first.location], message)


def voices_of(project: Project) -> Iterator[Named]:
    """What speaks for the project itself; all that CI sets up speaks with one voice, for the project at the root."""
    named = pythons(project)
    for one in named:
        path = one.location.path
        zone = project.repo.zone(path)
        if one.kind == "ci" or is_aside(path) or zone not in {"prod", "infra", "notebook"}:
            continue
        if path.rpartition("/")[0] == project.path or (one.kind == "image" and installs_project(project, path)):
            yield one
    ci = [one for one in named if one.kind == "ci"]
    if ci and not project.path:
        minors = frozenset[tuple[int, int]]().union(*(one.minors for one in ci))
        text = ", ".join(f"{major}.{minor}" for major, minor in sorted(minors))
        yield ci[0]._replace(text=text, minors=minors)


def installs_project(project: Project, path: str) -> bool:
    """Whether an image below the project's folder installs the project."""
    return INSTALLS_PROJECT.search(project.repo.text(path) or "") is not None


def contradict(first: Named, second: Named) -> bool:
    if not first.minors.isdisjoint(second.minors) or not first.minors or not second.minors:
        return False
    if first.kind == second.kind:
        return first.kind not in SINGLE and not is_environment(first) and not is_environment(second)
    return True


def is_environment(named: Named) -> bool:
    """Whether it is a conda environment: a project may have several, for different machines."""
    return named.location.path.endswith((".yml", ".yaml"))
