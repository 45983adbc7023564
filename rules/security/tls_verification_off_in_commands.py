"""A command does not check certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.repo import Project, Repo
from mlready.tables.transport import LOCAL_HOST, OFF_VARIABLES
from mlready.verdict import Location, Verdict, failed, passed, unknown

if TYPE_CHECKING:
    from mlready.facts.shell import Command

JUDGED = ("prod", "infra", "notebook")
LOCAL = re.compile(LOCAL_HOST, re.IGNORECASE)
SHORT = re.compile(r"-[a-zA-Z]*k[a-zA-Z]*")
ASSIGNED = re.compile(rf"^\s*(?:-\s+|ENV\s+|export\s+)?({'|'.join(OFF_VARIABLES)})\s*[:=\s]\s*[\"']?([\w.]*)[\"']?\s*$")
ANYBODY = "anybody on the way can answer in place of the host"


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    own = {one.path for one in project.files if one.zone in JUDGED}
    for place, command in project.commands():
        if place.path in own:
            yield from of_command(place, command)
    for file in project.of_kind("dockerfile", "ci", "shell", "make", zones=JUDGED):
        yield from in_variables(file.path, repo.text(file.path) or "")
    for manifest in project.manifests:
        for option in manifest.options if manifest.path in own else ():
            if option.name == "--trusted-host":
                yield of_host(Location(manifest.path, option.line), option.value)


def of_host(place: Location, host: str) -> Verdict:
    if LOCAL.match(host):
        return passed(place, "the host is this machine")
    return failed(
        place, f"packages are taken from `{host}` without a check of its certificate: give pip `--cert` instead"
    )


def of_command(place: Location, command: Command) -> Iterator[Verdict]:
    words, program = command.words, command.program if command.words else ""
    if "--trusted-host" in words[:-1]:
        yield of_host(place, words[words.index("--trusted-host") + 1])
    if (
        (program == "curl" and any(one == "--insecure" or SHORT.fullmatch(one) for one in words))
        or (program == "wget" and "--no-check-certificate" in words)
        or (program == "git" and any(one.lower().replace(" ", "") == "http.sslverify=false" for one in words))
        or (program == "git" and [one.lower() for one in words[-2:]] == ["http.sslverify", "false"])
    ):
        yield of_addresses(place, [one for one in words[1:] if not one.startswith("-")], program)


def of_addresses(place: Location, words: list[str], program: str) -> Verdict:
    addresses = [one for one in words if "://" in one or LOCAL.match(one) or one.startswith("$")]
    if addresses and all(LOCAL.match(one) for one in addresses):
        return passed(place, "the host is this machine")
    if addresses and all(one.startswith("$") for one in addresses):
        return unknown(place, "which host this is, is decided elsewhere")
    return failed(
        place, f"`{program}` does not check the certificate, and {ANYBODY}: give it the authority's certificate"
    )


def in_variables(path: str, text: str) -> Iterator[Verdict]:
    for number, line in enumerate(text.splitlines(), 1):
        found = ASSIGNED.match(line[:300])
        if found is not None and found[2].lower() in (OFF_VARIABLES[found[1]].split() or [""]):
            yield failed(Location(path, number), f"`{found[1]}` switches the check of certificates off: leave it out")
