"""No lock says which versions are installed."""

from collections.abc import Iterator

from mlready.facts.manifest import Manifest
from mlready.repo import Project, Repo
from mlready.repo.declared import declared
from mlready.repo.versions import is_aside, mattering, package_of, settled_for
from mlready.tables.distributions import MATTERING
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

ALMOST = 0.25
"""The share of open packages up to which a list counts as nearly locked."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    lists = [one for one in project.manifests if mattering(one) and not is_aside(one.path)]
    loose = [one for one in lists if open_names(one, project)]
    settled = [one for one in lists if one not in loose]
    imported = None if lists else unlisted(project, repo)
    if imported is not None:
        message = "no evidence in this repository of a list or lock of packages: the versions are those of the day. Commit one (`uv lock`)"
        yield failed(imported, message)
    elif not lists:
        yield not_applicable("no list names a package that training or serving hangs on")
    elif not loose:
        yield passed([Location(one.path) for one in settled[:3]], "locked")
    elif all(nearly_settled(one, project) for one in loose):
        left = ", ".join(f"`{name}`" for name in sorted(open_names(loose[0], project))[:3])
        yield partial(Location(loose[0].path), f"all but {left} can only be one version")
    elif settled:
        missing = ", ".join(f"`{one.path}`" for one in loose[:3])
        yield partial(
            [Location(one.path) for one in loose[:5]],
            f"no lock covers {missing}; {len(settled)} other lists are pinned",
        )
    else:
        message = "no evidence in this repository of a lock: the versions are those of the day. Commit one (`uv lock`)"
        yield failed([Location(one.path) for one in loose[:5]], message)


def unlisted(project: Project, repo: Repo) -> Location | None:
    """Where a library that results hang on is imported in a project of which nothing says what it installs."""
    if project.all_manifests or declared(project):
        return None
    packages = {package_of(one) for one in MATTERING}
    for module in project.code:
        for entry in module.summary.imports:
            if entry.name.partition(".")[0] in packages and repo.names.locate(module, entry.name) is None:
                return module.at(entry.line)
    return None


def open_names(manifest: Manifest, project: Project) -> frozenset[str]:
    """Packages of a list that training or serving hangs on and whose version nothing decides."""
    return mattering(manifest) - settled_for(manifest, project.all_manifests)


def nearly_settled(manifest: Manifest, project: Project) -> bool:
    return len(open_names(manifest, project)) <= ALMOST * len(mattering(manifest))
