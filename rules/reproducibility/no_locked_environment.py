"""No lock says which versions are installed."""

from collections.abc import Iterator

from mlready.facts.manifest import Manifest
from mlready.repo import Project, Repo
from mlready.tables.distributions import MATTERING
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

NOT_THE_APPLICATION = ("docs", "doc", "test", "tests", "dev", "lint", "notebooks")


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    manifests = [one for one in project.all_manifests if is_of_application(one)]
    declared = {one.name for manifest in manifests for one in manifest.requirements if not one.optional}
    locks = [one for one in manifests if one.is_lock]
    locked = {name for one in locks for name in one.locked}
    wanted = (declared & MATTERING) or declared
    if not declared and not locked:
        yield not_applicable("no dependencies are declared")
    elif not wanted - locked - unpinnable(manifests):
        yield passed([Location(one.path) for one in locks[:3]] or project.location, "locked")
    elif wanted & locked:
        missing = ", ".join(f"`{name}`" for name in sorted(wanted - locked)[:3])
        yield partial([Location(one.path) for one in locks[:3]], f"the lock leaves out {missing}")
    else:
        loose = [Location(one.path) for one in manifests if not one.is_lock and one.requirements]
        message = "no evidence in this repository of a lock: the versions are those of the day. Commit one (`uv lock`)"
        yield failed(loose or project.location, message)


def is_of_application(manifest: Manifest) -> bool:
    """Whether a list is for running the project, not for building its documentation or testing it."""
    *folders, name = manifest.path.lower().replace("_", "-").split("/")
    words = {word for word in name.partition(".")[0].split("-")} | set(folders[-1:])
    return words.isdisjoint(NOT_THE_APPLICATION)


def unpinnable(manifests: list[Manifest]) -> set[str]:
    """Names that one version is fixed for without a lock: a commit, an archive, a path of the work tree."""
    return {one.name for manifest in manifests for one in manifest.requirements if one.url and one.pinned}
