"""Reports made by hand."""

from mlready.location import Location, Notice
from mlready.report import (
    Counts,
    FamilyScore,
    Finding,
    ProjectReport,
    Report,
    Result,
    RoadmapItem,
    RoleReport,
    Score,
    ScoreLine,
    Site,
    Tally,
)

FINGERPRINT = "0123456789abcdef0123456789abcdef"


def site(
    outcome: str = "failed", path: str = "train.py", line: int | None = 4, message: str = "", **more: object
) -> Site:
    base = Site(outcome, (Location(path, line, 1),), message, "high", "high", None, None, FINGERPRINT)
    return base._replace(**more)  # type: ignore[arg-type]


def finding(rule: str = "unseeded-split", path: str = "train.py", line: int = 4, **more: object) -> Finding:
    place = Location(path, line, 1)
    base = Finding(
        rule, "reproducibility", "high", "high", "the split changes on every run: seed it", "", place, FINGERPRINT,
        cause=rule, locations=((place, FINGERPRINT),),
    )  # fmt: skip
    return base._replace(**more)  # type: ignore[arg-type]


def score(debt: float | None = 46.25, **more: object) -> Score:
    base = Score(
        debt=debt,
        debt_unsuppressed=debt,
        grade=None if debt is None else "D",
        reason=None if debt is not None else "insufficient evidence: no machine-learning role was found",
        coverage=0.83,
        hours=(10.0, 40.0),
        caps=(),
        families=(FamilyScore("reproducibility", 15.0, 12.0, 61.0), FamilyScore("cost", 2.0, 0.0, None)),
        custom=False,
        points={},
        weight=15.0,
        tally=Tally(roles=True),
    )
    return base._replace(**more)  # type: ignore[arg-type]


def report(**more: object) -> Report:
    total = score()
    role = RoleReport("trains", "strong", ((Location("train.py", 9), "fits an estimator"),))
    base = Report(
        tool_version="0.1.0",
        ruleset="0.1.0+abcdef12",
        score=total,
        projects=(ProjectReport("", (role,), total),),
        results=(
            Result("unseeded-split", "", "failed", sites=(site(),), counts=Counts(failed=1), points=46.25),
        ),
        findings=(finding(),),
        roadmap=(
            RoadmapItem(
                "unseeded-split", ("unseeded-split",), "Train/test split has no seed", "why", "seed it",
                (Location("train.py", 4),), 1, (0.5, 2.0), 12.5, 6.0, "now",
            ),
        ),
        inventory=(),
        unread=(),
        notices=(),
        files=3,
    )  # fmt: skip
    return base._replace(**more)  # type: ignore[arg-type]


def line(rule: str, weight: float, loss: float, points: float, because: str | None = None) -> ScoreLine:
    return ScoreLine(rule, "reproducibility", weight, loss, points, because)


def notice(message: str, path: str | None = None) -> Notice:
    return Notice("note", message, path)
