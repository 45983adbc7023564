"""The base image changes under the same name."""

import re
from collections.abc import Iterator

from mlready.facts.dockerfile import Image
from mlready.repo import Repo, Subject
from mlready.repo.commands import build_arguments, built_images
from mlready.verdict import Verdict, failed, passed, unknown

MOVING = re.compile(
    r"(?:latest|main|master|dev|devel|develop|nightly|edge|stable|rolling|canary)(?:[-_.](?!.*(?:\d{6}|\d{4}-\d\d|\b[0-9a-f]{7,}\b)).*)?"
)
ADVICE = "name a version, better with its digest"


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    for stage in subject.facts.stages:
        image: Image = stage.image
        place = subject.at(stage.line)
        if stage.base_stage is not None or image.name in {"scratch", *built_images(repo)} or is_given(image, repo):
            continue
        if image.digest is not None:
            yield passed(place)
        elif not image.resolved or "{{" in image.raw:
            yield unknown(place, f"`{image.raw}` is decided by whoever builds")
        elif image.tag is None:
            yield failed(place, f"`{image.name}` has no tag, so every build may take another image: {ADVICE}")
        elif MOVING.fullmatch(image.tag):
            yield failed(place, f"`{image.name}:{image.tag}` moves, so every build may take another image: {ADVICE}")
        else:
            yield passed(place)


def is_given(image: Image, repo: Repo) -> bool:
    """Whether a command of the repository that builds images says which one a variable stands for."""
    return any(name in build_arguments(repo) for name in re.findall(r"\$\{?(\w+)", image.raw))
