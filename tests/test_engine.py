"""The engine: who is asked, what answers become, what silences what, how findings are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mlready.engine import Selection, findings, judge, run, silence
from mlready.location import Location
from mlready.outcome import count
from mlready.repo import Repo, Settings, Subject
from mlready.report import Result, Site
from mlready.rule import Rule
from mlready.rulebook import RuleBook
from mlready.testing.memory import Memory
from mlready.testing.notebook import notebook
from mlready.verdict import Verdict, failed, not_applicable, partial, passed, unknown

Check = Callable[[Any, Any], Iterator[Verdict]]

RULE = Rule(
    name="rule",
    family="security",
    summary="",
    subject="python",
    when="",
    zones=("prod",),
    triggers=(),
    severity="high",
    confidence="medium",
    once=1,
    each=1,
    profile="recommended",
    fix="none",
    root_cause="cause",
    silences=(),
    unblocks=(),
    peers={},
    sources=(),
    aliases=(),
    path="",
    check_path="",
)


class Book(RuleBook):
    """A book whose checks are given."""

    def __init__(self, *pairs: tuple[Rule, Check]) -> None:
        super().__init__([rule for rule, _ in pairs], {})
        self.asked: list[str] = []
        self._given = {rule.name: check for rule, check in pairs}

    def check(self, rule: Rule) -> Check:
        self.asked.append(rule.name)
        return self._given[rule.name]


def rule(name: str = "rule", **changes: Any) -> Rule:
    return RULE._replace(name=name, **changes)


def repo_of(files: dict[str, str | bytes], **settings: Any) -> Repo:
    return Repo(Memory.of(files), Settings(**settings))


def says(*verdicts: Verdict) -> Check:
    return lambda subject, repo: iter(verdicts)


def at_line(line: int, make: Callable[..., Verdict] = failed, *more: str) -> Check:
    """A check that answers at one line of each subject."""
    return lambda subject, repo: iter([make(Location(subject.path, line), *(more or ("wrong",)))])


def lines(text: str) -> str:
    return text.replace("; ", "\n") + "\n"


def one(results: tuple[Result, ...], name: str = "rule", project: str = "") -> Result:
    (found,) = (result for result in results if (result.rule, result.project) == (name, project))
    return found


def test_sites_are_judged_counted_and_ordered_by_place() -> None:
    def check(subject: Any, repo: Any) -> Iterator[Verdict]:
        for line, make in ((3, failed), (1, passed), (2, unknown), (4, failed)):
            yield make(Location(subject.path, line), "said")

    result = one(judge(Book((rule(), check)), repo_of({"b.py": "x = 1\n", "a.py": "x = 1\n"})))
    assert [(site.places[0].path, site.places[0].line, site.outcome) for site in result.sites] == [
        ("a.py", 1, "passed"),
        ("a.py", 2, "unknown"),
        ("a.py", 3, "failed"),
        ("a.py", 4, "failed"),
        ("b.py", 1, "passed"),
        ("b.py", 2, "unknown"),
        ("b.py", 3, "failed"),
        ("b.py", 4, "failed"),
    ]
    assert (result.outcome, result.reason) == ("failed", "")
    assert result.counts == (4, 0, 2, 2, 0)


@pytest.mark.parametrize(
    ("verdicts", "outcome", "reason"),
    [
        pytest.param([], "not_applicable", "nothing to judge", id="no site"),
        pytest.param([not_applicable("no loader")], "not_applicable", "no loader", id="the check says why not"),
        pytest.param([passed(Location("a.py", 1)), not_applicable("-")], "passed", "", id="one place is enough"),
        pytest.param([unknown(Location("a.py", 1), "dynamic")], "unknown", "", id="nothing can be told"),
        pytest.param([unknown(Location("a.py", 1), "-"), passed(Location("a.py", 2))], "passed", "", id="passed wins"),
        pytest.param([passed(Location("a.py", 1)), failed(Location("a.py", 2), "-")], "failed", "", id="failed wins"),
    ],
)
def test_the_outcome_of_a_rule_is_the_gravest_of_its_sites(verdicts: list[Verdict], outcome: str, reason: str) -> None:
    result = one(judge(Book((rule(), says(*verdicts))), repo_of({"a.py": "x = 1\n"})))
    assert (result.outcome, result.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("verdict", "outcome", "reason"),
    [
        pytest.param(passed(Location("a.py", 1), "it is there"), "passed", "it is there", id="passed"),
        pytest.param(partial(Location("README.md"), "by hand"), "partial", "by hand", id="partial"),
        pytest.param(failed((), "it is missing"), "failed", "it is missing", id="failed without a place"),
        pytest.param(unknown((), "shallow clone"), "unknown", "shallow clone", id="unknown"),
        pytest.param(not_applicable("no data"), "not_applicable", "no data", id="not applicable"),
    ],
)
def test_a_repo_rule_has_one_verdict_and_its_words_are_the_reason(verdict: Verdict, outcome: str, reason: str) -> None:
    results = judge(Book((rule(subject="repo", zones=()), says(verdict))), repo_of({"a.py": "x = 1\n"}))
    assert (one(results).outcome, one(results).reason) == (outcome, reason)


@pytest.mark.parametrize("number", [0, 2])
def test_a_repo_rule_without_exactly_one_verdict_is_an_error(number: int) -> None:
    check = says(*[passed(Location("a.py"))] * number)
    result = one(judge(Book((rule(subject="repo"), check)), repo_of({})))
    assert (result.outcome, result.reason) == ("error", f"rule on .: {number} verdicts where exactly one is due")


def crash(subject: Any, repo: Any) -> Iterator[Verdict]:
    yield passed(Location(subject.path, 1))
    raise KeyError("a\nb" if subject.path == "a.py" else "c")


def test_a_crash_is_an_error_of_that_rule_and_the_others_go_on() -> None:
    book = Book((rule("crash"), crash), (rule("sound"), at_line(1)))
    results = judge(book, repo_of({"a.py": "x = 1\n", "b.py": "x = 1\n"}))
    error = one(results, "crash")
    assert error.outcome == "error"
    assert error.reason == "crash crashed on a.py: KeyError: 'a\\nb' (and 1 more)"
    assert error.sites == ()
    assert one(results, "sound").counts.failed == 2


def test_a_check_that_cannot_be_loaded_is_an_error_of_that_rule() -> None:
    class Broken(Book):
        def check(self, rule: Rule) -> Check:
            raise ImportError

    result = one(judge(Broken((rule(), crash)), repo_of({"a.py": "x = 1\n"})))
    assert result.reason == "rule crashed on a.py: ImportError"


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        pytest.param("failed", "rule on a.py: str is not a verdict", id="not a verdict"),
        pytest.param(Verdict("maybe"), "rule on a.py: Verdict is not a verdict", id="an outcome that does not exist"),
        pytest.param(
            failed(Location("a.py"), "-", severity="huge"),
            "rule on a.py: no such severity or confidence: huge, None",
            id="a severity that does not exist",
        ),
        pytest.param(
            failed(Location("a.py"), "-", confidence="sure"),
            "rule on a.py: no such severity or confidence: None, sure",
            id="a confidence that does not exist",
        ),
        pytest.param(
            partial(Location("a.py"), "-"),
            "rule on a.py: only a rule about the repository answers `partial`",
            id="half of a place",
        ),
        pytest.param(failed((), "-"), "rule on a.py: `failed` names no place", id="no place"),
        pytest.param(
            failed((Location("b.py"), Location("a.py")), "-"),
            "rule on a.py: its verdict stands in another file, b.py",
            id="another file's place",
        ),
    ],
)
def test_a_verdict_that_may_not_be_given_is_an_error(verdict: Any, reason: str) -> None:
    result = one(judge(Book((rule(), says(verdict))), repo_of({"a.py": "x = 1\n"})))
    assert (result.outcome, result.reason) == ("error", reason)


def test_evidence_may_stand_in_another_file() -> None:
    check = says(failed((Location("a.py", 1), Location("b.py", 2)), "wrong"))
    results = judge(Book((rule(), check)), repo_of({"a.py": "x = 1\n"}))
    (finding,) = findings(results, {"rule": rule()})
    assert (finding.location, finding.evidence) == (Location("a.py", 1), (Location("b.py", 2),))


def test_a_rule_about_tracked_files_speaks_of_many_of_them() -> None:
    check = says(failed(Location("big.bin"), "too big"), passed(Location("small.bin")))
    result = one(judge(Book((rule(subject="git", zones=()), check)), repo_of({"a.py": "x = 1\n"})))
    assert result.counts == (1, 0, 1, 0, 0)


def test_levels_are_lowered_by_a_verdict_and_never_raised() -> None:
    check = says(
        failed(Location("a.py", 1), "-", severity="low", confidence="low"),
        failed(Location("a.py", 2), "-", severity="critical", confidence="high"),
        failed(Location("a.py", 3), "-"),
    )
    sites = one(judge(Book((rule(), check)), repo_of({"a.py": "x = 1\n"}))).sites
    assert [(site.severity, site.confidence) for site in sites] == [("low", "low"), *[("high", "medium")] * 2]


TORCH = lines("import torch.nn; from torch import load; def f(x):;     return load(x).half()").replace(
    "def f(x):;", "def f(x):\n"
)


@pytest.mark.parametrize(
    ("triggers", "awake"),
    [
        pytest.param((), True, id="no trigger is always met"),
        pytest.param(("torch.load",), True, id="a resolved name"),
        pytest.param(("torch.save",), False, id="a name that is not used"),
        pytest.param((".half",), True, id="a method"),
        pytest.param((".float",), False, id="a method that is not called"),
        pytest.param(("import:torch",), True, id="a package by something under it"),
        pytest.param(("import:torch.nn",), True, id="the very module"),
        pytest.param(("import:nn",), False, id="a module is not found by its last name"),
        pytest.param(("import:numpy", "torch.load"), True, id="one of several"),
        pytest.param(("def:f",), True, id="a function of that name"),
        pytest.param(("def:g",), False, id="a function that is not there"),
        pytest.param(("text:.half()",), True, id="a literal"),
        pytest.param(("text:.float()",), False, id="a literal that is not there"),
    ],
)
def test_a_check_is_asked_only_where_a_trigger_is_met(triggers: tuple[str, ...], awake: bool) -> None:
    book = Book((rule(triggers=triggers), at_line(1)))
    results = judge(book, repo_of({"a.py": TORCH, "b.py": "x = 1\n" if triggers else TORCH}, literals=book.literals))
    assert bool(book.asked) is awake
    assert one(results).counts.failed == (0 if not awake else 1 if triggers else 2)


def test_rules_are_asked_in_the_order_of_the_book() -> None:
    book = Book(*((rule(name, triggers=triggers), at_line(1)) for name, triggers in
                  (("c", ()), ("a", ("torch.load",)), ("b", ("import:torch",)))))  # fmt: skip
    judge(book, repo_of({"a.py": TORCH}))
    assert book.asked == ["a", "b", "c"]


FILES: dict[str, str | bytes] = {
    "a.py": "x = 1\n",
    "tests/test_a.py": "x = 1\n",
    "Dockerfile": "FROM python:3.12\n",
    ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n",
    "requirements.txt": "torch==2.2\n",
    "deploy.yaml": "kind: Service\n",
    "photo.png": b"\x89PNG",
}


@pytest.mark.parametrize(
    ("subject", "zones", "paths"),
    [
        pytest.param("python", ("prod",), ["a.py"], id="Python in production"),
        pytest.param("python", ("prod", "test"), ["a.py", "tests/test_a.py"], id="tests where asked for"),
        pytest.param("dockerfile", ("infra",), ["Dockerfile"], id="Dockerfiles"),
        pytest.param("dockerfile", ("prod",), [], id="another zone"),
        pytest.param("ci", ("infra",), [".github/workflows/ci.yml"], id="CI"),
        pytest.param("manifest", ("prod",), ["requirements.txt"], id="manifests"),
        pytest.param("yaml", ("prod", "infra"), ["deploy.yaml"], id="YAML that is nothing else"),
        pytest.param(
            "text",
            ("prod", "infra"),
            [".github/workflows/ci.yml", "Dockerfile", "a.py", "deploy.yaml", "requirements.txt"],
            id="text is all that can be read",
        ),
    ],
)
def test_subjects_are_the_files_of_a_kind_in_the_zones(subject: str, zones: tuple[str, ...], paths: list[str]) -> None:
    seen: list[Any] = []

    def check(subject: Any, repo: Any) -> Iterator[Verdict]:
        seen.append(subject)
        yield passed(Location(subject.path))

    results = judge(Book((rule(subject=subject, zones=zones), check)), repo_of(FILES))
    assert [one.path for one in seen] == paths
    assert one(results).counts.passed == len(paths)
    assert all(isinstance(one, Subject) or subject == "python" for one in seen)


def test_a_file_that_cannot_be_read_is_no_subject() -> None:
    class Lost(Memory):
        def read(self, path: str, limit: int | None = None) -> bytes | None:
            return None

    book = Book((rule(subject="dockerfile", zones=("infra",)), at_line(1)))
    assert one(judge(book, Repo(Lost.of(FILES), Settings()))).reason == "nothing to judge"


SERVING = """\
import torch
from fastapi import FastAPI
import loading

app = FastAPI()
model = torch.load("model.pt")


@app.post("/predict")
def predict(x: float):
    return model.predict(x)


if __name__ == "__main__":
    import uvicorn
    uvicorn.run(app)
"""


def test_a_rule_for_a_mark_hears_only_marked_files() -> None:
    book = Book((rule(zones=("serve",)), at_line(1)))
    repo = repo_of({"app.py": SERVING, "loading.py": "x = 1\n", "other.py": "x = 1\n"})
    paths = [site.places[0].path for site in one(judge(book, repo)).sites]
    assert paths == [one.path for one in repo.modules if "serve" in repo.marks(one.path)]
    assert "app.py" in paths
    assert "other.py" not in paths


MONOREPO: dict[str, str | bytes] = {
    "pyproject.toml": "[project]\nname='a'\n",
    "a.py": "x = 1\n",
    "part/pyproject.toml": "[project]\nname='b'\n",
    "part/b.py": "x = 1\n",
    ".github/workflows/ci.yml": FILES[".github/workflows/ci.yml"],
}


def test_sites_belong_to_the_nearest_project() -> None:
    results = judge(Book((rule(), at_line(1))), repo_of(MONOREPO))
    assert [(result.project, result.counts.failed) for result in results] == [("", 1), ("part", 1)]


def test_ci_at_the_root_belongs_to_every_project_and_is_shown_once() -> None:
    book = Book((rule(subject="ci", zones=("infra",)), at_line(1)))
    results = judge(book, repo_of(MONOREPO))
    assert [(result.project, result.counts.failed) for result in results] == [("", 1), ("part", 1)]
    assert book.asked == ["rule"]
    (finding,) = findings(results, book)
    assert finding.project == ""


def test_a_project_without_the_role_is_not_spoken_about() -> None:
    book = Book((rule(when="course"), at_line(1)), (rule("b", subject="repo", when="not course"), says(passed(()))))
    results = judge(book, repo_of({"a.py": "x = 1\n"}))
    assert (one(results).outcome, one(results).reason) == ("not_applicable", "no role course")
    assert one(results, "b").outcome == "passed"
    assert book.asked == ["b"]
    results = judge(book, repo_of({"a.py": "x = 1\n"}, roles={"course": True}))
    assert one(results).outcome == "failed"
    assert one(results, "b").reason == "not for role course"


def test_a_selection_covers_rules_or_files() -> None:
    book = Book(
        (rule("site"), at_line(1)),
        (rule("other"), at_line(1)),
        (rule("repo", subject="repo"), says(passed(()))),
        (rule("git", subject="git"), says()),
        (rule("built-in", subject="suppression"), says()),
    )
    repo = repo_of({"a.py": "x = 1\n", "b.py": "x = 1\n"})
    assert [one.rule for one in judge(book, repo)] == ["git", "other", "repo", "site"]
    assert [one.rule for one in judge(book, repo, Selection(rules=frozenset({"repo"})))] == ["repo"]
    some = judge(book, repo, Selection(files=frozenset({"b.py"})))
    assert [(one.rule, [site.places[0].path for site in one.sites]) for one in some] == [
        ("other", ["b.py"]),
        ("site", ["b.py"]),
    ]


def result(name: str, outcome: str, *sites: Site) -> Result:
    return Result(name, "", outcome, sites=sites, counts=count(sites))


def site(outcome: str = "failed", line: int = 1, **changes: Any) -> Site:
    made = Site(outcome, (Location("a.py", line),), "m", "high", "high", None, None, f"{line:032}")
    return made._replace(**changes)


RULES = {
    "broad": rule("broad", silences=("middle", "absent")),
    "middle": rule("middle", silences=("narrow",)),
    "narrow": rule("narrow"),
    "other": rule("other", silences=("narrow",)),
}


def test_a_broader_failure_fails_its_parts_however_far_down() -> None:
    middle = result("middle", "failed", site())
    narrow = result("narrow", "passed", site("passed"))
    broad, *parts = silence([result("broad", "failed", site()), middle, narrow], RULES)
    assert broad.because is None
    assert [(one.outcome, one.because, one.reason) for one in parts] == [
        ("failed", "broad", "part of broad"),
        ("failed", "broad", "part of broad"),
    ]
    assert [one.counts.failed for one in parts] == [0, 0]
    assert [len(one.sites) for one in parts] == [0, 1]
    assert findings([broad, *parts], RULES)[0].rule == "broad"
    assert len(findings([broad, *parts], RULES)) == 1


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(result("narrow", "not_applicable"), id="what does not apply"),
        pytest.param(result("narrow", "error"), id="what crashed"),
        pytest.param(result("narrow", "passed", site(suppressed="why")), id="what was set aside with a reason"),
    ],
)
def test_a_broader_failure_leaves_alone(part: Result) -> None:
    assert silence([result("other", "failed", site()), part], RULES)[1] == part


def test_what_cannot_be_told_fails_with_the_broader_rule() -> None:
    part = silence([result("other", "failed", site()), result("narrow", "unknown", site("unknown"))], RULES)[1]
    assert (part.outcome, part.because) == ("failed", "other")


@pytest.mark.parametrize("outcome", ["passed", "partial", "unknown", "not_applicable", "error"])
def test_a_rule_that_does_not_fail_silences_nothing(outcome: str) -> None:
    part = result("narrow", "failed", site())
    assert silence([result("other", outcome), part], RULES)[1] == part


def test_the_first_of_two_broader_rules_is_named() -> None:
    listed = [result("narrow", "failed", site()), result("middle", "failed", site()), result("other", "failed", site())]
    assert silence(listed, RULES)[0].because == "middle"


def test_the_broadest_of_several_failures_is_named_whatever_their_order() -> None:
    listed = [result(name, "failed", site()) for name in ("narrow", "middle", "broad")]
    assert [one.because for one in silence(listed, RULES)] == ["broad", "broad", None]


def test_projects_are_silenced_apart() -> None:
    broad = result("other", "failed", site())
    part = result("narrow", "failed", site())._replace(project="part")
    assert silence([broad, part], RULES)[1] == part


def test_a_run_judges_and_silences() -> None:
    book = Book(
        (rule("broad", subject="repo", silences=("narrow",)), says(failed((), "missing"))),
        (rule("narrow", subject="repo"), says(passed(()))),
    )
    assert one(run(book, repo_of({})), "narrow").because == "broad"
    assert one(judge(book, repo_of({})), "narrow").because is None


def test_sites_of_a_group_are_one_finding_with_all_its_places() -> None:
    listed = [
        site(line=1, group="g", severity="low", confidence="low"),
        site("passed", line=2, group="g"),
        site(line=3, group="g", severity="high", confidence="medium", message="other"),
        site(line=4, group="h"),
        site(line=5),
        site(line=6),
        site(line=7, group="g", suppressed="why"),
        site(line=8, group="g", baselined=True),
    ]
    found = findings([result("narrow", "failed", *listed)], RULES)
    assert [[place.line for place, _ in one.locations] for one in found] == [[1, 3], [4], [5], [6], [7], [8]]
    first = found[0]
    assert (first.group, first.message, first.severity, first.confidence) == ("g", "m", "high", "medium")
    assert first.locations[1] == (Location("a.py", 3), f"{3:032}")
    assert (first.fingerprint, first.location, first.cause) == (f"{1:032}", Location("a.py", 1), "cause")
    assert (found[4].suppressed, found[5].baselined) == ("why", True)


def test_a_finding_about_the_repository_may_have_no_place() -> None:
    book = Book((rule(subject="repo", profile="preview"), says(failed((), "missing"))))
    (finding,) = findings(judge(book, repo_of({})), book)
    assert (finding.location, finding.locations, finding.evidence, finding.preview) == (None, (), (), True)


def prints(book: Book, files: dict[str, str | bytes]) -> list[str]:
    return [site.fingerprint for result in judge(book, repo_of(files)) for site in result.sites]


def everywhere(subject: Any, repo: Any) -> Iterator[Verdict]:
    """Fails at every line that says `bad`."""
    for number, line in enumerate(repo.text(subject.path).splitlines(), 1):
        if "bad" in line:
            yield failed(Location(subject.path, number), "wrong")


def test_a_fingerprint_does_not_know_the_line_number() -> None:
    book = Book((rule(), everywhere))
    first = prints(book, {"a.py": "bad = 1\n"})
    assert first == prints(book, {"a.py": "\n\n# more\nbad  =   1\n"})
    assert len(first[0]) == 32
    assert first != prints(book, {"b.py": "bad = 1\n"})
    assert first != prints(book, {"a.py": "bad = 2\n"})
    assert first != prints(Book((rule("other"), everywhere)), {"a.py": "bad = 1\n"})
    assert first == prints(Book((rule("other", aliases=("rule", "again")), everywhere)), {"a.py": "bad = 1\n"})


def test_equal_lines_are_told_apart_by_their_number_and_their_function() -> None:
    book = Book((rule(), everywhere))
    both = prints(book, {"a.py": "bad = 1\nbad = 1\n"})
    assert len(set(both)) == 2
    inside = prints(book, {"a.py": "bad = 1\n\n\ndef f():\n    bad = 1\n"})
    assert inside[0] == both[0]
    assert inside[1] not in both
    method = prints(book, {"a.py": "class C:\n    def f(self):\n        bad = 1\n"})
    assert method[0] not in {*both, *inside}


def test_only_failures_have_fingerprints() -> None:
    assert prints(Book((rule(), at_line(1, passed))), {"a.py": "x = 1\n"}) == [""]


def test_the_fingerprint_of_a_whole_file_is_made_of_its_path() -> None:
    book = Book((rule(), says(failed(Location("a.py"), "-"), failed(Location("a.py", 99), "-"))))
    assert prints(book, {"a.py": "x = 1\n"}) == prints(book, {"a.py": "y = 2\n"})


def test_the_fingerprint_of_a_repo_finding_is_made_of_rule_and_project() -> None:
    book = Book((rule(subject="repo"), says(failed(Location("a.py", 1), "-"))))
    both = prints(book, MONOREPO)
    assert len(set(both)) == 2
    assert both == prints(Book((rule(subject="repo"), says(failed((), "other words")))), MONOREPO)


def test_secrets_are_masked_before_they_are_hashed() -> None:
    book = Book((rule(), everywhere))
    line = 'bad = "ghp_{}"\n'
    assert prints(book, {"a.py": line.format("a1B2" * 9)}) != [""]


CI = """\
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - run: bad
  two:
    runs-on: ubuntu-latest
    steps:
      - run: bad
"""


def test_the_symbol_of_a_line_in_ci_is_its_job() -> None:
    book = Book((rule(subject="ci", zones=("infra",)), everywhere))
    path = ".github/workflows/ci.yml"
    first, second = prints(book, {path: CI})
    assert [first] == prints(book, {path: CI.partition("  two:")[0]})
    assert first != second
    assert prints(book, {path: "bad: 1\n"}) != [""]


@pytest.mark.parametrize(
    ("subject", "path", "one", "two"),
    [
        pytest.param(
            "yaml",
            "deploy.yaml",
            "kind: Service\nmetadata: {name: a}\nspec: bad\n",
            "kind: Service\nmetadata: {name: b}\nspec: bad\n",
            id="a Kubernetes object",
        ),
        pytest.param(
            "terraform",
            "main.tf",
            'resource "x" "a" {\n  y = "bad"\n}\n',
            'resource "x" "b" {\n  y = "bad"\n}\n',
            id="a resource",
        ),
    ],
)
def test_the_symbol_of_a_line_in_infrastructure_is_its_resource(subject: str, path: str, one: str, two: str) -> None:
    book = Book((rule(subject=subject, zones=("prod", "infra")), everywhere))
    first, second = prints(book, {path: one})[0], prints(book, {path: two})[0]
    assert first != second
    assert prints(book, {path: "x: bad\n" if subject == "yaml" else 'x = "bad"\n'})[0] not in {"", first}


def test_a_notebook_is_judged_cell_by_cell_and_its_cells_have_ids() -> None:
    def check(subject: Any, repo: Any) -> Iterator[Verdict]:
        for cell in subject.facts.cells:
            yield failed(subject.at(1, cell=cell.index), "wrong")

    book = Book((rule(subject="notebook", zones=("notebook",), triggers=("import:torch",)), check))
    same = prints(book, {"a.ipynb": notebook(["# %%", "import torch", "# %%", "import torch"])[0]})
    assert len(set(same)) == 2
    assert prints(book, {"a.ipynb": notebook(["# %%", "x = 1"])[0]}) == []
