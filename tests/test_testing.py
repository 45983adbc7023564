"""The examples of a page as tests: how they are read, when they hold, what is said when they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlready.testing import Example, check_example, examples
from mlready.testing.memory import Memory
from mlready.testing.page import ExampleError, ExampleFile, parse

FRONT = """\
---
summary: A call of old
subject: python
when: trains
zones: [prod, notebook]
triggers: [.old, .new]
severity: low
confidence: high
effort: {once: 1, each: 1}
profile: preview
---
It matters.

## What to do

Mend it.

"""
CHECK = """\
from mlready.verdict import failed, passed, unknown

def check(module, repo):
    for call in module.method_calls("old", "new"):
        if call.double_star:
            yield unknown(module.at(call.span), "what is passed?")
        elif call.method == "old":
            yield failed(module.at(call.span), "call new")
        else:
            yield passed(module.at(call.span))
"""
REPO_CHECK = """\
from mlready.location import Location
from mlready.verdict import failed, not_applicable, partial, passed

def check(project, repo):
    words = repo.text("README.md") or ""
    place = Location("README.md")
    if "by hand" in words:
        yield partial(place, "by hand")
    elif "nothing" in words:
        yield not_applicable("nothing to read")
    elif words:
        yield passed(place, "there is one")
    else:
        yield failed((), "there is none")
"""
REPO = (
    FRONT.replace("python", "repo")
    .replace("zones: [prod, notebook]\ntriggers: [.old, .new]\n", "")
    .replace("when: trains\n", "")
)
TRAINING = """\
from sklearn.linear_model import LogisticRegression
LogisticRegression().fit(x, y)
"""


def fenced(title: str, text: str, more: str = "", language: str = "python") -> str:
    return f'```{language} title="{title}"{more}\n{text.strip()}\n```\n\n'


BAD = "## Bad\n\n### found by itself (detect)\n\n" + fenced("a.py", TRAINING + "y.old()", ' hl_lines="3"')
GOOD = "## Good\n\n" + fenced("a.py", "y.new()\n")


def book(folder: Path, page: str, check: str = CHECK) -> Path:
    (folder / "security").mkdir(exist_ok=True)
    (folder / "security" / "old_call.md").write_text(page, encoding="utf-8")
    (folder / "security" / "old_call.py").write_text(check, encoding="utf-8")
    return folder


def case(folder: Path, page: str, check: str = CHECK) -> Example:
    """The only example of a page."""
    _, found = examples(book(folder, page, check))
    return found


def complaint(example: Example) -> list[str]:
    with pytest.raises(AssertionError) as caught:
        check_example(example)
    return str(caught.value).splitlines()


def test_every_page_and_every_part_of_it_is_a_case_with_a_readable_id(tmp_path: Path) -> None:
    two = "### twice\n\n" + fenced("a.py", "y.new()") + "### twice\n\n" + fenced("b.py", "y.new()")
    found = examples(book(tmp_path, FRONT + BAD + GOOD + two))
    assert [str(one) for one in found] == [
        "security/old-call page",
        "security/old-call Bad: found by itself",
        "security/old-call Good",
        "security/old-call Good: twice",
        "security/old-call Good: twice 2",
    ]
    for one in found:
        check_example(one)


def test_a_section_and_its_parts_say_how_they_are_run() -> None:
    page = (
        "## Bad detect\n\n"
        + fenced("a", "x")
        + "### part\n\n"
        + fenced("b", "x")
        + "## Other\n\n"
        + fenced("c", "x")
        + "### part\n\n"
        + fenced("c", "x")
        + "## Good: (not-applicable)\n\n### unknown words\n\n"
        + fenced("d", "x")
        + "### not told (unknown)\n\n"
        + fenced("e", "x")
        + "### by hand (partial), `detect`\n\n"
        + fenced("f", "x")
    )
    found = parse(page)
    assert [(one.kind, one.title, one.detect, one.expected, one.files[0].path) for one in found] == [
        ("bad", "", True, "passed", "a"),
        ("bad", "part", True, "passed", "b"),
        ("good", "unknown words", False, "not_applicable", "d"),
        ("good", "not told", False, "unknown", "e"),
        ("good", "by hand", True, "partial", "f"),
    ]


def one_file(block: str) -> ExampleFile:
    (example,) = parse("## Bad\n\n" + block)
    (file,) = example.files
    return file


def test_a_block_with_a_title_is_a_file() -> None:
    file = one_file(fenced("src/a.py", "x\n\ny", ' hl_lines="1 3-4"').replace("y\n", "y\nz\n"))
    assert (file.path, file.data, file.size, file.tracked) == ("src/a.py", b"x\n\ny\nz\n", 7, True)
    assert file.marked == {(None, 1), (None, 3), (None, 4)}


def test_blocks_without_a_title_are_prose() -> None:
    (example,) = parse("## Bad\n\n```console\n$ run\n```\n\n" + fenced("a.py", "x"))
    assert [one.path for one in example.files] == ["a.py"]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    assert one_file('````markdown title="README.md"\n```\n## Good\n```\n````\n').data == b"```\n## Good\n```\n"
    assert one_file('~~~markdown title="README.md"\n```\nx\n~~~\n').data == b"```\nx\n"


def test_a_file_may_be_padded_and_left_out_of_git() -> None:
    file = one_file('```text title=data.csv size=6MB untracked hl_lines="1"\n```\n')
    assert (file.path, file.data, file.size, file.tracked, file.marked) == (
        "data.csv",
        b"",
        6_000_000,
        False,
        {(None, 1)},
    )
    source = Memory([file, file._replace(path="small.csv", data=b"a", size=3)])
    assert [(one.path, one.size, one.tracked) for one in source.entries()] == [
        ("data.csv", 6_000_000, False),
        ("small.csv", 3, False),
    ]
    assert source.read("data.csv") is None
    assert source.read("data.csv", 4) == b"\n\n\n\n"
    assert source.read("small.csv") == b"a\n\n"
    assert source.read("gone") is None
    assert [one.kind for one in source.notices] == ["limit", "missing"]


def test_the_history_of_an_example_is_short_and_complete() -> None:
    git = Memory.of({".gitignore": "data/\n"}).git()
    assert (git.commits, git.authors, git.tags, git.shallow, git.head) == (10, 2, (), False, "0" * 40)
    assert git.ignored("data/x")
    assert not Memory.of({}).git().ignored("data/x")


NOTEBOOK = """\
```ipynb title="a.ipynb" hl_lines="2 6 8"
# %% [3]
x = 1

# %% [markdown]
# Title
text
# %%
y = 2
# %% [output]
printed
# %% [error] NameError
trace
# %% [raw]
```
"""


def test_a_notebook_is_written_in_percent_format() -> None:
    file = one_file(NOTEBOOK)
    assert file.marked == {(0, 1), (1, 2), (2, 1)}
    cells = json.loads(file.data)["cells"]
    assert [(cell["cell_type"], "".join(cell["source"])) for cell in cells] == [
        ("code", "x = 1"),
        ("markdown", "# Title\ntext"),
        ("code", "y = 2"),
        ("raw", ""),
    ]
    assert [cell.get("execution_count") for cell in cells] == [3, None, None, None]
    assert cells[2]["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["printed\n"]},
        {"output_type": "error", "ename": "NameError", "evalue": "", "traceback": ["trace\n"]},
    ]


def test_a_notebook_may_begin_without_a_marker() -> None:
    assert json.loads(one_file('```ipynb title="a.ipynb"\nx\n# %% [error]\n```\n').data)["cells"][0]["outputs"] == [
        {"output_type": "error", "ename": "Error", "evalue": "", "traceback": []}
    ]
    assert json.loads(one_file('```ipynb title="a.ipynb"\n# %% [output]\nx\n```\n').data)["cells"][0]["source"] == ["x"]
    assert one_file('```json title="a.ipynb"\n{}\n```\n').data == b"{}\n"


@pytest.mark.parametrize(
    ("block", "message"),
    [
        pytest.param('```python title="a"\nx\n', "line 3: the block is not closed", id="open block"),
        pytest.param(fenced("a", "x", " hl_line=1"), "line 3: unknown attribute 'hl_line' of a block", id="attribute"),
        pytest.param(
            fenced("a", "x", " hl_lines=a"), "line 3: hl_lines: 'a' is neither a line nor a range", id="not a line"
        ),
        pytest.param(fenced("a", "x", ' hl_lines="2"'), "line 3: hl_lines marks line 2 of 1", id="line past the end"),
        pytest.param(fenced("a", "x", " size=big"), "line 3: size: 'big' is not like 6MB", id="size"),
    ],
)
def test_a_page_that_cannot_be_read_is_a_failing_case(tmp_path: Path, block: str, message: str) -> None:
    with pytest.raises(ExampleError, match="^" + message.replace("(", r"\(") + "$"):
        parse("## Bad\n\n" + block)
    (found,) = examples(book(tmp_path, FRONT + "## Bad\n\n" + block))
    assert str(found) == "security/old-call page"
    assert complaint(found)[0].startswith("security/old_call.md: line ")


def test_a_page_with_faulty_front_matter_is_a_failing_case(tmp_path: Path) -> None:
    (found,) = examples(book(tmp_path, FRONT.replace("severity: low", "severity: small")))
    assert complaint(found)[0].startswith("security/old_call.md:7: severity: 'small' is not known")


@pytest.mark.parametrize(
    ("page", "faults"),
    [
        pytest.param(FRONT + BAD + GOOD, [], id="nothing"),
        pytest.param(FRONT + BAD, ["there is no example under `## Good`"], id="no good example"),
        pytest.param(
            FRONT + GOOD,
            ["there is no example under `## Bad`", "no Bad example is run under `detect`, and `when` names a role"],
            id="no bad example",
        ),
        pytest.param(
            FRONT + BAD.replace(" (detect)", "") + GOOD,
            ["no Bad example is run under `detect`, and `when` names a role"],
            id="no role is detected",
        ),
        pytest.param(
            FRONT.replace("when: trains\n", "") + BAD.replace(" (detect)", "") + GOOD, [], id="no role is needed"
        ),
        pytest.param(
            FRONT.replace("It matters.\n", "").replace("## What to do", "## Remedy") + BAD + GOOD,
            ["it does not say why it matters", "the section `## What to do` is missing"],
            id="no prose",
        ),
    ],
)
def test_what_a_page_must_have(tmp_path: Path, page: str, faults: list[str]) -> None:
    first = examples(book(tmp_path, page))[0]
    if faults:
        assert complaint(first) == ["security/old_call.md:", *(f"  {one}" for one in faults)]
    else:
        check_example(first)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        pytest.param("a.old()\nb.new()\nc.old()", "1 3", [], id="all marked lines fail"),
        pytest.param("a.old(\n  1,\n)\n", "1", [], id="the first line of a call stands for it"),
        pytest.param("a.old(\n  1,\n)\n", "1-3", [], id="so do all its lines"),
        pytest.param(
            "a.old(\n  1,\n)\n",
            "2",
            ["a.py:1 fails and is not marked: call new", "project .: failed", "  failed at a.py:1 (call new)"],
            id="a line in the middle does not",
        ),
        pytest.param(
            "a.old()\nb.old()",
            "1",
            [
                "a.py:2 fails and is not marked: call new",
                "project .: failed",
                "  failed at a.py:1 (call new)",
                "  failed at a.py:2 (call new)",
            ],
            id="one more fails",
        ),
        pytest.param(
            "a.old()\nb.new()",
            "1 2",
            [
                "expected a.py:2 to fail, it does not",
                "project .: failed",
                "  failed at a.py:1 (call new)",
                "  passed at a.py:2",
            ],
            id="one does not fail",
        ),
        pytest.param("a.new()", "", ["no line is marked to fail: add hl_lines"], id="nothing is marked"),
    ],
)
def test_a_bad_example_fails_exactly_where_it_is_marked(
    tmp_path: Path, text: str, marks: str, expected: list[str]
) -> None:
    example = case(tmp_path, FRONT + "## Bad\n\n" + fenced("a.py", text, f' hl_lines="{marks}"'))
    if expected:
        assert complaint(example) == [
            "security/old_call.md:18: security/old-call Bad",
            *(f"  {one}" for one in expected),
        ]
    else:
        check_example(example)


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        pytest.param("", "a.new()\n", [], id="one site passes"),
        pytest.param(
            "",
            "x = 1\n",
            ["expected passed and nothing worse", "project .: not applicable (nothing to judge)"],
            id="no site",
        ),
        pytest.param(
            "",
            "a.new()\na.old()\n",
            [
                "expected passed and nothing worse",
                "project .: failed",
                "  passed at a.py:1",
                "  failed at a.py:2 (call new)",
            ],
            id="one fails",
        ),
        pytest.param(
            "",
            "a.new()\na.old(**k)\n",
            [
                "expected passed and nothing worse",
                "project .: passed",
                "  passed at a.py:1",
                "  unknown at a.py:2 (what is passed?)",
            ],
            id="one cannot be told",
        ),
        pytest.param(" (unknown)", "a.old(**k)\n", [], id="what cannot be told is declared"),
        pytest.param(" (not-applicable)", "x = 1\n", [], id="that it does not apply is declared"),
        pytest.param(
            " not-applicable",
            "a.new()\n",
            ["expected not applicable", "project .: passed", "  passed at a.py:1"],
            id="it applies after all",
        ),
    ],
)
def test_a_good_example_passes_or_says_what_it_does(
    tmp_path: Path, heading: str, text: str, expected: list[str]
) -> None:
    example = case(tmp_path, FRONT + f"## Good{heading}\n\n" + fenced("a.py", text))
    if expected:
        assert complaint(example)[1:] == [f"  {one}" for one in expected]
    else:
        check_example(example)


def test_roles_are_asserted_unless_they_are_to_be_detected(tmp_path: Path) -> None:
    block = fenced("a.py", "a.old()", ' hl_lines="1"')
    check_example(case(tmp_path, FRONT + "## Bad\n\n" + block))
    assert complaint(case(tmp_path, FRONT + "## Bad (detect)\n\n" + block))[2:] == [
        "  project .: not applicable (no role trains)"
    ]


def test_roles_that_are_detected_are_not_asserted(tmp_path: Path) -> None:
    check = """\
from mlready.verdict import failed

def check(module, repo):
    role = repo.projects[0].roles["trains"]
    yield failed(module.at(3), role.strength)
"""
    text = fenced("a.py", TRAINING + "y.old()", ' hl_lines="2"')
    assert "strong" in complaint(case(tmp_path, FRONT + "## Bad\n\n" + text, check))[2]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("## Bad\n\n" + fenced("a.py", "x"), [], id="it fails once"),
        pytest.param(
            "## Bad\n\n" + fenced("README.md", "words"),
            ["expected one failure, got 0", "project .: passed (there is one)", "  passed at README.md (there is one)"],
            id="it passes",
        ),
        pytest.param(
            "## Bad\n\n" + fenced("a.py", "x", ' hl_lines="1"'),
            ["a rule about the repository marks no lines: take out hl_lines"],
            id="a line is marked",
        ),
        pytest.param("## Good\n\n" + fenced("README.md", "words"), [], id="good"),
        pytest.param(
            "## Good\n\n" + fenced("a.py", "x"),
            [
                "expected passed and nothing worse",
                "project .: failed (there is none)",
                "  failed at no place (there is none)",
            ],
            id="not good",
        ),
        pytest.param("## Good\n\n### so (partial)\n\n" + fenced("README.md", "by hand"), [], id="half"),
        pytest.param("## Good (not-applicable)\n\n" + fenced("README.md", "nothing"), [], id="not applicable"),
    ],
)
def test_examples_of_a_rule_about_the_repository(tmp_path: Path, page: str, expected: list[str]) -> None:
    example = case(tmp_path, REPO + page, REPO_CHECK)
    if expected:
        assert complaint(example)[1:] == [f"  {one}" for one in expected]
    else:
        check_example(example)


def test_a_check_that_crashes_is_a_failing_case(tmp_path: Path) -> None:
    example = case(tmp_path, FRONT + "## Good\n\n" + fenced("a.py", "x.old()"), "def check(module, repo):\n    1 / 0\n")
    assert complaint(example)[1:] == ["  old-call crashed on a.py: ZeroDivisionError: division by zero"]


def test_a_rule_that_speaks_without_its_trigger_is_a_failing_case(tmp_path: Path) -> None:
    page = FRONT.replace("[.old, .new]", "[.old, 'text:wake']") + "## Good\n\n"
    example = case(tmp_path, page + fenced("a.py", "x.new()  # wake") + fenced("b.py", "x.new()"))
    assert complaint(example)[1:] == ["  b.py meets no trigger and still: passed"]
    check_example(case(tmp_path, page + fenced("a.py", "x.new()  # wake") + fenced("b.py", "x = 1")))


def test_a_rule_may_say_that_it_does_not_apply_without_its_trigger(tmp_path: Path) -> None:
    check = (
        CHECK.replace("import failed", "import failed, not_applicable") + "    yield not_applicable('no more calls')\n"
    )
    check_example(case(tmp_path, FRONT + "## Good\n\n" + fenced("a.py", "x.new()") + fenced("b.py", "x = 1"), check))


def test_files_that_could_not_be_read_are_told_with_a_failure(tmp_path: Path) -> None:
    said = complaint(case(tmp_path, FRONT + "## Good\n\n" + fenced("a.py", "def")))
    assert said[-1].startswith("  notice: a.py: ")


SUPPRESSION = FRONT.replace("subject: python", "subject: suppression").replace(
    "zones: [prod, notebook]\ntriggers: [.old, .new]\n", ""
)


def test_what_mlready_judges_itself_is_judged_beside_the_rules_it_names(tmp_path: Path) -> None:
    folder = book(tmp_path, FRONT.replace("when: trains\n", "") + BAD + GOOD)
    bad = "## Bad\n\n" + fenced("a.py", "x.old()  # mlready: ignore[old-call]", ' hl_lines="1"')
    good = "## Good\n\n" + fenced("a.py", "x.old()  # mlready: ignore[old-call] the old one is meant")
    (folder / "security" / "suppression_without_reason.md").write_text(SUPPRESSION + bad + good)
    (folder / "security" / "broken.md").write_text("nothing")
    found = {str(one): one for one in examples(folder)}
    for kind in ("page", "Bad", "Good"):
        check_example(found[f"security/suppression-without-reason {kind}"])
    (folder / "security" / "suppression_without_reason.md").write_text(SUPPRESSION + bad.replace(' hl_lines="1"', ""))
    wrong = next(one for one in examples(folder) if str(one) == "security/suppression-without-reason Bad")
    assert "a.py:1 fails and is not marked" in " ".join(complaint(wrong))
