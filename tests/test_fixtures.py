"""Whole repositories in miniature: their reports, and what happens to the debt when something is taken away or only pretended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mlready.output.json import document
from mlready.pipeline import scan
from mlready.report import Report

FIXTURES = Path(__file__).parent.parent / "fixtures"
STORIES = sorted(one.name for one in FIXTURES.iterdir() if one.is_dir())
FIRST_TEST = "from churn.features import features\n\n\ndef test_features():\n    assert callable(features)\n"
Change = Callable[[Path], None]


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a story outside any git repository."""

    def make(story: str) -> Path:
        return Path(shutil.copytree(FIXTURES / story / "repository", tmp_path / story))

    return make


def report_of(folder: Path) -> Report:
    return scan(str(folder))


def debt(report: Report) -> float:
    assert report.score.debt is not None, report.score.reason
    return report.score.debt


def failing(report: Report) -> set[str]:
    return {one.rule for one in report.results if one.outcome == "failed"}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_has_the_report_that_is_expected(story: str, copy: Callable[[str], Path]) -> None:
    found = document(report_of(copy(story)))
    del found["ruleset"]  # changes with every page of the book
    expected = json.loads((FIXTURES / story / "expected.json").read_text())
    assert found == expected


def replace(path: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        file = folder / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    return change


def remove(path: str) -> Change:
    return lambda folder: (folder / path).unlink()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        pytest.param(remove("uv.lock"), "no-locked-environment", id="the lock"),
        pytest.param(
            replace(".github/workflows/ci.yml", "      - run: uv run pytest\n", ""),
            "tests-not-in-ci",
            id="the test step of CI",
        ),
        pytest.param(
            replace("src/churn/train.py", '    seed_all(params["seed"])\n', ""), "no-seed-control", id="the seed call"
        ),
        pytest.param(remove(".github/workflows/ci.yml"), "no-ci", id="CI"),
        pytest.param(
            replace("src/churn/train.py", "train_test_split(frame,", "train_test_split(frame[:],"),
            None,
            id="nothing that matters",
        ),
    ],
)
def test_taking_something_away_raises_the_debt_by_the_rule_for_it(
    change: Change, rule: str | None, copy: Callable[[str], Path]
) -> None:
    folder = copy("mature")
    before = report_of(folder)
    change(folder)
    after = report_of(folder)
    if rule is None:
        assert debt(after) == debt(before)
        return
    assert debt(after) > debt(before)
    new = {one.rule for one in after.results if one.outcome == "failed" and one.because is None} - failing(before)
    causes = {rule} | ({"unseeded-split"} if rule == "no-seed-control" else set())
    assert rule in new
    assert new <= causes


def test_taking_the_watch_for_drift_away_raises_the_debt(copy: Callable[[str], Path]) -> None:
    folder = copy("mature")
    before = report_of(folder)
    remove("src/churn/drift.py")(folder)
    after = report_of(folder)
    assert debt(after) > debt(before)
    assert failing(after) - failing(before) == {"no-drift-monitoring"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("tests/test_more.py", "def test_nothing():\n    pass\n", id="a test that asserts nothing"),
        pytest.param("src/churn/watch.py", "import evidently\n", id="a drift tool that is only imported"),
        pytest.param("monitoring.yml", "", id="an empty monitoring file"),
        pytest.param("alerts/rules.yml", "groups: []\n", id="an empty list of alerts"),
        pytest.param(
            "src/churn/seeds.py",
            "import random\n\n\ndef seed_all_again(number):\n    random.seed(number)\n",
            id="a seed function that nobody calls",
        ),
        pytest.param("src/churn/tracking.py", "import mlflow\n", id="a tracker that is only imported"),
        pytest.param(".github/workflows/empty.yml", "on: push\njobs: {}\n", id="a workflow without jobs"),
    ],
)
def test_pretending_does_not_lower_the_debt(path: str, text: str, copy: Callable[[str], Path]) -> None:
    folder = copy("hollow")
    before = debt(report_of(folder))
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
    assert debt(report_of(folder)) >= before


@pytest.mark.parametrize("ci", ["that runs the tests", "without tests", "none"])
@pytest.mark.parametrize("story", STORIES)
def test_the_first_test_never_raises_the_debt(story: str, ci: str, copy: Callable[[str], Path]) -> None:
    folder = copy(story)
    shutil.rmtree(folder / "tests")
    workflow = folder / ".github/workflows/ci.yml"
    if ci == "none":
        workflow.unlink()
    elif ci == "without tests":
        kept = [line for line in workflow.read_text().splitlines() if "pytest" not in line]
        workflow.write_text("\n".join(kept))
    before = debt(report_of(folder))
    (folder / "tests").mkdir()
    (folder / "tests/test_features.py").write_text(FIRST_TEST)
    assert debt(report_of(folder)) <= before


def test_names_alone_earn_nothing(copy: Callable[[str], Path]) -> None:
    mature, hollow = copy("mature"), copy("hollow")
    assert _names(mature) == _names(hollow)
    assert debt(report_of(hollow)) - debt(report_of(mature)) >= 10


def _names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_a_readme_alone_gets_no_grade(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A model\n\nIt is good.\n")
    report = report_of(tmp_path)
    assert report.score.debt is None
    assert report.score.grade is None
    assert report.findings == ()


def test_an_empty_folder_gets_no_grade(tmp_path: Path) -> None:
    report = report_of(tmp_path)
    assert report.score.debt is None
    assert report.findings == ()
