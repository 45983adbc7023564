"""A requirement admits any version."""

from collections.abc import Iterator

from mlready.facts.manifest import Manifest, Requirement
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed

JUDGED = {"requirements", "conda", "pipfile", "pyproject", "setup.py", "setup.cfg", "pixi"}
ASIDE = {"docs", "doc", "test", "tests", "testing", "dev", "develop", "development", "lint", "ci", "build", "optional"}
NOT_PACKAGES = {"python", "pip", "setuptools", "wheel"}


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    manifest: Manifest = subject.facts
    if manifest.kind not in JUDGED or is_aside(manifest.path):
        return
    locked = {name for one in repo.project_of(manifest.path).all_manifests if decides(one, manifest) for name in one.locked}
    for requirement in manifest.requirements:
        if requirement.name in NOT_PACKAGES or requirement.optional or requirement.group in ASIDE:
            continue
        place = subject.at(requirement.line)
        if requirement.pinned or requirement.name in locked:
            yield passed(place)
        else:
            message = f"`{requirement.name}` may be another version in every installation: lock it or write `==`"
            yield failed(place, message, group=manifest.path)


def is_aside(path: str) -> bool:
    """Whether a list serves documentation, tests or development."""
    *folders, name = path.lower().replace("_", "-").split("/")
    return not ASIDE.isdisjoint([*name.partition(".")[0].split("-"), *folders[-1:]])


def decides(other: Manifest, manifest: Manifest) -> bool:
    """Whether another manifest settles versions for this one: a lock, or a constraint it names."""
    if other.path == manifest.path:
        return False
    named = {one.path.rpartition("/")[2] for one in manifest.includes}
    return other.is_lock or other.kind == "constraints" or other.path.rpartition("/")[2] in named
