"""What is read from a document's form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.document import Document, Heading, Link, read


def markdown(text: str) -> Document:
    return read(text.encode(), "README.md")


def rst(text: str) -> Document:
    return read(text.encode(), "README.rst")


def outline(document: Document) -> list[tuple[int, str, int]]:
    return [(one.level, one.text, one.line) for one in document.headings]


def targets(document: Document) -> list[str]:
    return [one.target for one in document.links]


def test_the_format_follows_from_the_name() -> None:
    assert [read(b"", path).format for path in ("a/README.MD", "index.rst", "README", "notes.txt", "a.md/LICENSE")] == [
        "markdown",
        "rst",
        "text",
        "text",
        "text",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One\n\n## Two ##\n### C#\n####### no\n#no\n", [(1, "One", 1), (2, "Two", 3), (3, "C#", 4)]),
        ("One\n===\n\nTwo words\n---\n", [(1, "One", 1), (2, "Two words", 4)]),
        ("- item\n---\n\n| a |\n---\n\n---\n\n> quote\n---\n", []),
        ("```\n# no\n```\n# yes\n", [(1, "yes", 4)]),
        ("~~~~ sh\n# no\n~~~\n# no\n~~~~\n# yes\n", [(1, "yes", 6)]),
        ("<!-- # no\n# no\n-->\n# yes\n", [(1, "yes", 4)]),
        ("    # no\n\n# yes\n", [(1, "yes", 3)]),
        ("# **Bold** `code` [link](x.md) <a id='x'>y</a> ![i](b.svg)\n", [(1, "Bold code link y", 1)]),
        ('<h1 align="center">\n  <img src="x.png">\n  Title\n</h1>\n\n<h2>Other</h2>\n', [(1, "Title", 1), (2, "Other", 6)]),
        ("#\n\n# \n", []),
        ("# Überschrift 🚀\r\n\r\ntext\r\n", [(1, "Überschrift 🚀", 1)]),
    ],
)  # fmt: skip
def test_markdown_headings(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert outline(markdown(text)) == expected


def test_a_heading_knows_where_its_section_ends_and_how_much_stands_in_it() -> None:
    document = markdown("# A\none two\n## B\n\n### C\n```\nthree\n```\n## D\n# E\nfour\n")

    assert document.headings == (
        Heading(1, "A", 1, 9, 2),
        Heading(2, "B", 3, 8, 0),
        Heading(3, "C", 5, 8, 1),
        Heading(2, "D", 9, 9, 0),
        Heading(1, "E", 10, 11, 1),
    )
    assert (document.title, document.lines, document.words) == ("A", 11, 4)


def test_headings_are_found_by_whole_words() -> None:
    document = markdown("# Intended Use\n# Misuse\n# Metrics (v2)\n")

    assert [one.text for one in document.headings_with("use", "metrics")] == ["Intended Use", "Metrics (v2)"]


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("python", "python"), ("Python title='x.py'", "python"), ("{.bash .numberLines}", "bash"), ("{code-block} python", "python"),
        ("{r, echo=FALSE}", "r"), ("{note}", "note"), ("", ""), ("c++", "c++"), ("sh:run.sh", "sh"),
    ],
)  # fmt: skip
def test_a_code_block_knows_its_language(info: str, language: str) -> None:
    (code,) = markdown(f"text\n```{info}\none\n  two\n```\n").code

    assert (code.language, code.text, code.line, code.end_line) == (language, "one\n  two", 2, 5)


def test_code_blocks_stand_in_lists_by_indentation_and_without_an_end() -> None:
    document = markdown(
        "1. step\n   ```sh\n   run it\n   ```\n\ntext\n\n    indented\n\n      more\n\n- item\n\n    no code\n\n```\nopen\n"
    )

    assert [(one.text, one.line, one.end_line) for one in document.code] == [
        ("run it", 2, 4),
        ("indented\n\n  more", 8, 10),
        ("open", 16, 17),
    ]


def test_a_fence_inside_a_line_is_no_fence() -> None:
    assert markdown("```code``` and `more`\n").code == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md) and [c](<d.md>) [e](f.md 'title')", ["b.md", "d.md", "f.md"]),
        ("[a](https://x.io/a_(b))", ["https://x.io/a_(b)"]),
        ("[![alt](badge.svg)](https://ci.io)", ["badge.svg", "https://ci.io"]),
        ("see https://x.io/a, or <https://y.io>.", ["https://x.io/a", "https://y.io"]),
        ("[id]: https://x.io\n[^1]: note", ["https://x.io"]),
        ('<a href="x.html">x</a> <img width=1 src=y.png>', ["x.html", "y.png"]),
        ("# [title](x.md)", ["x.md"]),
        ("no [link] here (at all)", []),
    ],
)
def test_markdown_links(text: str, expected: list[str]) -> None:
    assert targets(markdown(text)) == expected


def test_links_keep_text_line_and_kind() -> None:
    assert markdown("\n![a b](c.png) [d](e)\n").links == (Link("a b", "c.png", 2, image=True), Link("d", "e", 2))


def test_links_inside_code_are_none() -> None:
    assert markdown("```\n[a](b)\nhttps://x.io\n```\n<!--\n[c](d)\n-->\n").links == ()


def test_badges_are_images_that_show_a_state() -> None:
    document = markdown(
        "![a](https://img.shields.io/x.svg) ![b](https://github.com/o/r/actions/workflows/ci.yml/badge.svg) ![c](plot.png)\n"
        "[d](https://img.shields.io/x)\n"
    )

    assert [one.text for one in document.badges] == ["a", "b"]
    assert [one.text for one in document.images] == ["a", "b", "c"]


def test_front_matter_gives_its_keys() -> None:
    document = markdown(
        "---\nlicense: mit\ntags:\n- a\n- b\n# note\nmodel-index:\n  - name: 'x'\ntitle: \"T\"\nempty:\n---\n# One\n---\nx: y\n"
    )

    assert document.front_matter == {
        "license": "mit",
        "tags": "- a\n- b",
        "model-index": "- name: 'x'",
        "title": "T",
        "empty": "",
    }
    assert outline(document) == [(1, "One", 12)]
    assert markdown('+++\ntitle = "T"\n+++\n').front_matter == {"title": "T"}


@pytest.mark.parametrize("text", ["---\na: b\n", "\n---\na: b\n---\n", "text\n---\na: b\n---\n"])
def test_what_only_resembles_front_matter_is_none(text: str) -> None:
    assert markdown(text).front_matter == {}


def test_the_opening_is_the_first_forty_lines() -> None:
    document = markdown("\n".join(f"line {number}" for number in range(1, 60)))

    assert document.opening.split("\n")[-1] == "line 40"
    assert document.lines == 59


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=====\nTitle\n=====\n\nOne\n---\n\nTwo\n~~~\n\nThree\n-----\n", [(1, "Title", 2), (2, "One", 5), (3, "Two", 8), (2, "Three", 11)]),
        ("One\n===\ntext\n\nword\n====\n", [(1, "One", 1), (1, "word", 5)]),
        ("text\n\n----\n\ntext\n", []),
        ("a paragraph\nof text\n-------\n", []),
        (".. _anchor:\n\nOne\n===\n", [(1, "One", 3)]),
        ("====  ====\na     b\n====  ====\n", []),
        ("long title\n---\n", []),
        ("Use::\n\n   code\n   ----\n\nOne\n---\n", [(1, "One", 6)]),
    ],
)  # fmt: skip
def test_rst_headings(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert outline(rst(text)) == expected


def test_rst_code_blocks() -> None:
    document = rst(
        ".. code-block:: Python\n   :linenos:\n\n   one\n\n     two\n\ntext::\n\n  three\nafter\n\n.. code::\n\n  four\n\n.. note::\n\n  no\n"
    )

    assert [(one.language, one.text, one.line, one.end_line) for one in document.code] == [
        ("python", "one\n\n  two", 1, 6),
        ("", "three", 8, 10),
        ("", "four", 13, 15),
    ]


def test_rst_links_and_images() -> None:
    document = rst(
        "`a b <https://x.io>`_ and `c <d.html>`__ https://y.io.\n.. _name: https://z.io\n.. image:: plot.png\n   :target: t.html\n"
        ".. |b| image:: https://img.shields.io/x\n"
    )

    assert targets(document) == [
        "https://x.io",
        "d.html",
        "https://y.io",
        "https://z.io",
        "plot.png",
        "t.html",
        "https://img.shields.io/x",
    ]
    assert [one.target for one in document.badges] == ["https://img.shields.io/x"]


def test_plain_text_is_read_like_markdown() -> None:
    document = read(b"Title\n=====\n\nRun https://x.io\n\n    pip install x\n", "README")

    assert (document.title, targets(document), [one.text for one in document.code]) == (
        "Title",
        ["https://x.io"],
        ["pip install x"],
    )


def test_a_long_document_is_read_up_to_a_bound() -> None:
    assert markdown("x\n" * 600_000).truncated
    assert not markdown("x\n").truncated
    assert len(markdown("# x\n" * 10_000).headings) == 5000


PIECES = [
    "# ", "```", "~~~", "===", "---", "\n", "    ", "- ", "[a](b)", "![", "](", "(", ")", "<h1>", "</h1>", "<!--", "-->", "<a href=",
    "https://x.io", "::", ".. code-block:: x\n", ".. image:: ", "`a <b>`_", ":target: ", "+++", "key: v\n", "\t", "|", "é", "\x00", ">",
]  # fmt: skip


@pytest.mark.parametrize("path", ["a.md", "a.rst", "a"])
@pytest.mark.parametrize(
    "piece", [*PIECES, "](((", "[[[", "# [", "<a <a ", "`a <", "==\n\n", "a\n==\n", "::\n\n", "<h1>\n", "* \n"]
)
def test_a_hostile_document_is_read_to_its_end(path: str, piece: str) -> None:
    assert read((piece * 10_000).encode(), path).lines >= 1
    assert read((piece * 5_000 + "\n").encode() * 2, path).lines >= 2


@given(st.sampled_from(["a.md", "a.rst", "a"]), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_mixture_of_pieces_keeps_its_places(path: str, text: str) -> None:
    document = read(text.encode(), path)
    count = len(text.split("\n"))

    assert document.lines <= count
    for heading in document.headings:
        assert 1 <= heading.line <= heading.end_line <= max(document.lines, 1)
    for code in document.code:
        assert 1 <= code.line <= code.end_line <= document.lines
    assert [one.line for one in document.headings] == sorted(one.line for one in document.headings)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(data, "a.md"), Document)
    assert isinstance(read(data, "a.rst"), Document)
