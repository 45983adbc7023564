"""Projects of a monorepo: folders with a manifest of their own and code below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlready.location import Location, Notice
from mlready.repo.model import CODE_ZONES, Project

if TYPE_CHECKING:
    from mlready.repo.model import Repo

MAX_PROJECTS = 500
_DECLARING = frozenset({"setup.py", "setup.cfg", "pipfile", "uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "pixi"})
_LISTING = frozenset({"requirements", "conda", "pip-compile"})


def _declares(manifest: Any) -> bool:
    """Whether a manifest makes its folder a project by itself (a pyproject that only configures tools does not)."""
    if manifest.kind == "pyproject":
        return bool(manifest.project_name or manifest.requirements or manifest.build_backend)
    return manifest.kind in _DECLARING


def _folders_with_code(repo: Repo) -> frozenset[str]:
    folders: set[str] = set()
    for file in repo.files:
        if file.kind in {"python", "notebook"} and file.zone in CODE_ZONES:
            folder = file.path.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
    return frozenset(folders)


def _around(path: str, folders: set[str]) -> bool:
    while path:
        path = path.rpartition("/")[0]
        if path in folders:
            return True
    return False


def discover(repo: Repo) -> tuple[Project, ...]:
    """The root and every folder that declares a project, in order of path.

    A bare requirements list counts where nothing around declares a project, or where a Dockerfile stands beside it: it is
    shipped on its own. One list in a subfolder makes no project, since there is nothing else to tell it from.
    """
    code = _folders_with_code(repo)
    declared: set[str] = {""} if any(_declares(m) for p, m in repo.manifests.items() if "/" not in p) else set()
    listed: list[str] = []
    for path, manifest in sorted(repo.manifests.items()):
        folder = path.rpartition("/")[0]
        if folder not in code or repo.zone(path) not in {"prod", "infra", "notebook"}:
            continue
        if _declares(manifest):
            declared.add(folder)
        elif manifest.kind in _LISTING:
            listed.append(folder)
    declared |= {one.path.rpartition("/")[0] for one in repo.files if one.path.rpartition("/")[2] == "mlready.toml"}
    images = {one.path.rpartition("/")[0] for one in repo.of_kind("dockerfile")}
    found = set(declared)
    for folder in sorted(set(listed), key=lambda one: (one.count("/"), one)):
        if folder in images or not _around(folder, found):
            found.add(folder)
    if len(found) == 1 and not declared:
        found.clear()
    if len(found) > MAX_PROJECTS:
        found = set(sorted(found, key=lambda one: (one.count("/"), one))[:MAX_PROJECTS])
        message = (
            f"too many projects: only {MAX_PROJECTS:,} are judged for themselves, the others with what is around them"
        )
        repo.notices.append(Notice("limit", message))
    return tuple(Project(repo, path, _location(repo, path)) for path in sorted(found | {""}))


_FIRST = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "requirements.txt",
    "environment.yml",
    "README.md",
    "README.rst",
)


def _location(repo: Repo, path: str) -> Location:
    """Where findings about a whole project point: its manifest or README, else its folder."""
    for name in _FIRST:
        candidate = f"{path}/{name}" if path else name
        if repo.file(candidate) is not None:
            return Location(candidate)
    return Location(path or ".")
