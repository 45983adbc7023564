"""What the score says of results: debt, grade, coverage, points, hours."""

from math import sqrt

import pytest

from mlready.location import Location
from mlready.report import Result, Score, Site
from mlready.rule import FAMILIES
from mlready.score import (
    Weighted,
    combine,
    effort,
    family_weights,
    growth,
    is_live_critical,
    loss,
    score,
    weighted,
    with_points,
)
from mlready.tables.weights import FAMILY_WEIGHTS


def site(
    outcome: str = "failed", severity: str = "high", confidence: str = "high", suppressed: str | None = None
) -> Site:
    return Site(outcome, (Location("train.py", 1),), "", severity, confidence, None, None, "", suppressed)


def rule(
    name: str,
    family: str = "reproducibility",
    severity: str = "high",
    confidence: str = "high",
    scope: str = "site",
    *,
    recommended: bool = True,
) -> Weighted:
    return Weighted(name, family, severity, confidence, 60, 30, name, recommended, scope)


def result(name: str, outcome: str, *sites: Site, because: str | None = None, project: str = "") -> Result:
    return Result(name, project, outcome, because=because, sites=sites)


def book(*rules: Weighted) -> dict[str, Weighted]:
    return {one.name: one for one in rules}


BASE = tuple(
    rule(f"{family}-{number}", family, scope="repo")
    for family in ("reproducibility", "versioning", "sanity", "testing")
    for number in (1, 2)
)
"""Eight rules of weight 6 in four families: 12 assessed in each, enough for a score."""


def base(*failed: str) -> list[Result]:
    return [result(one.name, "failed" if one.name in failed else "passed") for one in BASE]


def scored(results: list[Result], *more: Weighted, **options: object) -> Score:
    return score(results, book(*BASE, *more), True, **options)  # type: ignore[arg-type]


# the loss of one rule


@pytest.mark.parametrize(
    ("failed", "passed", "expected"),
    [
        pytest.param(0, 3, 0.0, id="no failing site"),
        pytest.param(1, 3, 0.5, id="a quarter fails: the root of it"),
        pytest.param(3, 0, 1.0, id="every site fails"),
    ],
)
def test_the_loss_of_a_site_rule_is_the_root_of_the_failing_share(failed: int, passed: int, expected: float) -> None:
    one = result("r", "failed" if failed else "passed", *[site()] * failed, *[site("passed")] * passed)
    assert loss(one, rule("r")) == expected


@pytest.mark.parametrize(
    ("severity", "confidence", "share"),
    [
        pytest.param("high", "high", 1.0, id="as the rule says"),
        pytest.param("medium", "high", 0.5, id="lower severity"),
        pytest.param("high", "low", 0.4, id="lower confidence"),
        pytest.param("medium", "medium", 0.35, id="both"),
        pytest.param("info", "high", 0.0, id="info weighs nothing"),
    ],
)
def test_a_failing_site_counts_by_its_level_against_the_level_of_the_rule(
    severity: str, confidence: str, share: float
) -> None:
    one = result("r", "failed", site("failed", severity, confidence), site("passed"))
    assert loss(one, rule("r")) == pytest.approx(sqrt(share / (share + 1)))


def test_unknown_sites_do_not_change_the_loss() -> None:
    assert loss(result("r", "failed", site(), site("passed"), *[site("unknown")] * 9), rule("r")) == sqrt(0.5)


def test_a_suppressed_site_counts_as_passed() -> None:
    assert loss(result("r", "failed", site(), site(suppressed="measured")), rule("r")) == sqrt(0.5)


def test_a_baselined_site_counts_in_full() -> None:
    assert loss(result("r", "failed", site()._replace(baselined=True), site("passed")), rule("r")) == sqrt(0.5)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(site("failed", "critical"), 0.5, id="live"),
        pytest.param(site("failed", "critical", "medium"), 0.5, id="live at medium confidence"),
        pytest.param(site("failed", "critical", "low"), 0.0, id="not sure enough"),
        pytest.param(site("failed", "high"), 0.0, id="lowered to high"),
        pytest.param(site("failed", "critical", suppressed="a test key"), 0.0, id="suppressed"),
        pytest.param(site("passed", "critical"), 0.0, id="passed"),
    ],
)
def test_a_live_critical_costs_at_least_half_of_its_rule(found: Site, expected: float) -> None:
    one = result("r", "failed", found, *[site("passed")] * 9_999)
    assert loss(one, rule("r", severity="critical")) == pytest.approx(expected, abs=0.01)
    assert is_live_critical(found) is bool(expected)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("failed", 1.0), ("partial", 0.5), ("passed", 0.0), ("unknown", None), ("error", None), ("not_applicable", None)],
    ids=str,
)
def test_the_loss_of_a_repo_rule_is_what_is_missing_to_full_credit(outcome: str, expected: float | None) -> None:
    assert loss(result("r", outcome), rule("r", scope="repo")) == expected
    if outcome in {"failed", "partial", "passed"}:
        assert loss(result("r", outcome, site(outcome)), rule("r", scope="repo")) == expected


def test_a_suppressed_repo_finding_has_full_credit() -> None:
    one = result("r", "passed", site(suppressed="elsewhere"))
    assert loss(one, rule("r", scope="repo")) == 0.0


def test_a_silenced_part_is_lost_whole() -> None:
    assert loss(result("r", "failed", site("passed"), because="broader"), rule("r")) == 1.0


def test_a_rule_whose_sites_all_weigh_nothing_is_not_assessed() -> None:
    assert loss(result("r", "failed", site("failed", "info")), rule("r")) is None


# the debt


def test_the_debt_is_the_weighted_mean_of_the_families() -> None:
    found = scored(base("sanity-1"))
    assert found.debt == pytest.approx(100 * 14 * 0.5 / (15 + 12 + 14 + 12))
    assert {one.family: one.debt for one in found.families if one.assessed} == {
        "reproducibility": 0.0,
        "versioning": 0.0,
        "sanity": 50.0,
        "testing": 0.0,
    }


def test_a_family_with_little_evidence_counts_in_proportion() -> None:
    low = rule("low", "cost", "low", scope="repo")
    found = scored([*base(), result("low", "failed")], low)
    assert found.debt == pytest.approx(100 * (2 * 0.1) / (15 + 12 + 14 + 12 + 2 * 0.1))


def test_families_come_in_a_fixed_order_with_nothing_where_nothing_was_assessed() -> None:
    found = scored(base())
    assert tuple(one.family for one in found.families) == FAMILIES == tuple(FAMILY_WEIGHTS)
    assert found.families[-1].debt is None
    assert found.families[-1].assessed == 0


def test_default_family_weights_add_up_to_a_hundred() -> None:
    assert sum(FAMILY_WEIGHTS.values()) == 100


def test_goals_raise_the_families_that_serve_them_once() -> None:
    changed = family_weights(["reliability", "quality"])
    assert changed["monitoring"] == 1.5 * FAMILY_WEIGHTS["monitoring"]
    assert changed["sanity"] == 1.5 * FAMILY_WEIGHTS["sanity"]
    assert changed["cost"] == FAMILY_WEIGHTS["cost"]


def test_goals_are_told_as_custom_weights() -> None:
    assert scored(base(), goals=["cost"]).custom
    assert not scored(base()).custom
    assert scored(base("testing-1"), goals=["speed"]).debt == pytest.approx(100 * 18 * 0.5 / (15 + 12 + 14 + 18))


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(rule("preview", recommended=False), id="of another profile"),
        pytest.param(rule("notes", severity="info"), id="of no weight"),
    ],
)
def test_a_rule_that_does_not_count_changes_nothing(extra: Weighted) -> None:
    assert scored([*base("testing-1"), result(extra.name, "failed", site())], extra) == scored(base("testing-1"))


def test_a_result_of_an_unheard_of_rule_changes_nothing() -> None:
    assert scored([*base("testing-1"), result("theirs", "failed", site())]) == scored(base("testing-1"))


def test_the_debt_without_suppressions_is_printed_beside_it() -> None:
    results = [one for one in base() if one.rule != "sanity-1"]
    found = scored([*results, result("sanity-1", "passed", site(suppressed="by design"))])
    assert found.debt == 0
    assert found.debt_unsuppressed == scored(base("sanity-1")).debt


@pytest.mark.parametrize("outcome", ["failed", "partial", "passed", "unknown"])
def test_without_suppressions_a_rule_has_the_outcome_of_its_sites(outcome: str) -> None:
    extra = rule("extra", "testing", scope="repo")
    found = scored([*base(), result("extra", "passed", site(outcome, suppressed="why"))], extra)
    assert found.debt_unsuppressed == scored([*base(), result("extra", outcome, site(outcome))], extra).debt


def test_results_from_before_suppressions_are_taken_where_they_are_given() -> None:
    assert scored(base(), unsuppressed=base("sanity-1")).debt_unsuppressed == scored(base("sanity-1")).debt
    assert scored(base(), unsuppressed=[]).debt_unsuppressed == 0


# points


def test_points_add_up_to_the_debt() -> None:
    found = scored(base("sanity-1", "testing-2", "versioning-1"))
    assert sum(found.points.values()) == pytest.approx(found.debt, abs=1e-9)
    assert {name for name, points in found.points.items() if points} == {"sanity-1", "testing-2", "versioning-1"}


def test_points_of_a_silenced_part_stand_on_the_line_of_the_broader_rule() -> None:
    results = [*base("sanity-1"), result("part", "failed", because="sanity-1")]
    found = scored(results, rule("part", "testing"))
    assert found.points["sanity-1"] == pytest.approx(found.debt)
    assert "part" not in found.points
    assert [line.because for line in found.lines if line.rule == "part"] == ["sanity-1"]


def test_points_of_a_part_stay_on_its_own_line_where_the_broader_rule_does_not_count() -> None:
    broad = rule("broad", recommended=False)
    results = [*base(), result("broad", "failed", site()), result("part", "failed", because="broad")]
    found = scored(results, broad, rule("part", "testing"))
    assert found.points["part"] == pytest.approx(found.debt)


def test_results_get_their_share_of_the_total_debt() -> None:
    results = {"a": base("sanity-1"), "b": base("sanity-1", "testing-1"), "docs": base("testing-2")}
    projects = {path: score(found, book(*BASE), path != "docs") for path, found in results.items()}
    total = combine(projects.values())
    everything = [one._replace(project=path) for path, found in results.items() for one in found]
    shared = with_points(everything, projects, total)
    assert sum(one.points for one in shared) == pytest.approx(total.debt, abs=1e-9)
    assert {(one.project, one.rule) for one in shared if one.points} == {
        ("a", "sanity-1"),
        ("b", "sanity-1"),
        ("b", "testing-1"),
    }


def test_without_a_score_there_are_no_points() -> None:
    found = score(base("sanity-1"), book(*BASE), False)
    assert found.points == {}
    assert {one.points for one in with_points(base("sanity-1"), {"": found}, found)} == {0.0}


# coverage and evidence


def test_coverage_is_the_decided_share_by_weight() -> None:
    extra = (rule("dynamic", "serving", "critical"), rule("broken", "serving", "low"))
    found = scored([*base(), result("dynamic", "unknown", site("unknown")), result("broken", "error")], *extra)
    assert found.coverage == pytest.approx(48 / (48 + 10 + 1))


def test_what_does_not_apply_does_not_lower_the_coverage() -> None:
    assert scored([*base(), result("x", "not_applicable")], rule("x")).coverage == 1.0


def test_nothing_to_say_is_no_coverage() -> None:
    assert score([], {}, True).coverage is None


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        pytest.param(score(base(), book(*BASE), False), "no machine-learning role", id="no role"),
        pytest.param(scored(base(), selected=True), "partial selection", id="some rules only"),
        pytest.param(scored(base()[:6]), "weigh 36.0, 40 is needed", id="little weight"),
        pytest.param(
            score(
                [result(str(number), "passed") for number in range(9)],
                book(*(rule(str(number), FAMILIES[number % 3]) for number in range(9))),
                True,
            ),
            "3 of the 4 families",
            id="few families",
        ),
        pytest.param(
            scored(
                [*base(), *(result(str(number), "unknown") for number in range(6))],
                *(rule(str(number)) for number in range(6)),
            ),
            "57% of what applies",
            id="little known",
        ),
        pytest.param(combine([]), "no machine-learning role", id="no project"),
    ],
)
def test_without_enough_evidence_there_is_no_score_but_a_reason(found: Score, reason: str) -> None:
    assert reason in (found.reason or "")
    assert (found.debt, found.debt_unsuppressed, found.grade, found.caps, found.points) == (None, None, None, (), {})


# grades


@pytest.mark.parametrize(
    ("share", "grade"),
    [
        (0.0, "A"), (0.1, "A"), (0.11, "B"), (0.25, "B"), (0.26, "C"), (0.4, "C"), (0.41, "D"), (0.6, "D"), (0.61, "E"),
        (1.0, "E"),
    ],
    ids=str,
)  # fmt: skip
def test_grades_follow_the_debt(share: float, grade: str) -> None:
    sites = 100
    failing = round(share * share * sites * sites)
    found = [result(one.name, "failed", *[site()] * failing, *[site("passed")] * (sites**2 - failing)) for one in BASE]
    rules = book(*(one._replace(scope="site") for one in BASE))
    assert score(found, rules, True).grade == grade


def test_a_live_critical_caps_the_grade_and_is_named() -> None:
    leak = rule("leak", "security", "critical")
    found = scored([*base(), result("leak", "failed", site("failed", "critical"), *[site("passed")] * 99)], leak)
    assert found.debt is not None
    assert found.debt < 10
    assert found.grade == "C"
    assert found.caps == ("at best C: `leak` is a live critical finding",)


def test_a_heavy_family_in_ruins_caps_the_grade_and_is_named() -> None:
    extra = [rule(f"{family}-0", family, scope="repo") for family in FAMILIES]
    found = scored(
        [*base("versioning-1", "versioning-2"), *(result(one.name, "passed") for one in extra)],
        *extra,
    )
    assert found.debt is not None
    assert found.debt < 10
    assert found.grade == "C"
    assert found.caps == ("at best C: the debt of versioning is 67",)


def test_a_light_family_in_ruins_caps_nothing() -> None:
    ruins = [rule(f"cost-{number}", "cost", scope="repo") for number in (1, 2)]
    found = scored([*base(), *(result(one.name, "failed") for one in ruins)], *ruins)
    assert (found.grade, found.caps) == ("A", ())


def test_a_cap_is_named_even_where_the_debt_is_worse() -> None:
    found = scored(base(*(one.name for one in BASE)))
    assert found.grade == "E"
    assert len(found.caps) == 4


# hours


@pytest.mark.parametrize(
    ("places", "expected"), [(0, 0.0), (1, 1.0), (3, 3.0), (6, 6.0), (12, 9.0), (24, 12.0)], ids=str
)
def test_many_places_of_one_kind_cost_ever_less(places: int, expected: float) -> None:
    assert growth(places) == expected


def test_the_rules_of_one_cause_are_repaid_together() -> None:
    cheap = rule("cheap")._replace(once=10, each=2)
    dear = rule("dear")._replace(once=60, each=4)
    assert effort([(cheap, 1), (dear, 1)]) == pytest.approx((60 + 3 * growth(2)) / 60)
    assert effort([(cheap, 2), (dear, 0)]) == pytest.approx((10 + 2 * 2) / 60)
    assert effort([(dear, 0)]) == 0


def test_hours_are_a_range_over_what_is_due() -> None:
    rules = (rule("a")._replace(root_cause="seeds"), rule("b")._replace(root_cause="seeds"), rule("c"))
    found = scored(
        [
            *base(),
            result("a", "failed", site(), site("passed"), site(suppressed="by design")),
            result("b", "failed", site()),
            result("c", "failed", site("partial"), because="a"),
        ],
        *rules,
    )
    assert found.hours == pytest.approx(((60 + 2 * 30) / 60 / 2, (60 + 2 * 30) / 60 * 2))


# several projects


def test_one_project_is_its_own_total() -> None:
    found = scored(base("sanity-1", "testing-1"))
    total = combine([found])
    assert total.debt == pytest.approx(found.debt)
    assert total.points == pytest.approx(found.points)
    assert (total.grade, total.coverage, total.hours) == (found.grade, found.coverage, found.hours)


def test_projects_are_averaged_by_assessed_weight() -> None:
    rules = (*BASE, rule("cost-1", "cost", scope="repo"), rule("cost-2", "cost", scope="repo"))
    big = score([*base(), result("cost-1", "passed"), result("cost-2", "passed")], book(*rules), True)
    small = score(base("sanity-1"), book(*rules), True)
    total = combine([big, small])
    assert (big.weight, small.weight) == (55, 53)
    assert total.debt == pytest.approx(53 * (small.debt or 0) / (55 + 53))
    assert sum(total.points.values()) == pytest.approx(total.debt, abs=1e-9)
    assert {one.family: one.debt for one in total.families}["sanity"] == 25.0


def test_a_project_without_a_role_does_not_count() -> None:
    found = scored(base("sanity-1"))
    assert combine([found, score(base(), book(*BASE), False)]).debt == pytest.approx(found.debt)


def test_two_halves_of_the_evidence_make_a_whole() -> None:
    left, right = scored(base()[:4]), scored(base("testing-1")[4:])
    assert (left.debt, right.debt) == (None, None)
    assert combine([left, right]).debt == pytest.approx(scored(base("testing-1")).debt)


def test_the_same_evidence_twice_is_not_more_evidence() -> None:
    found = scored(base()[:6])
    assert combine([found, found]).reason == found.reason


def test_a_live_critical_of_any_project_caps_the_total() -> None:
    leak = rule("leak", "security", "critical")
    results = [*base(), result("leak", "failed", site("failed", "critical"), *[site("passed")] * 99)]
    assert combine([scored(base()), scored(results, leak)]).grade == "C"


# the rule book


def test_only_recommended_rules_of_the_own_book_weigh() -> None:
    from mlready.rule import Rule

    def page(name: str, profile: str = "recommended", subject: str = "python", *, foreign: bool = False) -> Rule:
        return Rule(
            name, "testing", "s", subject, "", (), (), "high", "medium", 5, 2, profile, "none", "seeds",
            ("part",), ("next",), {}, (), (), "", "", foreign,
        )  # fmt: skip

    found = weighted([page("a"), page("b", "strict"), page("c", foreign=True), page("d", subject="repo")])
    assert {name: one.weight for name, one in found.items()} == pytest.approx({"a": 4.2, "b": 0, "c": 0, "d": 4.2})
    assert found["a"] == Weighted(
        "a", "testing", "high", "medium", 5, 2, "seeds", True, "site", ("next",), ("part",), "s"
    )
    assert found["d"].scope == "repo"
    assert Weighted("lone", "testing", "low", "low").cause == "lone"
