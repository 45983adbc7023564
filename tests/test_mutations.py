"""Every practice, broken in a repository that has it: exactly the rule for it fails, and an empty stub does not mend it.

A file of `tests/mutations` is named after its rule. `[[break]]` and `[[pretend]]` are changes to `fixtures/mature`, each with any of
`remove` (paths), `write` (path, text, written `times` over) and `replace` (path, old, new); `also` names further rules that a break may make fail.
What pretends is done after the first break. `settings` is the text of a configuration that both are judged under.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mlready.config import Config, find, read_folder
from mlready.pipeline import scan
from mlready.report import Report
from mlready.rulebook import RuleBook

ROOT = Path(__file__).parent.parent
MATURE = ROOT / "fixtures" / "mature" / "repository"
PRACTICES = [rule for rule in RuleBook.load(str(ROOT / "rules")) if rule.subject == "repo"]
MUTATIONS = {one.stem: tomllib.loads(one.read_text()) for one in sorted((ROOT / "tests" / "mutations").iterdir())}
CASES = [
    pytest.param(rule, kind, change, id=f"{rule}: {kind} {number}")
    for rule, found in MUTATIONS.items()
    for kind in ("break", "pretend")
    for number, change in enumerate(found.get(kind, ()), 1)
]


def changed(folder: Path, change: Mapping[str, Any]) -> None:
    for path in change.get("remove", ()):
        place = folder / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    for one in change.get("write", ()):
        (folder / one["path"]).parent.mkdir(parents=True, exist_ok=True)
        (folder / one["path"]).write_text(one["text"] * one.get("times", 1))
    for one in change.get("replace", ()):
        text = (folder / one["path"]).read_text()
        assert one["old"] in text, f"{one['path']} does not hold {one['old']!r}"
        (folder / one["path"]).write_text(text.replace(one["old"], one["new"]))


def report_of(folder: Path) -> Report:
    own = find(read_folder(str(folder)), frozenset()) or Config()
    return scan(str(folder), own._replace(profile="preview"))


def failing(report: Report) -> set[str]:
    return {one.rule for one in report.results if one.outcome == "failed" and one.because is None}


def outcome(report: Report, rule: str) -> str:
    return next(one.outcome for one in report.results if one.rule == rule)


def debt(report: Report) -> float:
    assert report.score.debt is not None, report.score.reason
    return report.score.debt


@pytest.fixture(scope="module")
def whole() -> Report:
    return report_of(MATURE)


def test_every_practice_has_a_mutation() -> None:
    assert {rule.name for rule in PRACTICES} == set(MUTATIONS)
    assert [rule for rule, found in MUTATIONS.items() if not found.get("break") or not found.get("pretend")] == []


@pytest.mark.parametrize(("rule", "kind", "change"), CASES)
def test_a_practice_is_told_from_its_absence(
    rule: str, kind: str, change: Mapping[str, Any], whole: Report, tmp_path: Path
) -> None:
    first = MUTATIONS[rule]["break"][0]
    settings = MUTATIONS[rule].get("settings")
    if settings is not None:  # only what is declared makes it a question
        whole = report_of(_declared(Path(shutil.copytree(MATURE, tmp_path / "declared")), settings))
    folder = _declared(Path(shutil.copytree(MATURE, tmp_path / "mature")), settings)
    assert outcome(whole, rule) == "passed"
    counts = next(one for one in PRACTICES if one.name == rule).profile == "recommended"
    if kind == "break":
        changed(folder, change)
        after = report_of(folder)
        assert failing(after) - failing(whole) - set(change.get("also", ())) == {rule}
        assert not counts or debt(after) > debt(whole)
        return
    changed(folder, first)
    broken = report_of(folder)
    changed(folder, change)
    pretending = report_of(folder)
    assert outcome(pretending, rule) == "failed"
    assert not counts or debt(pretending) >= debt(broken)


def _declared(folder: Path, settings: str | None) -> Path:
    """The folder with a configuration of its own."""
    if settings is not None:
        (folder / "mlready.toml").write_text(settings)
    return folder
