"""Suppressions: what comments and configuration set aside, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest

from mlready.config import Suppress
from mlready.engine import Selection, findings, judge
from mlready.location import Location
from mlready.repo import Repo, Settings
from mlready.report import Finding, Result
from mlready.rule import Rule
from mlready.rulebook import RuleBook
from mlready.suppress import EXPIRED, UNKNOWN, UNUSED, WITHOUT_REASON, apply
from mlready.testing.memory import Memory
from mlready.testing.notebook import notebook
from mlready.verdict import Verdict, failed, passed

TODAY = date(2026, 1, 15)
META = (WITHOUT_REASON, EXPIRED, UNUSED, UNKNOWN)


def rule(name: str, **changes: Any) -> Rule:
    made = Rule(
        name=name,
        family="security",
        summary="",
        subject="python",
        when="",
        zones=("prod", "notebook", "infra"),
        triggers=(),
        severity="medium",
        confidence="high",
        once=0,
        each=1,
        profile="recommended",
        fix="none",
        root_cause="",
        silences=(),
        unblocks=(),
        peers={},
        sources=(),
        aliases=(),
        path="",
        check_path="",
    )
    return made._replace(**changes)


def spans(subject: Any, repo: Repo) -> Iterator[Verdict]:
    """Fails where the text says `bad`, passes where it says `good`; of a notebook cell by cell."""
    book = repo.notebook(subject.path)
    cells = [(cell.index, cell.source) for cell in book.cells] if book else [(None, repo.text(subject.path) or "")]
    for index, text in cells:
        for number, line in enumerate(text.split("\n"), 1):
            for word, make in (("bad", failed), ("good", passed)):
                if word in line.partition("#")[0]:
                    yield make(Location(subject.path, number, cell=index), word)


def whole(subject: Any, repo: Repo) -> Iterator[Verdict]:
    yield failed(Location("a.py", 1), "missing")


def crash(subject: Any, repo: Repo) -> Iterator[Verdict]:
    yield passed(Location(subject.path, 1 // 0))


class Book(RuleBook):
    """Site rules `spans` (of every kind of file) and `twin`, a rule `whole` about the repository, the built-in ones."""

    CHECKS: ClassVar = {"spans": spans, "twin": spans, "whole": whole, "trains": spans, "crash": crash, "files": whole}

    def __init__(self, subject: str = "python", *, meta: bool = True) -> None:
        rules = [
            rule("spans", subject=subject, aliases=("first-name",)),
            rule("twin", subject=subject, family="sanity"),
            rule("tests", zones=("test",)),
            rule("trains", when="trains"),
            rule("crash"),
            rule("whole", subject="repo"),
            rule("files", subject="git"),
        ]
        built_in = [rule(name, subject="suppression", family="maintainability", severity="low") for name in META]
        super().__init__([*rules, *(built_in if meta else [])], {})

    def check(self, rule: Rule) -> Any:
        return self.CHECKS[rule.name]


RULES = frozenset({"spans", "twin"})


class Outcome:
    """What is left and what is said, in words short enough to compare."""

    def __init__(self, results: tuple[Result, ...], said: tuple[Finding, ...]) -> None:
        self.results = {(one.rule, one.project): one for one in results}
        self.all_results = results
        self.findings = said

    def suppressed(self, rule: str = "spans") -> dict[str, str | None]:
        """place -> reason of every failed site."""
        sites = (site for result in self.all_results if result.rule == rule for site in result.sites)
        return {str(site.places[0]): site.suppressed for site in sites if site.outcome == "failed"}

    @property
    def said(self) -> list[tuple[str, str, str]]:
        return [(one.rule, str(one.location), one.message) for one in self.findings]


def settle(
    files: dict[str, str | bytes],
    *entries: Suppress,
    book: RuleBook | None = None,
    rules: frozenset[str] | None = RULES,
    config_path: str = "mlready.toml",
    **settings: Any,
) -> Outcome:
    book = book or Book()
    repo = Repo(Memory.of(files), Settings(**settings))
    return Outcome(
        *apply(judge(book, repo, Selection(rules)), repo, book, entries, today=TODAY, config_path=config_path)
    )


def of(text: str, path: str = "a.py", **options: Any) -> Outcome:
    return settle({path: text}, **options)


def test_a_comment_with_a_reason_sets_its_line_aside() -> None:
    found = of("bad()\nbad()  # mlready: ignore[spans] as it must be\nbad()\ngood()\n")
    assert found.suppressed() == {"a.py:1": None, "a.py:2": "as it must be", "a.py:3": None}
    assert found.suppressed("twin") == {"a.py:1": None, "a.py:2": None, "a.py:3": None}
    result = found.results["spans", ""]
    assert (result.outcome, result.counts) == ("failed", (2, 0, 1, 0, 1))
    assert found.said == []


def test_a_rule_whose_failures_are_all_set_aside_has_passed() -> None:
    result = of("bad()  # mlready: ignore[spans] why not\n").results["spans", ""]
    assert (result.outcome, result.counts) == ("passed", (0, 0, 0, 0, 1))
    (finding,) = findings([result], Book())
    assert finding.suppressed == "why not"


def test_results_without_suppressions_stay_as_they_are() -> None:
    found = settle({"a.py": "bad()\ngood()\n"})
    repo = Repo(Memory.of({"a.py": "bad()\ngood()\n"}), Settings())
    assert found.all_results == judge(Book(), repo, Selection(RULES))


@pytest.mark.parametrize(
    ("text", "aside", "left"),
    [
        pytest.param("bad(\n  1,\n)  # mlready: ignore[spans] why\nbad()\n", ["1"], ["4"], id="a statement ends"),
        pytest.param("x(  # mlready: ignore[spans] why\n  bad,\n)\nbad()\n", ["2"], ["4"], id="a statement starts"),
        pytest.param(
            "def f(x=bad):  # mlready: ignore[spans] why\n  bad()\n", ["1"], ["2"], id="a header is not its body"
        ),
        pytest.param("# mlready: ignore[spans] why\n\nbad()\nbad()\n", ["3"], ["4"], id="the next statement"),
        pytest.param(
            "# mlready: ignore[spans] why\n@bad\ndef f():\n  bad()\nbad()\n", ["2", "4"], ["5"], id="the next block"
        ),
        pytest.param("bad()\n# mlready: ignore[spans] why\n", [], ["1"], id="nothing comes next"),
        pytest.param('bad("# mlready: ignore[spans] why")\n', [], ["1"], id="a string is no comment"),
        pytest.param('"""\n# mlready: ignore[spans] why\n"""\nbad()\n', [], ["4"], id="a docstring is no comment"),
        pytest.param("bad()  # mlready: ignore[twin, spans] why\n", ["1"], [], id="one of several rules"),
        pytest.param("bad()  # mlready: ignore[first-name] why\n", ["1"], [], id="a former name"),
        pytest.param("bad()  # mlready: ignore[security] why\n", [], ["1"], id="a family is no rule here"),
        pytest.param("bad()  # mlready: ignore[spans] why (until 2026-01-15)\n", ["1"], [], id="the last day"),
        pytest.param("bad()  # mlready: ignore[spans] why (until 2026-01-14)\n", [], ["1"], id="a day too late"),
        pytest.param("bad()  # mlready: ignore[spans]\n", [], ["1"], id="no reason"),
    ],
)
def test_what_a_comment_in_python_sets_aside(text: str, aside: list[str], left: list[str]) -> None:
    found = of(text).suppressed()
    assert [place.partition(":")[2] for place, reason in found.items() if reason] == aside
    assert [place.partition(":")[2] for place, reason in found.items() if not reason] == left


@pytest.mark.parametrize(
    ("path", "subject", "text", "aside", "left"),
    [
        pytest.param(
            "deploy.yaml",
            "yaml",
            "a: bad  # mlready: ignore[spans] why\nb: bad\n",
            ["1"],
            ["2"],
            id="a YAML node",
        ),
        pytest.param(
            ".github/workflows/ci.yml",
            "ci",
            "on: push\njobs:\n  # mlready: ignore[spans] why\n  a:\n    steps:\n      - run: bad\n  b:\n    steps: [bad]\n",
            ["6"],
            ["8"],
            id="a job",
        ),
        pytest.param(
            "Dockerfile",
            "dockerfile",
            "FROM bad\n# mlready: ignore[spans] why\nRUN a && \\\n  bad\nRUN bad  # mlready: ignore[spans] why\n",
            ["4"],
            ["1", "5"],
            id="an instruction, never at the end of a line",
        ),
        pytest.param(
            "requirements.txt",
            "manifest",
            "bad\nbad  # mlready: ignore[spans] why\n# mlready: ignore[spans] why\n\nbad\n",
            ["2", "5"],
            ["1"],
            id="a requirement",
        ),
        pytest.param(
            "pyproject.toml",
            "manifest",
            '[project]\nname = "p"\ndependencies = [\n  "bad",  # mlready: ignore[spans] why\n  "bad",\n]\n',
            ["4"],
            ["5"],
            id="an entry of a TOML list",
        ),
        pytest.param(
            "environment.yml",
            "manifest",
            "name: x\ndependencies:\n  - bad  # mlready: ignore[spans] why\n  - bad\n",
            ["3"],
            ["4"],
            id="an entry of a conda environment",
        ),
        pytest.param(
            "Pipfile", "manifest", '[packages]\nbad = "*"  # mlready: ignore[spans] why\n', ["2"], [], id="Pipfile"
        ),
    ],
)
def test_what_a_comment_sets_aside_in_other_files(
    path: str, subject: str, text: str, aside: list[str], left: list[str]
) -> None:
    found = of(text, path, book=Book(subject)).suppressed()
    assert [place.rpartition(":")[2] for place, reason in found.items() if reason] == aside
    assert [place.rpartition(":")[2] for place, reason in found.items() if not reason] == left


CELLS = """\
# %%
%matplotlib inline
bad()  # mlready: ignore[spans] why
bad()
# %% [markdown]
# mlready: ignore[spans] no comment of code
# %%
# mlready: ignore[spans] at the end
# %%
bad()
x(
  # mlready: ignore[spans] inside
  bad,
)
# just words
""".splitlines()


def test_code_cells_take_comments_and_none_reaches_the_next_cell() -> None:
    found = settle({"a.ipynb": notebook(CELLS)[0]})
    assert found.suppressed() == {
        "a.ipynb:cell 0:2": "why",
        "a.ipynb:cell 0:3": None,
        "a.ipynb:cell 3:1": None,
        "a.ipynb:cell 3:4": "inside",
    }
    assert found.said == [(UNUSED, "a.ipynb:cell 2:1", "there is nothing to suppress for `spans`: remove it")]


def test_several_comments_may_cover_one_place() -> None:
    found = of(
        "# mlready: ignore[spans] first\n# mlready: ignore[twin] other\nbad()  # mlready: ignore[spans] second\n"
    )
    assert found.suppressed() == {"a.py:3": "first"}
    assert found.suppressed("twin") == {"a.py:3": "other"}
    assert found.said == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "bad()  # mlready: ignore[spans, twin]\n",
            [(WITHOUT_REASON, "a.py:1", "it does not suppress `spans`, `twin`: say why after the brackets")],
            id="no reason",
        ),
        pytest.param(
            "bad()  # mlready: ignore[spans] why (until 2026-01-14)\n",
            [
                (
                    EXPIRED,
                    "a.py:1",
                    "it has not suppressed `spans` since 2026-01-14: mend the fault, or give a reason and a later day",
                )
            ],
            id="expired",
        ),
        pytest.param(
            "bad()  # mlready: ignore[span, spans, zzzzzz] why\n",
            [
                (UNKNOWN, "a.py:1", "there is no rule `span`: did you mean `spans`?"),
                (UNKNOWN, "a.py:1", "there is no rule `zzzzzz`"),
            ],
            id="no such rule",
        ),
        pytest.param(
            "bad()  # mlready: ignore[] why\n",
            [(UNKNOWN, "a.py:1", "it suppresses nothing: no rule is named in the brackets")],
            id="no name",
        ),
        pytest.param(
            "bad()  # mlready: ignore[spans] why (until tomorrow)\n",
            [(EXPIRED, "a.py:1", "it suppresses nothing: `tomorrow` is not a date: write `(until YYYY-MM-DD)`")],
            id="a day that cannot be read",
        ),
        pytest.param(
            "good()  # mlready: ignore[spans, twin] why\n",
            [
                (UNUSED, "a.py:1", "there is nothing to suppress for `spans`: remove it"),
                (UNUSED, "a.py:1", "there is nothing to suppress for `twin`: remove it"),
            ],
            id="nothing to suppress",
        ),
        pytest.param(
            "bad()  # mlready: ignore[whole] why\n",
            [(UNUSED, "a.py:1", "`whole` has no line to stand on: set it aside in the configuration")],
            id="a finding about the repository",
        ),
        pytest.param(
            "good()  # mlready: ignore[spans]\n",
            [(WITHOUT_REASON, "a.py:1", "it does not suppress `spans`: say why after the brackets")],
            id="no reason comes before unused",
        ),
        pytest.param("# mlready: the name of a tool\nbad()\n", [], id="other words"),
    ],
)
def test_a_suppression_that_does_not_do_what_it_says_is_a_finding(text: str, said: list[tuple[str, str, str]]) -> None:
    assert of(text).said == said


def test_findings_about_suppressions_are_ordered_by_rule_and_place_and_recognised_again() -> None:
    text = (
        "good()  # mlready: ignore[spans] why\nbad()  # mlready: ignore[spans]\ngood()  # mlready: ignore[spans] why\n"
    )
    found = settle({"b.py": text, "a.py": text}).findings
    assert [(one.rule, str(one.location)) for one in found] == [
        (UNUSED, "a.py:1"),
        (UNUSED, "a.py:3"),
        (UNUSED, "b.py:1"),
        (UNUSED, "b.py:3"),
        (WITHOUT_REASON, "a.py:2"),
        (WITHOUT_REASON, "b.py:2"),
    ]
    assert len({one.fingerprint for one in found}) == 6
    moved = settle({"b.py": "\n" + text, "a.py": text}).findings
    assert [one.fingerprint for one in moved] == [one.fingerprint for one in found]
    first = found[0]
    assert (first.family, first.severity, first.project, first.preview) == ("maintainability", "low", "", False)
    assert first.locations == ((first.location, first.fingerprint),)


def test_findings_about_suppressions_need_their_rule_in_the_book() -> None:
    assert of("bad()  # mlready: ignore[spans]\n", book=Book(meta=False)).said == []


@pytest.mark.parametrize(
    ("named", "options"),
    [
        pytest.param("twin", {"rules": frozenset({"spans"})}, id="a rule that was not selected"),
        pytest.param("spans", {"partial": True}, id="a scan of some files"),
        pytest.param("tests", {"rules": None}, id="a zone the rule does not judge"),
        pytest.param("trains", {"rules": None}, id="a role the project does not have"),
        pytest.param("crash", {"rules": None}, id="a check that crashed"),
    ],
)
def test_a_suppression_is_not_called_unused_for(named: str, options: dict[str, Any]) -> None:
    assert of(f"good()  # mlready: ignore[{named}] why\n", **options).said == []


def test_a_suppression_is_not_called_unused_in_a_file_the_rule_does_not_read() -> None:
    files: dict[str, str | bytes] = {"a.py": "x = (\n", "b.yaml": "a: b\n"}
    marked = {path: f"{text}# mlready: ignore[spans] why\n" for path, text in files.items()}
    assert settle({**marked}).said == []


def test_a_suppression_is_unused_where_the_role_is_there() -> None:
    found = of("good()  # mlready: ignore[trains] why\n", rules=None, roles={"trains": True})
    assert [one[0] for one in found.said] == [UNUSED]


def test_a_suppression_in_yaml_is_unused_only_for_rules_that_judge_yaml() -> None:
    files: dict[str, str | bytes] = {"a.yaml": "a: good  # mlready: ignore[spans, crash] why\n"}
    found = settle(files, book=Book("yaml"), rules=None)
    assert [one[2] for one in found.said] == ["there is nothing to suppress for `spans`: remove it"]


def entry(**changes: Any) -> Suppress:
    return Suppress("spans", "by decision")._replace(**changes)


FILES: dict[str, str | bytes] = {"a.py": "bad()\nbad(2)\n", "lib/b.py": "bad()\n"}


@pytest.mark.parametrize(
    ("made", "aside"),
    [
        pytest.param(entry(path="a.py"), ["a.py:1", "a.py:2"], id="a file"),
        pytest.param(entry(path="lib"), ["lib/b.py:1"], id="a folder"),
        pytest.param(entry(path="**/*.py"), ["a.py:1", "a.py:2", "lib/b.py:1"], id="a glob"),
        pytest.param(entry(path="a.py", rule="security"), ["a.py:1", "a.py:2"], id="a family"),
        pytest.param(entry(path="a.py", rule="first-name"), ["a.py:1", "a.py:2"], id="a former name"),
        pytest.param(entry(path="a.py", rule="twin"), [], id="another rule"),
        pytest.param(entry(path="a.py", until=TODAY), ["a.py:1", "a.py:2"], id="the last day"),
        pytest.param(entry(path="a.py", until=date(2026, 1, 14)), [], id="a day too late"),
        pytest.param(entry(path="a.py", reason=" "), [], id="no reason"),
    ],
)
def test_what_an_entry_of_the_configuration_sets_aside(made: Suppress, aside: list[str]) -> None:
    found = settle(FILES, made).suppressed()
    assert [place for place, reason in found.items() if reason] == aside


def test_an_entry_may_name_one_finding_by_its_fingerprint() -> None:
    sites = settle(FILES).results["spans", ""].sites
    by_print = entry(fingerprint=sites[1].fingerprint)
    assert settle(FILES, by_print).suppressed()["a.py:2"] == "by decision"
    assert list(settle(FILES, by_print).suppressed().values()).count(None) == 2
    assert settle(FILES, by_print._replace(path="lib")).suppressed()["a.py:2"] is None


@pytest.mark.parametrize("path", ["*", "a.py", "**"])
def test_a_finding_about_the_repository_is_set_aside_by_an_entry_alone(path: str) -> None:
    text = "bad()  # mlready: ignore[whole] why\n"
    found = settle({"a.py": text}, entry(rule="whole", path=path), rules=None)
    assert found.suppressed("whole") == {"a.py:1": "by decision"}
    assert settle({"a.py": text}, rules=None).suppressed("whole") == {"a.py:1": None}


def test_a_finding_without_a_place_is_set_aside_by_the_folder_of_its_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Book.CHECKS, "whole", lambda project, repo: iter([failed((), "missing")]))
    files: dict[str, str | bytes] = {"part/pyproject.toml": "[project]\nname='x'\n", "part/a.py": "x = 1\n"}
    found = settle(files, entry(rule="whole", path="part"), rules=None)
    assert [(one.project, one.outcome) for one in found.all_results if one.rule == "whole"] == [
        ("", "failed"),
        ("part", "passed"),
    ]
    found = settle(files, entry(rule="whole", path="."), rules=None)
    assert [one.outcome for one in found.all_results if one.rule == "whole"] == ["passed", "failed"]


CONFIG = """\
[tool.mlready]

[[tool.mlready.suppress]]
rule = "spans"

[[ tool.mlready.suppress ]]
rule = "twin"
"""


def test_entries_that_do_not_do_what_they_say_are_findings_where_they_stand() -> None:
    gone = entry(path="gone.py")
    old = entry(rule="twin", path="a.py", until=date(2025, 1, 1))
    found = settle({**FILES, "pyproject.toml": CONFIG}, gone, old, config_path="pyproject.toml")
    assert [(one[0], one[1]) for one in found.said] == [(EXPIRED, "pyproject.toml:6"), (UNUSED, "pyproject.toml:3")]
    elsewhere = settle(FILES, gone, old, config_path="../mlready.toml")
    assert [(one[0], one[1]) for one in elsewhere.said] == [(EXPIRED, "../mlready.toml"), (UNUSED, "../mlready.toml")]


@pytest.mark.parametrize(
    ("named", "options"),
    [
        pytest.param("twin", {"rules": frozenset({"spans"})}, id="a rule that was not selected"),
        pytest.param("spans", {"partial": True}, id="a scan of some files"),
        pytest.param("crash", {"rules": None}, id="a check that crashed"),
    ],
)
def test_an_entry_is_not_called_unused_for(named: str, options: dict[str, Any]) -> None:
    assert settle(FILES, entry(rule=named, path="gone.py"), **options).said == []


def test_an_entry_for_a_family_is_unused_where_all_of_its_rules_were_run() -> None:
    whole_family = settle(FILES, entry(rule="security", path="gone.py"), rules=None)
    assert [one[2] for one in whole_family.said] == ["there is nothing to suppress for `security`: remove it"]
    assert settle(FILES, entry(rule="security", path="gone.py")).said == []


@pytest.mark.parametrize(
    ("made", "aside"),
    [
        pytest.param(entry(path="part/a.py"), ["a.py:1", "a.py:2"], id="a file"),
        pytest.param(entry(path="part"), ["a.py:1", "a.py:2", "lib/b.py:1"], id="the folder that is scanned"),
        pytest.param(entry(path="part/lib"), ["lib/b.py:1"], id="a folder inside"),
        pytest.param(entry(path="p*/b.py"), ["lib/b.py:1"], id="a glob"),
        pytest.param(entry(path="a.py"), [], id="a file of the folder above"),
        pytest.param(entry(path="lib"), [], id="a folder of the folder above"),
    ],
)
def test_the_paths_of_a_configuration_above_count_from_its_own_folder(made: Suppress, aside: list[str]) -> None:
    found = settle(FILES, made, inside="part/").suppressed()
    assert [place for place, reason in found.items() if reason] == aside


def test_a_project_is_named_from_the_folder_of_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Book.CHECKS, "whole", lambda project, repo: iter([failed((), "missing")]))
    found = settle(FILES, entry(rule="whole", path="part"), rules=None, inside="part/")
    assert [site.suppressed for site in found.results["whole", ""].sites] == ["by decision"]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        pytest.param(entry(path="part/gone.py"), [UNUSED], id="a file of the scanned folder"),
        pytest.param(entry(path="other/a.py"), [], id="a file of another folder"),
        pytest.param(entry(path="**/gone.py"), [], id="a glob that reaches further"),
        pytest.param(entry(fingerprint="0" * 32), [], id="a fingerprint, which may be that of any file"),
    ],
)
def test_a_configuration_above_may_speak_of_files_that_are_not_scanned(made: Suppress, said: list[str]) -> None:
    assert [one[0] for one in settle(FILES, made, inside="part/").said] == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        pytest.param(entry(path="lib"), [], id="a folder around it"),
        pytest.param(entry(fingerprint="0" * 32), [], id="a fingerprint"),
        pytest.param(entry(path="gone.py"), [UNUSED], id="another file"),
    ],
)
def test_an_entry_is_not_called_unused_because_of_a_file_that_was_not_read(made: Suppress, said: list[str]) -> None:
    files: dict[str, str | bytes] = {"a.py": "bad()\n", "lib/c.py": "def f(:\n"}
    assert [one[0] for one in settle(files, made).said] == said


def test_the_fingerprint_of_an_entry_is_made_of_what_it_names() -> None:
    def prints(*entries: Suppress) -> list[str]:
        text = "[[suppress]]\n" * len(entries)
        return [one.fingerprint for one in settle({**FILES, "mlready.toml": text}, *entries).findings]

    first, second = entry(path="x.py"), entry(path="y.py")
    assert prints(first, second) == [*prints(first), *prints(second)]


def test_the_nearest_rule_is_not_looked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Book, "nearest", lambda _, name: asked.append(name))
    names = ", ".join(f"no-{number}" for number in range(300))
    assert len(of(f"x = 1  # mlready: ignore[{names}] why\n").said) == 300
    assert len(asked) == 100


def test_a_rule_about_tracked_files_has_no_line_either() -> None:
    found = of("good()  # mlready: ignore[files] why\n", rules=None)
    assert [one[2] for one in found.said] == ["`files` has no line to stand on: set it aside in the configuration"]
