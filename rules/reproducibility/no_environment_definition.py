"""Nothing says which packages the code needs."""

import re
import sys
from collections.abc import Iterator
from posixpath import normpath

from mlready.facts.manifest import Manifest, parse
from mlready.facts.manifest.requirement import from_conda_spec
from mlready.facts.python import Import, Module
from mlready.facts.shell import Install, installs
from mlready.repo import Project, Repo
from mlready.repo.declared import is_provided
from mlready.repo.stubs import is_blank
from mlready.repo.versions import is_aside
from mlready.tables.installers import PYTHON_INSTALLERS
from mlready.verdict import Location, Verdict, failed, not_applicable, passed

LISTING = re.compile(r"^[^#\n]*(?:\bpython\w*|[Pp]ackages|[Ii]nputs|\bspecs\b.*\S)", re.MULTILINE)
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
        if (one.requirements or one.locked or includes_a_list(one, repo)) and not is_aside(one.path)
    ]
    named.sort(key=lambda one: (one not in project.manifests, one.path.count("/"), one.path))
    yield from (Location(one.path) for one in named)
    named_apart = (one.path for one in repo.files if one.path.rpartition("/")[2] in FILES)
    yield from (Location(path) for path in named_apart if LISTING.search(repo.text(path) or ""))
    imported = {entry.name.partition(".")[0] for module in project.code for entry in foreign_imports(module, repo)}
    for place, command in project.commands():
        found = installs(command)
        if found is not None and found.tool in PYTHON_INSTALLERS and installs_for_code(found, imported, repo):
            yield place


def includes_a_list(manifest: Manifest, repo: Repo) -> bool:
    """Whether a list takes in another one that is there and not empty."""
    folder = manifest.path.rpartition("/")[0]
    paths = (normpath(f"{folder}/{one.path}" if folder else one.path) for one in manifest.includes)
    return any(path != manifest.path and not is_blank(repo.text(path) or "") for path in paths)


def installs_for_code(found: Install, imported: set[str], repo: Repo) -> bool:
    """Whether a command installs a list, or something that the code imports; a tool it runs is for those who work on the code."""
    if found.action == "run":
        return False
    if any("://" in one or "$" in one or is_kept(one, repo) for one in found.files):
        return True
    names = frozenset(
        one.name for text in found.requirements if (one := parse(text) or from_conda_spec(text)) is not None
    )
    variables = any("$" in one for one in found.requirements)
    return variables or any(is_provided(package, names) for package in imported)


def is_kept(name: str, repo: Repo) -> bool:
    """Whether a list that a command names stands somewhere in the repository."""
    last = name.rpartition("/")[2]
    return any(one.path.rpartition("/")[2] == last and not is_blank(repo.text(one.path) or "") for one in repo.files)
