"""Which versions of a distribution a project admits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlready.facts.manifest import Manifest, specifier_floor


def release(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparison: `2.6.0+cu118` is (2, 6, 0)."""
    match = re.match(r"\D*(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in match[1].split(".")) if match else ()


def at_least(version: str, bound: str) -> bool:
    """Whether a version is `bound` or later, by release numbers."""
    left, right = release(version), release(bound)
    width = max(len(left), len(right))
    return left + (0,) * (width - len(left)) >= right + (0,) * (width - len(right))


def locked_version(manifests: Iterable[Manifest], distribution: str) -> str | None:
    """The lowest version that locks (or exact pins) name."""
    found = [one.locked[distribution] for one in manifests if distribution in one.locked]
    return min(found, key=release) if found else None


def lowest_admitted(manifests: Iterable[Manifest], distribution: str) -> str | None:
    """The lowest version that every manifest naming the distribution admits, or None where one has no floor."""
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
