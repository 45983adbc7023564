"""The score point by point: every rule's share of the debt, with what anybody needs to work it out again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from mlready.output.sanitise import line as safe
from mlready.output.shares import shares
from mlready.output.style import Style, wrap
from mlready.report import FamilyScore, ProjectReport, Report, Result, Score, ScoreLine
from mlready.rulebook import RuleBook
from mlready.score import counted_weight
from mlready.tables.weights import FULL_EVIDENCE, GRADES

PLACES_SHOWN = 3
_TEXT = "                        "


def explain_score(report: Report, book: RuleBook, style: Style) -> Iterator[str]:
    """A table for every project that counts, then how they are put together, coverage and grade."""
    counted = [project for project in report.projects if project.score.tally.roles] or list(report.projects)
    results = {(result.project, result.rule): result for result in report.results}
    yield f"ruleset {report.ruleset}"
    yield f"points of a rule = 100 x weight x loss / max({FULL_EVIDENCE:g}, A) x W / sum of W'"
    yield "loss = square root of the failing share of its places; of a practice 1 - credit"
    for project in counted:
        yield ""
        if len(counted) > 1:
            yield style.paint(f"Project {safe(project.path) or '.'}", "bold")
        own = {rule: result for (path, rule), result in results.items() if path == project.path}
        yield from _table(project.score, own, style)
    if len(counted) > 1:
        yield ""
        yield from _mean(counted, report.score, style)
    yield ""
    yield from _coverage(report.score, style)
    yield from _unknown(report, book, style)
    yield from _grade(report.score, style)


def _table(score: Score, results: dict[str, Result], style: Style) -> Iterator[str]:
    """The lines of one project by family, and their sum."""
    own = sorted((line for line in score.lines if line.because is None), key=lambda line: (-line.points, line.rule))
    parts = [line for line in score.lines if line.because is not None]
    totals = [line.points + fsum(part.points for part in parts if part.because == line.rule) for line in own]
    shown = dict(zip((line.rule for line in own), shares(totals, 2, score.debt), strict=True))
    for family in score.families:
        if family.debt is None:
            continue
        lines = [line for line in own if line.family == family.family]
        yield from wrap(_family(family), style.width, "", "  ")
        for line in lines:
            yield from _row(line, shown[line.rule], results, style)
            yield from _parts([part for part in parts if part.because == line.rule], style)
        yield f"{fsum(shown[line.rule] for line in lines):8.2f}  {style.paint(family.family, 'bold')}"
    unseen = [family.family for family in score.families if family.debt is None]
    if unseen:
        yield from wrap(f"not assessed: {', '.join(unseen)}", style.width, "", "  ")
    debt = "sum of the lines; there is no score" if score.debt is None else "= debt"
    yield f"{fsum(shown.values()):8.2f}  {debt}; sum of W' = {score.weight:.2f}"


def _family(family: FamilyScore) -> str:
    return (
        f"{family.family}: W {family.weight:g}, A {family.assessed:g}, W' = {family.weight:g} x "
        f"min(1, {family.assessed:g}/{FULL_EVIDENCE:g}) = {counted_weight(family):.2f}, debt {family.debt or 0.0:.2f}"
    )


def _row(line: ScoreLine, points: float, results: dict[str, Result], style: Style) -> Iterator[str]:
    head = f"{points:8.2f}  weight {line.weight:<4.3g} loss {line.loss:.3f}  {line.rule}"
    result = results.get(line.rule)
    yield style.paint(head, *(("red",) if line.loss else ("green",)))
    if result is not None:
        yield from wrap(safe(_judgement(result)), style.width, _TEXT[:10])


def _judgement(result: Result) -> str:
    """What was found, and where."""
    counts = [f"{number} {name}" for name, number in result.counts._asdict().items() if number]
    sites = [site for site in result.sites if site.outcome == result.outcome] or list(result.sites)
    places = list(dict.fromkeys(str(site.places[0]) for site in sites if site.places))
    if len(result.sites) == 1:
        places = [str(place) for place in result.sites[0].places if place.path]
    more = f" and {len(places) - PLACES_SHOWN} more" if len(places) > PLACES_SHOWN else ""
    text = f"{', '.join(counts) or result.outcome}"
    reason = result.reason or (sites[0].message if len(sites) == 1 else "")
    text += f" ({reason})" if reason else ""
    return text + (f": {', '.join(places[:PLACES_SHOWN])}{more}" if places else "")


def _parts(parts: Sequence[ScoreLine], style: Style) -> Iterator[str]:
    for part in parts:
        text = (
            f"of which {part.points:.2f} for {part.rule} ({part.family}), weight {part.weight:g}, loss {part.loss:.3f}"
        )
        yield from wrap(f"{text}: silenced while {part.because} fails", style.width, _TEXT[:10])


def _mean(projects: Sequence[ProjectReport], total: Score, style: Style) -> Iterator[str]:
    """The repository's debt as the mean of its projects' lines, weighted by their sum of W'."""
    yield style.paint("The repository: the mean of its projects, weighted by their sum of W'", "bold")
    weight = fsum(project.score.weight for project in projects)
    own = [fsum(line.points for line in project.score.lines) for project in projects]
    parts = shares(
        [points * project.score.weight / weight for points, project in zip(own, projects, strict=True)], 2, total.debt
    )
    for points, part, project in zip(own, parts, projects, strict=True):
        text = f"{points:.2f} x {project.score.weight:.2f} / {weight:.2f}"
        yield f"{part:8.2f}  {safe(project.path) or '.'}: {text}"
    yield f"{fsum(parts):8.2f}  {'sum; there is no score' if total.debt is None else '= debt'}"


def _coverage(score: Score, style: Style) -> Iterator[str]:
    decided, unknown = score.tally.decided, score.tally.unknown
    if score.coverage is not None:
        text = f"coverage: decided {decided:g} / (decided {decided:g} + unknown {unknown:g}) = {score.coverage:.1%}"
        yield from wrap(text, style.width, "", "  ")


def _unknown(report: Report, book: RuleBook, style: Style) -> Iterator[str]:
    """What could not be told, and how many rules do not apply."""
    names: dict[str, str] = {}
    for result in report.results:
        rule = book.get(result.rule)
        if result.outcome in {"unknown", "error"} and rule and rule.profile == "recommended" and not rule.foreign:
            first = result.sites[0].message if result.sites else ""
            names.setdefault(result.rule, safe(result.reason or first))
    for name, reason in names.items():
        yield from wrap(f"unknown: {name}{': ' if reason else ''}{reason}", style.width, "  ", "    ")
    absent = sum(result.outcome == "not_applicable" for result in report.results)
    if absent:
        yield f"  not applicable, without effect: {absent}"


def _grade(score: Score, style: Style) -> Iterator[str]:
    if score.debt is None:
        return
    limits = ", ".join(f"{grade} up to {highest:g}" for grade, highest in GRADES)
    yield from wrap(f"grade {score.grade}: {limits}", style.width, "", "  ")
    for cap in score.caps:
        yield from wrap(safe(cap), style.width, "  ", "    ")
