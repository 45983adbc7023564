"""A dependency is taken from a branch."""

import re
from collections.abc import Iterator

from mlready.facts.manifest import Manifest, Requirement
from mlready.repo import Project, Repo, Subject
from mlready.repo.versions import is_aside
from mlready.verdict import Verdict, failed, passed, unknown

BRANCH = re.compile(
    r"(?:refs/heads/.*|(?:feature|feat|fix|bugfix|hotfix)/.*|"
    r"main|master|trunk|dev|devel|develop|development|next|edge|nightly|latest|HEAD|head|stable)"
)
TAG = re.compile(r"(?:.*\d\.\d.*|[vr]?\d{1,6}|refs/tags/.*)")
COMMIT = re.compile(r"[0-9a-f]{7,64}")
ARCHIVE = re.compile(r"https?://.*/archive/(.+?)(?:\.zip|\.tar\.gz|\.tgz)(?:[#?].*)?$")
ADVICE = "name a commit (`@<commit>`)"


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    manifest: Manifest = subject.facts
    project = repo.project_of(manifest.path)
    severity = "low" if is_aside(manifest.path) else None
    for requirement in manifest.requirements:
        reference = reference_of(requirement)
        if reference is None:
            continue
        place = subject.at(requirement.line)
        if COMMIT.fullmatch(reference) or TAG.fullmatch(reference) or is_locked(requirement, manifest, project):
            yield passed(place)
        elif not reference:
            message = f"`{requirement.name}` is whatever its default branch holds that day: {ADVICE}"
            yield failed(place, message, severity=severity, group=manifest.path)
        elif BRANCH.fullmatch(reference):
            message = f"`{requirement.name}` is whatever `{reference}` holds that day: {ADVICE}"
            yield failed(place, message, severity=severity, group=manifest.path)
        else:
            yield unknown(place, f"`{reference}` may be a branch or a tag")


def reference_of(requirement: Requirement) -> str | None:
    """What a reference to version control, or to an archive made of it, names; None where it is neither."""
    if requirement.reference is not None:
        return requirement.reference
    archive = ARCHIVE.match(requirement.url or "")
    return archive[1] if archive else None


def is_locked(requirement: Requirement, manifest: Manifest, project: Project) -> bool:
    """Whether a lock of the project holds the commit."""
    locks = (one for one in project.all_manifests if one.is_lock and one is not manifest)
    return any(one.vcs and one.pinned for lock in locks for one in lock.find(requirement.name))
