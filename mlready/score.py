"""From results to the debt, the grade and the share of every rule: pure arithmetic (docs/adr/0006-score.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, log2, sqrt
from typing import NamedTuple

from mlready.report import FamilyScore, Result, Score, ScoreLine, Site, Tally
from mlready.rule import Rule
from mlready.tables import weights

_DECIDED = frozenset({"passed", "partial", "failed"})
_UNKNOWN = frozenset({"unknown", "error"})
_CREDIT = {"passed": 1.0, "partial": weights.PARTIAL_CREDIT, "failed": 0.0}
_DIGITS = 6


class Weighted(NamedTuple):
    """What the score and the roadmap know of a rule; `once` and `each` are minutes, `scope` is site or repo."""

    name: str
    family: str
    severity: str
    confidence: str
    once: int = 0
    each: int = 0
    root_cause: str = ""
    recommended: bool = True
    scope: str = "site"
    unblocks: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()
    summary: str = ""

    @property
    def weight(self) -> float:
        """w_r: severity times confidence, 0 outside the recommended profile."""
        return _level(self.severity, self.confidence) if self.recommended else 0.0

    @property
    def cause(self) -> str:
        """What is repaid together."""
        return self.root_cause or self.name


def weighted(rules: Iterable[Rule]) -> dict[str, Weighted]:
    """The rules as the score sees them, by name; only recommended rules of the own book count."""
    return {
        rule.name: Weighted(
            rule.name,
            rule.family,
            rule.severity,
            rule.confidence,
            rule.once,
            rule.each,
            rule.root_cause,
            rule.profile == "recommended" and not rule.foreign,
            "site" if rule.is_site_rule else "repo",
            rule.unblocks,
            rule.silences,
            rule.summary,
        )
        for rule in rules
    }


def _level(severity: str, confidence: str) -> float:
    return weights.SEVERITY_WEIGHTS[severity] * weights.CONFIDENCE_WEIGHTS[confidence]


def family_weights(goals: Iterable[str] = ()) -> dict[str, float]:
    """W_p: a family that serves a goal weighs half as much again, however many of the goals it serves."""
    served = {family for goal in goals for family in weights.GOAL_FAMILIES[goal]}
    return {
        family: weight * (weights.GOAL_FACTOR if family in served else 1.0)
        for family, weight in weights.FAMILY_WEIGHTS.items()
    }


def is_live_critical(site: Site) -> bool:
    """Whether a site is a failure of critical severity, sure enough and not suppressed."""
    return (
        site.outcome == "failed"
        and site.suppressed is None
        and site.severity == "critical"
        and weights.CONFIDENCE_WEIGHTS[site.confidence] >= weights.LIVE_CONFIDENCE
    )


def is_due(site: Site) -> bool:
    """Whether a site is work to be done: failed or partial, and not suppressed."""
    return site.outcome in {"failed", "partial"} and site.suppressed is None


def loss(result: Result, rule: Weighted) -> float | None:
    """loss_r of a result of a rule above `info`, 0 to 1; None where nothing was assessed.

    A rule whose failed sites all weigh nothing (lowered to `info`) and which has no passing one is not assessed: it
    would count as a pass, and deleting such a site would raise the debt.
    """
    if result.outcome not in _DECIDED:
        return None
    if result.because is not None:
        return 1.0
    judged = [site for site in result.sites if site.outcome in _DECIDED]
    if not judged:
        return 1.0 - _CREDIT[result.outcome]
    if rule.scope == "repo":
        return 1.0 - min(_CREDIT["passed" if site.suppressed is not None else site.outcome] for site in judged)
    due = [site for site in judged if is_due(site)]
    failing = fsum(_level(site.severity, site.confidence) for site in due) / _level(rule.severity, rule.confidence)
    sites = failing + len(judged) - len(due)
    if not sites:
        return None
    floor = weights.CRITICAL_FLOOR if any(map(is_live_critical, due)) else 0.0
    return max(sqrt(failing / sites), floor)


def growth(places: int) -> float:
    """g(k): places count one by one up to 3, then ever less."""
    linear = weights.HOURS_LINEAR
    return float(places) if places <= linear else linear + linear * log2(places / linear)


def effort(work: Iterable[tuple[Weighted, int]]) -> float:
    """Hours to repay one cause in one project, given its rules and how many places of each are due."""
    parts = [(rule, places) for rule, places in work if places]
    total = sum(places for _, places in parts)
    if not total:
        return 0.0
    each = fsum(rule.each * places for rule, places in parts) / total
    return (max(rule.once for rule, _ in parts) + each * growth(total)) / 60


def spread(hours: float) -> tuple[float, float]:
    """The range that an estimate is shown as."""
    low, high = weights.HOURS_RANGE
    return hours * low, hours * high


def score(
    results: Iterable[Result],
    rules: Mapping[str, Weighted],
    roles_present: bool,
    goals: Sequence[str] = (),
    unsuppressed: Iterable[Result] | None = None,
    *,
    selected: bool = False,
) -> Score:
    """The score of one project.

    `unsuppressed` are its results as they were before suppressions; where left out, suppressed sites count as failed
    but silence nothing. `selected` says that only some rules were run: then there is no score.
    """
    counted = _counted(results, rules)
    families = family_weights(goals)
    lines = _lines(counted, rules, families)
    sums = _sums(lines, families)
    bare = [_bare(one) for one in counted] if unsuppressed is None else _counted(unsuppressed, rules)
    bare_sums = _sums(_lines(bare, rules, families), families)
    tally = Tally(
        owed=sums.owed,
        owed_unsuppressed=bare_sums.owed,
        weight_unsuppressed=bare_sums.weight,
        decided=fsum(rules[one.rule].weight for one in counted if one.outcome in _DECIDED),
        unknown=fsum(rules[one.rule].weight for one in counted if one.outcome in _UNKNOWN),
        criticals=tuple(sorted({one.rule for one in counted if any(map(is_live_critical, one.sites))})),
        roles=roles_present,
        selected=selected,
    )
    return _score(lines, sums, tally, _hours(counted, rules), custom=bool(goals))


def combine(projects: Iterable[Score]) -> Score:
    """The score of a repository: the mean of its projects with an ML role, weighted by assessed weight.

    A project with too little evidence for a score of its own counts in proportion to what it has.
    """
    scores = list(projects)
    counted = [one for one in scores if one.tally.roles] or scores
    weight = fsum(one.weight for one in counted)
    tally = Tally(
        owed=fsum(one.tally.owed for one in counted),
        owed_unsuppressed=fsum(one.tally.owed_unsuppressed for one in counted),
        weight_unsuppressed=fsum(one.tally.weight_unsuppressed for one in counted),
        decided=fsum(one.tally.decided for one in counted),
        unknown=fsum(one.tally.unknown for one in counted),
        criticals=tuple(sorted({name for one in counted for name in one.tally.criticals})),
        roles=any(one.tally.roles for one in counted),
        selected=any(one.tally.selected for one in counted),
    )
    lines = _combined_lines(counted, weight)
    assessed: dict[str, dict[str, float]] = {}
    for line in lines:
        assessed.setdefault(line.family, {})[line.rule] = line.weight
    families = tuple(
        _combined_family(parts, fsum(assessed.get(parts[0].family, {}).values()))
        for parts in zip(*(one.families for one in counted), strict=True)
    )
    hours = fsum(one.hours[0] for one in counted), fsum(one.hours[1] for one in counted)
    return _score(lines, _Sums(tally.owed, weight, families), tally, hours, custom=any(one.custom for one in counted))


def with_points(results: Iterable[Result], projects: Mapping[str, Score], total: Score) -> tuple[Result, ...]:
    """The results of all projects, each with its share of the total debt; parts show theirs on the broader rule's line."""
    points = {
        (project, rule): share * one.weight / total.weight
        for project, one in projects.items()
        if total.debt is not None and one.tally.roles
        for rule, share in _points(one.lines).items()
    }
    return tuple(one._replace(points=points.get((one.project, one.rule), 0.0)) for one in results)


class _Sums(NamedTuple):
    owed: float
    weight: float
    families: tuple[FamilyScore, ...]


def _counted(results: Iterable[Result], rules: Mapping[str, Weighted]) -> list[Result]:
    """The results that weigh something, by rule."""
    return sorted((one for one in results if one.rule in rules and rules[one.rule].weight), key=lambda one: one.rule)


def _bare(result: Result) -> Result:
    """The result as if nothing were suppressed."""
    if result.because is not None or all(site.suppressed is None for site in result.sites):
        return result
    sites = tuple(site._replace(suppressed=None) for site in result.sites)
    outcome = next(
        outcome
        for outcome in ("failed", "partial", "passed", "unknown")
        if any(site.outcome == outcome for site in sites)
    )
    return result._replace(outcome=outcome, sites=sites)


def _lines(
    results: Sequence[Result], rules: Mapping[str, Weighted], families: Mapping[str, float]
) -> tuple[ScoreLine, ...]:
    """One line for each assessed rule, with its share of the debt."""
    present = {one.rule for one in results}
    bare = []
    for one in results:
        rule = rules[one.rule]
        lost = loss(one, rule)
        if lost is not None:
            because = one.because if one.because in present else None
            bare.append(ScoreLine(rule.name, rule.family, rule.weight, lost, 0.0, because))
    sums = _sums(bare, families)
    unit = {
        family.family: family.weight / max(weights.FULL_EVIDENCE, family.assessed) / sums.weight
        for family in sums.families
        if family.assessed
    }
    return tuple(line._replace(points=100 * line.weight * line.loss * unit[line.family]) for line in bare)


def _sums(lines: Sequence[ScoreLine], families: Mapping[str, float]) -> _Sums:
    """The debt of every family and of all, not yet divided."""
    of: dict[str, list[ScoreLine]] = {family: [] for family in families}
    for line in lines:
        of[line.family].append(line)
    scores = []
    for family, weight in families.items():
        assessed = fsum(line.weight for line in of[family])
        lost = fsum(line.weight * line.loss for line in of[family])
        scores.append(FamilyScore(family, weight, assessed, 100 * lost / assessed if assessed else None))
    owed = fsum(counted_weight(one) * one.debt / 100 for one in scores if one.debt is not None)
    return _Sums(owed, fsum(map(counted_weight, scores)), tuple(scores))


def counted_weight(family: FamilyScore) -> float:
    """W'_p: a family with little evidence counts in proportion."""
    return family.weight * min(1.0, family.assessed / weights.FULL_EVIDENCE)


def _points(lines: Iterable[ScoreLine]) -> dict[str, float]:
    """The points of every rule, those of silenced parts on the line of the broader rule."""
    shares: dict[str, list[float]] = {}
    for line in lines:
        shares.setdefault(line.because or line.rule, []).append(line.points)
    return {rule: fsum(parts) for rule, parts in sorted(shares.items())}


def _hours(results: Iterable[Result], rules: Mapping[str, Weighted]) -> tuple[float, float]:
    causes: dict[str, list[tuple[Weighted, int]]] = {}
    for one in results:
        if one.because is None:
            rule = rules[one.rule]
            causes.setdefault(rule.cause, []).append((rule, sum(map(is_due, one.sites))))
    return spread(fsum(effort(work) for work in causes.values()))


def _combined_family(parts: tuple[FamilyScore, ...], assessed: float) -> FamilyScore:
    """One family over all projects; a rule assessed in several of them is assessed once."""
    shares = [(counted_weight(one), one.debt) for one in parts if one.debt is not None]
    weight = fsum(share for share, _ in shares)
    debt = fsum(share * debt for share, debt in shares) / weight if weight else None
    return parts[0]._replace(assessed=assessed, debt=debt)


def _combined_lines(projects: Sequence[Score], weight: float) -> tuple[ScoreLine, ...]:
    """One line for each rule and broader rule over all projects; the loss is the mean of theirs."""
    found: dict[tuple[str, str], list[tuple[ScoreLine, float]]] = {}
    for one in projects:
        for line in one.lines:
            found.setdefault((line.rule, line.because or ""), []).append((line, one.weight))
    merged = []
    for _, parts in sorted(found.items()):
        points = fsum(line.points * share for line, share in parts) / weight
        lost = fsum(line.loss * share for line, share in parts) / fsum(share for _, share in parts)
        merged.append(parts[0][0]._replace(points=points, loss=lost))
    return tuple(merged)


def _score(
    lines: tuple[ScoreLine, ...], sums: _Sums, tally: Tally, hours: tuple[float, float], *, custom: bool
) -> Score:
    known = tally.decided + tally.unknown
    coverage = tally.decided / known if known else None
    reason = _reason(sums.families, tally, coverage)
    debt = None if reason else _debt(sums.owed, sums.weight)
    caps = () if reason else _caps(sums.families, tally)
    return Score(
        debt=debt,
        debt_unsuppressed=None if reason else _debt(tally.owed_unsuppressed, tally.weight_unsuppressed),
        grade=None if debt is None else _grade(debt, capped=bool(caps)),
        reason=reason,
        coverage=coverage,
        hours=hours,
        caps=caps,
        families=sums.families,
        custom=custom,
        points={} if reason else _points(lines),
        weight=sums.weight,
        lines=lines,
        tally=tally,
    )


def _debt(owed: float, weight: float) -> float:
    return min(100.0, 100 * owed / weight) if weight else 0.0


def _as_shown(number: float) -> float:
    """A number as precise as the report shows it: no verdict contradicts the number beside it."""
    return round(number, _DIGITS)


def _reason(families: Iterable[FamilyScore], tally: Tally, coverage: float | None) -> str | None:
    """Why there is no score, None where there is one."""
    if tally.selected:
        return "partial selection"
    if not tally.roles:
        return "insufficient evidence: no machine-learning role was found"
    if coverage is not None and _as_shown(coverage) < weights.LEAST_COVERAGE:
        decided = f"{int(_as_shown(100 * coverage))}% of what applies could be decided"
        return f"insufficient evidence: {decided}, {weights.LEAST_COVERAGE:.0%} is needed"
    assessed = [family.assessed for family in families if family.assessed]
    if _as_shown(fsum(assessed)) < weights.LEAST_ASSESSED:
        weight = f"the assessed rules weigh {fsum(assessed):.1f}"
        return f"insufficient evidence: {weight}, {weights.LEAST_ASSESSED:.0f} is needed"
    if len(assessed) < weights.LEAST_FAMILIES:
        return (
            f"insufficient evidence: {len(assessed)} of the {weights.LEAST_FAMILIES} families needed could be assessed"
        )
    return None


def _caps(families: Iterable[FamilyScore], tally: Tally) -> tuple[str, ...]:
    """What keeps the grade from being better than the cap, whether or not the debt would allow it."""
    found = [f"at best {weights.CAP}: `{rule}` is a live critical finding" for rule in tally.criticals]
    for family in families:
        if (
            weights.FAMILY_WEIGHTS[family.family] >= weights.CAP_FAMILY_WEIGHT
            and _as_shown(family.assessed) >= weights.CAP_FAMILY_ASSESSED
            and family.debt is not None
            and _as_shown(family.debt) > weights.CAP_FAMILY_DEBT
        ):
            found.append(f"at best {weights.CAP}: the debt of {family.family} is {family.debt:.0f}")
    return tuple(found)


def _grade(debt: float, *, capped: bool) -> str:
    grade = next(name for name, highest in weights.GRADES if _as_shown(debt) <= highest)
    return max(grade, weights.CAP) if capped else grade
