"""The only loop over rules: checks are asked about their subjects, their verdicts become sites, results and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from mlready.fingerprint import Fingerprints
from mlready.location import Location
from mlready.outcome import count, outcome_of
from mlready.repo import Project, Repo
from mlready.report import Finding, Result, Site
from mlready.rule import BUILT_IN_SUBJECTS, FILE_SUBJECTS, Rule, unmet
from mlready.rulebook import RuleBook
from mlready.subject import Triggers, in_zones, is_judged, projects_of, subjects_of
from mlready.verdict import CONFIDENCES, SEVERITIES, Verdict

_OUTCOMES = frozenset({"failed", "partial", "passed", "unknown", "not_applicable"})


class Selection(NamedTuple):
    """What a run covers: these rules, these files; None is all. With `files` no rule about a project speaks."""

    rules: frozenset[str] | None = None
    files: frozenset[str] | None = None

    def covers(self, rule: Rule) -> bool:
        if rule.subject in BUILT_IN_SUBJECTS or (self.rules is not None and rule.name not in self.rules):
            return False
        return self.files is None or rule.subject in FILE_SUBJECTS


class Rules(Protocol):
    """Rules by name."""

    def __getitem__(self, name: str, /) -> Rule: ...


class _VerdictError(Exception):
    """A verdict that a check of this kind may not give."""


class _Case(NamedTuple):
    """One rule before one project: what was said so far."""

    rule: Rule
    project: Project
    unmet: str | None
    verdicts: list[Verdict]
    errors: list[str]

    def result(self, repo: Repo) -> Result:
        name, project = self.rule.name, self.project.path
        if self.errors:
            more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
            return Result(name, project, "error", self.errors[0] + more)
        if self.unmet is not None:
            return Result(name, project, "not_applicable", self.unmet)
        sites = _sites(self.rule, self.project, repo, self.verdicts)
        counts = count(sites)
        outcome = outcome_of(counts)
        said = [one.message for one in self.verdicts if one.outcome == outcome and one.message]
        reason = said[0] if said and (outcome == "not_applicable" or not self.rule.is_site_rule) else ""
        if outcome == "not_applicable" and not reason:
            reason = "nothing to judge"
        return Result(name, project, outcome, reason, sites=sites, counts=counts)


def run(book: RuleBook, repo: Repo, selection: Selection | None = None) -> tuple[Result, ...]:
    """What every covered rule says of every project, parts silenced by a broader failure included."""
    return silence(judge(book, repo, selection), book)


def judge(book: RuleBook, repo: Repo, selection: Selection | None = None) -> tuple[Result, ...]:
    """What every covered rule says of every project on its own; suppressions are laid on this, `silence` comes last."""
    chosen = selection or Selection()
    rules = [rule for rule in book if chosen.covers(rule)]
    bench = _Bench(book, repo, rules)
    bench.hear_projects()
    for kind in FILE_SUBJECTS:
        bench.hear_files(kind, chosen.files)
    return tuple(case.result(repo) for case in bench.cases())


class _Bench:
    """Holds the cases of one run while subjects are heard one by one."""

    def __init__(self, book: RuleBook, repo: Repo, rules: list[Rule]) -> None:
        self._book = book
        self._repo = repo
        self._rules = rules
        self._projects = repo.projects
        self._cases = {
            (rule.name, project.path): _Case(rule, project, unmet(rule.when, project.roles), [], [])
            for rule in rules
            for project in self._projects
        }

    def cases(self) -> Iterable[_Case]:
        return self._cases.values()

    def _open(self, rule: Rule, projects: Iterable[Project]) -> list[_Case]:
        """The cases that this subject's projects leave open to the rule."""
        cases = (self._cases[rule.name, project.path] for project in projects)
        return [case for case in cases if case.unmet is None]

    def hear_projects(self) -> None:
        for rule in self._rules:
            if rule.subject in FILE_SUBJECTS:
                continue
            for project in self._projects:
                for case in self._open(rule, (project,)):
                    self._ask(rule, project, project.path, [case])

    def hear_files(self, kind: str, files: frozenset[str] | None) -> None:
        rules = [rule for rule in self._rules if rule.subject == kind]
        triggers = Triggers(rules)
        zones = frozenset(zone for rule in rules for zone in rule.zones)
        for path, module, make in subjects_of(kind, self._repo) if rules else ():
            if (files is not None and path not in files) or not is_judged(path, zones, self._repo):
                continue
            met = triggers.met(self._repo, path, None if module is None else module.summary)
            concerned = self._concerned(met, path) if met else []
            subject = make() if concerned else None
            for rule, cases in concerned if subject is not None else ():
                self._ask(rule, subject, path, cases)

    def _concerned(self, rules: Iterable[Rule], path: str) -> list[tuple[Rule, list[_Case]]]:
        """The rules that speak about a file by its zone, each with the cases its projects leave open."""
        projects = projects_of(path, self._repo)
        found = ((rule, self._open(rule, projects)) for rule in rules)
        return [(rule, cases) for rule, cases in found if cases and in_zones(rule, path, self._repo)]

    def _ask(self, rule: Rule, subject: Any, path: str, cases: list[_Case]) -> None:
        """Puts one subject before one check; whatever goes wrong there is an error of this rule alone."""
        verdicts: list[Verdict] = []
        try:
            for verdict in self._book.check(rule)(subject, self._repo):
                verdicts.append(_examined(rule, verdict, path))
            if rule.subject == "repo" and len(verdicts) != 1:
                raise _VerdictError(f"{len(verdicts)} verdicts where exactly one is due")
        except _VerdictError as error:
            message = f"{rule.name} on {path or '.'}: {error}"
        except Exception as error:
            message = f"{rule.name} crashed on {path or '.'}: {_one_line(error)}"
        else:
            for case in cases:
                case.verdicts.extend(verdicts)
            return
        for case in cases:
            case.errors.append(message)


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return type(error).__name__ + (f": {text[:200]}" if text else "")


def _examined(rule: Rule, verdict: object, path: str) -> Verdict:
    """The verdict, where this rule may say it about this subject; raises _VerdictError."""
    if not isinstance(verdict, Verdict) or verdict.outcome not in _OUTCOMES:
        raise _VerdictError(f"{type(verdict).__name__} is not a verdict")
    if verdict.severity not in {None, *SEVERITIES} or verdict.confidence not in {None, *CONFIDENCES}:
        raise _VerdictError(f"no such severity or confidence: {verdict.severity}, {verdict.confidence}")
    if rule.subject == "repo" or verdict.outcome == "not_applicable":
        return verdict
    if verdict.outcome == "partial":
        raise _VerdictError("only a rule about the repository answers `partial`")
    if not verdict.places:
        raise _VerdictError(f"`{verdict.outcome}` names no place")
    if rule.subject in FILE_SUBJECTS and verdict.places[0].path != path:
        raise _VerdictError(f"its verdict stands in another file, {verdict.places[0].path}")
    return verdict


def _sites(rule: Rule, project: Project, repo: Repo, verdicts: list[Verdict]) -> tuple[Site, ...]:
    """The verdicts in order of place, with levels never above the rule's own and fingerprints where they failed."""
    fingerprints = Fingerprints(rule.oldest_name, repo)
    sites = []
    for verdict in sorted((one for one in verdicts if one.outcome != "not_applicable"), key=_order):
        fingerprint = ""
        if verdict.outcome == "failed":
            fingerprint = (
                fingerprints.of(verdict.places[0]) if rule.is_site_rule else fingerprints.of_project(project.path)
            )
        sites.append(
            Site(
                verdict.outcome,
                verdict.places,
                verdict.message,
                _lowered(rule.severity, verdict.severity, SEVERITIES),
                _lowered(rule.confidence, verdict.confidence, CONFIDENCES),
                verdict.group,
                verdict.fix,
                fingerprint,
            )
        )
    return tuple(sites)


def _order(verdict: Verdict) -> tuple[Any, ...]:
    return (*(_position(verdict.places[0]) if verdict.places else ()), verdict.outcome, verdict.message)


def _position(place: Location) -> tuple[str, int, int, int]:
    return place.path, -1 if place.cell is None else place.cell, place.line or 0, place.column or 0


def _lowered(own: str, said: str | None, scale: tuple[str, ...]) -> str:
    """The lower of a rule's level and a verdict's."""
    return own if said is None else max(own, said, key=scale.index)


def silence(results: Iterable[Result], rules: Rules) -> tuple[Result, ...]:
    """While a broader rule fails in a project, the applicable rules it silences fail because of it."""
    listed = tuple(results)
    present = {(result.rule, result.project): result for result in listed}
    because: dict[tuple[str, str], str] = {}
    for result in listed:
        if result.outcome == "failed":
            for part in _parts(rules[result.rule], rules, present, result.project):
                because.setdefault((part, result.project), result.rule)
    return tuple(_silenced(result, because) for result in listed)


def _parts(rule: Rule, rules: Rules, present: Mapping[tuple[str, str], Result], project: str) -> Iterator[str]:
    """Every rule this one silences, directly or by way of others; rules not run have no say."""
    seen = {rule.name}
    waiting = list(rule.silences)
    while waiting:
        name = waiting.pop(0)
        if name not in seen and (name, project) in present:
            seen.add(name)
            yield name
            waiting += rules[name].silences


def _silenced(result: Result, because: Mapping[tuple[str, str], str]) -> Result:
    broader = because.get((result.rule, result.project))
    set_aside = result.outcome == "passed" and result.counts.suppressed
    if broader is None or set_aside or result.outcome in {"error", "not_applicable"}:
        return result
    while (broader, result.project) in because:
        broader = because[broader, result.project]
    sites = tuple(site for site in result.sites if site.outcome != "failed")
    return result._replace(
        outcome="failed", reason=f"part of {broader}", because=broader, sites=sites, counts=count(sites)
    )


def findings(results: Iterable[Result], rules: Rules) -> tuple[Finding, ...]:
    """One finding for each failed site, or for each group of them; a place shared by several projects is shown once."""
    shown: dict[tuple[str, str], Finding] = {}
    for result in results:
        groups: dict[tuple[Any, ...], list[Site]] = {}
        for number, site in enumerate(result.sites):
            if site.outcome == "failed":
                own = number if site.group is None else -1
                groups.setdefault((site.group, site.suppressed, site.baselined, own), []).append(site)
        for sites in groups.values():
            finding = _finding(result.project, rules[result.rule], sites)
            shown.setdefault((finding.rule, finding.fingerprint), finding)
    return tuple(shown.values())


def _finding(project: str, rule: Rule, sites: list[Site]) -> Finding:
    first = sites[0]
    return Finding(
        rule=rule.name,
        family=rule.family,
        severity=min((site.severity for site in sites), key=SEVERITIES.index),
        confidence=min((site.confidence for site in sites), key=CONFIDENCES.index),
        message=first.message,
        project=project,
        location=first.places[0] if first.places else None,
        fingerprint=first.fingerprint,
        group=first.group,
        cause=rule.root_cause,
        suppressed=first.suppressed,
        baselined=first.baselined,
        fix=first.fix,
        locations=tuple((site.places[0], site.fingerprint) for site in sites if site.places),
        evidence=first.places[1:],
        preview=rule.profile == "preview",
    )
