"""Notebooks: cells and outputs as data, and the Python of the code cells line for line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.notebook import LONGEST_OUTPUT, Notebook, Output, read
from mlready.facts.python_walk import extract


def code(source: str | list[str], **fields: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **fields}


def notebook(*cells: str | dict[str, Any], **metadata: Any) -> Notebook:
    entries = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    document = {"cells": entries, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return read(json.dumps(document).encode())


def python(source: str) -> str:
    """The Python that is left of one cell."""
    found = notebook(source)
    assert found.bad_cells == ()
    assert len(found.lines) == len(source.split("\n"))
    return found.source.removesuffix("\n")


def test_the_interpreter_that_saved_a_notebook_is_told() -> None:
    assert notebook("a", language_info={"name": "python", "version": "3.6.9"}).version == "3.6.9"
    assert notebook("a", language_info={"name": "python", "version": 3}).version == ""
    assert not notebook("a").version


def test_code_cells_are_joined_and_lines_mapped_back() -> None:
    found = notebook("import a\nb = 1", {"cell_type": "markdown", "source": "# T"}, "", "c()")
    assert found.source == "import a\nb = 1\n\nc()\n"
    assert found.lines == ((0, 1), (0, 2), (2, 1), (3, 1))
    assert [cell.kind for cell in found.cells] == ["code", "markdown", "code", "code"]
    assert found.cells[1].source == "# T"
    assert (found.language, found.error) == ("python", None)


def test_source_as_a_list_of_lines() -> None:
    assert notebook(code(["a = 1\n", "b = 2"])).source == "a = 1\nb = 2\n"


def test_line_ends_are_made_plain() -> None:
    found = notebook("a = 1\r\nb = 2\rc = 3")
    assert found.source == "a = 1\nb = 2\nc = 3\n"
    assert len(found.lines) == 3


def test_cells_keep_count_and_id() -> None:
    found = notebook(code("a", execution_count=3, id="k1"), code("b", execution_count=True, id=7))
    assert [(cell.index, cell.count, cell.id) for cell in found.cells] == [(0, 3, "k1"), (1, None, None)]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("%matplotlib inline\na", "\na", id="line magic"),
        pytest.param("!ls -l 'x\na", "\na", id="shell command"),
        pytest.param("!!ls\na", "\na", id="shell command twice"),
        pytest.param("?len\nlen?\na.b??\na", "\n\n\na", id="help"),
        pytest.param("if a:\n    !ls\n    %cd x\nb", "if a:\n    pass\n    pass\nb", id="inside a block"),
        pytest.param("x = !ls -l", "x = ...", id="a name bound to a command"),
        pytest.param("x, y = %magic z", "x, y = ...", id="names bound to a magic"),
        pytest.param("  if a:\n      x = !ls", "if a:\n    x = ...", id="common indent"),
        pytest.param("!pip install a \\\n  b\nc", "\n\nc", id="continued command"),
        pytest.param("pip install a\nb", "\nb", id="pip without a sign"),
        pytest.param("ls 'x'\ncd ..\nb", "\n\nb", id="commands without a sign"),
        pytest.param("%time model.fit(x)", "model.fit(x)", id="a timed statement is kept"),
        pytest.param("%timeit -n 10 f(x)", "f(x)", id="a timed statement with options is kept"),
        pytest.param("%time !ls", "", id="a timed command"),
        pytest.param("%%time\nf(x)", "\nf(x)", id="a timed cell is kept"),
        pytest.param("\n%%capture out\n%%time\nf(x)\n!ls", "\n\n\nf(x)\n", id="two cell magics"),
        pytest.param("%%bash\npip install a\nls", "\n\n", id="a shell cell"),
        pytest.param("%%writefile a.py\nimport b", "\n", id="a written file"),
        pytest.param("%%html\n<b>", "\n", id="another language"),
        pytest.param("%%!\nls", "\n", id="a shell cell by sign"),
        pytest.param("%sql\nselect 1 from a", "\n", id="a cell of another language by its first line"),
        pytest.param("%sql select 1\na", "\na", id="one line of another language"),
        pytest.param('x = """\n%s\n!a\n?b\n"""', 'x = """\n%s\n!a\n?b\n"""', id="lines of a text"),
        pytest.param("x = (a\n% b)\ny = a \\\n  % b", "x = (a\n% b)\ny = a \\\n  % b", id="the remainder operator"),
        pytest.param("a != b\nx = a % b", "a != b\nx = a % b", id="operators with the same signs"),
        pytest.param("print('a?')\n# b?", "print('a?')\n# b?", id="question marks in texts and comments"),
        pytest.param("s = '#'\n!ls\nt = \"it's\"\n!ls", "s = '#'\n\nt = \"it's\"\n", id="quotes"),
        pytest.param("await f()", "await f()", id="await at the top"),
    ],
)
def test_magics_are_masked_line_for_line(source: str, left: str) -> None:
    assert python(source) == left


def test_installs_are_collected_with_cell_and_line() -> None:
    found = notebook(
        "import a\n!pip install -q b==1 \\\n  c\n%pip install d",
        "%%bash\nls\nconda install e",
        "if x:\n    !{sys.executable} -m pip install f\n!uv pip install g\n!pip list\nout = !pip install h",
    )
    assert found.installs == (
        (0, 2, "pip install -q b==1    c"),
        (0, 4, "pip install d"),
        (1, 3, "conda install e"),
        (2, 2, "{sys.executable} -m pip install f"),
        (2, 3, "uv pip install g"),
        (2, 5, "pip install h"),
    )


def test_one_bad_cell_costs_one_cell() -> None:
    found = notebook("a = 1", "print 'x'\nb = 2", "c = 3")
    assert found.bad_cells == (1,)
    assert found.source == "a = 1\n\n\nc = 3\n"
    assert found.lines == ((0, 1), (1, 1), (1, 2), (2, 1))
    assert [cell.error for cell in found.cells[::2]] == [None, None]
    assert str(found.cells[1].error).startswith("line 1: ")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = " + "1+" * 50_000 + "1", id="nested too deeply"),
        pytest.param("x = 1\0", id="zero byte"),
        pytest.param("x = '\ud800", id="half a character"),
    ],
)
def test_a_cell_that_breaks_the_parser_is_bad(source: str) -> None:
    found = notebook("a = 1", source)
    assert found.bad_cells == (1,)
    assert extract(found.source.encode()).error is None


def test_half_characters_are_replaced() -> None:
    found = notebook("x = '\ud800'")
    assert found.source.encode() == b"x = '?'\n"


def test_outputs() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {"output_type": "execute_result", "data": {"text/plain": "c", "text/html": ["<d>"], "image/png": "e"}},
        {"output_type": "error", "ename": "KeyError", "evalue": "'k'", "traceback": ["line"]},
        "nonsense",
    ]
    assert notebook(code("x", outputs=outputs)).cells[0].outputs == (
        Output("stream", "a\nb", None),
        Output("execute_result", "c\n<d>", None),
        Output("error", "KeyError: 'k'\nline", "KeyError"),
    )


def test_the_text_of_outputs_is_bounded_for_each_cell() -> None:
    outputs = [{"output_type": "stream", "text": "x" * 70_000}] * 3
    kept = notebook(code("x", outputs=outputs)).cells[0].outputs
    assert sum(len(output.text) for output in kept) == LONGEST_OUTPUT


def test_format_3() -> None:
    document = {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 1, "source": "T"},
                    {
                        "cell_type": "code",
                        "input": ["a = 1\n", "b"],
                        "language": "python",
                        "prompt_number": 4,
                        "outputs": [
                            {"output_type": "pyout", "text": ["c"], "prompt_number": 4},
                            {"output_type": "pyerr", "ename": "E", "evalue": "e", "traceback": []},
                        ],
                    },
                ]
            }
        ],
    }
    found = read(json.dumps(document).encode())
    assert found.source == "a = 1\nb\n"
    assert [cell.kind for cell in found.cells] == ["markdown", "code"]
    assert found.cells[1].count == 4
    assert [(output.kind, output.text) for output in found.cells[1].outputs] == [
        ("execute_result", "c"),
        ("error", "E: e"),
    ]


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        pytest.param({}, "python", id="nothing said"),
        pytest.param({"language_info": {"name": "Python"}}, "python", id="language"),
        pytest.param({"language_info": {"name": "ipython"}}, "python", id="IPython"),
        pytest.param({"kernelspec": {"language": "R", "name": "ir"}}, "r", id="kernel language"),
        pytest.param({"kernelspec": {"name": "julia-1.9"}}, "julia", id="kernel name"),
        pytest.param({"kernelspec": {"name": "conda-env-x"}}, "python", id="unknown kernel name"),
        pytest.param({"kernelspec": "nonsense", "language_info": 3}, "python", id="nonsense"),
    ],
)
def test_language(metadata: dict[str, Any], language: str) -> None:
    found = notebook("x <- 1", **metadata)
    assert found.language == language
    if language != "python":
        assert (found.source, found.lines, found.bad_cells) == ("", (), ())
        assert len(found.cells) == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"{", "Expecting", id="not JSON"),
        pytest.param(b"", "Expecting", id="empty"),
        pytest.param(b"[]", "no list of cells", id="a list"),
        pytest.param(b'{"cells": 3}', "no list of cells", id="no cells"),
        pytest.param(b'{"metadata": {}}', "no list of cells", id="another document"),
        pytest.param(b"\xff\xfe{}", "not UTF-8 text", id="another encoding"),
        pytest.param(b"[" * 100_000, "nested too deeply", id="deep nesting"),
        pytest.param(b'{"cells": ' + b"9" * 5000 + b"}", "Exceeds the limit", id="number too long"),
    ],
)
def test_what_is_no_notebook_is_an_error(data: bytes, error: str) -> None:
    found = read(data)
    assert found.error is not None
    assert found.error.startswith(error)
    assert found.cells == ()


def test_cells_that_are_nonsense_are_raw() -> None:
    found = read(
        b'\xef\xbb\xbf{"cells": [3, {"cell_type": "x", "source": 4}, {"cell_type": "code", "source": [1, "a"]}]}'
    )
    assert [(cell.kind, cell.source) for cell in found.cells] == [("raw", ""), ("raw", ""), ("code", "a")]


lines = st.sampled_from(
    [
        "a = 1",
        "%magic",
        "!ls 'x",
        "if a:",
        "    b",
        "    !ls",
        "x = !ls",
        '"""',
        "%%bash",
        "%%time",
        "f(",
        ")",
        "a?",
        "",
    ]
)


@given(st.lists(st.lists(lines, max_size=6).map("\n".join), max_size=4))
def test_any_cells_give_a_source_that_is_python_and_mapped(cells: list[str]) -> None:
    found = notebook(*cells)
    assert extract(found.source.encode()).error is None
    assert found.source.count("\n") == len(found.lines)
    assert len(found.lines) == sum(len(cell.split("\n")) for cell in cells)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_document_is_a_notebook_or_an_error(document: Any) -> None:
    assert read(json.dumps({"cells": [document, {"cell_type": "code", "outputs": [document]}]}).encode()).error is None
    assert read(json.dumps(document).encode()).error is not None


def test_tags_of_a_cell() -> None:
    cell = {"cell_type": "code", "source": "1", "metadata": {"tags": ["slow", 3]}, "outputs": []}
    bare = {"cell_type": "code", "source": "1", "metadata": {"tags": "slow"}, "outputs": []}
    notebook = read(json.dumps({"cells": [cell, bare], "metadata": {}}).encode())
    assert [one.tags for one in notebook.cells] == [("slow",), ()]


@pytest.mark.parametrize("value", ["1", "null", "[]", "{}", '["a", 1]', '{"a": 1}', '"x"', "true", "1e400"])
def test_an_output_may_hold_anything(value: str) -> None:
    keys = ", ".join(f'"{key}": {value}' for key in ("output_type", "text", "data", "traceback", "ename", "evalue"))
    cell = f'{{"cell_type": "code", "source": "x = 1", "outputs": [{{{keys}}}, {value}], "metadata": {value}}}'
    found = read(f'{{"cells": [{cell}, {value}], "metadata": {value}}}'.encode())
    assert [cell.source for cell in found.cells] == ["x = 1", ""]
