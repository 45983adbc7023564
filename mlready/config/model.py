"""What a configuration holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

_BOTH = {"regulated": True, "affects-people": True}
_DECLARED: dict[str, dict[str, bool]] = {
    "biometrics": _BOTH,
    "credit": _BOTH,
    "critical-infrastructure": {"regulated": True},
    "education": _BOTH,
    "health": _BOTH,
    "hr": _BOTH,
    "insurance": _BOTH,
    "justice": _BOTH,
    "public-services": _BOTH,
    "other": {},
}


class ConfigError(ValueError):
    """The configuration cannot be used; the message is one sentence that names the file and the key."""


class Ignore(NamedTuple):
    """A rule or family set aside by configuration."""

    rule: str
    reason: str


class Suppress(NamedTuple):
    """Findings set aside by configuration: by fingerprint, or by a glob of paths, up to and including the day `until`."""

    rule: str
    reason: str
    fingerprint: str | None = None
    path: str | None = None
    until: date | None = None


class Config(NamedTuple):
    """What a repository or its reader decides about a scan; None where nothing is said."""

    path: str | None = None  # the file it was read from, as shown to the reader
    profile: str = "recommended"
    select: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()  # by the command line only: not shown, but counted
    ignore: tuple[Ignore, ...] = ()
    exclude: tuple[str, ...] = ()
    roles: Mapping[str, bool] = MappingProxyType({})
    domain: tuple[str, ...] = ()
    environment: str | None = None
    goals: tuple[str, ...] = ()
    fail_on: str = "high"
    max_debt: float | None = None
    min_grade: str | None = None
    zones: tuple[tuple[str, str], ...] = ()
    limits: Mapping[str, int] = MappingProxyType({})
    suppress: tuple[Suppress, ...] = ()
    infra_repo: str | None = None
    related_repos: tuple[str, ...] = ()
    inside: str = (
        ""  # where below the folder of its file the scanned one lies: "" where they are the same, else ends in "/"
    )

    @property
    def asserted_roles(self) -> dict[str, bool]:
        """Roles asserted or denied by `roles`, and those that `domain` declares."""
        declared = {role: True for domain in self.domain for role in _DECLARED[domain]}
        return declared | dict(self.roles)


def globs(pattern: str) -> tuple[str, ...]:
    """The `fnmatch` patterns of a configured glob: the file itself, or everything below the folder it names."""
    pattern = pattern.removeprefix("./").rstrip("/")
    tails = dict.fromkeys((pattern, pattern.removeprefix("**/")))
    return tuple(glob for tail in tails for glob in (tail, tail + "/*"))


def covers(pattern: str, path: str) -> bool:
    """Whether a configured glob names this file or a folder above it; `*` also crosses folders."""
    from fnmatch import fnmatchcase

    return any(fnmatchcase(path, glob) for glob in globs(pattern))
