"""What is set aside, and why: by comments where the finding stands, by entries of the configuration elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mlready.config import Suppress
from mlready.config import covers as names_path
from mlready.fingerprint import Fingerprints
from mlready.location import Location
from mlready.outcome import count, outcome_of
from mlready.report import Finding, Result, Site, remark
from mlready.rule import FILE_SUBJECTS, Rule, unmet
from mlready.subject import in_zones, is_of, projects_of

if TYPE_CHECKING:
    from datetime import date

    from mlready.facts.comment import Directive
    from mlready.facts.extent import Extents
    from mlready.repo import Repo
    from mlready.rulebook import RuleBook

WITHOUT_REASON = "suppression-without-reason"
EXPIRED = "expired-suppression"
UNUSED = "unused-suppression"
UNKNOWN = "unknown-suppressed-rule"

_HINTS = 100  # unknown names for which the nearest known one is looked for
_LONGEST_NAME = 80
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*(?:tool\.mlready\.)?suppress[ \t]*\]\]", re.MULTILINE)


class Applied(NamedTuple):
    """Results with suppressed sites, and findings about suppressions that do not do what they say."""

    results: tuple[Result, ...]
    findings: tuple[Finding, ...]


class Suppression(NamedTuple):
    """One suppression: a comment covers `lines` of its file or cell, an entry of the configuration what it names."""

    rules: tuple[str, ...]  # as written
    reason: str
    until: date | None
    place: Location
    lines: tuple[int, int] | None = None
    entry: Suppress | None = None
    inside: str = ""  # where below the folder of the configuration the scanned one lies
    error: str | None = None  # what is wrong with its form: then it sets nothing aside

    def names(self, path: str) -> bool:
        """Whether the path of an entry covers a path of the scanned folder."""
        pattern = self.entry.path if self.entry else None
        return pattern is not None and names_path(pattern, (self.inside + path).removesuffix("/."))

    def is_expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < today

    def is_in_force(self, today: date) -> bool:
        """Whether it sets aside what it covers."""
        return bool(self.reason) and self.error is None and not self.is_expired(today)

    def covers(self, site: Site, project: str) -> bool:
        """Whether a failed site is among what it speaks about, its rule apart."""
        place = site.places[0] if site.places else Location(project or ".")
        if self.entry is not None:
            by_fingerprint = self.entry.fingerprint in {None, site.fingerprint}
            return by_fingerprint and (self.entry.path is None or self.names(place.path))
        if self.lines is None or place.line is None or (place.path, place.cell) != (self.place.path, self.place.cell):
            return False
        return self.lines[0] <= place.line <= self.lines[1]


def apply(
    results: Iterable[Result],
    repo: Repo,
    book: RuleBook,
    entries: Sequence[Suppress] = (),
    *,
    today: date,
    config_path: str = "mlready.toml",
) -> Applied:
    """Sets aside the failed sites that a suppression with a reason covers up to its last day.

    `entries` are the suppressions of the configuration at `config_path`.
    It is laid on what rules say on their own (`engine.judge`), before broader failures silence their parts.
    """
    judged = tuple(results)
    register = _Register([*_comments(repo), *_entries(entries, repo, config_path)], book, today)
    settled = tuple(_settled(result, register) for result in judged)
    return Applied(settled, tuple(_findings(register, repo, judged)))


class _Register:
    """All suppressions with the rules they name, found by file, and which of them were of use."""

    def __init__(self, suppressions: list[Suppression], book: RuleBook, today: date) -> None:
        self.suppressions = suppressions
        self.book = book
        self.today = today
        self.named = [{written: self._rules(written, one) for written in one.rules} for one in suppressions]
        self.used: set[tuple[int, str]] = set()
        self._nearest: dict[str, str | None] = {}
        self._in_file: dict[str, list[int]] = {}
        self._entries: list[int] = []
        for number, one in enumerate(suppressions):
            (self._entries if one.entry else self._in_file.setdefault(one.place.path, [])).append(number)

    def _rules(self, written: str, one: Suppression) -> frozenset[str]:
        """The rules a written name stands for: one rule, or in the configuration all of a family."""
        rule = self.book.get(written)
        if rule is not None:
            return frozenset({rule.name})
        return frozenset(rule.name for rule in self.book if one.entry and rule.family == written)

    def nearest(self, written: str) -> str | None:
        """The known rule that an unknown name was probably meant to be; not looked for without end."""
        if written not in self._nearest and len(self._nearest) < _HINTS:
            self._nearest[written] = self.book.nearest(written[:_LONGEST_NAME])
        return self._nearest.get(written)

    def reason(self, rule: str, site: Site, project: str) -> str | None:
        """Why a failed site is set aside, None where it is not; every suppression that covers it was of use."""
        reason = None
        has_line = self.book[rule].subject in FILE_SUBJECTS
        comments = self._in_file.get(site.places[0].path, []) if has_line else []
        for number in (*comments, *self._entries):
            one = self.suppressions[number]
            names = [written for written, rules in self.named[number].items() if rule in rules]
            if names and one.covers(site, project):
                self.used.update((number, written) for written in names)
                if one.is_in_force(self.today):
                    reason = reason or one.reason
        return reason


def _settled(result: Result, register: _Register) -> Result:
    if result.outcome != "failed":
        return result
    sites = tuple(
        site._replace(suppressed=register.reason(result.rule, site, result.project))
        if site.outcome == "failed"
        else site
        for site in result.sites
    )
    if sites == result.sites:
        return result
    counts = count(sites)
    return result._replace(sites=sites, counts=counts, outcome=outcome_of(counts))


def _entries(entries: Sequence[Suppress], repo: Repo, path: str) -> Iterator[Suppression]:
    text = repo.text(path) or ""
    lines: list[int | None] = [text.count("\n", 0, found.end()) + 1 for found in _ENTRY.finditer(text)]
    if len(lines) != len(entries):  # another file's, or written as inline tables
        lines = [None] * len(entries)
    for line, entry in zip(lines, entries, strict=True):
        place = Location(path, line)
        inside = repo.settings.inside
        yield Suppression((entry.rule,), entry.reason.strip(), entry.until, place, entry=entry, inside=inside)


def _comments(repo: Repo) -> Iterator[Suppression]:
    for path in sorted(repo.directives):
        yield from _plain(path, repo) if repo.notebook(path) is None else _notebook(path, repo)


def _plain(path: str, repo: Repo) -> Iterator[Suppression]:
    from mlready.facts.comment import comments, directive, syntax_of
    from mlready.facts.extent import extents

    data = repo.data(path) or b""
    syntax = syntax_of(path) or ""
    found: Extents | None = None
    for comment in comments(syntax, data):
        said = directive(comment.text)
        if said is not None:
            found = found or extents(syntax, data)
            place = Location(path, comment.line, comment.column)
            yield _suppression(said, place, _lines(found, comment.line, own_line=comment.own_line))


def _notebook(path: str, repo: Repo) -> Iterator[Suppression]:
    """Comments of code cells; what they speak about is found in the code of all cells joined, and ends with the cell."""
    from mlready.facts.comment import comments, directive
    from mlready.facts.extent import extents

    notebook = repo.notebook(path)
    found: Extents | None = None
    numbers = {place: number for number, place in enumerate(notebook.lines, 1)}
    for cell in notebook.cells:
        for comment in comments("python", cell.source.encode()) if cell.kind == "code" else ():
            said = directive(comment.text)
            if said is None or (cell.index, comment.line) not in numbers:
                continue
            found = found or extents("python", notebook.source.encode())
            joined = _lines(found, numbers[cell.index, comment.line], own_line=comment.own_line)
            inside = [notebook.lines[number - 1] for number in range(joined[0], joined[1] + 1)] if joined else []
            lines = [line for index, line in inside if index == cell.index]
            place = Location(path, comment.line, comment.column, cell=cell.index)
            yield _suppression(said, place, (min(lines), max(lines)) if lines else None)


def _lines(found: Extents, line: int, *, own_line: bool) -> tuple[int, int] | None:
    return found.following(line) if own_line else found.trailing(line)


def _suppression(said: Directive, place: Location, lines: tuple[int, int] | None) -> Suppression:
    from datetime import date

    until = date.fromisoformat(said.until) if said.until else None
    return Suppression(said.rules, said.reason, until, place, lines, error=said.error)


def _findings(register: _Register, repo: Repo, results: Sequence[Result]) -> Iterator[Finding]:
    """What is wrong with the suppressions themselves, by rule and place."""
    ran = _Ran(results, repo)
    said = [
        (name, one, message)
        for number, one in enumerate(register.suppressions)
        for name, message in _faults(number, one, register, ran)
    ]
    for name in (EXPIRED, UNKNOWN, UNUSED, WITHOUT_REASON):
        rule = register.book.get(name)
        if rule is not None:
            fingerprints = Fingerprints(rule.oldest_name, repo)
            for _, one, message in sorted((one for one in said if one[0] == name), key=_by_place):
                yield _finding(rule, one, message, fingerprints, repo)


def _by_place(said: tuple[str, Suppression, str]) -> tuple[Any, ...]:
    place = said[1].place
    return place.path, -1 if place.cell is None else place.cell, place.line or 0, place.column or 0, said[2]


def _faults(number: int, one: Suppression, register: _Register, ran: _Ran) -> Iterator[tuple[str, str]]:
    known = {written: rules for written, rules in register.named[number].items() if rules}
    for written in (written for written in one.rules if written not in known):
        nearest = register.nearest(written)
        yield UNKNOWN, f"there is no rule `{written}`" + (f": did you mean `{nearest}`?" if nearest else "")
    listed = ", ".join(f"`{written}`" for written in known)
    if one.error is not None:
        yield EXPIRED if one.rules else UNKNOWN, f"it suppresses nothing: {one.error}"
    elif known and not one.reason:
        yield WITHOUT_REASON, f"it does not suppress {listed}: say why after the brackets"
    elif known and one.is_expired(register.today):
        yield (
            EXPIRED,
            f"it has not suppressed {listed} since {one.until}: mend the fault, or give a reason and a later day",
        )
    else:
        yield from _unused(number, one, known, register, ran)


def _unused(
    number: int, one: Suppression, known: Mapping[str, frozenset[str]], register: _Register, ran: _Ran
) -> Iterator[tuple[str, str]]:
    idle = [written for written in known if (number, written) not in register.used]
    for written in idle:
        rules = [register.book[name] for name in sorted(known[written])]
        if one.entry is None and all(rule.subject not in FILE_SUBJECTS for rule in rules):
            yield UNUSED, f"`{written}` has no line to stand on: set it aside in the configuration"
        elif ran.on_all(rules, one):
            yield UNUSED, f"there is nothing to suppress for `{written}`: remove it"


class _Ran:
    """Which rules were really run, on which files."""

    def __init__(self, results: Sequence[Result], repo: Repo) -> None:
        self._repo = repo
        self._results = {(one.rule, one.project): one for one in results}
        self._run = {one.rule for one in results}
        self._unread = {one.path for one in (*repo.source.notices, *repo.notices) if one.path is not None}

    def on_all(self, rules: Sequence[Rule], one: Suppression) -> bool:
        """Whether all these rules were run, one of them on what a suppression speaks of, and all of that was scanned."""
        if self._repo.settings.partial or not self._run.issuperset(rule.name for rule in rules):
            return False
        if one.entry is None:
            return any(self._on(rule, one.place.path) for rule in rules)
        return self._reaches(one) and any(
            self._spoke(rule, project) for rule in rules for project in self._repo.projects
        )

    def _reaches(self, one: Suppression) -> bool:
        """Whether the files that an entry may speak of lie in the scanned folder and were read."""
        pattern = one.entry.path if one.entry else None
        if pattern is None:
            return not one.inside and not self._unread
        return pattern.startswith(one.inside) and not any(one.names(path) for path in self._unread)

    def _on(self, rule: Rule, path: str) -> bool:
        """Whether a rule had its say about a file."""
        judges = is_of(rule.subject, path, self._repo) and in_zones(rule, path, self._repo)
        return judges and any(self._spoke(rule, project) for project in projects_of(path, self._repo))

    def _spoke(self, rule: Rule, project: Any) -> bool:
        result = self._results.get((rule.name, project.path))
        return result is not None and result.outcome != "error" and unmet(rule.when, project.roles) is None


def _finding(rule: Rule, one: Suppression, message: str, fingerprints: Fingerprints, repo: Repo) -> Finding:
    text = None if one.entry is None else f"{one.entry.rule} {one.entry.fingerprint or one.entry.path}"
    fingerprint = fingerprints.of(one.place, text)
    return remark(rule, message, one.place, fingerprint, repo.project_of(one.place.path).path)
