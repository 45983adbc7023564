"""The JSON report keeps its contract."""

import json
import re
from math import fsum
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.location import Location
from mlready.output.json import EVIDENCE_SHOWN, SCHEMA_PATH, document, render_json
from mlready.report import Counts, Report, Result, RoleReport
from tests.output.conftest import FINGERPRINT, finding, notice, report, score, site

SECRET = "ghp_" + "kZ8wQe3RtY7uPaS2dFgH" + "5jLm9XcVbN4qWs6T"
with open(SCHEMA_PATH, encoding="utf-8") as file:
    SCHEMA = json.load(file)
CHECKER = jsonschema.Draft202012Validator(SCHEMA)


def written(*reports: Report) -> Any:
    text = render_json(reports)
    CHECKER.validate(json.loads(text))
    return json.loads(text)


def test_the_schema_is_itself_valid_and_closed() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = [one for one in SCHEMA["$defs"].values() if one["type"] == "object"]
    assert all(one["additionalProperties"] is False for one in objects)
    assert all(set(one["required"]) == set(one["properties"]) for one in objects)


def test_a_report_has_everything_in_the_contract() -> None:
    found = written(report())
    assert list(found) == [
        "schema_version", "tool", "ruleset", "score", "projects", "results", "findings", "roadmap", "inventory", "unread",
        "notices",
    ]  # fmt: skip
    assert found["findings"] == [
        {
            "rule": "unseeded-split",
            "family": "reproducibility",
            "severity": "high",
            "confidence": "high",
            "message": "the split changes on every run: seed it",
            "project": "",
            "path": "train.py",
            "line": 4,
            "column": 1,
            "end_line": None,
            "end_column": None,
            "cell": None,
            "fingerprint": FINGERPRINT,
            "group": None,
            "cause": "unseeded-split",
            "suppressed": None,
            "baselined": False,
            "fix": None,
            "locations": [
                {
                    "path": "train.py",
                    "line": 4,
                    "column": 1,
                    "end_line": None,
                    "end_column": None,
                    "cell": None,
                    "fingerprint": FINGERPRINT,
                }
            ],
        }
    ]


def test_without_a_score_the_reason_stands_in_its_place() -> None:
    found = written(report(score=score(None), results=()))["score"]
    assert (found["debt"], found["grade"]) == (None, None)
    assert found["reason"].startswith("insufficient evidence")


def test_a_finding_about_the_whole_repository_has_no_path() -> None:
    found = written(report(findings=(finding(location=None, locations=()),)))["findings"][0]
    assert (found["path"], found["line"]) == (None, None)


def test_a_place_in_a_notebook_has_its_cell() -> None:
    place = Location("a.ipynb", 2, cell=0)
    found = written(report(findings=(finding(location=place, locations=((place, FINGERPRINT),)),)))["findings"][0]
    assert (found["path"], found["line"], found["cell"]) == ("a.ipynb", 2, 0)


def test_a_result_has_the_evidence_that_decided_it() -> None:
    result = Result(
        "tests-in-ci", "", "passed", sites=(site("passed", "ci.yml", 12, "pytest is run"),), counts=Counts(passed=1)
    )
    found = written(report(results=(result,), score=score(0.0)))["results"][0]
    assert [(one["path"], one["line"], one["outcome"], one["text"]) for one in found["evidence"]] == [
        ("ci.yml", 12, "passed", "pytest is run")
    ]
    assert found["counts"] == {"failed": 0, "partial": 0, "passed": 1, "unknown": 0, "suppressed": 0}


def test_evidence_is_limited_and_the_counts_are_not() -> None:
    sites = tuple(site("passed", line=number) for number in range(1, 100))
    result = Result("r", "", "passed", sites=sites, counts=Counts(passed=99))
    found = written(report(results=(result,), score=score(0.0)))["results"][0]
    assert len(found["evidence"]) == EVIDENCE_SHOWN
    assert found["counts"]["passed"] == 99


def test_several_repositories_are_a_list() -> None:
    assert [one["ruleset"] for one in written(report(), report(ruleset="2"))] == ["0.1.0+abcdef12", "2"]


def test_secrets_are_masked_everywhere() -> None:
    role = RoleReport("trains", "strong", ((Location(SECRET, 1), SECRET),))
    project = report().projects[0]._replace(roles=(role,))
    found = report(
        findings=(finding(path=SECRET, message=f"token {SECRET}", fix={"replace": SECRET}),),
        notices=(notice(SECRET, SECRET),),
        projects=(project,),
        results=(
            Result("unseeded-split", "", "failed", SECRET, sites=(site(path=SECRET, message=SECRET),), points=46.25),
        ),
        roadmap=(report().roadmap[0]._replace(todo=SECRET),),
        inventory=({"tool": SECRET},),
    )
    assert SECRET not in render_json([found])


def test_the_text_is_plain_ascii_without_control_characters() -> None:
    text = render_json([report(findings=(finding(path="a\x1b[2J\u202e\udcffé.py"),))])
    assert text.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)
    assert json.loads(text)["findings"][0]["path"] == "a\x1b[2J\u202e\\xffé.py"


@pytest.mark.parametrize("key", ["time", "date", "duration", "root"])
def test_nothing_that_differs_from_run_to_run_is_part_of_the_contract(key: str) -> None:
    names = {name for one in SCHEMA["$defs"].values() for name in one["properties"]}
    assert not [name for name in names if key in name]


POINTS = st.lists(st.floats(0, 30).map(lambda number: number / 7), max_size=20)


@given(POINTS)
def test_the_points_add_up_to_the_debt(points: list[float]) -> None:
    debt = fsum(points)
    results = tuple(Result(f"rule-{number}", "", "failed", points=one) for number, one in enumerate(points))
    found = document(report(results=results, score=score(debt)))
    assert round(fsum(one["points"] for one in found["results"]), 6) == found["score"]["debt"]
