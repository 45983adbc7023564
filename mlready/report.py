"""The report: plain data, the contract between the engine and everything that prints."""

from typing import Any, NamedTuple

from mlready.location import Location, Notice
from mlready.rule import Rule


class Site(NamedTuple):
    """One judged place of a rule in one project, before display groups it."""

    outcome: str  # passed, failed, partial, unknown
    places: tuple[Location, ...]
    message: str
    severity: str
    confidence: str
    group: str | None
    fix: dict[str, Any] | None
    fingerprint: str
    suppressed: str | None = None  # the reason, where a valid suppression covers it
    baselined: bool = False


class Counts(NamedTuple):
    failed: int = 0
    partial: int = 0
    passed: int = 0
    unknown: int = 0
    suppressed: int = 0


class Result(NamedTuple):
    """What one rule says of one project.

    `outcome`: error, failed, partial, passed, unknown or not_applicable. `because` names the broader rule whose failure
    silences this one (then `sites` hold no failed ones of their own and the loss is 1).
    """

    rule: str
    project: str
    outcome: str
    reason: str = ""
    because: str | None = None
    sites: tuple[Site, ...] = ()
    counts: Counts = Counts()
    points: float = 0.0


class Finding(NamedTuple):
    rule: str
    family: str
    severity: str
    confidence: str
    message: str
    project: str
    location: Location | None
    fingerprint: str
    group: str | None = None
    cause: str | None = None
    suppressed: str | None = None
    baselined: bool = False
    fix: dict[str, Any] | None = None
    locations: tuple[tuple[Location, str], ...] = ()  # (place, fingerprint) of every site of a group
    evidence: tuple[Location, ...] = ()
    preview: bool = False

    @property
    def is_new(self) -> bool:
        """Whether nobody has set it aside or knew it before."""
        return self.suppressed is None and not self.baselined


def remark(rule: Rule, message: str, place: Location, fingerprint: str, project: str) -> Finding:
    """What is wrong with what a repository tells mlready itself: a suppression or an attestation."""
    return Finding(
        rule=rule.name,
        family=rule.family,
        severity=rule.severity,
        confidence=rule.confidence,
        message=message,
        project=project,
        location=place,
        fingerprint=fingerprint,
        cause=rule.root_cause,
        locations=((place, fingerprint),),
        preview=rule.profile == "preview",
    )


class FamilyScore(NamedTuple):
    family: str
    weight: float  # W_p, after goals
    assessed: float  # A_p
    debt: float | None  # debt_p, None where nothing was assessed


class ScoreLine(NamedTuple):
    """What one assessed rule adds to the debt.

    `because` names the broader rule on whose line the points are shown. `points` add up to the debt of the lines even
    where there is too little evidence for a score.
    """

    rule: str
    family: str
    weight: float  # w_r
    loss: float  # 0 nothing .. 1 all
    points: float
    because: str | None = None


class Tally(NamedTuple):
    """The sums behind a score, from which the scores of several projects are combined."""

    owed: float = 0.0  # sum of W'_p * debt_p / 100
    owed_unsuppressed: float = 0.0
    weight_unsuppressed: float = 0.0
    decided: float = 0.0
    unknown: float = 0.0
    criticals: tuple[str, ...] = ()  # rules with a live critical site
    roles: bool = False
    selected: bool = False


class Score(NamedTuple):
    """`debt` 0..100 or None with a `reason`; `points` maps rule name to its exact share of the debt."""

    debt: float | None
    debt_unsuppressed: float | None
    grade: str | None
    reason: str | None
    coverage: float | None
    hours: tuple[float, float]
    caps: tuple[str, ...]
    families: tuple[FamilyScore, ...]
    custom: bool
    points: dict[str, float]
    weight: float  # assessed weight (sum of W'_p), what projects are averaged by
    lines: tuple[ScoreLine, ...] = ()
    tally: Tally = Tally()


class RoleReport(NamedTuple):
    name: str
    strength: str  # strong, weak, asserted
    evidence: tuple[tuple[Location, str], ...]


class ProjectReport(NamedTuple):
    path: str
    roles: tuple[RoleReport, ...]
    score: Score


class RoadmapItem(NamedTuple):
    cause: str
    rules: tuple[str, ...]
    title: str
    why: str
    todo: str
    locations: tuple[Location, ...]
    places: int
    hours: tuple[float, float]
    gain: float
    priority: float
    horizon: str  # now, next, later
    after: tuple[str, ...] = ()  # causes that stand before this one in the roadmap because it needs them


class Report(NamedTuple):
    tool_version: str
    ruleset: str
    score: Score
    projects: tuple[ProjectReport, ...]
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    roadmap: tuple[RoadmapItem, ...]
    inventory: tuple[dict[str, Any], ...]
    unread: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    files: int
