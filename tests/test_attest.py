"""Attestations: what people say because a repository cannot show it, and for how long that holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.attest import PLACES, Attestation, attestations, contradicted, credited, listed_apart
from mlready.config import Config, Suppress
from mlready.engine import silence
from mlready.location import Location
from mlready.output.points import explain_score
from mlready.output.style import Style
from mlready.pipeline import scan_source
from mlready.repo import Repo, Settings
from mlready.report import Report, Result
from mlready.rulebook import RuleBook
from mlready.score import with_points
from mlready.tables.attesting import ELSEWHERE, STATUSES
from mlready.testing.memory import Memory
from tests.test_score_properties import SLACK, Case, cases, debt, judged, scored

TODAY = date(2026, 1, 15)
WHOLE = {
    "id": "no-runbook",
    "statement": "it is in the wiki",
    "status": "yes",
    "evidence": "https://wiki.example.org",
    "owner": "maria",
    "reviewed_by": "jonas",
    "reviewed_on": "2025-12-01",
}


def said(text: str) -> list[str]:
    repo = Repo(Memory.of({PLACES[0]: text}))
    return ["; ".join(one.faults) for one in attestations(repo, TODAY) if one.faults]


def entry(**changes: str) -> str:
    lines = [f"    {key}: {value}" for key, value in {**WHOLE, **changes}.items()]
    return "attestations:\n  -" + "\n".join(lines)[3:] + "\n"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({}, None, id="whole"),
        pytest.param({"expires": "2026-01-15"}, None, id="on its last day"),
        pytest.param({"expires": "2026-01-14"}, "has not held since 2026-01-14", id="past its day"),
        pytest.param({"reviewed_on": "2025-01-15"}, None, id="reviewed a year ago"),
        pytest.param({"reviewed_on": "2025-01-01"}, "more than a year ago", id="reviewed more than a year ago"),
        pytest.param({"reviewed_on": "2026-02-01"}, "to come", id="reviewed tomorrow"),
        pytest.param({"reviewed_on": "2026-02-30"}, "`reviewed_on` is no day", id="a day that is none"),
        pytest.param({"expires": "soon"}, "`expires` is no day", id="a word for a day"),
        pytest.param({"owner": ""}, "says nothing of `owner`", id="no owner"),
        pytest.param({"evidence": "[]"}, "says nothing of `evidence`", id="no evidence"),
        pytest.param({"reviewed_by": "'@Maria'"}, "only its own owner", id="reviewed by its owner"),
        pytest.param({"reviewed_by": "[maria, jonas]"}, None, id="reviewed by two"),
        pytest.param({"expires": "2027-06-01"}, "twelve months at most", id="to hold for longer than a year"),
        pytest.param({"status": "met"}, "`status` is none of yes, partly", id="a status that is none"),
        pytest.param({"evidence": "docs/audit.pdf"}, "`docs/audit.pdf` is not in this", id="a file that is not there"),
        pytest.param({"evidence": "./audit.md#age"}, "`audit.md` is not in this", id="a part of such a file"),
        pytest.param({"evidence": "OPS-12"}, None, id="a ticket"),
        pytest.param({"evidence": "wiki.example.org/a.html"}, None, id="a page without its scheme"),
        pytest.param({"evidence": "see audit.pdf"}, None, id="words"),
    ],
)
def test_an_entry_holds_while_it_is_whole_and_fresh(changes: dict[str, str], words: str | None) -> None:
    found = said(entry(**changes))
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="an empty file"),
        pytest.param("attestations:\n", 0, id="an empty list"),
        pytest.param("just words\n", 1, id="words"),
        pytest.param("other: []\n", 1, id="another key"),
        pytest.param("attestations: [a: b\n", 1, id="no YAML"),
        pytest.param("- one\n- [two]\n", 2, id="entries that are none"),
        pytest.param("- &a {id: x, statement: *a}\n", 1, id="an entry that names itself"),
    ],
)
def test_any_file_is_read(text: str, count: int) -> None:
    assert len(said(text)) == count


BOOK = RuleBook.load()
TRAINING = """\
import joblib
from sklearn.ensemble import RandomForestClassifier

model = RandomForestClassifier(random_state=0)
model.fit([[0], [1]], [0, 1])
joblib.dump(model, "model.joblib")
"""
SERVING = """\
import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(rows: list[float]) -> float:
    return model.predict([rows])[0]
"""
FILES: dict[str, str | bytes] = {"train.py": TRAINING, "api.py": SERVING}


def scan(attested: str = "", config: Config | None = None, *, trusted: bool = True) -> Report:
    files = {**FILES, PLACES[0]: attested} if attested else FILES
    return scan_source(Memory.of(files), config or Config(), BOOK, today=TODAY, trusted=trusted)


def result(report: Report, rule: str) -> Result:
    return next(one for one in report.results if one.rule == rule)


def total(report: Report) -> float:
    assert report.score.debt is not None, report.score.reason
    return report.score.debt


def test_what_is_attested_earns_half_and_is_listed_apart() -> None:
    before, after = scan(), scan(entry(id="no-serving-metrics"))
    assert result(before, "no-serving-metrics").outcome == "failed"
    found = result(after, "no-serving-metrics")
    assert (found.outcome, found.counts.partial, found.counts.failed) == ("partial", 1, 0)
    assert found.reason == "attested: it is in the wiki (maria, reviewed on 2025-12-01)"
    assert found.sites[0].places[0] == Location(PLACES[0], 2)
    old, new = (next(one for one in report.score.lines if one.rule == found.rule) for report in (before, after))
    assert (old.loss, new.loss) == (1.0, 0.5)
    assert new.points == pytest.approx(old.points / 2)
    assert sum(one.points for one in after.results) == pytest.approx(total(after))
    assert total(after) == pytest.approx(total(before) - new.points)
    assert after.score.debt_unsuppressed == pytest.approx(total(after))
    assert [one.message for one in after.notices if one.kind == "attested"] == [
        "attested, not seen, at half credit: no-serving-metrics"
    ]
    assert "no-serving-metrics" not in {one.rule for one in after.findings}
    explained = list(explain_score(after, BOOK, Style()))
    points = [float(line[:8]) for line in explained if "weight" in line and line[:8].strip().replace(".", "").isdigit()]
    assert sum(points) == pytest.approx(round(total(after), 2))
    assert "attested: it is in the wiki (maria, reviewed on 2025-12-01)" in " ".join(" ".join(explained).split())


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"status": "partly"}, id="followed only partly"),
        pytest.param({"status": "no"}, id="not followed"),
        pytest.param({"status": "not-applicable"}, id="not needed"),
        pytest.param({"expires": "2026-01-14"}, id="past its day"),
        pytest.param({"reviewed_by": "maria"}, id="reviewed by its owner"),
        pytest.param({"evidence": "docs/gone.md"}, id="evidence that is not there"),
        pytest.param({"id": "serving-metrics"}, id="another name"),
    ],
)
def test_what_does_not_hold_or_claim_earns_nothing(changes: dict[str, str]) -> None:
    assert result(scan(entry(**{"id": "no-serving-metrics", **changes})), "no-serving-metrics").outcome == "failed"
    assert total(scan(entry(**{"id": "no-serving-metrics", **changes}))) == total(scan())


def test_what_the_repository_itself_shows_cannot_be_attested() -> None:
    report = scan(entry(id="no-golden-data-test"))
    assert result(report, "no-golden-data-test").outcome == "failed"
    (finding,) = (one for one in report.findings if one.rule == "stale-attestation")
    assert "the scan has found the contrary" in finding.message
    assert total(report) == total(scan())


def test_an_untrusted_repository_attests_nothing() -> None:
    assert total(scan(entry(id="no-serving-metrics"), trusted=False)) == total(scan())


def test_what_is_suppressed_too_stays_suppressed() -> None:
    config = Config(suppress=(Suppress("no-serving-metrics", "known", path="*"),))
    found = result(scan(entry(id="no-serving-metrics"), config), "no-serving-metrics")
    assert (found.outcome, found.counts.suppressed) == ("passed", 1)


def attested(rule: str, status: str = "yes", *faults: str) -> Attestation:
    return Attestation(Location(PLACES[0], 1), rule, status, "said", faults)


@pytest.mark.parametrize(
    ("rule", "status", "outcome", "words"),
    [
        pytest.param("no-tests", "yes", "failed", "the contrary", id="claimed, and seen to be missing"),
        pytest.param("no-tests", "partly", "failed", "the contrary", id="claimed in part, and seen to be missing"),
        pytest.param("no-tests", "yes", "passed", "", id="claimed and seen"),
        pytest.param("no-tests", "no", "failed", "", id="denied and missing"),
        pytest.param("no-runbook", "yes", "failed", "", id="claimed, and it may lie elsewhere"),
        pytest.param("no-runbook", "no", "passed", "what it denies", id="denied and seen"),
        pytest.param("no-runbook", "not-applicable", "passed", "what it denies", id="not needed and seen"),
        pytest.param("no-runbook", "no", "unknown", "", id="denied, and it cannot be told"),
        pytest.param("nan-equality", "yes", "failed", "the contrary", id="no such fault claimed, and one is seen"),
        pytest.param("own.practice", "yes", "failed", "", id="no rule of the book"),
    ],
)
def test_a_statement_may_be_contradicted(rule: str, status: str, outcome: str, words: str) -> None:
    results = [Result(rule, "", outcome, counts=Result("", "", "").counts._replace(**{outcome: 1}))]
    repo = Repo(Memory.of({"a.py": "x = 1\n"}))
    (found,) = contradicted([attested(rule, status)], results, repo, BOOK)
    assert bool(found.faults) == bool(words)
    assert words in "".join(found.faults)
    few = Repo(Memory.of({"a.py": "x = 1\n"}), Settings(partial=True))
    assert contradicted([attested(rule, status)], results, few, BOOK) == (attested(rule, status),)


def test_practices_that_may_lie_elsewhere_are_rules_about_the_repository() -> None:
    assert {BOOK[name].subject for name in ELSEWHERE} == {"repo"}
    assert {BOOK[name].name for name in ELSEWHERE} == ELSEWHERE


def named(case: Case) -> tuple[Case, list[str]]:
    """The practices of a made-up case under names that may be attested."""
    practices = [rule.name for rule in case.rules.values() if rule.scope == "repo"]
    names = dict(zip(practices, sorted(ELSEWHERE), strict=False))
    rules = {names.get(name, name): rule._replace(name=names.get(name, name)) for name, rule in case.rules.items()}
    results = tuple(one._replace(rule=names.get(one.rule, one.rule)) for one in case.results)
    return Case(rules, results), list(names.values())


@given(cases(), st.data())
def test_attesting_never_raises_the_debt_and_never_earns_more_than_half(case: Case, data: st.DataObject) -> None:
    case, names = named(case)
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    found = [attested(name, data.draw(st.sampled_from(STATUSES))) for name in chosen]
    before = scored(case)
    results = credited(case.results, found, BOOK)
    after = scored(case, results)
    assert debt(after) <= debt(before) + SLACK
    losses = {line.rule: line.loss for line in after.lines}
    assert all(line.loss == losses[line.rule] or losses[line.rule] == 0.5 for line in before.lines)
    assert after.weight == before.weight
    assert credited(results, found, BOOK) == results
    assert credited(case.results, found[::-1], BOOK) == results
    assert {one.rule for one in results if one.outcome == "failed"} >= {
        one.rule for one in case.results if one.outcome == "failed" and one.rule not in chosen
    }
    pointed = with_points(results, {"": after}, after)
    assert after.debt is None or sum(one.points for one in pointed) == pytest.approx(after.debt)


@given(cases(), st.data())
def test_waking_the_parts_of_what_is_attested_never_raises_the_debt(case: Case, data: st.DataObject) -> None:
    case, names = named(case)
    if not names:
        return
    broader = data.draw(st.sampled_from(names))
    parts = tuple(name for name in case.rules if name != broader)
    rules = {name: rule._replace(silences=parts if name == broader else ()) for name, rule in case.rules.items()}
    failing = next(one for one in case.results if one.rule == broader)
    site = next(iter(failing.sites), None)
    if site is None:
        return
    failing = judged(failing, (site._replace(outcome="failed", suppressed=None),))
    own = tuple(failing if one.rule == broader else one for one in case.results)
    before = scored(Case(rules, silence(own, rules)))
    after = scored(Case(rules, silence(credited(own, [attested(broader)], BOOK), rules)))
    assert debt(after) <= debt(before) + SLACK


def test_only_what_is_attested_is_listed_apart() -> None:
    seen = Result("no-tests", "", "partial", "by hand")
    assert list(listed_apart([seen])) == []
