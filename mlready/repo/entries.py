"""Entry points and marks: what a repository starts, and what is reached from a start that trains or serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.shell import runs_python

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.repo.model import Repo

_ENTRY_ZONES = frozenset({"prod", "notebook", "infra"})


def entry_points(repo: Repo) -> tuple[Module, ...]:
    """Modules with a main guard, notebooks, scripts nobody imports, console scripts and files that commands run."""
    found: dict[str, Module] = {}
    imported = {
        other.path for module in repo.modules if repo.zone(module.path) != "test" for other in repo.names.imported(module)
    }
    for module in repo.modules:
        if repo.zone(module.path) not in _ENTRY_ZONES:
            continue
        body = next((one for one in module.summary.definitions if one.name == ""), None)
        script = module.path not in imported and body is not None and len(body.calls) > 0
        if module.is_notebook or module.summary.main_guard is not None or script:
            found[module.path] = module
    for module in _named(repo):
        found.setdefault(module.path, module)
    return tuple(found[path] for path in sorted(found))


def _named(repo: Repo) -> list[Module]:
    """Modules that manifests or commands name as something to run."""
    found = []
    for manifest in repo.manifests.values():
        for _, target in manifest.scripts:
            module = _by_dotted(repo, manifest.path, target.partition(":")[0])
            if module is not None:
                found.append(module)
    for project in repo.projects:
        for _, command in project.commands():
            target = runs_python(command)
            if target is None:
                continue
            module = _by_path(repo, project.path, target) or _by_dotted(repo, f"{project.path}/x", target)
            if module is not None:
                found.append(module)
    return found


def _by_path(repo: Repo, folder: str, target: str) -> Module | None:
    clean = target.removeprefix("./").lstrip("/")
    return repo.module(clean) or repo.module(f"{folder}/{clean}")


def _by_dotted(repo: Repo, manifest: str, target: str) -> Module | None:
    folder = manifest.rpartition("/")[0].replace("/", ".")
    for prefix in (folder, f"{folder}.src" if folder else "src", ""):
        module = repo.names.by_name(f"{prefix}.{target}" if prefix else target)
        if module is not None:
            return module
    return None


def marks(repo: Repo) -> dict[str, frozenset[str]]:
    """Path -> `train`, `serve` for files of prod and notebook zones; roles give the files that train or serve."""
    from mlready.repo.roles import role_files

    training = {path for project in repo.projects for path in role_files(project, "trains")}
    serving = {path for project in repo.projects for path in role_files(project, "serves")}
    found: dict[str, set[str]] = {}
    for module in repo.entry_points:
        closure = [one.path for one in repo.closure(module)]
        if not training.isdisjoint(closure):
            _mark(found, closure, "train")
    for path in sorted(serving):
        served = repo.module(path)
        if served is not None:
            _mark(found, [one.path for one in repo.closure(served)], "serve")
    for path in training:
        _mark(found, [path], "train")
    return {path: frozenset(words) for path, words in found.items()}


def _mark(found: dict[str, set[str]], paths: list[str], word: str) -> None:
    for path in paths:
        found.setdefault(path, set()).add(word)
