"""Which versions of a distribution a project admits."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlready.tables.distributions import IMPORTED_AS, MATTERING

if TYPE_CHECKING:
    from mlready.facts.manifest import Manifest

_BY_HAND = frozenset({"requirements", "conda"})
"""Lists that may be pinned throughout without being written by a tool: they speak for what stands in them."""

ASIDE = frozenset(
    {
        "docs",
        "doc",
        "test",
        "tests",
        "testing",
        "dev",
        "develop",
        "development",
        "lint",
        "ci",
        "build",
        "typing",
        "optional",
    }
)
"""Words for lists and groups that serve documentation, tests or development, not running the project."""


def is_aside(path: str) -> bool:
    """Whether the name of a list, or of its folder, says that it does not serve running the project."""
    *folders, name = path.lower().replace("_", "-").split("/")
    return not ASIDE.isdisjoint([*name.partition(".")[0].split("-"), *folders[-1:]])


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparison: `2.6.0+cu118` is (2, 6, 0)."""
    match = re.match(r"\D*(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in match[1].split(".")) if match else ()


def at_least(version: str, bound: str) -> bool:
    """Whether a version is `bound` or later, by release numbers."""
    left, right = release(version), release(bound)
    width = max(len(left), len(right))
    return left + (0,) * (width - len(left)) >= right + (0,) * (width - len(right))


def is_compatible(specifier: str) -> bool:
    """Whether a specifier leaves only the last of three numbers open: `~=1.10.2`."""
    return re.fullmatch(r"~=\d+\.\d+\.\d+(?:\.\d+)*", specifier) is not None


def locked_version(manifests: Iterable[Manifest], distribution: str) -> str | None:
    """The lowest version that locks (or exact pins) name."""
    found = [one.locked[distribution] for one in manifests if distribution in one.locked]
    return min(found, key=release) if found else None


def lowest_admitted(manifests: Iterable[Manifest], distribution: str) -> str | None:
    """The lowest version that every manifest naming the distribution admits, or None where one has no floor."""
    from mlready.facts.manifest import specifier_floor

    floors: list[str] = []
    for manifest in manifests:
        for requirement in manifest.requirements:
            if requirement.name != distribution or requirement.url:
                continue
            floor = specifier_floor(requirement.specifier)
            if floor is None:
                return None
            floors.append(floor)
    return min(floors, key=release) if floors else None


def mattering(manifest: Manifest) -> frozenset[str]:
    """The names of a list whose versions change results or answers; an empty one serves no training, model or service."""
    names = {one.name for one in manifest.requirements if not one.optional and not one.local}
    return frozenset({*names, *manifest.locked} & MATTERING)


def package_of(distribution: str) -> str:
    """The package that a distribution is most likely imported by."""
    if distribution in IMPORTED_AS:
        return IMPORTED_AS[distribution]
    if distribution.startswith("google-cloud-"):
        return "google.cloud." + distribution[13:].replace("-", "_")
    if distribution.startswith("azure-"):
        return distribution.replace("-", ".")
    return distribution.removeprefix("python-").removesuffix("-python").replace("-", "_")


def settled_for(manifest: Manifest, manifests: Iterable[Manifest]) -> frozenset[str]:
    """Names of which only one version can be installed from a list: pinned in it, or by a lock or constraint that serves it."""
    own = {one.name for one in manifest.requirements if one.pinned} | manifest.locked.keys()
    folder = _folder(manifest.path)
    named = {posixpath.normpath(posixpath.join(folder, one.path)) for one in manifest.includes}
    others = (one for one in manifests if one is not manifest)
    return frozenset(own.union(*(one.locked for one in others if one.path in named or _serves(one, manifest, folder))))


def _serves(other: Manifest, manifest: Manifest, folder: str) -> bool:
    """Whether another manifest decides versions for a list in a folder: a lock beside, above or right below it."""
    if not other.is_lock and other.kind != "constraints":
        return False
    place = _folder(other.path)
    if other.kind == "constraints":
        return place == folder
    if other.kind in _BY_HAND:
        beside = place == folder and (manifest.kind != other.kind or manifest.path.endswith(".in"))
        return beside or (manifest.kind not in _BY_HAND and _folder(place) == folder != place)
    return place == folder or not place or folder.startswith(place + "/") or _folder(place) == folder


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
