"""`mlready scan`: what is asked for is done, and the exit status says how it went."""

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from mlready.output.json import SCHEMA_PATH
from mlready.report import Report
from tests.cli.conftest import Run, add_rule, write
from tests.cli.test_program import imported
from tests.output.conftest import finding, report

SCHEMA = json.loads(Path(SCHEMA_PATH).read_text(encoding="utf-8"))
BAD = "fine\nBAD\n"


def commit(folder: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
    }  # fmt: skip
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "one")):
        subprocess.run(("git", *command), cwd=folder, env=environment, check=True, capture_output=True)


class TestStatus:
    """0 fine, 1 findings or a gate missed, 2 it could not be done."""

    def test_nothing_found_is_0(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt="fine")
        ran = run("scan", "--rules", rules)
        assert (ran.status, ran.err) == (0, "")
        assert "0 findings; 1 file scanned" in ran.out

    def test_a_new_grave_finding_is_1_and_the_reason_is_told(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD)
        ran = run("scan", "--rules", rules)
        assert ran.status == 1
        assert ran.err == "mlready: 1 new finding of severity high or above (--fail-on)\n"
        assert "a.txt:2" in ran.out

    @pytest.mark.parametrize(
        ("fail_on", "status"), [("critical", 0), ("high", 1), ("medium", 1), ("low", 1), ("info", 1), ("never", 0)]
    )
    def test_fail_on_is_the_least_severity_that_counts(
        self, run: Run, work: Path, rules: str, fail_on: str, status: int
    ) -> None:
        write(work, a_dot_txt=BAD)
        assert run("scan", "--rules", rules, "--fail-on", fail_on).status == status

    def test_a_lesser_finding_is_0_by_default(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt="MEH")
        assert run("scan", "--rules", rules).status == 0
        assert run("scan", "--rules", rules, "--fail-on", "low").status == 1

    def test_a_missing_practice_is_no_site_finding(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        hand_made(monkeypatch, report(findings=(finding("no-environment-definition", location=None, locations=()),)))
        assert run("scan").status == 0

    def test_what_is_set_aside_or_known_is_not_new(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        found = (finding(suppressed="a demo"), finding(baselined=True))
        hand_made(monkeypatch, report(findings=found))
        assert run("scan").status == 0

    def test_an_empty_folder_is_0_with_a_notice(self, run: Run) -> None:
        ran = run("scan")
        assert (ran.status, ran.err) == (0, "")
        assert "there is nothing to scan" in ran.out

    def test_a_path_that_does_not_exist_is_2(self, run: Run) -> None:
        ran = run("scan", "absent")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == "mlready: error: no such file or folder: absent\n"

    def test_2_outranks_1(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD)
        assert run("scan", "a.txt", "absent", "--rules", rules).status == 2

    def test_a_rule_that_crashes_is_2_and_the_others_go_on(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD)
        Path(rules, "house", "says_meh.py").write_text(
            "def check(subject, repo):\n    raise ValueError('no')\n    yield\n"
        )
        ran = run("scan", "--rules", rules)
        assert ran.status == 2
        assert "a.txt:2" in ran.out
        assert ran.err == "mlready: error: says-meh crashed on a.txt: ValueError: no; a rule of --rules failed\n"


def hand_made(monkeypatch: pytest.MonkeyPatch, found: Report) -> None:
    monkeypatch.setattr("mlready.pipeline.scan_source", lambda *_, **__: found)


class TestGates:
    """--max-debt and --min-grade."""

    @pytest.mark.parametrize(
        ("gate", "status", "reason"),
        [
            pytest.param(("--max-debt", "46.25"), 0, "", id="the debt is allowed"),
            pytest.param(("--max-debt", "46.2"), 1, "the debt is 46.25 (--max-debt 46.2)", id="the debt is too high"),
            pytest.param(("--min-grade", "D"), 0, "", id="the grade is allowed"),
            pytest.param(("--min-grade", "C"), 1, "the grade is D (--min-grade C)", id="the grade is worse"),
        ],
    )
    def test_a_gate_that_is_missed_is_1_with_the_reason(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, gate: tuple[str, ...], status: int, reason: str
    ) -> None:
        hand_made(monkeypatch, report(findings=()))
        ran = run("scan", *gate)
        assert ran.status == status
        assert ran.err == (f"mlready: {reason}\n" if reason else "")

    def test_a_gate_without_a_score_is_1_with_the_reason(self, run: Run) -> None:
        ran = run("scan", "--max-debt", "50", "--min-grade", "C")
        assert ran.status == 1
        assert ran.err.count("\n") == 1
        assert "there is no score: insufficient evidence: no machine-learning role was found (--max-debt 50)" in ran.err

    def test_no_number_is_no_gate(self, run: Run) -> None:
        assert run("scan", "--max-debt", "nan").status == 2

    def test_gates_may_stand_in_the_configuration(self, run: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        hand_made(monkeypatch, report(findings=()))
        write(work, mlready_dot_toml="max-debt = 30")
        assert run("scan").status == 1
        assert run("scan", "--max-debt", "60").status == 0


class TestRules:
    """Which rules are shown."""

    def test_a_profile_adds_rules(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt="HM")
        assert run("scan", "--rules", rules).status == 0
        assert run("scan", "--rules", rules, "--profile", "strict").status == 1

    def test_selected_rules_are_listed_place_by_place_without_a_score(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt="HM\nBAD\nMEH")
        ran = run("scan", "--rules", rules, "--select", "says-hm,says-meh")
        assert ran.out.splitlines()[:2] == [
            "a.txt:1:1: high says-hm: take out HM",
            "a.txt:3:1: low says-meh: take out MEH",
        ]
        assert "no score: partial selection" in ran.out

    def test_a_family_may_be_selected(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt="HM\nBAD\nMEH")
        assert "3 findings" in run("scan", "--rules", rules, "--select", "house").out

    def test_an_ignored_rule_is_neither_shown_nor_gated(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD)
        ran = run("scan", "--rules", rules, "--ignore", "says-bad")
        assert ran.status == 0
        assert "a.txt" not in ran.out
        assert "not shown, but counted in the score: says-bad" in ran.out

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_an_unknown_rule_is_2_with_the_nearest_name(self, run: Run, rules: str, option: str) -> None:
        ran = run("scan", "--rules", rules, option, "says-bda")
        assert ran.status == 2
        assert ran.err == f"mlready: error: {option}: unknown rule `says-bda`, did you mean `says-bad`?\n"

    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            (("--select", ""), "--select: no rule is named"),
            (("--select", " , "), "--select: no rule is named"),
            (("--config", ""), "--config: the name is empty"),
            (("--rules", ""), "--rules: the name is empty"),
            (("",), "no such file or folder: ''"),
            (("--max-debt", "x"), "Invalid value for '--max-debt': 'x' is not a valid number from 0 to 100."),
            (("--max-debt", "101"), "Invalid value for '--max-debt': 101.0 is not in the range 0<=x<=100."),
            (("--max-debt", "nan"), "--max-debt: nan is not a number"),
            (("--output", "json"), "--output json: expected FORMAT=FILE"),
        ],
    )
    def test_an_option_given_wrongly_is_2_and_one_line(self, run: Run, arguments: tuple[str, ...], line: str) -> None:
        ran = run("scan", *arguments)
        assert (ran.status, ran.out, ran.err) == (2, "", f"mlready: error: {line}\n")

    def test_rules_are_not_taken_from_inside_the_scanned_folder(self, run: Run, work: Path) -> None:
        add_rule(work / "rules", "says_bad", "BAD")
        ran = run("scan", "--rules", "rules")
        assert ran.status == 2
        assert "not taken from inside the scanned folder" in ran.err


class TestFiles:
    """Files given one by one, as pre-commit does."""

    def test_every_place_is_a_line_and_there_is_one_notice(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD, b_dot_txt=BAD)
        ran = run("scan", "a.txt", "--rules", rules)
        assert ran.status == 1
        assert ran.out.splitlines() == [
            "a.txt:2:1: high says-bad: take out BAD",
            "1 finding: 1 high; 1 file scanned",
            "note: only files were given: no score, and only rules that judge a place in a",
            "      file; roles are those seen in these files",
        ]

    def test_a_file_of_an_unknown_kind_is_ignored(self, run: Run, work: Path, rules: str) -> None:
        (work / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\nBAD")
        (work / "odd.xyz").write_bytes(b"\0\1\2")
        ran = run("scan", "picture.png", "odd.xyz", "--rules", rules)
        assert (ran.status, ran.err) == (0, "")

    def test_gates_of_the_configuration_are_for_the_whole_repository(self, run: Run, work: Path) -> None:
        write(work, a_dot_txt="fine", mlready_dot_toml="max-debt = 30\nmin-grade = 'A'")
        assert run("scan", "a.txt").status == 0
        ran = run("scan", "a.txt", "--max-debt", "30")
        assert ran.status == 1
        assert "there is no score: only files were given (--max-debt 30)" in ran.err

    def test_the_configuration_of_their_root_counts(self, run: Run, work: Path, rules: str) -> None:
        (work / ".git").mkdir()
        write(work, sub__a_dot_txt=BAD, mlready_dot_toml="exclude = ['sub']")
        assert run("scan", "sub/a.txt", "--rules", rules).status == 0

    def test_files_and_folders_of_several_roots_are_each_scanned(self, run: Run, work: Path, rules: str) -> None:
        for name in ("one", "two", "three"):
            (work / name / ".git").mkdir(parents=True)
            write(work / name, a_dot_txt=BAD, b_dot_txt=BAD)
        ran = run("scan", "one", "two/a.txt", "two/b.txt", "three/a.txt", "--rules", rules)
        assert ran.status == 1
        assert [line for line in ran.out.splitlines() if line.startswith("==")] == [
            "== one",
            "== 2 files",
            "== three/a.txt",
        ]
        assert ran.err.count("\n") == 1
        assert "one: 2 new findings" in ran.err
        assert "three/a.txt: 1 new finding" in ran.err

    def test_one_python_file_loads_no_more_than_it_needs(self, run: Run, work: Path) -> None:
        write(work, train_dot_py="import torch\n\nmodel = torch.load('a.pt')\n")
        loaded = imported("scan", "train.py", "--fail-on", "never", cwd=work)
        heavy = {
            "rich",
            "git",
            "yaml",
            "jsonschema",
            "importlib.metadata",
            "libcst",
            "packaging",
            "pathspec",
            "tree_sitter",
        }
        assert "mlready.engine" in loaded
        assert not (heavy | {"subprocess", "tomllib", "sqlite3", "mlready.roadmap", "mlready.output.json"}) & loaded


class TestConfiguration:
    """Where configuration comes from."""

    @pytest.fixture(autouse=True)
    def _finding(self, run: Run, work: Path) -> None:
        write(work, a_dot_txt=BAD)

    def test_the_scanned_folder_is_asked(self, run: Run, work: Path, rules: str) -> None:
        write(work, mlready_dot_toml="fail-on = 'never'")
        assert run("scan", "--rules", rules).status == 0
        assert run("scan", "--rules", rules, "--fail-on", "high").status == 1

    def test_a_fault_in_it_is_2_in_one_line(self, run: Run, work: Path, rules: str) -> None:
        write(work, mlready_dot_toml="fail_on = 'never'")
        ran = run("scan", "--rules", rules)
        assert ran.status == 2
        assert ran.err == "mlready: error: mlready.toml: unknown key `fail_on`, did you mean `fail-on`?\n"

    def test_isolated_asks_no_file(self, run: Run, work: Path, rules: str) -> None:
        write(work, mlready_dot_toml="fail_on = 'never'")
        assert run("scan", "--rules", rules, "--isolated").status == 1

    def test_a_file_may_be_named_instead(self, run: Run, work: Path, rules: str, tmp_path: Path) -> None:
        write(work, mlready_dot_toml="fail_on = 'never'")
        write(tmp_path, mine_dot_toml="fail-on = 'never'")
        assert run("scan", "--rules", rules, "--config", str(tmp_path / "mine.toml")).status == 0
        assert run("scan", "--rules", rules, "--config", "absent.toml").status == 2
        assert run("scan", "--config", "mlready.toml", "--isolated").status == 2

    def test_what_it_suppresses_is_counted_apart(self, run: Run, work: Path, rules: str) -> None:
        write(work, mlready_dot_toml="[[suppress]]\nrule = 'says-bad'\npath = 'a.txt'\nreason = 'a demo'")
        ran = run("scan", "--rules", rules)
        assert ran.status == 0
        assert "1 suppressed" in ran.out

    def test_one_above_the_scanned_folder_says_the_same_as_of_the_whole(self, run: Run, work: Path, rules: str) -> None:
        write(work, part__a_dot_txt=BAD, part__b_dot_txt=BAD, other__c_dot_txt=BAD)
        commit(work)
        options = ("--rules", rules, "--select", "says-bad,maintainability", "--format", "json", "--fail-on", "never")

        def found(folder: str) -> list[dict[str, str]]:
            listed: list[dict[str, str]] = json.loads(run("scan", folder, *options).out)["findings"]
            return listed

        first, _ = found("part")
        assert first["fingerprint"] in {one["fingerprint"] for one in found(".")}
        entries = (f"fingerprint = '{first['fingerprint']}'", "path = 'part/b.txt'", "path = 'other'")
        text = "".join(f"[[suppress]]\nrule = 'says-bad'\nreason = 'a demo'\n{entry}\n" for entry in entries)
        write(work, mlready_dot_toml=text)
        assert {one["path"] for one in found(".") if one["suppressed"] is None} == {"a.txt"}
        assert [(one["path"], one["suppressed"]) for one in found("part")] == [("a.txt", "a demo"), ("b.txt", "a demo")]

    def test_what_it_ignores_is_counted_apart(self, run: Run, work: Path, rules: str) -> None:
        write(work, mlready_dot_toml="ignore = {house = 'not here'}")
        ran = run("scan", "--rules", rules, "--format", "json")
        assert ran.status == 0
        assert [one["suppressed"] for one in json.loads(ran.out)["findings"]] == ["not here"]

    def test_an_untrusted_repository_has_no_say(self, run: Run, work: Path, rules: str) -> None:
        write(
            work,
            mlready_dot_toml="fail-on = 'never'\nexclude = ['*']",
            b_dot_py="BAD = 1  # mlready: ignore[says-bad] nobody shall see this\n",
        )
        ran = run("scan", "--rules", rules, "--untrusted")
        assert ran.status == 1
        assert "2 new findings" in ran.err
        assert "were not followed (--untrusted)" in " ".join(ran.out.split())

    def test_limits_are_followed(self, run: Run, work: Path, rules: str) -> None:
        write(work, mlready_dot_toml="limits = {file-size = 3}")
        ran = run("scan", "--rules", rules)
        assert ran.status == 0
        assert "2 files not read" in ran.out


class TestOutput:
    """Where the report goes."""

    def test_json_keeps_the_published_schema(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD, train_dot_py="import sklearn\n", ci_dot_yml="on: push\n")
        ran = run("scan", "--rules", rules, "--format", "json")
        found = json.loads(ran.out)
        jsonschema.validate(found, SCHEMA)
        assert str(work) not in ran.out
        assert ran.err == "mlready: 1 new finding of severity high or above (--fail-on)\n"

    def test_the_same_tree_gives_the_same_bytes_elsewhere(self, run: Run, work: Path, rules: str) -> None:
        for name in ("here", "deeper/there"):
            (work / name).mkdir(parents=True)
            write(work / name, a_dot_txt=BAD, b__c_dot_txt=BAD)
        assert run("scan", "here", "--rules", rules, "--format", "json").out == (
            run("scan", "deeper/there", "--rules", rules, "--format", "json").out
        )

    def test_reports_are_written_to_files_too(self, run: Run, work: Path, rules: str) -> None:
        write(work, a__a_dot_txt=BAD)
        ran = run("scan", "a", "--rules", rules, "--output", "json=report.json", "--output", "text=report.txt")
        assert "a.txt:2" in ran.out
        assert json.loads((work / "report.json").read_text())["schema_version"] == "1"
        assert "a.txt:2" in (work / "report.txt").read_text()
        assert sorted(path.name for path in work.iterdir()) == ["a", "report.json", "report.txt"]

    def test_a_file_is_replaced_whole_and_keeps_its_permissions(self, run: Run, work: Path) -> None:
        (work / "report.json").write_text("old " * 10_000)
        (work / "report.json").chmod(0o640)
        run("scan", "--output", "json=report.json")
        assert json.loads((work / "report.json").read_text())["schema_version"] == "1"
        assert (work / "report.json").stat().st_mode & 0o777 == 0o640

    def test_a_failed_write_leaves_the_old_file(self, run: Run, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        (work / "report.json").write_text("old")
        monkeypatch.setattr(os, "replace", fail)
        ran = run("scan", "--output", "json=report.json")
        assert ran.status == 2
        assert "report.json" in ran.err
        assert [path.name for path in work.iterdir()] == ["report.json"]
        assert (work / "report.json").read_text() == "old"

    @pytest.mark.parametrize(
        ("output", "part"),
        [
            pytest.param("report.json", "expected FORMAT=FILE", id="no format"),
            pytest.param("json=", "expected FORMAT=FILE", id="no file"),
            pytest.param("jsn=a", "did you mean `json`?", id="an unknown format"),
            pytest.param("json=absent/a", "no such folder: absent", id="no such folder"),
            pytest.param("json=.", "this is a folder", id="a folder"),
        ],
    )
    def test_what_cannot_be_written_is_told_before_the_scan(self, run: Run, output: str, part: str) -> None:
        ran = run("scan", "--output", output)
        assert (ran.status, ran.out) == (2, "")
        assert part in ran.err

    def test_an_unknown_format_is_2(self, run: Run) -> None:
        assert "unknown format `jsno`, did you mean `json`?" in run("scan", "--format", "jsno").err

    def test_quiet_prints_only_what_is_wrong(self, run: Run, work: Path, rules: str) -> None:
        assert run("scan", "--rules", rules, "--quiet") == (0, "", "")
        write(work, a_dot_txt=BAD)
        ran = run("scan", "--rules", rules, "-q")
        assert (ran.status, ran.out) == (1, "")
        assert "1 new finding" in ran.err

    def test_the_score_is_explained_point_by_point(self, run: Run, work: Path) -> None:
        write(work, train_dot_py="from sklearn.linear_model import Ridge\n\nmodel = Ridge().fit(x, y)\n")
        assert "points of a rule = 100 x weight x loss" in run("scan", "--explain-score").out

    def test_a_name_that_is_no_text_does_no_harm(self, run: Run, work: Path, rules: str) -> None:
        Path(os.fsdecode(os.fsencode(work) + b"/a\xff\x1b[2J.txt")).write_text(BAD)
        ran = run("scan", "--rules", rules)
        assert ran.status == 1
        assert "a\\xff[2J.txt:2" in ran.out
        found = json.loads(run("scan", "--rules", rules, "--format", "json").out)
        assert found["findings"][0]["path"] == "a\\xff\x1b[2J.txt"


class TestRevision:
    """A git revision is scanned without a checkout."""

    def test_it_is_read_with_its_own_configuration(self, run: Run, work: Path, rules: str) -> None:
        write(work, a_dot_txt=BAD, mlready_dot_toml="fail-on = 'low'")
        commit(work)
        write(work, a_dot_txt="fine", mlready_dot_toml="fail-on = 'never'")
        assert run("scan", "--rules", rules).status == 0
        ran = run("scan", "--rules", rules, "--revision", "HEAD")
        assert ran.status == 1
        assert "a.txt:2" in ran.out

    @pytest.mark.parametrize("revision", ["nowhere", "--help", ""])
    def test_an_unknown_one_is_2(self, run: Run, work: Path, revision: str) -> None:
        write(work, a_dot_txt=BAD)
        commit(work)
        ran = run("scan", f"--revision={revision}")
        assert ran.status == 2
        assert ran.err.count("\n") == 1

    def test_a_file_has_none(self, run: Run, work: Path) -> None:
        write(work, a_dot_txt=BAD)
        commit(work)
        assert run("scan", "a.txt", "--revision", "HEAD").status == 2

    def test_outside_git_there_is_none(self, run: Run) -> None:
        assert run("scan", "--revision", "HEAD").status == 2
