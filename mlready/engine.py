"""The only loop over rules: checks are asked about their subjects, their verdicts become sites, results and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from mlready.facts.python import Module
from mlready.fingerprint import Fingerprints, of_project
from mlready.location import Location
from mlready.outcome import count, outcome_of
from mlready.repo import File, Project, Repo, Subject
from mlready.report import Finding, Result, Site
from mlready.rule import BUILT_IN_SUBJECTS, FILE_SUBJECTS, MARKS, Rule, unmet
from mlready.rulebook import RuleBook
from mlready.verdict import CONFIDENCES, SEVERITIES, Verdict

_OUTCOMES = frozenset({"failed", "partial", "passed", "unknown", "not_applicable"})
_NOT_TEXT = frozenset({"binary", "data"})
_NOTHING = "nothing to judge"


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
        deciding = [one.message for one in self.verdicts if one.outcome == outcome and one.message]
        reason = deciding[0] if deciding and (outcome == "not_applicable" or not self.rule.is_site_rule) else ""
        if outcome == "not_applicable":
            reason = reason or _NOTHING
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
    bench.hear_modules(chosen.files)
    for subject in FILE_SUBJECTS[1:]:
        bench.hear_files(subject, chosen.files)
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

    def hear_modules(self, files: frozenset[str] | None) -> None:
        rules = [rule for rule in self._rules if rule.subject == "python"]
        index = _Triggers(rules)
        for module in self._repo.modules if rules else ():
            if files is None or module.path in files:
                for rule, cases in self._concerned(index.met(self._repo, module.path, module), module.path):
                    self._ask(rule, module, module.path, cases)

    def hear_files(self, kind: str, files: frozenset[str] | None) -> None:
        rules = [rule for rule in self._rules if rule.subject == kind]
        index = _Triggers(rules)
        for file in self._repo.files if rules else ():
            if not _is_of(file.kind, kind) or (files is not None and file.path not in files):
                continue
            module = self._repo.module(file.path) if kind == "notebook" else None
            concerned = self._concerned(index.met(self._repo, file.path, module), file.path)
            subject = _subject(kind, file, self._repo) if concerned else None
            for rule, cases in concerned if subject else ():
                self._ask(rule, subject, file.path, cases)

    def _concerned(self, rules: Iterable[Rule], path: str) -> list[tuple[Rule, list[_Case]]]:
        """The rules that speak about a file by its zone, each with the cases its projects leave open."""
        projects = self._projects_of(path)
        found = ((rule, self._open(rule, projects)) for rule in rules if self._in_zones(rule, path))
        return [(rule, cases) for rule, cases in found if cases]

    def _in_zones(self, rule: Rule, path: str) -> bool:
        if self._repo.zone(path) in rule.zones:
            return True
        marked = [zone for zone in rule.zones if zone in MARKS]
        return bool(marked) and not self._repo.marks(path).isdisjoint(marked)

    def _projects_of(self, path: str) -> tuple[Project, ...]:
        """The nearest project; CI at the root serves every project."""
        project = self._repo.project_of(path)
        file = self._repo.file(path)
        return self._projects if file and file.kind == "ci" and not project.path else (project,)

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


class _Triggers:
    """Which rules a module or file wakes, looked up by what it contains."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self._always = [number for number, rule in enumerate(rules) if not rule.triggers]
        self._tables: dict[str, dict[str, list[int]]] = {"name": {}, "method": {}, "import": {}, "text": {}}
        for number, rule in enumerate(rules):
            for trigger in rule.triggers:
                kind, key = _trigger(trigger)
                self._tables[kind].setdefault(key, []).append(number)

    def met(self, repo: Repo, path: str, module: Module | None) -> list[Rule]:
        """The rules without a trigger and those with one that is met, in the order of the book."""
        found = set(self._always)
        for literal, numbers in self._tables["text"].items():
            if repo.has_literal(path, literal):
                found.update(numbers)
        if module is not None:
            summary = module.summary
            packages = _packages(module) if self._tables["import"] else frozenset()
            for kind, present in (("name", summary.names), ("method", summary.methods), ("import", packages)):
                table = self._tables[kind]
                for key in table.keys() & present:
                    found.update(table[key])
        return [self._rules[number] for number in sorted(found)]


def _trigger(trigger: str) -> tuple[str, str]:
    """(kind, what is looked up) of a trigger as written."""
    if trigger.startswith("text:"):
        return "text", trigger[5:]
    if trigger.startswith("import:"):
        return "import", trigger[7:]
    return ("method", trigger[1:]) if trigger.startswith(".") else ("name", trigger)


def _packages(module: Module) -> frozenset[str]:
    """Every imported name and the packages around it."""
    packages: set[str] = set()
    for entry in module.summary.imports:
        name = entry.name
        while name and name not in packages:
            packages.add(name)
            name = name.rpartition(".")[0]
    return frozenset(packages)


def _is_of(kind: str, subject: str) -> bool:
    """Whether a file of a kind is a subject: every readable file is text."""
    return kind not in _NOT_TEXT if subject == "text" else kind == subject


def _subject(kind: str, file: File, repo: Repo) -> Subject | None:
    """A file with the facts of its kind, None where they cannot be read; a text has no facts of its own."""
    facts = None if kind == "text" else _FACTS[kind](repo, file.path)
    return None if facts is None and kind != "text" else Subject(file.path, file.zone, facts)


_FACTS: Mapping[str, Any] = {
    "notebook": Repo.notebook,
    "dockerfile": Repo.dockerfile,
    "ci": Repo.workflow,
    "manifest": Repo.manifest,
    "yaml": Repo.yaml,
    "terraform": Repo.terraform,
    "document": Repo.document,
}


def _sites(rule: Rule, project: Project, repo: Repo, verdicts: list[Verdict]) -> tuple[Site, ...]:
    """The verdicts in order of place, with levels never above the rule's own and fingerprints where they failed."""
    fingerprints = Fingerprints(rule.oldest_name, repo)
    sites = []
    for verdict in sorted((one for one in verdicts if one.outcome != "not_applicable"), key=_order):
        fingerprint = ""
        if verdict.outcome == "failed":
            fingerprint = (
                fingerprints.of(verdict.places[0]) if rule.is_site_rule else of_project(rule.oldest_name, project.path)
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
    if broader is None or result.outcome in {"error", "not_applicable"} or result.counts.suppressed:
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
