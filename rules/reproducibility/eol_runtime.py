"""A Python or system that gets no security fixes."""

import re
from collections.abc import Iterator

from mlready.facts.dockerfile import Dockerfile, Image, Stage
from mlready.repo import Repo, Subject
from mlready.repo.pythons import Named, pythons_in
from mlready.repo.versions import is_aside
from mlready.tables.lifetimes import (
    AS_OF,
    DEBIAN_ENDED,
    DEBIAN_NAMES,
    PYTHON_ENDED,
    UBUNTU_ENDED,
    UBUNTU_NAMES,
)
from mlready.verdict import Location, Verdict, failed, passed

UBUNTU = re.compile(r"ubuntu[-_]?(\d\d)\.?(\d\d)|^(\d\d)\.(\d\d)")
DEBIAN = re.compile(r"^(\d{1,2})(?![\d])")
WORD = re.compile(r"[a-z]+")


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    aside = subject.path in repo.manifests and is_aside(subject.path)
    named = () if aside else pythons_in(repo, subject.path)
    told: dict[Location, str] = {}
    for one in named:
        if one.kind == "ci":
            continue
        told.setdefault(one.location, "")
        told[one.location] = told[one.location] or ended(one)
    for place, what in systems(subject, repo):
        told[place] = told.get(place) or what
    for place, what in told.items():
        yield failed(place, f"{what} (as of {AS_OF}): move to a newer release") if what else passed(place)


def ended(named: Named) -> str:
    """What is said of a Python of which no admitted release is looked after; "" where one is."""
    if not named.minors or not named.minors <= PYTHON_ENDED.keys():
        return ""
    newest = max(named.minors)
    return f"Python {newest[0]}.{newest[1]} has had no security fixes since {PYTHON_ENDED[newest]}"


def systems(subject: Subject, repo: Repo) -> Iterator[tuple[Location, str]]:
    """Base images whose name or tag says which Ubuntu or Debian they are, and what is said of it."""
    file = repo.file(subject.path)
    if file is None or file.kind != "dockerfile":
        return
    dockerfile = repo.dockerfile(subject.path)
    for stage in dockerfile.stages:
        if is_left_behind(dockerfile, stage):
            continue
        if stage.base_stage is None and (found := system_of(stage.image)) is not None:
            name, version, end = found
            what = f"{name} {version} has had no public security fixes since {end}" if end else ""
            yield subject.at(stage.line), what


def is_left_behind(dockerfile: Dockerfile, stage: Stage) -> bool:
    """Whether another FROM follows at once on one without a name: nothing is made of its image."""
    return stage.name is None and stage is not dockerfile.final_stage and len(dockerfile.of_stage(stage.index)) == 1


def system_of(image: Image) -> tuple[str, str, str | None] | None:
    """(system, version, month of its end or None) of an image."""
    if not image.resolved or image.tag is None:
        return None
    name, tag, words = image.name.rpartition("/")[2], image.tag.lower(), WORD.findall(image.tag.lower())
    ubuntu = next((UBUNTU_NAMES[one] for one in words if one in UBUNTU_NAMES), None)
    numbered = UBUNTU.search(tag)
    if ubuntu is None and numbered is not None and (numbered[1] or name == "ubuntu"):
        ubuntu = f"{numbered[1] or numbered[3]}.{numbered[2] or numbered[4]}"
    if ubuntu is not None:
        return "Ubuntu", ubuntu, UBUNTU_ENDED.get(ubuntu)
    debian = next((DEBIAN_NAMES[one] for one in words if one in DEBIAN_NAMES), None)
    if debian is None and name == "debian" and (found := DEBIAN.match(tag)) is not None:
        debian = found[1]
    return None if debian is None else ("Debian", debian, DEBIAN_ENDED.get(debian))
