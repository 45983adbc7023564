"""A requirement admits any version."""

from collections.abc import Iterator

from mlready.facts.manifest import Manifest
from mlready.repo import Repo, Subject
from mlready.repo.versions import ASIDE, is_aside, settled_for
from mlready.tables.installers import BOOTSTRAP
from mlready.verdict import Verdict, failed, passed

JUDGED = {"requirements", "conda", "pipfile", "pyproject", "setup.py", "setup.cfg", "pixi"}


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    manifest: Manifest = subject.facts
    if manifest.kind not in JUDGED or is_aside(manifest.path):
        return
    settled = settled_for(manifest, repo.project_of(manifest.path).all_manifests)
    for requirement in manifest.requirements:
        if requirement.name in BOOTSTRAP or requirement.name == "python" or requirement.optional or requirement.group in ASIDE:
            continue
        place = subject.at(requirement.line)
        if requirement.name in settled:
            yield passed(place)
        else:
            message = f"`{requirement.name}` may be another version in every installation: lock it or write `==`"
            yield failed(place, message, severity="low" if is_narrow(requirement.specifier) else None, group=manifest.path)


def is_narrow(specifier: str) -> bool:
    """Whether a range has both ends."""
    return "~=" in specifier or specifier.endswith(".*") or (">" in specifier and "<" in specifier)
