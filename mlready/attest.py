"""What people attest because a repository cannot show it, what that earns, and which of these statements do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlready.config.check import as_day
from mlready.fingerprint import Fingerprints
from mlready.location import Location, Notice
from mlready.outcome import count
from mlready.report import Finding, Result, remark
from mlready.tables.attesting import ATTESTED, CLAIMING, ELSEWHERE, FILES, STATUSES

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
_STATEMENT = 120  # letters of a statement that are repeated


class Attestation(NamedTuple):
    """An entry: where it stands, its id or place in the list, what it says, and every reason why it does not hold."""

    place: Location
    entry: str
    status: str
    said: str
    faults: tuple[str, ...]


def attestations(repo: Repo, today: date) -> tuple[Attestation, ...]:
    """The entries of all files, in their order."""
    held = [path for path in PLACES if repo.file(path) is not None]
    sizes = {one.path: one.size for one in repo.source.entries()} if held and not repo.settings.partial else None
    return tuple(one for path in held for one in _read(repo, path, today, sizes))


def credited(results: Iterable[Result], found: Iterable[Attestation], book: RuleBook) -> tuple[Result, ...]:
    """The results with half credit where a practice that no evidence shows here is attested."""
    holding: dict[str, Attestation] = {}
    for one in found:
        rule = book.get(one.entry)
        if rule is not None and rule.name in ELSEWHERE and one.status == ATTESTED and not one.faults:
            holding.setdefault(rule.name, one)
    return tuple(_credited(one, holding[one.rule]) if one.rule in holding else one for one in results)


def contradicted(
    found: Iterable[Attestation], results: Sequence[Result], repo: Repo, book: RuleBook
) -> tuple[Attestation, ...]:
    """The entries, with what the scan has found against them; `results` are without their credit."""
    if repo.settings.partial:
        return tuple(found)
    of: dict[str, list[Result]] = {}
    for result in results:
        of.setdefault(result.rule, []).append(result)
    listed = []
    for one in found:
        rule = book.get(one.entry)
        against = None if rule is None else _against(one.status, rule, of.get(rule.name, []))
        listed.append(one._replace(faults=(*one.faults, against)) if against else one)
    return tuple(listed)


def stale(found: Iterable[Attestation], repo: Repo, book: RuleBook) -> tuple[Finding, ...]:
    """One finding for each attestation that does not hold."""
    rule = book.get(STALE)
    if rule is None:
        return ()
    fingerprints = Fingerprints(rule.oldest_name, repo)
    return tuple(_finding(rule, one, fingerprints, repo) for one in found if one.faults)


def listed_apart(results: Iterable[Result]) -> Iterator[Notice]:
    """Tells which practices have their credit from a statement alone."""
    names = sorted({one.rule for one in results if one.outcome == "partial" and one.reason.startswith("attested: ")})
    if names:
        yield Notice("attested", f"attested, not seen, at half credit: {', '.join(names)}")


def _credited(result: Result, one: Attestation) -> Result:
    if result.outcome != "failed" or any(site.outcome != "failed" for site in result.sites):
        return result
    reason = f"attested: {one.said}"
    sites = tuple(
        site._replace(outcome="partial", message=reason, places=(one.place, *site.places), fingerprint="")
        for site in result.sites
    )
    return result._replace(outcome="partial", reason=reason, sites=sites, counts=count(sites))


def _against(status: str, rule: Rule, results: list[Result]) -> str | None:
    """What the scan has found that a statement about a rule denies."""
    if status in CLAIMING and rule.name not in ELSEWHERE:
        seen = next((one for one in results if one.outcome == "failed"), None)
        if seen is not None:
            where = next((site.places[0] for site in seen.sites if site.outcome == "failed" and site.places), None)
            place = f" ({where})" if where is not None and where.path and rule.is_site_rule else ""
            return f"the scan has found the contrary{place}: {seen.reason or rule.summary}"
    if status in STATUSES and status not in CLAIMING:
        outcomes = {one.outcome for one in results if one.outcome != "passed" or one.counts.passed}
        if "passed" in outcomes and not outcomes & {"failed", "partial", "error"}:
            return "the scan has found what it denies: take it out"
    return None


def _read(repo: Repo, path: str, today: date, sizes: Mapping[str, int] | None) -> Iterator[Attestation]:
    read = repo.yaml(path)
    if read.error:
        yield _unreadable(path, 1, "this is no YAML")
        return
    for document in read.documents:
        listed = document.get("attestations") if document.kind == "map" else document
        if listed is None or (listed.kind != "list" and not listed.null):
            yield _unreadable(path, document.line, "give a list under `attestations`")
            continue
        for number, entry in enumerate(listed.list(), 1):
            missing = _missing(_texts(entry, "evidence"), repo, sizes) if sizes is not None else ()
            wrong = (*_wrong(entry, today), *missing)
            name = _text(entry, "id") or str(number)
            yield Attestation(Location(path, entry.line), name, _text(entry, "status"), _summary(entry), wrong)


def _unreadable(path: str, line: int, why: str) -> Attestation:
    return Attestation(Location(path, line), "", "", "", (f"nothing of it is attested: {why}",))


def _summary(entry: Node) -> str:
    statement = " ".join(_text(entry, "statement").split())
    short = statement if len(statement) <= _STATEMENT else statement[:_STATEMENT] + "..."
    return f"{short} ({_text(entry, 'owner')}, reviewed on {_text(entry, 'reviewed_on')})"


def _wrong(entry: Node, today: date) -> Iterator[str]:
    """Why an entry does not hold; nothing where it does."""
    if entry.kind != "map":
        yield "it attests nothing: an entry has an id, a statement, a status, evidence, an owner and a reviewer"
        return
    missing = [f"`{key}`" for key in (*_SAID, *_ANSWERED) if not _texts(entry, key)]
    if missing:
        yield f"it says nothing of {', '.join(missing)}"
    status = _text(entry, "status")
    if status and status not in STATUSES:
        yield f"`status` is none of {', '.join(STATUSES)}"
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
    elif reviewed is not None and expires is not None and (expires - reviewed).days > YEAR:
        yield f"it is to hold until {expires}, more than a year after its review: twelve months at most"


def _missing(evidence: Iterable[str], repo: Repo, sizes: Mapping[str, int]) -> Iterator[str]:
    """Evidence that names a file of this repository which is not there, or in which nothing stands."""
    for text in filter(_names_a_file, evidence):
        path = text.partition("#")[0].removeprefix("./")
        if sizes.get(path, -1) < 0:
            yield f"its evidence `{path[:_STATEMENT]}` is not in this repository"
        elif not sizes[path] or not (repo.source.read(path, 1_000) or b"").strip():
            yield f"its evidence `{path[:_STATEMENT]}` is empty"


def _names_a_file(text: str) -> bool:
    """Whether evidence is a path of this repository: no address, no ticket, and no page of a site without `https://`."""
    path = text.partition("#")[0].removeprefix("./")
    first, _, rest = path.partition("/")
    is_site = bool(rest) and "." in first.lstrip(".")
    return "://" not in text and " " not in text and not is_site and path.lower().endswith(FILES)


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


def _finding(rule: Rule, one: Attestation, fingerprints: Fingerprints, repo: Repo) -> Finding:
    fingerprint = fingerprints.of(one.place, one.entry)
    return remark(rule, "; ".join(one.faults), one.place, fingerprint, repo.project_of(one.place.path).path)
