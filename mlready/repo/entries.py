"""Entry points and marks: what a repository starts, and what is reached from a start that trains or serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.repo.model import Project, Repo


def entry_points(repo: Repo) -> tuple[Module, ...]:
    """Modules with a main guard, notebooks, scripts nobody imports, console scripts and files that commands run."""
    found: dict[str, Module] = {}
    imported = {other.path for module in repo.working for other in repo.names.imported(module)}
    for module in repo.working:
        body = next((one for one in module.summary.definitions if one.name == ""), None)
        script = module.path not in imported and body is not None and len(body.calls) > 0
        if module.is_notebook or module.summary.main_guard is not None or script:
            found[module.path] = module
    working = {one.path for one in repo.working}
    for module in _named(repo):
        if module.path in working:
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
            from mlready.facts.shell import runs_python

            target = runs_python(command)
            module = None if target is None else run_by_name(project, target)
            if module is not None:
                found.append(module)
    return found


def run_by_name(project: Project, target: str) -> Module | None:
    """The file that a command of a project runs, named by path or as a module."""
    repo = project.repo
    return _by_path(repo, project.path, target) or _by_dotted(repo, f"{project.path}/x", target)


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
    training = _modules(repo, "trains")
    reaching = {one.path for one in repo.importers(training)}
    trained = repo.closure_of(one for one in repo.entry_points if one.path in reaching)
    found: dict[str, set[str]] = {}
    for word, modules in (("train", (*trained, *training)), ("serve", repo.closure_of(_modules(repo, "serves")))):
        for module in modules:
            found.setdefault(module.path, set()).add(word)
    return {path: frozenset(words) for path, words in found.items()}


def _modules(repo: Repo, role: str) -> list[Module]:
    """The modules whose content gives a project a role."""
    from mlready.repo.roles import role_files

    paths = sorted({path for project in repo.projects for path in role_files(project, role)})
    return [module for path in paths if (module := repo.module(path)) is not None]
