"""What the rules of the book cost: a scan with all of them against one with a single rule.

python benchmarks/rules.py FOLDER [PAIRS]
"""

from __future__ import annotations

import sys

from paired import HEAD, MLREADY, compare, line

from mlready.rulebook import RuleBook

ONE = "no-ci"
"""A rule that reads next to nothing."""


def main() -> None:
    folder = sys.argv[1]
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    scan = [MLREADY, "scan", folder, "--fail-on", "never"]
    ours, base, ratio = compare([*scan, "--profile", "preview"], [*scan, "--select", ONE], pairs)
    print(f"{'every rule against one':34}{'ours':>18}{'base':>27}")
    print(HEAD)
    print(line(folder.rstrip("/").rpartition("/")[2], ours, base, ratio))
    print(f"CPU of a hundred rules: {100 * (ratio.cpu - 1) * 100 / (len(RuleBook.load()) - 1):.1f} %")


if __name__ == "__main__":
    main()
