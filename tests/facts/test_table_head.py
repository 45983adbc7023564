"""The head of a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.table_head import TableHead, read


@pytest.mark.parametrize(
    ("path", "text", "columns", "rows"),
    [
        pytest.param("a.csv", "id,name\n1,a\n2,b\n", ("id", "name"), 2, id="commas"),
        pytest.param("a.csv", '\ufeff"id";"full name"\r\n1;a\r\n', ("id", "full name"), 1, id="semicolons, quotes and a mark"),
        pytest.param("a.tsv", "id\temail\n1\ta", ("id", "email"), 1, id="tabs"),
        pytest.param("a.jsonl", '{"id": 1, "email": "a"}\n{"id": 2}\n', ("id", "email"), 2, id="objects"),
    ],
)  # fmt: skip
def test_columns_and_rows(path: str, text: str, columns: tuple[str, ...], rows: int) -> None:
    assert read(path, text.encode(), len(text.encode())) == TableHead(columns, rows)


def test_the_rows_of_a_longer_file_are_estimated() -> None:
    data = b"a,b\n" + b"1,2\n" * 99
    found = read("a.csv", data, len(data) * 10)
    assert found is not None
    assert 900 <= found.rows <= 1000


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.csv", "1,2\n3,4\n", id="no header"),
        pytest.param("a.csv", "ann@host,5\nbob@host,6\n", id="values where names would be"),
        pytest.param("a.csv", "", id="nothing"),
        pytest.param("a.jsonl", "[1]\n", id="no object"),
        pytest.param("a.jsonl", "{", id="no JSON"),
        pytest.param("a.csv", "a\0b,c\n", id="no text"),
    ],
)
def test_what_is_no_table_gives_nothing(path: str, text: str) -> None:
    assert read(path, text.encode(), len(text)) is None


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.jsonl"]))
def test_any_bytes_are_read(data: bytes, path: str) -> None:
    assert isinstance(read(path, data, len(data)), TableHead | None)
