"""Sums up docs/precision.csv in docs/precision.md: `python .ci/precision.py` writes it, `--check` only compares."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "precision.csv"
PAGE = ROOT / "docs" / "precision.md"
HEAD = """# Precision of the rules

Every rule was run on the public repositories named in `precision.csv`, each at the commit written there, and its verdicts were read by hand. A *hit*
is a finding: true when the fault is there and a maintainer would want to know, false otherwise. A *candidate* is a place found by a plain text
search, or a verdict of a whole-repo rule that is no finding: silent when the rule is right to say nothing, missed when it should have spoken.

A rule is `recommended` with at least 90 % true hits and at most 20 % missed candidates. One or two hits are thin evidence: with them, or with none, it
also needs four examples of several files, high confidence and at most 10 % missed, and without a hit silence on the repositories without machine learning. Copies of one file
count as one hit. A rule that is precise on thinner evidence is `strict`; the others are `preview`: shown on request, without weight. A finding is false
too where it is right in fact but asks for what such a repository does not owe: a course that is not seen as one, a file that the repository wrote itself.

Rules were mended on the same repositories that they were then measured on: the figures describe these repositories and are not held out. Many practices
have few hits, since there are few repositories of each kind; read the number of hits beside the share.

This page is written by `.ci/precision.py`.

| rule | hits read | true | candidates read | missed | profile |
|---|---:|---:|---:|---:|---|
"""


class Measured(NamedTuple):
    """What was read of one rule."""

    hits: int
    true: int
    candidates: int
    missed: int

    @property
    def precision(self) -> float | None:
        return self.true / self.hits if self.hits else None

    @property
    def miss_rate(self) -> float | None:
        return self.missed / self.candidates if self.candidates else None


def measured() -> dict[str, Measured]:
    """Rule -> what was read of it."""
    tally: dict[str, Counter[str]] = {}
    with TABLE.open(newline="") as file:
        for row in csv.DictReader(file):
            tally.setdefault(row["rule"], Counter()).update([row["kind"], f"{row['kind']} {row['verdict']}"])
    return {
        rule: Measured(found["hit"], found["hit true"], found["candidate"], found["candidate missed"])
        for rule, found in sorted(tally.items())
    }


def share(number: float | None) -> str:
    return "" if number is None else f"{100 * number:.0f} %"


def page() -> str:
    from mlready.rulebook import RuleBook

    rows = measured()
    lines = []
    for rule in RuleBook.load():
        found = rows.get(rule.name)
        if found is None:
            continue
        cells = (rule.name, found.hits, share(found.precision), found.candidates, share(found.miss_rate), rule.profile)
        lines.append("| " + " | ".join(map(str, cells)) + " |\n")
    hits, true = sum(one.hits for one in rows.values()), sum(one.true for one in rows.values())
    return HEAD + "".join(lines) + f"\n{hits} hits were read, {true} of them true.\n"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    if "--check" in sys.argv[1:]:
        sys.exit(None if PAGE.read_text() == page() else "docs/precision.md is stale: run .ci/precision.py")
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
