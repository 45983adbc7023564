"""The report as text: what a reader sees first."""

import re
from collections.abc import Iterator

import pytest

from mlready.location import Location
from mlready.output import Display, render
from mlready.output.style import Style
from mlready.report import Counts, FamilyScore, ProjectReport, Report, Result, RoadmapItem, RoleReport
from mlready.rule import FAMILIES, Rule
from mlready.rulebook import RuleBook
from tests.output.conftest import finding, line, notice, report, score, site

PLAIN = Style()
SECRET = "ghp_" + "kZ8wQe3RtY7uPaS2dFgH" + "5jLm9XcVbN4qWs6T"


def rule(name: str, **more: object) -> Rule:
    base = Rule(
        name, "reproducibility", "", "python", "", ("prod",), (), "high", "high", 5, 2, "recommended", "none", name,
        (), (), {}, (), (), "", "",
    )  # fmt: skip
    return base._replace(**more)  # type: ignore[arg-type]


BOOK = RuleBook([rule("unseeded-split"), rule("theirs", foreign=True)], {})


def shown(*reports: Report, style: Style = PLAIN, **display: object) -> str:
    return render("text", reports, BOOK, Display(style, **display))  # type: ignore[arg-type]


def test_the_headline_has_the_debt_the_grade_and_the_coverage() -> None:
    assert shown(report()).startswith("Infrastructure debt 46.2 of 100, grade D, coverage 83%\n  10-40 h to repay\n")


def test_without_a_score_the_reason_stands_first() -> None:
    text = shown(report(score=score(None)))
    assert text.startswith("No score: insufficient evidence: no machine-learning role was found")
    assert "grade" not in text


def test_what_suppressions_change_is_told() -> None:
    assert "debt 52.0 without suppressions" in shown(report(score=score(debt_unsuppressed=52.0)))
    assert "without suppressions" not in shown(report())


CAP = "at best C: `leak` is a live critical finding"


def test_a_cap_is_told_where_the_debt_alone_would_give_a_better_grade() -> None:
    assert f"grade capped: {CAP}" in shown(report(score=score(12.0, grade="C", caps=(CAP,))))
    assert "grade capped" not in shown(report(score=score(46.2, grade="D", caps=(CAP,))))


def test_custom_weights_are_told() -> None:
    assert "custom weights" in shown(report(score=score(custom=True)))


def test_roles_are_shown_with_their_first_evidence() -> None:
    assert "does: trains (train.py:9)" in shown(report())


def test_every_project_has_a_line_of_its_own() -> None:
    role = RoleReport("serves", "weak", ((Location("api/app.py", 3), ""),))
    projects = tuple(ProjectReport(f"p{number}", (role,), score()) for number in range(6))
    text = shown(report(projects=projects))
    assert "  p0: debt 46.2, grade D; serves (weak)" in text
    assert "... and 2 more projects" in text


def test_a_family_without_evidence_has_no_bar() -> None:
    text = shown(report())
    assert "reproducibility ########.....  61.0" in text
    assert "not assessed: cost" in text


def test_findings_of_one_cause_are_one_entry() -> None:
    found = tuple(finding(line=number) for number in range(1, 31))
    assert "unseeded-split  train.py:1 and 29 more places, one cause, 0.5-2 h" in shown(report(findings=found))


def test_the_gravest_cause_stands_first_and_the_rest_is_counted() -> None:
    found = [finding(f"rule-{number}", severity="low", cause=f"rule-{number}") for number in range(6)]
    text = shown(report(findings=(*found, finding("leak", severity="critical", cause="leak"))))
    entries = re.findall(r"^  (critical|high|medium|low) +(\S+)", text, re.MULTILINE)
    assert entries[0] == ("critical", "leak")
    assert len(entries) == 5
    assert "... and 2 more causes with 2 places" in text


def test_of_equally_grave_causes_the_one_that_costs_more_points_stands_first() -> None:
    found = (finding("cheap", cause="cheap"), finding("dear", cause="dear"))
    results = (Result("cheap", "", "failed", points=1.0), Result("dear", "", "failed", points=5.0))
    text = shown(report(findings=found, results=results))
    assert text.index("dear") < text.index("cheap")


def test_what_is_set_aside_is_counted_and_not_shown() -> None:
    found = (finding(suppressed="a demo"), finding("known", baselined=True))
    text = shown(report(findings=found))
    assert "0 findings; 3 files scanned, 1 suppressed, 1 in the baseline" in text
    assert "Findings" not in text


def test_rules_of_others_stand_apart() -> None:
    text = shown(report(findings=(finding(), finding("theirs", cause="theirs"))))
    own, _, others = text.partition("Findings of other rules (--rules), not in the score")
    assert "unseeded-split" in own
    assert "theirs" in others
    assert "theirs" not in own


def test_a_finding_about_the_whole_repository_says_so() -> None:
    whole = finding("no-tests", location=None, locations=())
    assert "no-tests  repository" in shown(report(findings=(whole,)))
    assert "no-tests  services/api" in shown(report(findings=(whole._replace(project="services/api"),)))


def test_the_first_steps_have_their_gain_and_hours() -> None:
    assert "  1. Train/test split has no seed (debt -12.5, 0.5-2 h)" in shown(report())


def test_notices_and_unread_files_are_told() -> None:
    many = tuple(notice(f"note {number}") for number in range(5))
    text = shown(report(notices=many, unread=(notice("not read", "a.py"),)))
    assert "1 file not read" in text
    assert "note: note 0" in text
    assert "4 more notes" in text
    few = shown(report(notices=many[:1], unread=(notice("not read: a link", "a.py"),)))
    assert "note: a.py: not read: a link" in few


def test_how_to_see_more_is_told() -> None:
    assert "mlready explain unseeded-split" in shown(report())
    assert "--format json" in shown(report())


@pytest.mark.parametrize("reason", ["partial selection", "only files were given"])
def test_without_a_score_on_purpose_every_place_is_one_line(reason: str) -> None:
    places = tuple((Location("train.py", number, 5), "") for number in (4, 9))
    found = report(findings=(finding(locations=places),), score=score(None, reason=reason))
    text = shown(found)
    assert text.splitlines()[:2] == [
        "train.py:4:5: high unseeded-split: the split changes on every run: seed it",
        "train.py:9:5: high unseeded-split: the split changes on every run: seed it",
    ]
    assert ("no score: partial selection" in text) == (reason == "partial selection")  # else it is a note


def test_several_repositories_have_titles() -> None:
    text = shown(report(), report(), titles=("one", "two"))
    assert text.index("== one") < text.index("== two")


def largest() -> Report:
    families = tuple(FamilyScore(family, 15.0, 12.0, 61.0) for family in FAMILIES)
    found = tuple(
        finding(
            f"a-rule-with-a-rather-long-name-{number}", "a/very/long/path/to/a/file/" * 4, cause=str(number)
        )._replace(message="what is wrong at length, and what is to be done about it " * 4)
        for number in range(40)
    )
    step = RoadmapItem("c", ("r",), "a title that is far too long " * 6, "", "", (), 1, (1.0, 4.0), 5.0, 1.0, "now")
    long_notice = notice("a remark that goes on and on " * 20, "a/path")
    roles = tuple(RoleReport(name, "weak", ((Location("a/path/to/a/file.py", 3), ""),)) for name in FAMILIES)
    total = score(families=families, caps=("at best C: `leak` is a live critical finding",), custom=True)
    return report(
        findings=found,
        roadmap=(step,) * 9,
        notices=(long_notice,) * 9,
        score=total,
        projects=(ProjectReport("", roles, total),),
    )


def test_the_largest_report_fits_a_screen() -> None:
    lines = shown(largest()).splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = shown(largest(), style=Style(width))
    tall = [one for one in text.splitlines() if len(one) > width and "mlready " not in one]
    assert [one for one in tall if not one.startswith(("Infrastructure debt", "      --explain"))] == []


def test_plain_text_has_neither_colours_nor_blocks() -> None:
    assert shown(report()).isascii()


def test_a_terminal_gets_colours_and_blocks() -> None:
    text = shown(report(), style=Style(80, colour=True, blocks=True))
    assert "\x1b[" in text
    assert "█" in text


def hostile() -> Iterator[Report]:
    bad = f"a\x1b[2J\u202eb\r{SECRET}"
    place = Location(bad, 1)
    yield report(findings=(finding(path=bad)._replace(message=bad),))
    yield report(findings=(finding(path=bad)._replace(message=bad),), score=score(None, reason="partial selection"))
    yield report(notices=(notice(bad, bad),))
    yield report(projects=(ProjectReport(bad, (RoleReport("trains", "weak", ((place, bad),)),), score()),) * 2)
    yield report(roadmap=(report().roadmap[0]._replace(title=bad),))
    yield report(results=(Result("unseeded-split", "", "failed", bad, sites=(site(path=bad, message=bad),)),))


@pytest.mark.parametrize("explain", [False, True], ids=["screen", "point by point"])
@pytest.mark.parametrize("found", list(hostile()), ids=range(6))
def test_nothing_of_the_repository_reaches_the_terminal_as_it_is(found: Report, explain: bool) -> None:
    lines = (line("unseeded-split", 6.0, 1.0, 46.25),)
    found = found._replace(
        projects=tuple(one._replace(score=one.score._replace(lines=lines)) for one in found.projects)
    )
    text = shown(found, explain=explain)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert SECRET not in text


class TestPointByPoint:
    """What `--explain-score` shows."""

    def explained(self, found: Report) -> str:
        return shown(found, explain=True)

    def one(self) -> Report:
        lines = (
            line("unseeded-split", 6.0, 0.548, 20.123),
            line("broad", 6.0, 1.0, 20.0),
            line("part", 3.0, 1.0, 6.127, because="broad"),
            line("kept", 3.0, 0.0, 0.0),
        )
        total = score(46.25, lines=lines, families=(FamilyScore("reproducibility", 15.0, 18.0, 46.25),))
        results = (
            Result("unseeded-split", "", "failed", sites=(site(), site("passed", line=9)), counts=Counts(1, 0, 1)),
            Result("broad", "", "failed", "nothing of it", sites=(site(path="", line=None),), counts=Counts(1)),
            Result("part", "", "failed", "part of broad", because="broad"),
            Result("kept", "", "passed", sites=(site("passed", "ci.yml", 12),), counts=Counts(0, 0, 1)),
            Result("absent", "", "not_applicable", "no role serves"),
        )
        return report(score=total, projects=(ProjectReport("", (), total),), results=results)

    def test_the_points_visibly_add_up_to_the_debt(self) -> None:
        text = self.explained(self.one())
        points = [float(one) for one in re.findall(r"^ +(\d+\.\d\d)  weight", text, re.MULTILINE)]
        assert len(points) == 3
        assert f"{sum(points):.2f}" == "46.25"
        assert "   46.25  = debt" in text
        assert "   46.25  reproducibility" in text

    def test_parts_stand_under_the_broader_rule_that_has_their_points(self) -> None:
        text = self.explained(self.one())
        assert re.search(r"26\.1[23]  weight 6    loss 1\.000  broad\n.*\n +of which 6\.13 for part", text)

    def test_a_practice_that_is_followed_has_its_evidence(self) -> None:
        assert re.search(r"0\.00  weight 3    loss 0\.000  kept\n +1 passed: ci\.yml:12", self.explained(self.one()))

    def test_the_counts_and_places_of_a_failing_rule_are_shown(self) -> None:
        assert "1 failed, 1 passed: train.py:4" in self.explained(self.one())

    def test_the_rest_is_told(self) -> None:
        text = self.explained(self.one())
        assert "not applicable, without effect: 1" in text
        assert "grade D: A up to 10" in text

    def test_projects_are_put_together_by_their_weight(self) -> None:
        first = score(20.0, lines=(line("a", 6.0, 0.2, 20.0),), weight=10.0)
        second = score(60.0, lines=(line("a", 6.0, 0.6, 60.0),), weight=30.0)
        projects = (ProjectReport("one", (), first), ProjectReport("two", (), second))
        text = self.explained(report(score=score(50.0, weight=40.0), projects=projects))
        assert "    5.00  one: 20.00 x 10.00 / 40.00" in text
        assert "   45.00  two: 60.00 x 30.00 / 40.00" in text
        assert "   50.00  = debt" in text

    def test_lines_are_shown_even_where_there_is_too_little_for_a_score(self) -> None:
        total = score(None, lines=(line("a", 6.0, 0.2, 20.0),))
        text = self.explained(report(score=total, projects=(ProjectReport("", (), total),)))
        assert "20.00  sum of the lines; there is no score" in text
