"""The table of names that libraries took away, and the rule that is woken by them."""

from __future__ import annotations

from pathlib import Path

from mlready.repo.versions import release
from mlready.rulebook import RuleBook
from mlready.tables.removals import REMOVED, REMOVED_KEYWORDS

RULES = Path(__file__).parent.parent / "rules"


def test_every_name_wakes_the_rule() -> None:
    triggers = set(RuleBook.load(str(RULES))["removed-ml-api"].triggers)
    assert {*REMOVED, *(name for name, _ in REMOVED_KEYWORDS)} == {
        one for one in triggers if not one.startswith("import:")
    }


def test_every_row_names_a_release() -> None:
    for removal in (*REMOVED.values(), *REMOVED_KEYWORDS.values()):
        assert release(removal.since)
        assert removal.until is None or release(removal.until) > release(removal.since)
