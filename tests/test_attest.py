"""Attestations: what people say because a repository cannot show it, and for how long that holds."""

from __future__ import annotations

from datetime import date

import pytest

from mlready.attest import PLACES, faults
from mlready.repo import Repo
from mlready.testing.memory import Memory

TODAY = date(2026, 1, 15)
WHOLE = {
    "id": "no-runbook",
    "statement": "it is in the wiki",
    "status": "met",
    "evidence": "https://wiki.example.org",
    "owner": "maria",
    "reviewed_by": "jonas",
    "reviewed_on": "2025-12-01",
}


def said(text: str) -> list[str]:
    repo = Repo(Memory.of({PLACES[0]: text}))
    return [one.message for one in faults(repo, PLACES[0], TODAY)]


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
