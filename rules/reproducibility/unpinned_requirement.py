"""A requirement admits any version."""

from collections.abc import Iterator

from mlready.facts.manifest import Manifest, Requirement
from mlready.repo import Repo, Subject
from mlready.repo.versions import ASIDE, is_aside, is_compatible, mattering, package_of, settled_for
from mlready.tables.distributions import MATTERING, TELLING
from mlready.tables.installers import BOOTSTRAP
from mlready.verdict import Verdict, failed, passed

JUDGED = {"requirements", "conda", "pipfile", "pyproject", "setup.py", "setup.cfg", "pixi"}


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    manifest: Manifest = subject.facts
    if manifest.kind not in JUDGED or is_aside(manifest.path) or not mattering(manifest):
        return
    project = repo.project_of(manifest.path)
    settled = settled_for(manifest, project.all_manifests)
    for requirement in manifest.requirements:
        if not is_for_running(requirement):
            continue
        place = subject.at(requirement.line)
        if requirement.name in settled or is_compatible(requirement.specifier):
            yield passed(place)
        elif requirement.name in MATTERING or any(project.imports(package_of(requirement.name))):
            message = f"`{requirement.name}` may be another version in every installation: lock it or write `==`"
            yield failed(
                place, message, severity="low" if is_narrow(requirement.specifier) else None, group=manifest.path
            )


def is_for_running(requirement: Requirement) -> bool:
    """Whether the project needs it to run, and from an index: no extra, no tool of development or installation, no repository."""
    aside = requirement.optional or requirement.group in ASIDE or requirement.vcs
    return not aside and requirement.name != "python" and requirement.name not in BOOTSTRAP | TELLING


def is_narrow(specifier: str) -> bool:
    """Whether a range has both ends."""
    return "~=" in specifier or specifier.endswith(".*") or (">" in specifier and "<" in specifier)
