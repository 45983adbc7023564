"""What a comment speaks about."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.extent import Extent, Extents, extents


def of(kind: str, text: str) -> Extents:
    return extents(kind, dedent(text).lstrip("\n").encode())


PYTHON = of(
    "python",
    '''
    @first(1)
    @second
    def f(
        a,
        b=g(1),
    ):
        """doc"""

        x = foo(
            1,
            bar(
                2,
            ),
        )
        # a comment of its own
        if x and \\
           y:
            pass
        elif z:
            pass
        try:
            pass
        except ValueError:
            pass
    class C: x = 1
    match x:
        case 1:
            pass
    a = 1; b = (
        2)
    async def h() -> None:
        pass
    ''',
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(1, (1, 6), id="the first decorator means the header"),
        pytest.param(2, (2, 6), id="so does a later one, from there on"),
        pytest.param(3, (3, 6), id="the line of def"),
        pytest.param(4, (4, 4), id="a parameter is a line inside the header"),
        pytest.param(6, (1, 6), id="the line where the header ends"),
        pytest.param(7, (7, 7), id="a docstring"),
        pytest.param(9, (9, 14), id="a statement starts"),
        pytest.param(10, (10, 10), id="a line in the middle is itself"),
        pytest.param(13, (11, 13), id="an inner call ends"),
        pytest.param(14, (9, 14), id="a statement ends"),
        pytest.param(17, (16, 17), id="a condition ends, its body is not meant"),
        pytest.param(19, (19, 19), id="elif is a header"),
        pytest.param(21, (21, 21), id="try is a header"),
        pytest.param(23, (23, 23), id="except is a header"),
        pytest.param(25, (25, 25), id="header and body on one line"),
        pytest.param(26, (26, 26), id="match is a header"),
        pytest.param(27, (27, 27), id="case is a header"),
        pytest.param(29, (29, 30), id="two statements, one of them longer"),
        pytest.param(31, (31, 31), id="async def"),
        pytest.param(99, (99, 99), id="a line that is not there is itself"),
    ],
)
def test_a_comment_at_the_end_of_a_line_of_python(line: int, expected: tuple[int, int]) -> None:
    assert PYTHON.trailing(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(0, (1, 24), id="above a function: all of it, decorators first"),
        pytest.param(8, (9, 14), id="above a statement"),
        pytest.param(10, (11, 13), id="inside a statement: what comes next in it"),
        pytest.param(13, None, id="inside a statement: nothing comes next in it"),
        pytest.param(15, (16, 20), id="above if: with elif"),
        pytest.param(24, (25, 25), id="above a class"),
        pytest.param(32, None, id="at the end of the file"),
    ],
)
def test_a_comment_on_its_own_line_of_python(line: int, expected: tuple[int, int] | None) -> None:
    assert PYTHON.following(line) == expected


def test_a_header_ends_before_the_comments_of_its_body() -> None:
    found = of("python", "with a:\n\n    # about the body\n    b()\n")
    assert found.trailing(1) == (1, 1)
    assert found.trailing(3) == (3, 3)


def test_a_form_feed_ends_no_line() -> None:
    assert of("python", "a = 1\n\x0c\nb = (\n  2)\n").trailing(4) == (3, 4)


@pytest.mark.parametrize("text", ["def f(:", "x = '\0'", "(" * 5000])
def test_python_that_cannot_be_read_has_lines_only(text: str) -> None:
    assert of("python", text).trailing(1) == (1, 1)
    assert of("python", text).following(0) is None


YAML = of(
    "yaml",
    """
    a:
      b: 1
      # of its own
      c: [1,
        2]
    d:
    - x: 1
      y: |
        run
        more
    # of its own
    - z: 2

    e: &here {a: 1,
      b: 2}
    f: *here
    g:
     - {a: 1,
        b: 2}
     - *here
    """,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(1, (1, 1), id="a key of a block means its header"),
        pytest.param(2, (2, 2), id="a key and its value"),
        pytest.param(4, (4, 5), id="a flow list starts"),
        pytest.param(5, (4, 5), id="a flow list ends"),
        pytest.param(7, (7, 7), id="a list item means its first line"),
        pytest.param(8, (8, 10), id="a block scalar means all of it"),
        pytest.param(15, (14, 15), id="a flow mapping ends"),
        pytest.param(16, (16, 16), id="an alias is where it is used"),
        pytest.param(19, (18, 19), id="a flow mapping in a list ends"),
        pytest.param(20, (20, 20), id="an alias in a list"),
    ],
)
def test_a_comment_at_the_end_of_a_line_of_yaml(line: int, expected: tuple[int, int]) -> None:
    assert YAML.trailing(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(0, (1, 5), id="above a key: its block"),
        pytest.param(3, (4, 5), id="above a key with a flow list"),
        pytest.param(6, (7, 10), id="above the first item: not the whole list"),
        pytest.param(11, (12, 12), id="above a later item"),
        pytest.param(20, None, id="at the end of the file"),
    ],
)
def test_a_comment_on_its_own_line_of_yaml(line: int, expected: tuple[int, int] | None) -> None:
    assert YAML.following(line) == expected


def test_an_instruction_of_a_dockerfile_with_its_continuations() -> None:
    found = of("dockerfile", "FROM a\n# own\nRUN a && \\\n    # inside\n    b\nUSER x\n")
    assert found.following(2) == (3, 5)
    assert found.following(5) == (6, 6)


TOML = of(
    "toml",
    """
    # own
    [project]
    name = "x"
    # own
    deps = [
      "a",
      # own
      "b#[",
    ]
    text = \"\"\"
    [not]
    \"\"\"
    other = '''a'''
    [tool.x]
    a = 1
    """,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(2, (2, 2), id="a table means its header"),
        pytest.param(3, (3, 3), id="a key"),
        pytest.param(5, (5, 9), id="a list starts"),
        pytest.param(6, (6, 6), id="a line of a list"),
        pytest.param(9, (5, 9), id="a list ends"),
        pytest.param(12, (10, 12), id="a long text ends"),
        pytest.param(13, (13, 13), id="a text in triple quotes on one line"),
    ],
)
def test_a_comment_at_the_end_of_a_line_of_toml(line: int, expected: tuple[int, int]) -> None:
    assert TOML.trailing(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(1, (2, 13), id="above a table: all of it"),
        pytest.param(4, (5, 9), id="above a list"),
        pytest.param(7, (8, 8), id="in a list: the next entry"),
        pytest.param(13, (14, 15), id="above the last table"),
    ],
)
def test_a_comment_on_its_own_line_of_toml(line: int, expected: tuple[int, int] | None) -> None:
    assert TOML.following(line) == expected


def test_toml_without_tables() -> None:
    assert of("toml", "a = 1\n").following(0) == (1, 1)


def test_requirements_are_lines_and_continued_lines() -> None:
    found = of("requirements", "# own\n\na==1 \\\n  --hash=x\n# b\nb==2")
    assert found.following(1) == (3, 4)
    assert found.trailing(4) == (3, 4)
    assert found.following(5) == (6, 6)
    assert found.trailing(6) == (6, 6)


def test_blocks_and_attributes_of_terraform() -> None:
    found = of(
        "hcl",
        """
        # own
        resource "a" "b" {
          x = 1
          # own
          nested {
            y = 2
          }
        }
        """,
    )
    assert found.following(1) == (2, 8)
    assert found.following(4) == (5, 7)
    assert found.trailing(2) == (2, 2)
    assert found.trailing(3) == (3, 3)


def slow_trailing(found: list[Extent], line: int) -> tuple[int, int]:
    touching = [one for one in found if line in (one.line, one.header)]
    return min([line, *(one.line for one in touching)]), max([line, *(one.header for one in touching)])


def slow_following(found: list[Extent], line: int) -> tuple[int, int] | None:
    limit = min((one.header for one in found if one.line < line < one.header), default=None)
    below = [one for one in found if one.line > line and (limit is None or one.line <= limit)]
    first = min((one.line for one in below), default=None)
    return None if first is None else (first, max(one.end_line for one in below if one.line == first))


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 4), st.integers(0, 4)), max_size=12), st.integers(0, 14))
def test_extents_are_found_as_by_looking_at_all_of_them(drawn: list[tuple[int, int, int]], line: int) -> None:
    found = [Extent(first, first + more, first + more + rest) for first, more, rest in drawn]
    assert Extents(found).trailing(line) == slow_trailing(found, line)
    assert Extents(found).following(line) == slow_following(found, line)
