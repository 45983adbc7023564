"""The exit status of a scan, and its reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlready.cli.program import refuse
from mlready.cli.terminal import emit
from mlready.verdict import SEVERITIES

if TYPE_CHECKING:
    from mlready.cli.target import Target
    from mlready.config import Config
    from mlready.report import Report
    from mlready.rulebook import RuleBook

FAILED = 1


def status(
    targets: Sequence[Target],
    reports: Sequence[Report],
    configs: Sequence[Config],
    book: RuleBook,
) -> int:
    """0, 1 or 2; the reason of a 1 or a 2 is told in one line on stderr."""
    crashed = [result for report in reports for result in report.results if result.outcome == "error"]
    if crashed:
        more = f" (and {len(crashed) - 1} more)" if len(crashed) > 1 else ""
        foreign = (rule := book.get(crashed[0].rule)) is not None and rule.foreign
        whose = "a rule of --rules failed" if foreign else "this is a bug in mlready"
        return refuse(f"{crashed[0].reason}{more}; {whose}")
    missed: list[str] = []
    for target, report, config in zip(targets, reports, configs, strict=True):
        prefix = f"{target.title}: " if len(targets) > 1 else ""
        missed += [prefix + reason for reason in _missed(report, config, book)]
    if missed:
        from mlready.output.sanitise import line

        emit(f"mlready: {line('; '.join(missed))}\n", sys.stderr)
    return FAILED if missed else 0


def _missed(report: Report, config: Config, book: RuleBook) -> Iterator[str]:
    """The gates that this report does not pass."""
    grave = SEVERITIES[: SEVERITIES.index(config.fail_on) + 1] if config.fail_on in SEVERITIES else ()
    gating = [
        finding
        for finding in report.findings
        if finding.is_new and finding.severity in grave and book[finding.rule].is_site_rule
    ]
    if gating:
        yield f"{len(gating)} new finding{'s' * (len(gating) > 1)} of severity {config.fail_on} or above (--fail-on)"
    score = report.score
    without = f"there is no score: {score.reason}"
    if config.max_debt is not None and (score.debt is None or round(score.debt, 6) > config.max_debt):
        debt = without if score.debt is None else f"the debt is {score.debt:.2f}"
        yield f"{debt} (--max-debt {config.max_debt:g})"
    if config.min_grade is not None and (score.grade is None or score.grade > config.min_grade):
        grade = without if score.grade is None else f"the grade is {score.grade}"
        yield f"{grade} (--min-grade {config.min_grade})"
