"""Which comments a file has, and what a directive in one of them says."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from mlready.facts.comment import Comment, Directive, comments, directive, syntax_of

MARKED = "# mlready: ignore[a] b"


def places(kind: str, text: str) -> list[tuple[int, int, str, bool]]:
    """All comments of a text; a last line makes sure that they are read."""
    return [tuple(one) for one in comments(kind, (text + "\n# mlready:").encode())][:-1]


def test_a_file_that_does_not_name_mlready_is_not_read() -> None:
    assert comments("python", b"x = 1  # why\n") == ()
    assert comments("image", b"# mlready: x\n") == ()


@pytest.mark.parametrize("kind", ["python", "yaml", "dockerfile", "toml", "hcl", "requirements", "ini"])
def test_a_comment_on_its_own_line_is_found_in_every_syntax(kind: str) -> None:
    text = f"\n  {MARKED}\n" if kind != "python" else f"if x:\n  {MARKED}\n  y\n"

    assert comments(kind, text.encode()) == (Comment(2, 3, "mlready: ignore[a] b", True),)


@pytest.mark.parametrize(
    ("kind", "line", "column"),
    [
        ("python", "x = 1  {}", 8),
        ("yaml", "key: value  {}", 13),
        ("toml", 'key = "value"  {}', 16),
        ("hcl", 'key = "value"  {}', 16),
        ("requirements", "torch>=2  {}", 11),
    ],
)
def test_a_trailing_comment_is_told_from_one_on_its_own_line(kind: str, line: str, column: int) -> None:
    assert comments(kind, line.format(MARKED).encode()) == (Comment(1, column, "mlready: ignore[a] b", False),)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("python", f"x = '{MARKED}'\n"),
        ("python", f'"""\n{MARKED}\n"""\n'),
        ("python", f'x = f"{MARKED} {{y}}"\n'),
        ("yaml", f"key: '{MARKED}'\n"),
        ("yaml", f'key: "a\n  {MARKED}\n  b"\n'),
        ("yaml", f"key: 'it''s\n  {MARKED}'\n"),
        ("yaml", f"run: |\n  {MARKED}\n\n  {MARKED}\nnext: 1\n"),
        ("yaml", f"- run: >-\n    one\n    {MARKED}\n"),
        ("yaml", f"- - |2\n      {MARKED}\n"),
        ("yaml", f"--- |\n {MARKED}\n"),
        ("yaml", f"key:\n  |\n  {MARKED}\n"),
        ("yaml", f"key: a{MARKED}\n"),
        ("yaml", f"{{a: '{MARKED}', 'b':\"{MARKED}\"}}\n"),
        ("yaml", f"key: &x !!str |\n  {MARKED}\n"),
        ("yaml", f"? |\n  {MARKED}\n: 1\n"),
        ("dockerfile", f"FROM a\nRUN <<EOF\n{MARKED}\nEOF\n"),
        ("dockerfile", f"FROM a {MARKED}\nRUN x {MARKED}\n"),
        ("toml", f'key = "{MARKED}"\n'),
        ("toml", f"key = '{MARKED}'\n"),
        ("toml", f'key = """\n\\"""{MARKED}\n{MARKED}"""\n'),
        ("toml", f"key = '''\n{MARKED}''''\n"),
        ("toml", f'key = "a\\"{MARKED}"\n'),
        ("hcl", f'key = "{MARKED}"\n'),
        ("hcl", f'key = "${{x["{MARKED}"]}} {MARKED}"\n'),
        ("hcl", f'key = "$${{ {MARKED}"\n'),
        ("hcl", f"key = <<-EOT\n  {MARKED}\n  EOT\n"),
        ("requirements", f"git+https://host/x.git#egg={MARKED[2:]}\n"),
        ("ini", f"key = value {MARKED}\n"),
    ],
)
def test_text_that_is_no_comment_is_not_taken_for_one(kind: str, text: str) -> None:
    assert comments(kind, text.encode()) == ()


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("python", "# one\nx = (1,  # two\n  # three\n)\n", [(1, 1, "one", True), (2, 10, "two", False), (3, 3, "three", True)]),
        ("python", "é = 1 # one\n", [(1, 7, "one", False)]),
        ("yaml", "a: |  # one\n  text\n# two\nb: 'x' # three\n", [(1, 7, "one", False), (3, 1, "two", True), (4, 8, "three", False)]),
        ("yaml", "it: isn't # one\nb: [1, # two\n  'x' ] # three\n", [(1, 11, "one", False), (2, 8, "two", False), (3, 9, "three", False)]),
        ("yaml", "a:\n  - b: >\n      text\n    # one\n    c: 1\n", [(4, 5, "one", True)]),
        ("yaml", "a: |\n\n# one\nb: |\n  x\n...\n# two\n", [(3, 1, "one", True), (7, 1, "two", True)]),
        ("yaml", "a: {{ x }} # one\n", [(1, 12, "one", False)]),
        ("yaml", "a: 1 # one\r\nb: |\r\n  x\r\n# two\r\n", [(1, 6, "one", False), (4, 1, "two", True)]),
        ("toml", 'a = """x""" # one\nb = \'y\' # two\nc = ["#", # three\n]\n', [(1, 13, "one", False), (2, 9, "two", False), (3, 11, "three", False)]),
        ("toml", 'a = "open # no\n# one\n', [(2, 1, "one", True)]),
        ("hcl", "a = 1 // one\n/* two\n */ b = 2 # three\n", [(1, 7, "one", False), (2, 1, "two", True), (3, 11, "three", False)]),
        ("hcl", 'a = "${b} # no" # one\nc = "open # no\n# two\n', [(1, 17, "one", False), (3, 1, "two", True)]),
        ("hcl", "a = <<EOT\n${b} # no\nEOT\n# one\n", [(4, 1, "one", True)]),
        ("requirements", "-r a.txt # one\n#two\nb #three\n", [(1, 10, "one", False), (2, 1, "two", True), (3, 3, "three", False)]),
        ("ini", "; one\n# two\na = b ; no\n", [(1, 1, "one", True), (2, 1, "two", True)]),
    ],
)  # fmt: skip
def test_comments_are_placed(kind: str, text: str, expected: list[tuple[int, int, str, bool]]) -> None:
    assert places(kind, text) == expected


def test_what_precedes_an_error_in_python_is_kept() -> None:
    assert comments("python", f"{MARKED}\nx = (\n".encode()) == (Comment(1, 1, "mlready: ignore[a] b", True),)
    assert comments("python", f"{MARKED}\nif x:\n    y\n  z\n".encode())[:1] == (
        Comment(1, 1, "mlready: ignore[a] b", True),
    )
    assert comments("python", f"# coding: nonsense\n{MARKED}\n".encode()) == ()


@pytest.mark.parametrize(
    ("path", "syntax"),
    [
        ("a/b.py", "python"), ("ci.yml", "yaml"), ("Dockerfile.gpu", "dockerfile"), ("pyproject.toml", "toml"), ("Pipfile", "toml"),
        ("main.tf", "hcl"), ("requirements-dev.txt", "requirements"), ("requirements.in", "requirements"), ("setup.cfg", "ini"),
        ("data.json", None), ("Jenkinsfile", None), ("README", None),
    ],
)  # fmt: skip
def test_the_syntax_follows_from_the_name(path: str, syntax: str | None) -> None:
    assert syntax_of(path) == syntax


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mlready: ignore[unsafe-load] our own file", Directive(("unsafe-load",), "our own file", None)),
        ("# mlready: ignore[a, b-c,a] why not", Directive(("a", "b-c"), "why not", None)),
        ("mlready:ignore[a]why", Directive(("a",), "why", None)),
        ("mlready: ignore[a]", Directive(("a",), "", None)),
        ("mlready: ignore[a] : a reason", Directive(("a",), "a reason", None)),
        ("mlready: ignore[a] upstream bug (until 2027-03-01)", Directive(("a",), "upstream bug", "2027-03-01")),
        ("mlready: ignore[a] (Until 2027-03-01) upstream bug", Directive(("a",), "upstream bug", "2027-03-01")),
        ("mlready: ignore[a] see issue #12 (draft)", Directive(("a",), "see issue #12 (draft)", None)),
        ("noqa: E501  # mlready: ignore[a] why  # type: ignore", Directive(("a",), "why", None)),
        ("mlready: ignore[a] wait until then", Directive(("a",), "wait until then", None)),
    ],
)
def test_a_directive_names_rules_reason_and_date(text: str, expected: Directive) -> None:
    assert directive(text) == expected


@pytest.mark.parametrize(
    "text", ["", "plain", "mlready: reads this file", "see mlready: ignore[a] in the docs", "mlready"]
)
def test_other_comments_hold_no_directive(text: str) -> None:
    assert directive(text) is None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("mlready: ignore", "name the rules in brackets: `ignore[rule-name] reason`"),
        ("mlready: ignore unsafe-load", "name the rules in brackets: `ignore[rule-name] reason`"),
        ("mlready: ignore[unsafe-load because", "the bracket after `ignore` is not closed"),
        ("mlready: ignore[] because", "no rule is named in the brackets"),
        ("mlready: ignore[ , ] because", "no rule is named in the brackets"),
        ("mlready: ignore[a b] because", "`a b` is not a rule name"),
        ("mlready: disable[a] because", "unknown directive `disable`: write `ignore[rule-name] reason`"),
        ("mlready: noqa", "unknown directive `noqa`: write `ignore[rule-name] reason`"),
        ("mlready: ingore[a] because", "unknown directive `ingore`: write `ignore[rule-name] reason`"),
        ("mlready: ignore[a] b (until March)", "`March` is not a date: write `(until YYYY-MM-DD)`"),
        ("mlready: ignore[a] b (until 2027-02-30)", "`2027-02-30` is not a date: write `(until YYYY-MM-DD)`"),
        ("mlready: ignore[a] b (until )", "`` is not a date: write `(until YYYY-MM-DD)`"),
        ("mlready: ignore[a] b until 2027-03-01", "write the date as `(until YYYY-MM-DD)`"),
    ],
)
def test_a_malformed_directive_says_what_is_wrong(text: str, error: str) -> None:
    found = directive(text)

    assert found is not None
    assert found.error == error


def comments_by_scanner(text: str) -> list[int]:
    """Offsets of the comments of a YAML text according to PyYAML's scanner."""
    scalars = [
        (token.start_mark.index, token.end_mark.index, token.start_mark.line if token.style in {"|", ">"} else -1)
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if isinstance(token, yaml.ScalarToken)
    ]
    found = []
    offset = 0
    for number, line in enumerate(text.split("\n")):
        for at, char in enumerate(line):
            here = offset + at
            inside = any(start <= here < end and header != number for start, end, header in scalars)
            if char == "#" and (at == 0 or line[at - 1] in " \t") and not inside:
                found.append(here)
                break
        offset += len(line) + 1
    return found


YAML_LINE = st.builds(
    lambda indent, parts: "  " * indent + "".join(parts),
    st.integers(0, 3),
    st.lists(
        st.sampled_from(
            ["- ", "a: ", "b:", "'x'", '"y"', "'", '"', "|", ">-", "|2", "[", "]", "{", "}", ", ", " # c", "#", "plain", "it's", "\\", " ",
            "---", "...", "&a ", "!t ", "*a", "? ", ": ", "''", '\\"', "|  # c", "\t"]
        ),
        max_size=4,
    ),
)  # fmt: skip


@given(st.lists(YAML_LINE, max_size=6).map("\n".join))
@example("&a a: |  # c\n # c")
@example("- &a !t b: |\n   # c\n  c: 1 # d")
@example("*a : |\n # c")
@example("|  # c\n  \n # c")
def test_yaml_comments_are_those_of_a_real_scanner(text: str) -> None:
    try:
        list(yaml.parse(text, Loader=yaml.SafeLoader))
        expected = comments_by_scanner(text)
    except yaml.YAMLError:
        return
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]

    assert [starts[line - 1] + column - 1 for line, column, _, _ in places("yaml", text + "\n...\n")] == expected


PIECE = st.sampled_from(
    ["#", '"', "'", '"""', "'''", "\n", " ", "//", "/*", "*/", "<<EOT\n", "EOT", "${", "}", "{", "|", ">", "- ", ": ", "\\", "[", "]",
    "mlready:", " ignore[", "a", "]", "(until ", ")", "\r", "\x00", "é", "FROM a\n", "RUN ", "\t", "(", "def f():\n"]
)  # fmt: skip


@given(
    st.sampled_from(["python", "yaml", "dockerfile", "toml", "hcl", "requirements", "ini", "other"]),
    st.lists(PIECE, max_size=40).map("".join),
)
def test_any_text_is_read(kind: str, text: str) -> None:
    lines = text.encode().decode("utf-8", "replace").split("\n")
    for one in comments(kind, text.encode()):
        assert 1 <= one.line <= len(lines) + 1
        assert one.column >= 1
        assert directive(one.text) is None or isinstance(directive(one.text), Directive)


@given(st.sampled_from(["python", "yaml", "dockerfile", "toml", "hcl", "requirements", "ini"]), st.binary(max_size=200))
def test_any_bytes_are_read(kind: str, data: bytes) -> None:
    assert isinstance(comments(kind, data + b"\n# mlready:"), tuple)


@given(st.text(max_size=100))
def test_any_comment_is_understood_or_not(text: str) -> None:
    assert directive("mlready: ignore[" + text) is not None
    assert directive(text) is None or "mlready:" in text


@pytest.mark.parametrize("kind", ["python", "yaml", "dockerfile", "toml", "hcl", "requirements", "ini"])
@pytest.mark.parametrize("piece", ["/**/", "{\n", '"${', "'", '"""', "<<EOT\n", "a: |\n", "[", "# x\n", " #"])
def test_a_hostile_file_is_read_to_its_end(kind: str, piece: str) -> None:
    assert isinstance(comments(kind, (piece * 5_000 + "# mlready:").encode()), tuple)
