"""What commands that install leave open: names without a version, where no constraint, hash or lock decides it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.manifest import parse
from mlready.facts.manifest.requirement import from_conda_spec
from mlready.repo.once import once
from mlready.repo.versions import is_compatible
from mlready.tables.distributions import MATTERING, TELLING
from mlready.tables.installers import BOOTSTRAP, CONDA

if TYPE_CHECKING:
    from mlready.facts.shell import Install
    from mlready.repo.model import Repo

_SHOWN = 3


def left_open(found: Install, repo: Repo) -> Iterator[str]:
    """What is named without a version, as written; the repository's own packages and what changes no result aside.

    A name that holds a variable is among them: it is decided by whoever runs the command.
    """
    if found.constraints or found.hashes or found.locked or found.action not in {"install", "create", "add"}:
        return
    read = from_conda_spec if found.tool in CONDA else parse
    for text in found.requirements:
        requirement = read(text)
        if requirement is None:
            if "$" in text:
                yield text
        elif (
            requirement.name not in BOOTSTRAP | TELLING
            and requirement.name.removesuffix("-nightly") not in own_names(repo)
            and not requirement.pinned
            and not is_compatible(requirement.specifier)
        ):
            yield text


def matters(text: str) -> bool:
    """Whether something named in a command changes results or answers, or is taken from a repository."""
    requirement = parse(text) or from_conda_spec(text)
    return requirement is not None and (requirement.vcs or requirement.name in MATTERING)


@once
def own_names(repo: Repo) -> frozenset[str]:
    """The names of the distributions that the repository itself makes."""
    return frozenset(one.project_name for one in repo.manifests.values() if one.project_name)


def named(texts: list[str]) -> str:
    """A few names in backticks, and how many more there are."""
    shown = ", ".join(f"`{one}`" for one in texts[:_SHOWN])
    return shown + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")
