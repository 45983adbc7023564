"""Nothing says which packages the code needs."""

import sys
from collections.abc import Iterator

from mlready.facts.python import Import, Module
from mlready.facts.shell import Install, installs
from mlready.repo import Project, Repo
from mlready.repo.versions import is_aside
from mlready.tables.installers import BOOTSTRAP, PYTHON_INSTALLERS
from mlready.verdict import Location, Verdict, failed, not_applicable, passed

FILES = {"flake.nix", "default.nix", "shell.nix", "devenv.nix", "spack.yaml"}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    first = next(((module, entry) for module in project.code for entry in foreign_imports(module, repo)), None)
    evidence = next(definitions(project, repo), None)
    if first is None:
        yield not_applicable("only the standard library is imported")
    elif evidence is not None:
        yield passed(evidence, f"packages are listed in `{evidence.path}`")
    else:
        module, entry = first
        package = entry.name.partition(".")[0]
        yield failed(module.at(entry.line), f"nothing says where `{package}` comes from: list what the code imports")


def foreign_imports(module: Module, repo: Repo) -> Iterator[Import]:
    for entry in module.summary.imports:
        package = entry.name.partition(".")[0]
        if package and package not in sys.stdlib_module_names and repo.names.locate(module, entry.name) is None:
            yield entry


def definitions(project: Project, repo: Repo) -> Iterator[Location]:
    """Lists of packages and commands that install some: the project's own before those around it, the topmost first."""
    named = [
        one
        for one in project.all_manifests
        if (one.requirements or one.locked or one.includes) and not is_aside(one.path)
    ]
    named.sort(key=lambda one: (one not in project.manifests, one.path.count("/"), one.path))
    yield from (Location(one.path) for one in named)
    yield from (Location(one.path) for one in repo.files if one.path.rpartition("/")[2] in FILES)
    for place, command in project.commands():
        found = installs(command)
        if found is not None and found.tool in PYTHON_INSTALLERS and installs_packages(found):
            yield place


def installs_packages(found: Install) -> bool:
    return bool(found.files) or any(name.lower() not in BOOTSTRAP for name in found.requirements)
