"""Which version of a distribution the code in a file may meet: asked of the manifests nearest to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.repo.model import LIST_FOLDERS
from mlready.repo.versions import is_aside, locked_version, lowest_admitted

if TYPE_CHECKING:
    from mlready.facts.manifest import Manifest
    from mlready.repo.model import Repo

_ENVIRONMENTS = LIST_FOLDERS | {"env", "envs", "docker", "config", "configs"}
"""Folders that hold what their parent is installed with."""

_IMAGES = {"torch": "pytorch"}


def lower_bound_at(repo: Repo, path: str, distribution: str) -> str | None:
    """The smallest version that the manifests nearest to a file admit; None where none names one or one has no floor.

    A manifest speaks for what lies in its folder, or around the folder where that is one for lists and environments.
    """
    naming = [one for one in _speaking(repo, path) if _names(one, distribution)]
    if not naming:
        return None
    nearest = min(_distance(one.path, path) for one in naming)
    group = [one for one in naming if _distance(one.path, path) == nearest]
    return locked_version(group, distribution) or lowest_admitted(group, distribution)


def brought_by_images(repo: Repo, path: str, distribution: str) -> tuple[str, ...]:
    """The releases of a library that base images named after it bring (`tensorflow/tensorflow:1.15.0`), around a file."""
    found = []
    for subject in repo.project_of(path).dockerfiles:
        for stage in subject.facts.stages:
            named = stage.image.name.rpartition("/")[2] in {distribution, _IMAGES.get(distribution)}
            if named and stage.image.tag and stage.image.tag[0].isdigit():
                found.append(stage.image.tag)
    return tuple(found)


def is_left_to_users(repo: Repo, path: str, distribution: str) -> bool:
    """Whether the manifests that speak for a file, if there are any, say nothing of a distribution it uses."""
    speaking = _speaking(repo, path)
    return bool(speaking) and not any(_names(one, distribution) for one in speaking)


def _speaking(repo: Repo, path: str) -> list[Manifest]:
    return [one for one in repo.manifests.values() if _speaks_for(one.path, path)]


def _names(manifest: Manifest, distribution: str) -> bool:
    return distribution in manifest.locked or any(one.name == distribution for one in manifest.requirements)


def _speaks_for(manifest: str, path: str) -> bool:
    if is_aside(manifest):
        return False
    shared, below = _distance(manifest, path)
    return not below or manifest.split("/")[-shared] in _ENVIRONMENTS


def _distance(manifest: str, path: str) -> tuple[int, int]:
    """(folders shared with the path, negative; folders of the manifest below those): the less the nearer."""
    folders, around = manifest.split("/")[:-1], path.split("/")[:-1]
    shared = 0
    while shared < min(len(folders), len(around)) and folders[shared] == around[shared]:
        shared += 1
    return -shared, len(folders) - shared
