"""In which order causes are repaid, and what that gains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.location import Location
from mlready.report import Result, RoadmapItem, Site
from mlready.roadmap import roadmap
from mlready.rule import FAMILIES
from mlready.score import Weighted, combine, score


def site(outcome: str = "failed", severity: str = "medium", confidence: str = "high", line: int = 1) -> Site:
    return Site(outcome, (Location("train.py", line),), "", severity, confidence, None, None, "")


def rule(name: str, family: str = "sanity", **changes: object) -> Weighted:
    return Weighted(name, family, "medium", "high", 60, 0, name, scope="repo")._replace(**changes)  # type: ignore[arg-type]


def result(name: str, outcome: str = "failed", *sites: Site, because: str | None = None, project: str = "") -> Result:
    found = sites or (() if because else (site(outcome),))
    return Result(name, project, outcome, because=because, sites=found)


PASSING = tuple(rule(f"{family}-{number}", family, severity="high") for family in FAMILIES for number in (1, 2))


def plan(results: list[Result], *rules: Weighted, **options: object) -> tuple[RoadmapItem, ...]:
    """The roadmap of a repository where twenty-four more rules pass."""
    book = {one.name: one for one in (*PASSING, *rules)}
    paths = sorted({one.project for one in results})
    everything = [*results, *(Result(one.name, path, "passed") for path in paths for one in PASSING)]
    projects = {path: score([one for one in everything if one.project == path], book, True) for path in paths}
    return roadmap(everything, book, projects, combine(projects.values()), **options)  # type: ignore[arg-type]


def order(items: tuple[RoadmapItem, ...]) -> list[str]:
    return [item.cause for item in items]


def debt(results: list[Result], *rules: Weighted) -> float:
    book = {one.name: one for one in (*PASSING, *rules)}
    found = score([*results, *(Result(one.name, "", "passed") for one in PASSING)], book, True)
    assert found.debt is not None
    return found.debt


def test_nothing_failed_is_an_empty_roadmap() -> None:
    assert plan([result("a", "passed"), result("b", "unknown"), result("c", "not_applicable")], *map(rule, "abc")) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(rule("z", severity="high"), rule("a"), id="more gain"),
        pytest.param(rule("z", once=60), rule("a", once=120), id="fewer hours"),
        pytest.param(rule("z", "reproducibility"), rule("a", "cost"), id="heavier family"),
        pytest.param(rule("a"), rule("z"), id="by name where all is equal"),
    ],
)
def test_what_gains_most_for_its_hours_comes_first(first: Weighted, second: Weighted) -> None:
    assert order(plan([result("a"), result("z")], first, second)) == [first.name, second.name]


def test_tiny_efforts_do_not_outrun_everything() -> None:
    tiny, small = rule("tiny", once=1), rule("small", once=30, severity="high")
    assert order(plan([result("tiny"), result("small")], tiny, small)) == ["small", "tiny"]


@pytest.mark.parametrize(
    ("urgent", "calm"),
    [
        pytest.param(
            ("security", site("failed", "critical")),
            ("serving", site("failed", "critical")),
            id="a leak before a wrong result",
        ),
        pytest.param(
            ("monitoring", site("failed", "critical")),
            ("monitoring", site("failed", "high")),
            id="a silently wrong result before the rest",
        ),
    ],
)
def test_urgent_risks_come_first(urgent: tuple[str, Site], calm: tuple[str, Site]) -> None:
    rules = (
        rule("z", urgent[0], severity="critical", scope="site"),
        rule("a", calm[0], severity="critical", scope="site"),
    )
    items = {one.cause: one for one in plan([result("z", "failed", urgent[1]), result("a", "failed", calm[1])], *rules)}
    assert items["z"].priority / items["z"].gain > items["a"].priority / items["a"].gain


def test_high_findings_of_sanity_count_as_silently_wrong() -> None:
    rules = rule("a", "testing", severity="high", scope="site"), rule("z", "sanity", severity="high", scope="site")
    high = site("failed", "high")
    items = {one.cause: one for one in plan([result("a", "failed", high), result("z", "failed", high)], *rules)}
    assert items["z"].priority / items["z"].gain == pytest.approx(1.5 * items["a"].priority / items["a"].gain)


def test_reach_and_confidence_scale_the_priority() -> None:
    rules = rule("a"), rule("b")
    results = [result("a"), result("b", "failed", site(confidence="low"))]
    items = {one.cause: one for one in plan(results, *rules, reach={"a": 0.25})}
    assert items["a"].priority == pytest.approx(items["a"].gain * 0.25)
    assert items["b"].priority == pytest.approx(items["b"].gain * 0.4)


def test_rules_of_one_cause_are_one_item_in_the_words_of_the_heaviest() -> None:
    rules = (
        rule("light", severity="low", root_cause="seeds", scope="site"),
        rule("heavy", root_cause="seeds", summary="runs have no seed"),
    )
    results = [result("light", "failed", site(line=3), site(line=9), site("passed")), result("heavy")]
    (item,) = plan(results, *rules)
    assert (item.cause, item.rules, item.title, item.places) == ("seeds", ("heavy", "light"), "runs have no seed", 3)
    assert item.locations == (Location("train.py", 1), Location("train.py", 3), Location("train.py", 9))


def test_an_item_without_a_summary_is_called_by_its_rule() -> None:
    assert plan([result("a")], rule("a"))[0].title == "a"


def test_pages_tell_why_and_what_to_do() -> None:
    class Book:
        def why(self, name: str) -> str:
            return f"why {name}"

        def todo(self, name: str) -> str:
            return f"do {name}"

    (item,) = plan([result("a")], rule("a"), pages=Book())
    assert (item.why, item.todo) == ("why a", "do a")
    assert plan([result("a")], rule("a"))[0].why == ""


def test_few_places_are_listed_and_all_are_counted() -> None:
    many = [site(line=line) for line in range(1, 31)]
    (item,) = plan([result("a", "failed", *many)], rule("a", scope="site"))
    assert (len(item.locations), item.places) == (20, 30)


def test_suppressed_and_uncounted_findings_are_no_work() -> None:
    rules = rule("a", scope="site"), rule("b", recommended=False)
    results = [
        result("a", "failed", site(line=7), site()._replace(suppressed="by design")),
        result("b"),
        result("unheard-of"),
    ]
    (item,) = plan(results, *rules)
    assert (item.cause, item.places) == ("a", 1)


def test_half_credit_is_work_too() -> None:
    (item,) = plan([result("a", "partial")], rule("a"))
    assert item.gain == pytest.approx(debt([result("a", "partial")], rule("a")))


def test_a_finding_that_weighs_nothing_is_no_work() -> None:
    assert plan([result("a", "failed", site("failed", "info"))], rule("a", scope="site")) == ()


def test_places_of_several_projects_are_one_item_repaid_in_each() -> None:
    (item,) = plan([result("a", project="one"), result("a", project="two")], rule("a"))
    assert item.hours == (1.0, 4.0)
    assert item.places == 2


def test_a_project_without_a_role_is_left_out_beside_one_that_has_one() -> None:
    book = {one.name: one for one in (*PASSING, rule("a"))}
    results = [result("a", project="ml"), result("a", project="site")]
    everything = [*results, *(Result(one.name, path, "passed") for path in ("ml", "site") for one in PASSING)]
    projects = {
        path: score([one for one in everything if one.project == path], book, path == "ml") for path in ("ml", "site")
    }
    (item,) = roadmap(everything, book, projects, combine(projects.values()))
    assert item.places == 1


def test_without_a_score_there_is_an_order_but_no_gain() -> None:
    rules = {"a": rule("a"), "b": rule("b", severity="high")}
    found = score([result("a"), result("b")], rules, False)
    items = roadmap([result("a"), result("b")], rules, {"": found}, found)
    assert [(item.cause, item.gain) for item in items] == [("b", 0.0), ("a", 0.0)]
    assert items[0].priority > 0


# gains


def test_gains_add_up_to_the_whole_debt() -> None:
    rules = [rule(name, family) for name, family in zip("abcdef", FAMILIES, strict=False)]
    results = [result(one.name) for one in rules]
    assert sum(item.gain for item in plan(results, *rules)) == pytest.approx(debt(results, *rules))


def test_each_gain_is_counted_with_all_earlier_items_repaid() -> None:
    rules = rule("a", severity="high", root_cause="x"), rule("b", root_cause="y"), rule("c", root_cause="y")
    results = [result("a"), result("b"), result("c")]
    done: set[str] = set()
    for item in plan(results, *rules):
        before = [result(one.rule, "passed") if one.rule in done else one for one in results]
        done |= set(item.rules)
        after = [result(one.rule, "passed") if one.rule in done else one for one in results]
        assert item.gain == pytest.approx(debt(before, *rules) - debt(after, *rules))


# broader rules and their parts


def test_parts_whose_own_state_nobody_knows_are_repaid_along() -> None:
    rules = rule("broad", silences=("part",)), rule("part")
    results = [result("broad"), result("part", because="broad")]
    (item,) = plan(results, *rules)
    assert item.gain == pytest.approx(debt(results, *rules))


def test_parts_wake_up_once_the_broader_rule_is_repaid() -> None:
    rules = rule("broad", silences=("part", "fine", "dark")), rule("part", severity="high"), rule("fine"), rule("dark")
    results = [result("broad"), *(result(name, because="broad") for name in ("part", "fine", "dark"))]
    own = [result("broad"), result("part"), result("fine", "passed"), result("dark", "unknown")]
    first, second = plan(results, *rules, own=own)
    assert (first.cause, second.cause, second.after) == ("broad", "part", ("broad",))
    woken = [result("broad", "passed"), *own[1:]]
    assert first.gain == pytest.approx(debt(results, *rules) - debt(woken, *rules))
    assert second.gain == pytest.approx(debt(woken, *rules))


def test_a_part_of_two_broader_rules_wakes_up_when_both_are_repaid() -> None:
    rules = rule("top", silences=("middle",)), rule("middle", silences=("part",)), rule("part")
    results = [result("top"), result("middle", because="top"), result("part", because="top")]
    items = plan(results, *rules, own=[result("top"), result("middle"), result("part")])
    assert [(item.cause, item.after) for item in items] == [
        ("top", ()),
        ("middle", ("top",)),
        ("part", ("middle", "top")),
    ]
    assert sum(item.gain for item in items) == pytest.approx(debt(results, *rules))


def test_a_cause_that_is_silenced_in_part_does_not_wait() -> None:
    rules = rule("broad", once=600, silences=("part",)), rule("part", root_cause="x"), rule("open", root_cause="x")
    results = [result("broad"), result("part", because="broad"), result("open")]
    items = plan(results, *rules, own=[result("broad"), result("part"), result("open")])
    assert order(items) == ["x", "broad"]
    assert sum(item.gain for item in items) == pytest.approx(debt(results, *rules))


def test_parts_of_a_rule_outside_the_score_are_no_work() -> None:
    rules = rule("broad", recommended=False, silences=("part",)), rule("part"), rule("other")
    results = [result("broad"), result("part", because="broad"), result("other")]
    assert order(plan(results, *rules, own=[result("broad"), result("part"), result("other")])) == ["other"]
    assert order(plan(results, *rules[1:], own=[result("part"), result("other")])) == ["other"]


# prerequisites


def test_a_prerequisite_comes_first_with_the_priority_of_what_it_unblocks() -> None:
    rules = rule("small", severity="low", unblocks=("big",)), rule("big", severity="high"), rule("middling")
    items = plan([result("small"), result("big"), result("middling")], *rules)
    assert [(item.cause, item.after) for item in items] == [("small", ()), ("big", ("small",)), ("middling", ())]
    assert items[0].priority > items[2].priority


def test_a_prerequisite_that_is_met_holds_nothing_up() -> None:
    rules = rule("base", unblocks=("big", "nowhere", "fine")), rule("big"), rule("fine")
    items = plan([result("base", "passed"), result("big"), result("fine")], *rules)
    assert [(item.cause, item.after) for item in items] == [("big", ()), ("fine", ())]


def test_rules_that_unblock_each_other_still_come() -> None:
    rules = rule("a", unblocks=("b", "a")), rule("b", severity="high", unblocks=("a",))
    assert order(plan([result("a"), result("b")], *rules)) == ["b", "a"]


# horizons and budgets


def test_horizons_follow_the_hours_that_come_before() -> None:
    rules = [rule(f"r{number:02}", once=240) for number in range(12)]
    items = plan([result(one.name) for one in rules], *rules)
    assert [item.horizon for item in items] == ["now"] * 2 + ["next"] * 8 + ["later"] * 2


def test_the_first_item_is_for_now_however_long_it_takes() -> None:
    assert plan([result("a")], rule("a", once=6_000))[0].horizon == "now"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(0, [], id="no time"),
        pytest.param(1, ["quick"], id="what fits"),
        pytest.param(3, ["quick", "short"], id="skipping what does not fit"),
        pytest.param(8, ["quick", "long", "short"], id="all"),
    ],
)
def test_a_budget_is_filled_in_order(hours: float, expected: list[str]) -> None:
    rules = (
        rule("quick", severity="critical"),
        rule("long", severity="critical", once=300),
        rule("short", "cost", once=120),
    )
    assert order(plan([result("quick"), result("long"), result("short")], *rules, hours=hours)) == expected


def test_a_budget_leaves_out_what_needs_more_than_fits() -> None:
    rules = rule("base", once=600, unblocks=("next",)), rule("next"), rule("other")
    assert order(plan([result("base"), result("next"), result("other")], *rules, hours=3)) == ["other"]


@given(
    failing=st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(0, 600)), min_size=1, max_size=8),
    hours=st.floats(0, 60),
)
def test_a_budget_is_never_exceeded_and_gains_are_never_negative(failing: list[tuple[str, int]], hours: float) -> None:
    rules = [rule(f"r{number}", family, once=once) for number, (family, once) in enumerate(failing)]
    items = plan([result(one.name) for one in rules], *rules, hours=hours)
    assert sum(item.hours[1] / 2 for item in items) <= hours + 1e-6
    assert all(item.gain >= 0 for item in items)


@given(data=st.data())
def test_the_roadmap_does_not_depend_on_the_order_of_results(data: st.DataObject) -> None:
    rules = [rule(f"r{number}", family, once=number % 3) for number, family in enumerate(FAMILIES)]
    results = [result(one.name) for one in rules]
    assert plan(data.draw(st.permutations(results)), *rules) == plan(results, *rules)
