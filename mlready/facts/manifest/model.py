"""What a manifest says: requirements, what it includes, and the project it describes."""

import re
from typing import NamedTuple

_EXACT = re.compile(r"={2,3}[^*,|]{1,200}")
_NEARLY_EXACT = re.compile(r"==\d+\.\d+\.\d+(?:\.\w+)*\.\*")
_VCS = re.compile(r"(?:git|hg|svn|bzr)\+")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


class Requirement(NamedTuple):
    """One dependency. `name` is normalised (PEP 503), `raw` as written.

    `specifier` is in PEP 440 syntax without spaces, "" for any version; alternatives are joined by `||`. Poetry's `^` and
    `~` are translated, conda's `=1.2` is `==1.2.*`. `url`: a direct reference; `file:` for paths and workspace members,
    `git+...@ref` for version control. `group` is "" for the main dependencies, else dev, test, docs, or the name of the
    extra or group; `optional`: not installed unless asked for. `kind` is pypi or conda. `line` counts from 1.
    """

    name: str
    raw: str
    specifier: str = ""
    extras: tuple[str, ...] = ()
    marker: str | None = None
    url: str | None = None
    hashes: bool = False
    line: int | None = None
    group: str = ""
    optional: bool = False
    kind: str = "pypi"

    @property
    def pinned(self) -> bool:
        """Whether only one version can be meant: exact, a hash, a commit, an archive, or a path of the work tree.

        conda's `=1.2.3` counts, although it would also take 1.2.3.1; a path of the machine that made the list does not.
        """
        if self.hashes or self.local:
            return True
        if self.url is not None:
            reference = self.reference
            if self.url.startswith("file:"):
                return False
            return reference is None or bool(_COMMIT.fullmatch(reference))
        if self.kind == "conda" and _NEARLY_EXACT.fullmatch(self.specifier):
            return True
        return bool(_EXACT.fullmatch(self.specifier))

    @property
    def local(self) -> bool:
        """Whether it stands in the work tree or workspace."""
        return self.url is not None and self.url.startswith("file:") and not self.url.startswith("file:/")

    @property
    def version(self) -> str | None:
        """The one version that is named, None where several are possible."""
        if not self.specifier.startswith("==") or not self.pinned:
            return None
        version = self.specifier.lstrip("=").removesuffix(".*")
        return version if self.url is None and version.lstrip("v")[:1].isdigit() else None

    @property
    def vcs(self) -> bool:
        """Whether it comes out of version control."""
        return self.url is not None and bool(_VCS.match(self.url))

    @property
    def reference(self) -> str | None:
        """The branch, tag or commit of a version-control reference, "" where none is named; None for all else."""
        return vcs_reference(self.url) if self.url is not None else None


def vcs_reference(url: str) -> str | None:
    """`v1` of `git+https://host/a/b@v1#egg=b`, "" without one, None where the address is no version control."""
    if not _VCS.match(url):
        return None
    path = url.split("#", 1)[0].split("?", 1)[0].split("://", 1)[-1]
    _, slash, rest = path.partition("/")
    return rest.rpartition("@")[2] if slash and "@" in rest else ""


class Include(NamedTuple):
    """Another list that is read with this one: `kind` is `r` (requirements) or `c` (constraints)."""

    path: str
    kind: str
    line: int


class Local(NamedTuple):
    """A path of the work tree that is installed (`.`, `-e ./lib[dev]`, a wheel)."""

    path: str
    line: int
    editable: bool


class Option(NamedTuple):
    """A setting of the installer: `--extra-index-url`, `--trusted-host`, `--channel` (conda) and their value, or ""."""

    name: str
    value: str
    line: int


class Manifest(NamedTuple):
    """`kind`: requirements, constraints, pyproject, setup.cfg, setup.py, pipfile, conda, pixi, hatch, python-env, or a lock:
    pip-compile, uv.lock, poetry.lock, pdm.lock, pipfile.lock, pylock, conda-lock, pixi.lock.

    `is_lock`: a lock, or a list of which at least 95 % is pinned. `python`: the versions asked for, as a specifier.
    `scripts` are (name, target) of the commands it installs. `dynamic`: fields computed at build time. `tools`: the tools
    configured in it. `locked`: name -> version where only one is possible; of several in a lock the smallest.
    `error`: what could not be read; the rest stands.
    """

    path: str
    kind: str
    requirements: tuple[Requirement, ...]
    locked: dict[str, str]
    includes: tuple[Include, ...] = ()
    local: tuple[Local, ...] = ()
    is_lock: bool = False
    project_name: str | None = None
    version: str | None = None
    python: str | None = None
    build_backend: str | None = None
    scripts: tuple[tuple[str, str], ...] = ()
    classifiers: tuple[str, ...] = ()
    dynamic: tuple[str, ...] = ()
    tools: frozenset[str] = frozenset()
    error: str | None = None
    options: tuple[Option, ...] = ()

    @property
    def declares(self) -> bool:
        """Whether it says anything about dependencies or a project, not only about tools (a pyproject.toml for a formatter)."""
        return bool(
            self.requirements
            or self.includes
            or self.local
            or self.project_name
            or self.is_lock
            or "dependencies" in self.dynamic
        )

    def find(self, name: str) -> tuple[Requirement, ...]:
        """The requirements of this normalised name."""
        return tuple(requirement for requirement in self.requirements if requirement.name == name)


def locked_versions(requirements: tuple[Requirement, ...]) -> dict[str, str]:
    """Name -> version of the requirements that admit one version only, the smallest where several are named."""
    from mlready.facts.manifest.version import version_key

    locked: dict[str, str] = {}
    for requirement in requirements:
        version = requirement.version
        if version is None:
            continue
        known = locked.get(requirement.name)
        if known is None or version_key(version) < version_key(known):
            locked[requirement.name] = version
    return locked


def mostly_pinned(requirements: tuple[Requirement, ...]) -> bool:
    """Whether at least 95 % of the requirements that name something outside the work tree are pinned."""
    foreign = [requirement for requirement in requirements if not requirement.local]
    return bool(foreign) and sum(requirement.pinned for requirement in foreign) >= 0.95 * len(foreign)
