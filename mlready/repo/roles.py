"""Roles: what a project does, each with the evidence that says so (catalogue, section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.repo import nature, platform, serving, training
from mlready.repo.model import CODE_ZONES, Evidence, Role
from mlready.tables.roles import LLM_PACKAGES, ML_PACKAGES, ML_RESOURCES

if TYPE_CHECKING:
    from mlready.location import Location
    from mlready.repo.model import Project

ROLES = (
    "trains",
    "serves",
    "batch",
    "pipeline",
    "infra",
    "library",
    "template",
    "course",
    "samples",
    "paper",
    "notebooks",
    "llm-app",
    "regulated",
    "affects-people",
)
_SHOWN = 5


def _role(name: str, found: Iterator[tuple[str, Evidence]]) -> Role | None:
    """A role from its (strength, evidence) pairs, strongest and first ones kept."""
    pairs = sorted(found, key=lambda one: (one[0] != "strong", one[1].location.path, one[1].location.line or 0, one[1]))
    if not pairs:
        return None
    return Role(name, pairs[0][0], tuple(evidence for _, evidence in pairs[:_SHOWN]))


def roles_of(project: Project) -> dict[str, Role]:
    """Every role of a project by name; configuration may assert or deny one."""
    sources = {
        "trains": training.evidence(project),
        "serves": serving.evidence(project),
        "batch": serving.batch_evidence(project),
        "pipeline": platform.pipeline_evidence(project),
        "infra": platform.infra_evidence(project),
        "library": nature.library_evidence(project),
        "template": nature.template_evidence(project),
        "course": nature.course_evidence(project),
        "samples": nature.samples_evidence(project),
        "paper": nature.paper_evidence(project),
    }
    found = {name: role for name, pairs in sources.items() if (role := _role(name, iter(pairs))) is not None}
    if "library" in found:
        found.pop("paper", None)
    for name, pairs in (("notebooks", _notebooks(project, found)), ("llm-app", _llm_app(project, found))):
        role = _role(name, iter(pairs))
        if role is not None:
            found[name] = role
    for name, holds in sorted(project.repo.settings.roles.items()):
        found.pop(name, None)
        if holds:
            found[name] = Role(name, "asserted", (Evidence(project.location, "asserted by configuration"),))
    return {name: found[name] for name in ROLES if name in found}


def _notebooks(project: Project, found: dict[str, Role]) -> list[tuple[str, Evidence]]:
    """Most of the code stands in notebooks, and nothing outside them trains or serves."""
    if any(name in found and found[name].strength == "strong" for name in ("trains", "serves")):
        return []
    notebooks = [one for one in project.code if one.is_notebook]
    inside = sum(one.summary.code_lines for one in notebooks)
    total = sum(one.summary.code_lines for one in project.code)
    if not notebooks or inside < 0.6 * total or not any(one.imports(*ML_PACKAGES) for one in notebooks):
        return []
    share = f"{100 * inside // max(total, 1)} % of the code lines are in notebooks"
    return [("strong", Evidence(notebooks[0].at(1), share))]


def _llm_app(project: Project, found: dict[str, Role]) -> list[tuple[str, Evidence]]:
    if "trains" in found:
        return []
    return [
        ("strong", Evidence(module.at(line), "calls a hosted language model"))
        for module, line in project.imports(*LLM_PACKAGES, zones=("prod",))
    ]


def is_ml(project: Project) -> bool:
    """Whether the project has to do with machine learning at all."""
    roles = project.roles
    if not roles.keys().isdisjoint({"trains", "serves", "batch", "notebooks", "llm-app"}):
        return True
    if "pipeline" in roles and (platform.has_ml_pipeline(project) or _imports_ml(project)):
        return True
    if "library" in roles or "template" in roles:
        return _imports_ml(project)
    return "infra" in roles and bool(project.terraform_resources(ML_RESOURCES))


def _imports_ml(project: Project) -> bool:
    return next(project.imports(*ML_PACKAGES, zones=CODE_ZONES), None) is not None


def role_places(project: Project, *names: str) -> list[Location]:
    """Where the evidence for some roles of a project stands, role by role."""
    roles = [project.roles[name] for name in names if name in project.roles]
    return [one.location for role in roles for one in role.evidence]


def role_files(project: Project, role: str) -> frozenset[str]:
    """Paths of Python files that are evidence for `trains` or `serves`."""
    pairs = training.evidence(project) if role == "trains" else serving.evidence(project)
    return frozenset(
        evidence.location.path for _, evidence in pairs if project.repo.module(evidence.location.path) is not None
    )
