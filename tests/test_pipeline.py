"""From a source to a report."""

import gc
from datetime import date
from math import fsum
from pathlib import Path
from typing import Any

import pytest

from mlready import pipeline
from mlready.config import Config, ConfigError, Ignore, Suppress
from mlready.location import Notice
from mlready.output.json import render_json
from mlready.report import Report
from mlready.rulebook import RuleBook
from mlready.source import Entry, GitFacts

PAGE = """\
---
summary: A line says {word}
subject: text
severity: {severity}
confidence: high
effort: {{once: 30, each: 10}}
profile: {profile}
zones: [prod, test, docs]
---
It should not.

## What to do

Take it out.
"""
CHECK = """\
from mlready.location import Location
from mlready.verdict import failed, passed


def check(subject, repo):
    for number, text in enumerate((repo.text(subject.path) or "").splitlines(), 1):
        if "{word}" in text:
            yield failed(Location(subject.path, number), "take out {word}")
        elif "good" in text:
            yield passed(Location(subject.path, number))
"""
ROLES = {"trains": True}
FAMILIES = ("reproducibility", "sanity", "testing", "security", "versioning")


class Memory:
    """A source whose files are given as text."""

    root = "memory"
    scope = ""

    def __init__(self, kind: str = "git", **files: str) -> None:
        self.kind = kind
        self.files = {name.replace("__", "/").replace("_dot_", "."): text.encode() for name, text in files.items()}
        self.notices: list[Notice] = []

    def entries(self) -> tuple[Entry, ...]:
        return tuple(Entry(path, len(data), tracked=True, link=False) for path, data in sorted(self.files.items()))

    def read(self, path: str, limit: int | None = None) -> bytes | None:
        return self.files[path][:limit] if path in self.files else None

    def git(self) -> GitFacts:
        return GitFacts()


def page(folder: Path, family: str, name: str, severity: str = "critical", profile: str = "recommended") -> None:
    word = name.partition("_")[0].upper()
    (folder / family).mkdir(parents=True, exist_ok=True)
    (folder / family / f"{name}.md").write_text(PAGE.format(word=word, severity=severity, profile=profile))
    (folder / family / f"{name}.py").write_text(CHECK.format(word=word))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """A rule of weight 10 for each of five families, `strict-one` and `preview-one`."""
    folder = tmp_path_factory.mktemp("book")
    for family in FAMILIES:
        page(folder, family, f"{family}_one")
    page(folder, "testing", "strict_one", "high", "strict")
    page(folder, "testing", "preview_one", "high", "preview")
    return RuleBook.load(folder, cache_dir=tmp_path_factory.mktemp("cache"))


def scan(book: RuleBook, config: Config | None = None, trusted: bool = True, **files: str) -> Report:
    source = Memory(**(files or {"a_dot_txt": "good\nTESTING\nSTRICT\nPREVIEW\nSANITY\n"}))
    settings = (config or Config())._replace(roles=ROLES)
    return pipeline.scan_source(source, settings, book, today=date(2026, 1, 15), trusted=trusted)


def rules_of(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def test_the_points_of_all_results_add_up_to_the_debt(book: RuleBook) -> None:
    report = scan(book)
    assert report.score.debt is not None
    assert report.score.debt > 0
    assert fsum(result.points for result in report.results) == pytest.approx(report.score.debt)


def test_the_points_of_several_projects_add_up_to_the_debt(book: RuleBook) -> None:
    both = {f"{name}__pyproject_dot_toml": "[project]\nname = 'a'\n" for name in ("one", "two")}
    code = {"one__a_dot_py": "good = TESTING = 1\n", "two__a_dot_py": "good = 1\nSECURITY = SANITY = 1\n"}
    report = scan(book, **both, **code)
    assert {project.path for project in report.projects} >= {"one", "two"}
    assert report.score.debt is not None
    assert fsum(result.points for result in report.results) == pytest.approx(report.score.debt)


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("recommended", {"testing-one", "sanity-one"}),
        ("strict", {"testing-one", "sanity-one", "strict-one"}),
        ("preview", {"testing-one", "sanity-one", "strict-one", "preview-one"}),
    ],
)
def test_a_profile_chooses_what_is_shown_and_not_what_counts(book: RuleBook, profile: str, shown: set[str]) -> None:
    report = scan(book, Config(profile=profile))
    assert rules_of(report) == shown
    assert report.score.debt == scan(book).score.debt


def test_a_rule_hidden_by_the_command_line_counts(book: RuleBook) -> None:
    report = scan(book, Config(hidden=("testing-one",)))
    assert rules_of(report) == {"sanity-one"}
    assert report.score.debt == scan(book).score.debt
    assert any("testing-one" in notice.message for notice in report.notices)


def test_a_selection_has_no_score(book: RuleBook) -> None:
    report = scan(book, Config(select=("preview-one", "sanity")))
    assert rules_of(report) == {"preview-one", "sanity-one"}
    assert {result.rule for result in report.results} == {"preview-one", "sanity-one"}
    assert (report.score.debt, report.score.reason) == (None, "partial selection")


@pytest.mark.parametrize("named", ["testing-one", "testing"], ids=["a rule", "a family"])
def test_what_the_configuration_ignores_counts_as_suppressed(book: RuleBook, named: str) -> None:
    before, report = scan(book), scan(book, Config(ignore=(Ignore(named, "tested elsewhere"),)))
    assert {finding.rule: finding.suppressed for finding in report.findings} == {
        "sanity-one": None,
        "testing-one": "tested elsewhere",
    }
    assert report.score.debt is not None
    assert before.score.debt is not None
    assert report.score.debt < before.score.debt
    assert report.score.debt_unsuppressed == before.score.debt


def test_what_the_configuration_suppresses_lasts_until_its_last_day(book: RuleBook) -> None:
    entry = Suppress("testing-one", "a demo", path="a.txt")
    for until, suppressed in ((None, "a demo"), (date(2026, 1, 15), "a demo"), (date(2026, 1, 14), None)):
        report = scan(book, Config(suppress=(entry._replace(until=until),)))
        found = {finding.rule: finding.suppressed for finding in report.findings}
        assert found["testing-one"] == suppressed


CODE = "TESTING = 1  # mlready: ignore[testing-one] a demo\n"


def test_comments_of_an_untrusted_repository_suppress_nothing(book: RuleBook) -> None:
    assert [finding.suppressed for finding in scan(book, a_dot_py=CODE).findings] == ["a demo"]
    report = scan(book, trusted=False, a_dot_py=CODE)
    assert [finding.suppressed for finding in report.findings] == [None]
    assert "untrusted" in {notice.kind for notice in report.notices}


def test_entries_of_the_reader_hold_for_an_untrusted_repository(book: RuleBook) -> None:
    config = Config(suppress=(Suppress("testing-one", "mine", path="*"),))
    assert [finding.suppressed for finding in scan(book, config, trusted=False, a_dot_py=CODE).findings] == ["mine"]


def test_where_a_configuration_is_on_this_machine_is_not_told(book: RuleBook) -> None:
    seen = []

    def apply(*results: object, config_path: str, **_: object) -> tuple[object, tuple[()]]:
        seen.append(config_path)
        return results[0], ()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlready.suppress.apply", apply)
        scan(book, Config(path="/home/ada/mine.toml", suppress=(Suppress("testing-one", "mine", path="*"),)))
    assert seen == ["mine.toml"]


def test_the_paths_of_a_configuration_above_count_from_its_own_folder(book: RuleBook) -> None:
    files = {"a_dot_txt": "TESTING", "data__b_dot_txt": "TESTING", "part__c_dot_txt": "TESTING"}

    def found(**changes: Any) -> list[str]:
        config = Config(path="../mlready.toml", inside="part/", **changes)
        return [str(one.location) for one in scan(book, config, **files).findings]

    assert found() == ["a.txt:1", "data/b.txt:1", "part/c.txt:1"]
    assert found(exclude=("part/data",)) == ["a.txt:1", "part/c.txt:1"]
    assert found(exclude=("data", "a.txt")) == found()
    assert found(zones=(("part/data", "vendored"), ("part/part", "vendored"))) == ["a.txt:1"]
    assert found(zones=(("data", "vendored"),)) == found()


def test_a_folder_named_by_the_reader_is_scanned_though_the_configuration_above_leaves_it_out(book: RuleBook) -> None:
    for pattern in ("parts", "parts/*", "**/one"):
        config = Config(path="../../mlready.toml", inside="parts/one/", exclude=(pattern,))
        assert len(scan(book, config, a_dot_txt="TESTING").findings) == 1


def test_where_a_configuration_above_stands_is_told(book: RuleBook) -> None:
    suppress = (Suppress("no-such-rule", "mine", path="part/a.txt"),)
    report = scan(book, Config(path="../mlready.toml", inside="part/", suppress=suppress), a_dot_txt="TESTING")
    assert {one.location.path for one in report.findings if one.location} <= {"../mlready.toml", "a.txt"}


def test_findings_are_ordered_by_gravity_rule_and_place(book: RuleBook) -> None:
    report = scan(book, Config(profile="strict"), b_dot_txt="STRICT\nTESTING\nTESTING", a_dot_txt="TESTING\nSANITY")
    assert [(finding.rule, str(finding.location)) for finding in report.findings] == [
        ("sanity-one", "a.txt:2"),
        ("testing-one", "a.txt:1"),
        ("testing-one", "b.txt:2"),
        ("testing-one", "b.txt:3"),
        ("strict-one", "b.txt:1"),
    ]


def test_a_repair_that_gains_most_for_its_hours_comes_first(book: RuleBook) -> None:
    report = scan(book, a_dot_txt="good\nSECURITY\n" + "TESTING\n" * 30)
    assert [item.cause for item in report.roadmap] == ["security-one", "testing-one"]
    assert report.roadmap[0].todo == "Take it out."


def test_excluded_files_are_not_seen(book: RuleBook) -> None:
    report = scan(book, Config(exclude=("legacy/",)), legacy__a_dot_txt="TESTING", b_dot_txt="good")
    assert (report.files, report.findings) == (1, ())


def test_zones_of_the_configuration_hold_for_folders(book: RuleBook) -> None:
    files = {"examples__a_dot_txt": "TESTING"}
    assert rules_of(scan(book, **files)) == set()
    assert rules_of(scan(book, Config(zones=(("examples/", "prod"),)), **files)) == {"testing-one"}


def test_a_file_over_a_limit_is_told_once(book: RuleBook) -> None:
    report = scan(book, Config(limits={"file-size": 3}), a_dot_txt="TESTING", b_dot_txt="ok")
    assert report.unread == (Notice("limit", "not read: larger than 3 bytes", "a.txt"),)


def test_files_over_their_number_are_left_out(book: RuleBook) -> None:
    report = scan(book, Config(limits={"files": 1}), a_dot_txt="TESTING", b_dot_txt="SANITY")
    assert rules_of(report) == {"testing-one"}
    assert Notice("limit", "too many files: only 1 of them are read") in report.notices


def test_files_have_findings_and_no_score(book: RuleBook) -> None:
    report = scan(book, kind="files", a_dot_txt="TESTING")
    assert rules_of(report) == {"testing-one"}
    assert (report.score.debt, report.score.reason, report.roadmap) == (None, pipeline.FILES_ONLY, ())
    assert [notice.kind for notice in report.notices] == ["files"]


def test_goals_are_told_as_custom_weights(book: RuleBook) -> None:
    assert scan(book, Config(goals=("quality",))).score.custom
    assert not scan(book).score.custom


def test_the_same_files_give_the_same_bytes_in_any_order(book: RuleBook) -> None:
    files = {"a_dot_txt": "TESTING", "b__c_dot_txt": "good\nSANITY", "d_dot_py": "import torch"}
    backwards = dict(reversed(files.items()))
    assert render_json([scan(book, **files)]) == render_json([scan(book, **backwards)])


def test_what_is_asserted_is_reported_as_such(book: RuleBook) -> None:
    (project,) = scan(book).projects
    assert [(role.name, role.strength) for role in project.roles] == [("trains", "asserted")]


class TestCollector:
    """The garbage collector rests during a scan and is found as it was."""

    @pytest.mark.parametrize("running", [True, False])
    def test_it_is_left_as_it_was(self, book: RuleBook, running: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = []
        monkeypatch.setattr(pipeline, "judge", lambda *_: seen.append(gc.isenabled()) or ())
        was = gc.isenabled()
        try:
            (gc.enable if running else gc.disable)()
            scan(book)
            assert gc.isenabled() is running
        finally:
            (gc.enable if was else gc.disable)()
        assert seen == [False]

    def test_it_goes_on_after_a_fault(self, book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pipeline, "judge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            scan(book)
        assert gc.isenabled()


class TestPaths:
    """Folders and files as a library is asked about them."""

    def test_a_folder_is_scanned_with_its_own_configuration(self, book: RuleBook, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("TESTING\nSTRICT")
        (tmp_path / "mlready.toml").write_text("profile = 'strict'")
        assert rules_of(pipeline.scan(str(tmp_path), book=book)) == {"testing-one", "strict-one"}
        assert rules_of(pipeline.scan(str(tmp_path), book=book, trusted=False)) == {"testing-one"}
        assert rules_of(pipeline.scan(str(tmp_path), Config(), book)) == {"testing-one"}

    def test_files_are_scanned_with_the_configuration_of_their_root(self, book: RuleBook, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("TESTING\nSTRICT")
        (tmp_path / "mlready.toml").write_text("profile = 'strict'")
        assert rules_of(pipeline.scan_files([str(tmp_path / "a.txt")], book=book)) == {"testing-one", "strict-one"}

    def test_a_folder_in_a_work_tree_follows_the_configuration_above_it(self, book: RuleBook, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        (tmp_path / "mlready.toml").write_text("profile = 'strict'")
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "a.txt").write_text("STRICT")
        assert rules_of(pipeline.scan(str(tmp_path / "sub"), book=book)) == {"strict-one"}

    def test_a_configuration_that_names_an_unknown_rule_is_refused(self, book: RuleBook, tmp_path: Path) -> None:
        (tmp_path / "mlready.toml").write_text("select = ['testing-two']")
        with pytest.raises(ConfigError, match="did you mean `testing-one`"):
            pipeline.scan(str(tmp_path), book=book)
