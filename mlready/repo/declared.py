"""Which packages the lists, images and commands of a project install."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.manifest import parse
from mlready.facts.manifest.requirement import from_conda_spec
from mlready.facts.shell import commands, installs
from mlready.repo.once import once
from mlready.repo.versions import package_of
from mlready.tables.distributions import ALSO_FROM, BRINGS, MATTERING, SCIENTIFIC

if TYPE_CHECKING:
    from mlready.facts.shell import Install
    from mlready.repo.model import Project

_PLAIN = frozenset(
    {"python", "ubuntu", "debian", "alpine", "slim", "node", "scratch", "uv", "cuda", "busybox", "fedora", "centos"}
)
"""Base images that bring no library of machine learning."""


@once
def declared(project: Project) -> frozenset[str]:
    """Names of every distribution that a list of the project, a command or a notebook of it installs."""
    named = {one.name for manifest in project.all_manifests for one in manifest.requirements}
    named.update(*(manifest.locked for manifest in project.all_manifests))
    for found in _installs(project):
        for text in found.requirements:
            requirement = parse(text) or from_conda_spec(text)
            if requirement is not None:
                named.add(requirement.name)
    return frozenset(named)


def _installs(project: Project) -> Iterator[Install]:
    for _, command in project.commands():
        found = installs(command)
        if found is not None:
            yield found
    for file in project.of_kind("notebook"):
        notebook = project.repo.notebook(file.path)
        for _, _, text in notebook.installs if notebook is not None else ():
            for command in commands(text):
                found = installs(command)
                if found is not None:
                    yield found


def is_provided(package: str, distributions: frozenset[str]) -> bool:
    """Whether one of the distributions holds a package or brings it along."""
    starts = (package.lower().replace("_", "-"), *ALSO_FROM.get(package, ()))
    if any(one.startswith(starts) or package_of(one) == package for one in distributions):
        return True
    if package in SCIENTIFIC and not distributions.isdisjoint(MATTERING | BRINGS.keys()):
        return True
    return any(package in brought for one, brought in BRINGS.items() if one in distributions)


@once
def rests_on_image(project: Project) -> bool:
    """Whether an image of the project builds on one that may bring libraries itself (`pytorch/pytorch`)."""
    for subject in project.dockerfiles:
        for stage in subject.facts.stages:
            name = stage.image.name.rpartition("/")[2]
            if stage.base_stage is None and (not stage.image.resolved or _PLAIN.isdisjoint(name.split("-"))):
                return True
    return False
