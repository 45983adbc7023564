"""One scan: source -> repo -> results -> suppressions -> score -> findings -> roadmap -> report."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mlready import __version__
from mlready.config import Config, covers, find, find_above, globs, read_folder
from mlready.engine import Selection, findings, judge, silence
from mlready.location import Notice
from mlready.outcome import count, outcome_of
from mlready.report import Finding, ProjectReport, Report, Result, RoadmapItem, RoleReport, Score
from mlready.rule import FAMILIES, Rule
from mlready.rulebook import RuleBook
from mlready.subject import Sought, Waking
from mlready.verdict import SEVERITIES

if TYPE_CHECKING:
    from datetime import date

    from mlready.repo import Project, Repo, Settings
    from mlready.source import Source

FILES_ONLY = "only files were given"
ON_PURPOSE = ("partial selection", FILES_ONLY)  # reasons of a missing score that the reader has chosen
_NO_SCORE = Score(None, None, None, FILES_ONLY, None, (0.0, 0.0), (), (), custom=False, points={}, weight=0.0)
_SHOWN_BY = {
    "recommended": ("recommended",),
    "strict": ("recommended", "strict"),
    "preview": ("recommended", "strict", "preview"),
}
_UNREAD = frozenset({"limit", "missing", "unparsable", "unreadable"})


def scan(
    path: str,
    config: Config | None = None,
    book: RuleBook | None = None,
    *,
    revision: str | None = None,
    trusted: bool = True,
) -> Report:
    """The report of a folder, a git revision of it, or a file; its own configuration counts where none is given.

    Raises SourceError, ConfigError and RuleError.
    """
    from mlready.source import open_source

    book = book or RuleBook.load()
    source = open_source(path, revision)
    if config is None:
        config = configuration(source, book) if trusted else Config()
    return scan_source(source, config, book, trusted=trusted)


def scan_files(paths: Sequence[str], config: Config | None = None, book: RuleBook | None = None) -> Report:
    """The report of single files of one repository, by site rules only and without a score."""
    from mlready.source import open_files

    book = book or RuleBook.load()
    source = open_files(paths)
    return scan_source(source, configuration(source, book) if config is None else config, book)


def scan_source(
    source: Source, config: Config, book: RuleBook, *, today: date | None = None, trusted: bool = True
) -> Report:
    """The report of a source; untrusted ones have no say in what is suppressed or attested."""
    with _collector_resting():
        return _scan(source, config, book, today, trusted=trusted)


def _scan(source: Source, config: Config, book: RuleBook, today: date | None, *, trusted: bool) -> Report:
    from mlready.repo import Repo

    source = _limited(source, config)
    listed = source.kind == "files"
    shown = shown_rules(config, book)
    run = shown | _counted(config, book, listed=listed)
    repo = Repo(source, _settings(config, book, run, listed=listed))
    if not trusted:
        repo.directives.clear()
    files = frozenset(file.path for file in repo.files) if listed else None
    judged = judge(book, repo, Selection(run, files))
    repo.shelf.clear()
    settled, remarks = _settled(judged, repo, book, config, today)
    judged, settled, attested = _attested(judged, settled, repo, book, today, trusted=trusted)
    remarks += attested
    results = silence(settled, book)
    total, scores = _NO_SCORE, dict.fromkeys((project.path for project in repo.projects), _NO_SCORE)
    steps: tuple[RoadmapItem, ...] = ()
    if not listed:
        from mlready.score import with_points

        total, scores = _score(results, silence(judged, book), repo, book, config)
        results = with_points(results, scores, total)
        steps = _roadmap(results, settled, repo, book, scores=scores, total=total)
    notices = dict.fromkeys((*source.notices, *repo.notices, *_notices(repo, config, trusted=trusted)))
    return Report(
        tool_version=__version__,
        ruleset=book.version,
        score=total,
        projects=tuple(_project(project, scores[project.path]) for project in repo.projects),
        results=tuple(sorted(results, key=lambda result: (result.project, result.rule))),
        findings=_findings((*findings(results, book), *remarks), shown),
        roadmap=steps,
        inventory=(),
        unread=tuple(sorted((one for one in notices if _is_unread(one)), key=_by_path)),
        notices=tuple(sorted((one for one in notices if not _is_unread(one)), key=_by_path)),
        files=len(repo.files),
    )


def _limited(source: Source, config: Config) -> Source:
    if not config.limits:
        return source
    from mlready.source.limited import Limited

    return Limited(source, config.limits)


def _counted(config: Config, book: RuleBook, *, listed: bool) -> frozenset[str]:
    """The rules that are run because they count in the score, where there may be one."""
    if listed or config.select:
        return frozenset()
    return frozenset(rule.name for rule in book if rule.profile == "recommended")


def _score(
    results: Sequence[Result], bare: Sequence[Result], repo: Repo, book: RuleBook, config: Config
) -> tuple[Score, dict[str, Score]]:
    """The score of the repository, and of every project by its path; `bare` are the results without suppressions."""
    from mlready.score import combine, score, weighted

    rules = weighted(book)
    selected = bool(config.select)
    own, own_bare = _by_project(results), _by_project(bare)
    scores = {
        one.path: score(
            own.get(one.path, ()), rules, one.is_ml, config.goals, own_bare.get(one.path, ()), selected=selected
        )
        for one in repo.projects
    }
    return combine(scores.values()), scores


def _roadmap(
    results: Sequence[Result],
    awake: Sequence[Result],
    repo: Repo,
    book: RuleBook,
    *,
    scores: Mapping[str, Score],
    total: Score,
) -> tuple[RoadmapItem, ...]:
    from mlready.roadmap import roadmap
    from mlready.score import weighted

    rules = weighted(book)
    reach = _reach((result for result in results if rules[result.rule].weight), repo)
    return roadmap(results, rules, scores, total, own=awake, reach=reach, pages=book)


def configuration(source: Source, book: RuleBook) -> Config:
    """The configuration of a source: its root's own, else that of the nearest folder above. Raises ConfigError."""
    names = rule_names(book)
    if source.kind == "tree":
        held = {entry.path for entry in source.entries() if not entry.link}
        found = find(lambda name: source.read(name) if name in held else None, names)
        return found or Config()
    return find(read_folder(source.root), names) or find_above(source.root, names) or Config()


def rule_names(book: RuleBook) -> frozenset[str]:
    """Every word that selects rules: names, former names and families."""
    names = {name for rule in book for name in (rule.name, *rule.aliases)}
    return frozenset(names | set(FAMILIES) | {rule.family for rule in book})


def shown_rules(config: Config, book: RuleBook) -> frozenset[str]:
    """The rules whose findings are shown and gated."""
    chosen: Iterable[Rule] = (rule for rule in book if rule.profile in _SHOWN_BY[config.profile])
    if config.select:
        chosen = (rule for rule in book if _is_named(rule, config.select))
    return frozenset(rule.name for rule in chosen if not _is_named(rule, config.hidden))


def _is_named(rule: Rule, names: Iterable[str]) -> bool:
    return not {rule.name, rule.family, *rule.aliases}.isdisjoint(names)


def _settings(config: Config, book: RuleBook, run: frozenset[str], *, listed: bool) -> Settings:
    from mlready.repo import Settings

    rules = [rule for rule in book if rule.name in run]
    return Settings(
        exclude=tuple(_excluded(config)),
        zones=tuple((glob, zone) for pattern, zone in config.zones for glob in globs(pattern)),
        inside=config.inside,
        roles=config.asserted_roles,
        literals=book.literals,
        partial=listed,
        asked=Waking(rules),
        sought=Sought(rules),
    )


def _excluded(config: Config) -> Iterator[str]:
    """The globs of what is left out; one that covers the scanned folder itself is overruled by whoever named the folder."""
    folder = config.inside.rstrip("/")
    for pattern in config.exclude:
        if not folder or not covers(pattern, folder):
            yield from globs(pattern)


def _settled(
    results: tuple[Result, ...], repo: Repo, book: RuleBook, config: Config, today: date | None
) -> tuple[tuple[Result, ...], tuple[Finding, ...]]:
    """The results with what is suppressed or ignored set aside, and what is wrong with the suppressions themselves."""
    remarks: tuple[Finding, ...] = ()
    if repo.directives or config.suppress:
        from datetime import UTC, datetime

        from mlready.suppress import apply

        day = today or datetime.now(UTC).date()
        path = (config.path or "mlready.toml").replace("\\", "/")
        if not config.inside:
            path = path.rpartition("/")[2]  # never where it is on this machine
        results, remarks = apply(results, repo, book, config.suppress, today=day, config_path=path)
    reasons = {rule.name: one.reason for one in config.ignore for rule in book if _is_named(rule, (one.rule,))}
    settled = (_set_aside(one, reasons[one.rule]) if one.rule in reasons else one for one in results)
    return tuple(settled), remarks


def _attested(
    judged: tuple[Result, ...],
    settled: tuple[Result, ...],
    repo: Repo,
    book: RuleBook,
    today: date | None,
    *,
    trusted: bool,
) -> tuple[tuple[Result, ...], tuple[Result, ...], tuple[Finding, ...]]:
    """The results without and with suppressions, each with the credit of what is attested, and attestations that do not hold."""
    if not any(one.path.startswith(".mlready/") for one in repo.files):
        return judged, settled, ()
    from datetime import UTC, datetime

    from mlready.attest import attestations, contradicted, credited, listed_apart, stale

    found = contradicted(attestations(repo, today or datetime.now(UTC).date()), settled, repo, book)
    if trusted:
        judged, settled = credited(judged, found, book), credited(settled, found, book)
        repo.notices.extend(listed_apart(settled))
    return judged, settled, stale(found, repo, book)


def _set_aside(result: Result, reason: str) -> Result:
    """A result whose failures are all suppressed."""
    if result.outcome != "failed":
        return result
    sites = tuple(
        site._replace(suppressed=site.suppressed or reason) if site.outcome == "failed" else site
        for site in result.sites
    )
    counts = count(sites)
    return result._replace(sites=sites, counts=counts, outcome=outcome_of(counts))


def _by_project(results: Iterable[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(result.project, []).append(result)
    return found


def _project(project: Project, score: Score) -> ProjectReport:
    roles = tuple(
        RoleReport(role.name, role.strength, tuple((one.location, one.text) for one in role.evidence))
        for _, role in sorted(project.roles.items())
    )
    return ProjectReport(project.path, roles, score)


def _reach(results: Iterable[Result], repo: Repo) -> Mapping[str, float]:
    """The share of the entry points that run a file in which a rule fails; a rule is left out where that is not told."""
    failing: dict[str, set[str]] = {}
    for result in results:
        files = {site.places[0].path for site in result.sites if site.outcome == "failed" and site.places}
        failing.setdefault(result.rule, set()).update(files)
    told = {
        rule: files for rule, files in failing.items() if files and all(repo.module(file) is not None for file in files)
    }
    entries = [entry.path for entry in repo.entry_points] if told else []
    touched = {rule: len(_reaching(files, repo).intersection(entries)) for rule, files in told.items() if entries}
    return {rule: max(count, 1) / len(entries) for rule, count in touched.items()}


def _reaching(files: Iterable[str], repo: Repo) -> frozenset[str]:
    """Paths of the modules that import one of some files, directly or not, themselves included."""
    modules = (repo.module(path) for path in files)
    return frozenset(one.path for one in repo.importers(module for module in modules if module is not None))


def _notices(repo: Repo, config: Config, *, trusted: bool) -> Iterator[Notice]:
    if not trusted:
        yield Notice(
            "untrusted",
            "configuration, suppressions and attestations of the repository were not followed (--untrusted)",
        )
    if not repo.files:
        yield Notice("empty", "there is nothing to scan")
    if repo.source.kind == "files":
        what = "no score, and only rules that judge a place in a file; roles are those seen in these files"
        yield Notice("files", f"{FILES_ONLY}: {what}")
    if config.hidden:
        yield Notice("hidden", f"not shown, but counted in the score: {', '.join(config.hidden)}")


def _is_unread(notice: Notice) -> bool:
    return notice.kind in _UNREAD and notice.path is not None


def _by_path(notice: Notice) -> tuple[str, ...]:
    return notice.path or "", notice.kind, notice.message


def _findings(found: Iterable[Finding], rules: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(sorted((finding for finding in found if finding.rule in rules), key=_gravest_first))


def _gravest_first(finding: Finding) -> tuple[object, ...]:
    place = finding.location
    where = (place.path, -1 if place.cell is None else place.cell, place.line or 0) if place else ("", -1, 0)
    return SEVERITIES.index(finding.severity), finding.rule, finding.project, *where, finding.fingerprint


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Facts are many, small and without cycles: looking through them for cycles costs a scan a third of its time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
