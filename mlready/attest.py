"""What people attest because a repository cannot show it, and which of these statements no longer hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.config.check import as_day
from mlready.fingerprint import Fingerprints
from mlready.location import Location
from mlready.report import Finding

if TYPE_CHECKING:
    from datetime import date

    from mlready.facts.yaml import Node
    from mlready.repo import Repo
    from mlready.rule import Rule
    from mlready.rulebook import RuleBook

STALE = "stale-attestation"
PLACES = (".mlready/attestations.yaml", ".mlready/attestations.yml")
YEAR = 366
"""Days for which a review holds."""

_SAID = ("id", "statement", "status")
_ANSWERED = ("owner", "reviewed_by", "evidence")
_DAYS = ("reviewed_on", "expires")


class Fault(NamedTuple):
    """An entry that does not hold: where it stands, its id or place in the list, and why."""

    place: Location
    entry: str
    message: str


def stale(repo: Repo, book: RuleBook, *, today: date) -> tuple[Finding, ...]:
    """One finding for each attestation that is past its day, unanswered for or not to be read."""
    rule = book.get(STALE)
    if rule is None:
        return ()
    fingerprints = Fingerprints(rule.oldest_name, repo)
    return tuple(_finding(rule, fault, fingerprints, repo) for path in PLACES for fault in faults(repo, path, today))


def faults(repo: Repo, path: str, today: date) -> Iterator[Fault]:
    """What is wrong with the entries of a file, in its order."""
    if repo.file(path) is None:
        return
    read = repo.yaml(path)
    if read.error:
        yield Fault(Location(path, 1), "", "nothing of it is attested: this is no YAML")
        return
    for document in read.documents:
        listed = document.get("attestations") if document.kind == "map" else document
        if listed is None or (listed.kind != "list" and not listed.null):
            yield Fault(
                Location(path, document.line), "", "nothing of it is attested: give a list under `attestations`"
            )
            continue
        for number, entry in enumerate(listed.list(), 1):
            wrong = list(_wrong(entry, today))
            if wrong:
                yield Fault(Location(path, entry.line), _text(entry, "id") or str(number), "; ".join(wrong))


def _wrong(entry: Node, today: date) -> Iterator[str]:
    """Why an entry does not hold; nothing where it does."""
    if entry.kind != "map":
        yield "it attests nothing: an entry has an id, a statement, a status, evidence, an owner and a reviewer"
        return
    missing = [f"`{key}`" for key in (*_SAID, *_ANSWERED) if not _texts(entry, key)]
    if missing:
        yield f"it says nothing of {', '.join(missing)}"
    owners = {_person(one) for one in _texts(entry, "owner")}
    if owners and owners >= {_person(one) for one in _texts(entry, "reviewed_by")} != set():
        yield "only its own owner has reviewed it: ask somebody else"
    yield from _overdue(entry, today)


def _overdue(entry: Node, today: date) -> Iterator[str]:
    days = {key: as_day(_text(entry, key)) for key in _DAYS}
    for key, day in days.items():
        if day is None and (key == "reviewed_on" or _text(entry, key)):
            yield f"`{key}` is no day like 2027-03-01"
    reviewed, expires = days["reviewed_on"], days["expires"]
    if reviewed is not None and reviewed > today:
        yield f"it is said to be reviewed on {reviewed}, which is to come"
    if expires is not None and expires < today:
        yield f"it has not held since {expires}: review it, or take it out"
    elif reviewed is not None and (today - reviewed).days > YEAR:
        yield f"it was last reviewed on {reviewed}, more than a year ago: review it, or take it out"


def _text(entry: Node, key: str) -> str:
    return next(iter(_texts(entry, key)), "")


def _texts(entry: Node, key: str) -> tuple[str, ...]:
    node = entry.get(key) if entry.kind == "map" else None
    return (
        ()
        if node is None
        else tuple(text for one in node.several() if not one.null and (text := (one.text or "").strip()))
    )


def _person(name: str) -> str:
    return name.strip().lstrip("@").casefold()


def _finding(rule: Rule, fault: Fault, fingerprints: Fingerprints, repo: Repo) -> Finding:
    fingerprint = fingerprints.of(fault.place, fault.entry)
    return Finding(
        rule=rule.name,
        family=rule.family,
        severity=rule.severity,
        confidence=rule.confidence,
        message=fault.message,
        project=repo.project_of(fault.place.path).path,
        location=fault.place,
        fingerprint=fingerprint,
        cause=rule.root_cause,
        locations=((fault.place, fingerprint),),
        preview=rule.profile == "preview",
    )
