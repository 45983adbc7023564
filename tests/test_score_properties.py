"""What holds of the score whatever is found: monotone, blind to size and order, adding up."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.location import Location
from mlready.outcome import count, outcome_of
from mlready.report import Result, Score, Site
from mlready.rule import FAMILIES
from mlready.score import Weighted, combine, score, with_points
from mlready.tables.weights import GOAL_FAMILIES
from mlready.verdict import CONFIDENCES, SEVERITIES

SLACK = 1e-9


class Case(NamedTuple):
    """Results of one project and their rules."""

    rules: dict[str, Weighted]
    results: tuple[Result, ...]


STEPS = (0, 0, 0, 1, 2, 4)
"""How far a verdict lowers a level."""


class Draft(NamedTuple):
    """A site before it is known whose it is."""

    outcome: str
    severity: int
    confidence: int
    suppressed: str | None

    def of(self, rule: Weighted) -> Site:
        return Site(
            self.outcome,
            (Location("a.py", 1),),
            "",
            lowered(rule.severity, SEVERITIES, self.severity),
            lowered(rule.confidence, CONFIDENCES, self.confidence),
            None,
            None,
            "",
            self.suppressed,
        )


def lowered(own: str, scale: tuple[str, ...], steps: int) -> str:
    return scale[min(scale.index(own) + steps, len(scale) - 1)]


def drafts(*outcomes: str) -> st.SearchStrategy[Draft]:
    failing = [
        Draft(outcome, severity, confidence, reason)
        for outcome in outcomes
        for severity in STEPS
        for confidence in STEPS[1:]
        for reason in (None, None, None, "a reason")
        if outcome in {"failed", "partial"}
    ]
    others = [Draft(outcome, 0, 0, None) for outcome in outcomes if outcome in {"passed", "unknown"}]
    return st.one_of(st.sampled_from(failing), st.sampled_from(others))


SITES = st.lists(drafts("failed", "passed", "unknown"), max_size=4)
PRACTICES = st.lists(drafts("failed", "partial", "passed", "unknown"), max_size=1)
RULES = st.sampled_from(
    [
        Weighted("", family, severity, confidence, 60, 10, cause, recommended, scope)
        for family in FAMILIES
        for severity in SEVERITIES
        for confidence in CONFIDENCES
        for cause in ("", "shared")
        for recommended in (True, True, True, False)
        for scope in ("site", "repo")
    ]
)


def judged(result: Result, found: tuple[Site, ...]) -> Result:
    """The result with other sites, and the outcome and counts that follow."""
    counts = count(found)
    return result._replace(sites=found, counts=counts, outcome=outcome_of(counts), because=None)


@st.composite
def books(draw: st.DrawFn) -> dict[str, Weighted]:
    rules = draw(st.lists(RULES, min_size=1, max_size=8))
    return {f"r{number}": rule._replace(name=f"r{number}") for number, rule in enumerate(rules)}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return case_of(draw, draw(books()))


def case_of(draw: st.DrawFn, rules: dict[str, Weighted]) -> Case:
    found = []
    for rule in rules.values():
        sites = draw(SITES if rule.scope == "site" else PRACTICES)
        found.append(judged(Result(rule.name, "", ""), tuple(site.of(rule) for site in sites)))
    return Case(rules, tuple(found))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, Case]:
    """Two projects under one rule book."""
    rules = draw(books())
    return case_of(draw, rules), case_of(draw, rules)


goals = st.lists(st.sampled_from(sorted(GOAL_FAMILIES)), max_size=2, unique=True)


def scored(case: Case, found: tuple[Result, ...] | None = None, aims: list[str] | None = None) -> Score:
    return score(case.results if found is None else found, case.rules, True, aims or ())


def debt(found: Score) -> float:
    """The debt of what was assessed, even where that is too little for a score."""
    return 100 * found.tally.owed / found.weight if found.weight else 0.0


def debt_unsuppressed(found: Score) -> float:
    tally = found.tally
    return 100 * tally.owed_unsuppressed / tally.weight_unsuppressed if tally.weight_unsuppressed else 0.0


def replaced(case: Case, index: int, result: Result) -> tuple[Result, ...]:
    return (*case.results[:index], result, *case.results[index + 1 :])


def fixed(site: Site) -> Site | None:
    return site._replace(outcome="passed", suppressed=None, baselined=False)


def deleted(_: Site) -> Site | None:
    return None


def suppressed(site: Site) -> Site | None:
    return site._replace(suppressed="a reason")


def credited(site: Site) -> Site | None:
    return site._replace(outcome="partial") if site.outcome == "failed" else fixed(site)


def unsure(site: Site) -> Site | None:
    return site._replace(confidence="low", severity="info")


REPAIRS = [
    pytest.param(fixed, id="fixing"),
    pytest.param(deleted, id="deleting"),
    pytest.param(suppressed, id="suppressing"),
    pytest.param(unsure, id="lowering the level of"),
]


def repaired(data: st.DataObject, case: Case, repair: Callable[[Site], Site | None], scope: str) -> tuple[Result, ...]:
    """The results after one failed or partial site of a rule of this scope was repaired; the same where there is none."""
    places = [
        (index, number)
        for index, result in enumerate(case.results)
        if case.rules[result.rule].scope == scope
        for number, site in enumerate(result.sites)
        if site.outcome in {"failed", "partial"} and site.suppressed is None
    ]
    if not places:
        return case.results
    index, number = data.draw(st.sampled_from(places))
    result = case.results[index]
    changed = repair(result.sites[number])
    kept = (changed,) if changed else ()
    return replaced(case, index, judged(result, (*result.sites[:number], *kept, *result.sites[number + 1 :])))


@pytest.mark.parametrize("repair", REPAIRS)
@given(data=st.data(), case=cases(), aims=goals)
def test_repairing_a_failing_site_never_raises_the_debt(
    repair: Callable[[Site], Site | None], data: st.DataObject, case: Case, aims: list[str]
) -> None:
    after = scored(case, repaired(data, case, repair, "site"), aims)
    assert debt(after) <= debt(scored(case, aims=aims)) + SLACK


@pytest.mark.parametrize("repair", [fixed, credited, suppressed], ids=["in full", "by half", "by suppressing"])
@given(data=st.data(), case=cases())
def test_repaying_a_practice_never_raises_the_debt(
    repair: Callable[[Site], Site | None], data: st.DataObject, case: Case
) -> None:
    assert debt(scored(case, repaired(data, case, repair, "repo"))) <= debt(scored(case)) + SLACK


@given(data=st.data(), case=cases())
def test_a_failing_practice_that_ceases_to_apply_never_raises_the_debt(data: st.DataObject, case: Case) -> None:
    failing = [
        index
        for index, one in enumerate(case.results)
        if one.counts.failed and not one.counts.passed + one.counts.suppressed
    ]
    if failing:
        index = data.draw(st.sampled_from(failing))
        gone = judged(case.results[index], ())
        assert debt(scored(case, replaced(case, index, gone))) <= debt(scored(case)) + SLACK


@given(data=st.data(), case=cases())
def test_repaying_a_broad_practice_and_waking_its_parts_never_raises_the_debt(data: st.DataObject, case: Case) -> None:
    broad = Weighted("broad", data.draw(st.sampled_from(FAMILIES)), "high", "high", scope="repo")
    rules = {**case.rules, "broad": broad}
    site = Site("failed", (Location(""),), "", "high", "high", None, None, "")
    asleep = tuple(
        one._replace(outcome="failed", because="broad", sites=()) if one.outcome != "not_applicable" else one
        for one in case.results
        if data.draw(st.booleans())
    )
    names = {one.rule for one in asleep}
    rest = tuple(one for one in case.results if one.rule not in names)
    failing = judged(Result("broad", "", ""), (site,))
    before = scored(Case(rules, (*asleep, *rest, failing)))
    after = scored(Case(rules, (*case.results, judged(failing, (site._replace(outcome="passed"),)))))
    assert debt(after) <= debt(before) + SLACK


@given(data=st.data(), pair=pairs())
def test_repairs_in_one_project_never_raise_the_debt_of_the_repository(
    data: st.DataObject, pair: tuple[Case, Case]
) -> None:
    case, other = pair
    repair = data.draw(st.sampled_from((fixed, deleted, suppressed)))
    after = scored(case, repaired(data, case, repair, "site"))
    assert debt(combine([after, scored(other)])) <= debt(combine([scored(case), scored(other)])) + SLACK


@given(case=cases(), times=st.integers(2, 10))
def test_ten_times_the_same_sites_change_nothing(case: Case, times: int) -> None:
    more = tuple(
        judged(one, one.sites * times) if case.rules[one.rule].scope == "site" else one for one in case.results
    )
    assert debt(scored(case, more)) == pytest.approx(debt(scored(case)), abs=SLACK)
    assert scored(case, more).coverage == scored(case).coverage


@given(pair=pairs(), times=st.integers(2, 10))
def test_ten_times_the_same_projects_change_nothing(pair: tuple[Case, Case], times: int) -> None:
    case, other = pair
    projects = [scored(case), scored(other)]
    many, once = combine(projects * times), combine(projects)
    assert debt(many) == pytest.approx(debt(once), abs=SLACK)
    assert (many.reason, many.grade) == (once.reason, once.grade)


@given(data=st.data(), pair=pairs())
def test_order_changes_nothing(data: st.DataObject, pair: tuple[Case, Case]) -> None:
    case, other = pair
    mixed = tuple(
        one._replace(sites=tuple(data.draw(st.permutations(one.sites))))
        for one in data.draw(st.permutations(case.results))
    )
    assert scored(case, mixed) == scored(case)
    assert combine([scored(case), scored(other)]) == combine([scored(other), scored(case)])


@given(case=cases(), extra=cases())
def test_a_rule_that_does_not_apply_changes_nothing(case: Case, extra: Case) -> None:
    silent = {
        name: Result(name, "", "not_applicable", "no container") for name in extra.rules if name not in case.rules
    }
    rules = extra.rules | case.rules
    assert scored(Case(rules, (*case.results, *silent.values()))) == scored(case)


@given(pair=pairs(), aims=goals)
def test_points_add_up(pair: tuple[Case, Case], aims: list[str]) -> None:
    case, other = pair
    projects = {"a": scored(case, aims=aims), "b": scored(other, aims=aims)}
    total = combine(projects.values())
    for one in (*projects.values(), total):
        assert sum(line.points for line in one.lines) == pytest.approx(debt(one), abs=SLACK)
        assert all(line.points >= 0 for line in one.lines)
        if one.debt is not None:
            assert sum(one.points.values()) == pytest.approx(one.debt, abs=SLACK)
    found = [one._replace(project=path) for path, side in (("a", case), ("b", other)) for one in side.results]
    shared = with_points(found, projects, total)
    assert sum(one.points for one in shared) == pytest.approx(total.debt or 0.0, abs=SLACK)


@given(pair=pairs())
def test_debt_lies_between_none_and_all(pair: tuple[Case, Case]) -> None:
    case, other = pair
    for one in (scored(case), combine([scored(case), scored(other)])):
        assert 0 <= debt(one) <= 100 + SLACK
        assert one.debt is None or 0 <= one.debt <= 100
        assert (one.debt is None) == (one.grade is None) == (one.reason is not None)
        assert one.coverage is None or 0 <= one.coverage <= 1
        assert all(family.debt is None or 0 <= family.debt <= 100 + SLACK for family in one.families)
        assert 0 <= one.hours[0] <= one.hours[1]


@given(case=cases())
def test_the_debt_without_suppressions_is_never_lower(case: Case) -> None:
    found = scored(case)
    bare = tuple(judged(one, tuple(site._replace(suppressed=None) for site in one.sites)) for one in case.results)
    assert debt(found) <= debt_unsuppressed(found) + SLACK
    assert debt_unsuppressed(found) == pytest.approx(debt(scored(case, bare)), abs=SLACK)


@given(case=cases())
def test_a_baseline_changes_nothing(case: Case) -> None:
    accepted = tuple(
        one._replace(sites=tuple(site._replace(baselined=True) for site in one.sites)) for one in case.results
    )
    assert scored(case, accepted) == scored(case)
