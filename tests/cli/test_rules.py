"""`mlready rules` and `mlready explain`."""

import json

import pytest

from mlready.rulebook import RuleBook
from tests.cli.conftest import Run

BOOK = RuleBook.load()


def test_every_rule_is_listed_with_its_summary(run: Run) -> None:
    ran = run("rules")
    assert ran.status == 0
    lines = {" ".join(line.split()) for line in ran.out.splitlines()}
    assert all(" ".join((rule.name, rule.severity, rule.profile, *rule.summary.split())) in lines for rule in BOOK)


def test_the_list_is_also_json(run: Run) -> None:
    ran = run("rules", "--format", "json")
    found = json.loads(ran.out)
    assert found["ruleset"] == BOOK.version
    assert [rule["name"] for rule in found["rules"]] == [rule.name for rule in BOOK]
    assert all(
        {"family", "severity", "profile", "summary", "effort", "peers", "sources"} <= set(rule)
        for rule in found["rules"]
    )


def test_rules_of_a_folder_are_listed_too(run: Run, rules: str) -> None:
    assert "says-bad" in run("rules", "--rules", rules).out
    assert "says-bad" not in run("rules").out


def test_a_folder_that_is_none_is_refused(run: Run) -> None:
    ran = run("rules", "--rules", "absent")
    assert ran.status == 2
    assert "absent: no such folder of rules" in ran.err


@pytest.mark.parametrize("rule", BOOK, ids=lambda rule: rule.name)
def test_every_page_can_be_read_in_a_terminal(run: Run, rule: object) -> None:
    name = rule.name  # type: ignore[attr-defined]
    ran = run("explain", name)
    assert ran.status == 0
    assert ran.out.startswith(f"{name}\n")
    assert "What to do" in ran.out
    assert "```" not in ran.out


def test_a_rule_of_a_folder_can_be_explained(run: Run, rules: str) -> None:
    ran = run("explain", "says-bad", "--rules", rules)
    assert "It should not." in ran.out
    assert "effort      5 min once, 1 min for each place" in ran.out
