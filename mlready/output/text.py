"""The report on one screen: score, what the repository does, the findings by cause, and the first steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlready.location import Location, Notice
from mlready.output.sanitise import line as safe
from mlready.output.style import Style, fit, fit_end, wrap
from mlready.pipeline import FILES_ONLY, ON_PURPOSE
from mlready.report import FamilyScore, Finding, ProjectReport, Report, Score
from mlready.tables.weights import CAP, GRADES
from mlready.verdict import SEVERITIES

if TYPE_CHECKING:
    from mlready.output import Display
    from mlready.rulebook import RuleBook

SCREEN = 42  # lines
MESSAGE_LINES = (3, 2, 1)
CAUSES_SHOWN = 5
STEPS_SHOWN = 3
PROJECTS_SHOWN = 4
NOTICES_SHOWN = 2
NOTICES_LISTED = 20
_INDENT = " " * 11
_BAR = 13
_ONE_COLUMN = 5  # so many families stand below each other
_TWO_COLUMNS = 78
_COLOURS = {"critical": ("bold", "red"), "high": ("red",), "medium": ("yellow",), "low": ("cyan",), "info": ("dim",)}
_GRADES = {"A": "green", "B": "green", "C": "yellow", "D": "red", "E": "red"}


class Cause(NamedTuple):
    """Findings that one repair ends, the gravest first."""

    name: str
    findings: tuple[Finding, ...]
    points: float
    hours: tuple[float, float] | None

    @property
    def places(self) -> int:
        return sum(max(len(finding.locations), 1) for finding in self.findings)

    @property
    def severity(self) -> str:
        return self.findings[0].severity


def render_text(reports: Sequence[Report], book: RuleBook, display: Display) -> str:
    """Each report on a screen of its own; the plain list of findings where there is no score on purpose."""
    lines: list[str] = []
    for number, report in enumerate(reports):
        if len(reports) > 1:
            title = display.titles[number] if number < len(display.titles) else str(number + 1)
            lines += [*([""] if lines else []), display.style.paint(f"== {safe(title)}", "bold"), ""]
        if report.score.reason in ON_PURPOSE:
            lines += _listing(report, display.style)
        elif display.explain:
            from mlready.output.points import explain_score

            lines += [*_headline(report, display.style), "", *explain_score(report, book, display.style)]
        else:
            lines += _screen(report, book, display.style)
    return "\n".join(lines) + "\n"


def _screen(report: Report, book: RuleBook, style: Style) -> list[str]:
    """All sections; messages have as many lines as the screen has room for."""
    new = [finding for finding in report.findings if finding.is_new]
    foreign = {rule.name for rule in book if rule.foreign}
    own = causes((finding for finding in new if finding.rule not in foreign), report)
    theirs = causes((finding for finding in new if finding.rule in foreign), report)
    lines: list[str] = []
    for most in MESSAGE_LINES:
        sections = (
            [*_headline(report, style), *_projects(report.projects, style)],
            list(_families(report.score, style)),
            list(_causes("Findings", own, style, most)),
            list(_causes("Findings of other rules (--rules), not in the score", theirs, style, most)),
            list(_steps(report, style)),
            [*_counts(report), *_notices(report, style, NOTICES_SHOWN), *_more(own or theirs)],
        )
        lines = [line for section in sections if section for line in ("", *section)][1:]
        if len(lines) <= SCREEN:
            break
    return lines


def _headline(report: Report, style: Style) -> Iterator[str]:
    score = report.score
    if score.debt is None:
        coverage = f"; coverage {score.coverage:.0%}" if score.tally.roles and score.coverage is not None else ""
        yield from wrap(f"No score: {safe(score.reason or '')}{coverage}", style.width, "", "  ", most=4)
    else:
        grade = style.paint(f"grade {score.grade}", "bold", _GRADES.get(score.grade or "", "bold"))
        head = style.paint(f"Infrastructure debt {score.debt:.1f} of 100", "bold")
        coverage = "" if score.coverage is None else f", coverage {score.coverage:.0%}"
        yield f"{head}, {grade}{coverage}"
        yield f"  {_hours(score.hours)} to repay{_without_suppressions(score)}{', custom weights' if score.custom else ''}"
    for cap in score.caps if _is_capped(score) else ():
        yield from wrap(f"grade capped: {safe(cap)}", style.width, "  ", "    ")


def _is_capped(score: Score) -> bool:
    """Whether the debt alone would give a better grade than the caps allow."""
    better = [highest for grade, highest in GRADES if grade < CAP]
    return score.debt is not None and round(score.debt, 1) <= max(better)


def _without_suppressions(score: Score) -> str:
    before = score.debt_unsuppressed
    if score.debt is None or before is None or f"{before:.1f}" == f"{score.debt:.1f}":
        return ""
    return f", debt {before:.1f} without suppressions"


def _hours(hours: tuple[float, float]) -> str:
    low, high = (f"{one:.0f}" if one >= 10 else f"{one:.1f}".removesuffix(".0") for one in hours)
    return f"{low} h" if low == high else f"{low}-{high} h"


def _projects(projects: Sequence[ProjectReport], style: Style) -> Iterator[str]:
    single = len(projects) == 1
    heaviest = sorted(projects, key=lambda project: (not project.roles, -project.score.weight, project.path))
    for project in heaviest[:PROJECTS_SHOWN]:
        roles = []
        for role in project.roles:
            notes = [] if role.strength == "strong" else [role.strength]
            notes += [str(location) for location, _ in role.evidence[:1] if single]
            roles.append(role.name + (f" ({', '.join(notes)})" if notes else ""))
        text = safe(", ".join(roles) or "nothing to do with machine learning")
        if single:
            yield from wrap(text, style.width, "  does: ", most=2)
        else:
            score = project.score
            debt = "no score" if score.debt is None else f"debt {score.debt:.1f}, grade {score.grade}"
            yield fit(f"  {safe(project.path) or '.'}: {debt}; {text}", style.width)
    if len(projects) > PROJECTS_SHOWN:
        yield f"  ... and {len(projects) - PROJECTS_SHOWN} more projects"


def _families(score: Score, style: Style) -> Iterator[str]:
    """One bar for each family that was assessed, the longer the more debt; two beside each other where there is room."""
    seen = [family for family in score.families if family.debt is not None]
    if score.debt is None or not seen:
        return
    bars = [_bar(family, style) for family in seen]
    half = (len(bars) + 1) // 2
    if len(bars) > _ONE_COLUMN and style.width >= _TWO_COLUMNS:
        yield from (
            f"{left}    {right}".rstrip() for left, right in zip(bars[:half], [*bars[half:], ""][:half], strict=True)
        )
    else:
        yield from bars
    unseen = [family.family for family in score.families if family.debt is None]
    if unseen:
        yield from wrap(", ".join(unseen), style.width, "  not assessed: ", "    ")


def _bar(family: FamilyScore, style: Style) -> str:
    debt = family.debt or 0.0
    bar = style.paint(style.bar(debt / 100, _BAR), "red" if debt > 60 else "yellow" if debt > 25 else "green")
    return f"  {family.family:<15} {bar} {debt:5.1f}"


def causes(findings: Iterable[Finding], report: Report) -> list[Cause]:
    """Findings by what is repaid together: the gravest first, then those that cost most points, previews after all others."""
    points: dict[str, float] = {}
    for result in report.results:
        points[result.rule] = points.get(result.rule, 0.0) + result.points
    hours = {item.cause: item.hours for item in report.roadmap}
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.cause or finding.rule, []).append(finding)
    found = []
    for name, group in groups.items():
        group.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        share = sum(points.get(rule, 0.0) for rule in {finding.rule for finding in group})
        found.append(Cause(name, tuple(group), share, hours.get(name)))
    return sorted(found, key=_gravest_first)


def _gravest_first(cause: Cause) -> tuple[object, ...]:
    return SEVERITIES.index(cause.severity), cause.findings[0].preview, -cause.points, -cause.places, cause.name


def _causes(title: str, found: Sequence[Cause], style: Style, lines: int) -> Iterator[str]:
    if not found:
        return
    yield style.paint(title, "bold")
    for cause in found[:CAUSES_SHOWN]:
        first = cause.findings[0]
        others = len({finding.rule for finding in cause.findings}) - 1
        rules = f"{first.rule}{' (preview)' if first.preview else ''}{f' and {others} more' if others else ''}"
        hours = f", {_hours(cause.hours)}" if cause.hours else ""
        severity = style.paint(f"{cause.severity:<8}", *_COLOURS[cause.severity])
        rules = fit(rules, style.width - 27)
        yield f"  {severity} {rules}  {_where(cause, hours, style.width - 13 - len(rules))}"
        yield from wrap(safe(first.message), style.width, _INDENT, most=lines)
    rest = found[CAUSES_SHOWN:]
    if rest:
        yield f"  ... and {_many(len(rest), 'more cause')} with {_many(sum(cause.places for cause in rest), 'place')}"


def _where(cause: Cause, hours: str, width: int) -> str:
    """The first place, the number of others, and the hours where there is room for them."""
    first = cause.findings[0]
    place = safe(str(first.location)) if first.location and first.location.path else safe(first.project) or "repository"
    more = cause.places - 1
    rest = f" and {_many(more, 'more place')}, one cause" if more else ""
    tails = (rest + hours, rest, f" +{more}" if more else "")
    tail = next((tail for tail in tails if len(place) + len(tail) <= width), tails[-1])
    return fit_end(place, width - len(tail)) + tail


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _steps(report: Report, style: Style) -> Iterator[str]:
    if not report.roadmap:
        return
    yield style.paint("Next steps", "bold")
    for number, item in enumerate(report.roadmap[:STEPS_SHOWN], 1):
        gain = f"debt -{item.gain:.1f}, " if item.gain >= 0.05 else ""
        costs = f"({gain}{_hours(item.hours)})"
        yield f"  {number}. {fit(safe(item.title), style.width - len(costs) - 6)} {costs}"


def _counts(report: Report) -> Iterator[str]:
    new = [finding for finding in report.findings if finding.is_new]
    by_severity = [(severity, sum(finding.severity == severity for finding in new)) for severity in SEVERITIES]
    text = _many(len(new), "finding")
    if new:
        text += ": " + ", ".join(f"{number} {severity}" for severity, number in by_severity if number)
    suppressed = sum(finding.suppressed is not None for finding in report.findings)
    baselined = sum(finding.baselined and finding.suppressed is None for finding in report.findings)
    extras = [f"{suppressed} suppressed"] * bool(suppressed) + [f"{baselined} in the baseline"] * bool(baselined)
    unread = len({notice.path for notice in report.unread})
    extras += [f"{_many(unread, 'file')} not read"] * bool(unread)
    yield f"{text}; {_many(report.files, 'file')} scanned" + "".join(f", {extra}" for extra in extras)


def _notices(report: Report, style: Style, most: int) -> Iterator[str]:
    """What the reader should know of this run, and which files were not read."""
    told: tuple[Notice, ...] = (*report.notices, *report.unread)
    for notice in told[:most]:
        path = f"{notice.path}: " if notice.path else ""
        yield from wrap(safe(f"note: {path}{notice.message}"), style.width, "", "      ", most=2)
    if len(told) > most:
        yield f"note: {_many(len(told) - most, 'more note')} with --format json"


def _more(found: Sequence[Cause]) -> Iterator[str]:
    if found:
        rule = found[0].findings[0].rule
        yield f"More: mlready explain {rule}"
        yield f"      mlready scan --select {rule} for every place"
        yield "      --explain-score, --profile strict, --format json"


def _listing(report: Report, style: Style) -> Iterator[str]:
    """One line for every place, for an editor or a log."""
    new = [finding for finding in report.findings if finding.is_new]
    for finding in new:
        places = [location for location, _ in finding.locations] or [finding.location or Location("")]
        for place in places:
            column = f":{place.column}" if place.line and place.column else ""
            where = safe(f"{place}{column}") if place.path else safe(finding.project) or "repository"
            severity = style.paint(finding.severity, *_COLOURS[finding.severity])
            yield f"{where}: {severity} {style.paint(finding.rule, 'bold')}: {safe(finding.message)}"
    yield from _counts(report)
    if report.score.reason != FILES_ONLY:  # that is a note of its own
        yield f"no score: {report.score.reason}"
    yield from _notices(report, style, NOTICES_LISTED)
