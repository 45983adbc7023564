"""Numbers that stay with rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.numbering import given_numbers

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("found = {name: n for n, name in enumerate(names)}", [1]),
        ("found = dict(zip(names, range(9)))", [1]),
        ("for n, name in enumerate(names):\n    found[name] = n", [1]),
        ("target = names.index(name)", [1]),
        ("for n, name in enumerate(names):\n    print(n, name)", []),
        ("pairs = [(n, name) for n, name in enumerate(names)]", []),
    ],
    ids=["a dictionary", "pairs of a dictionary", "stored in a loop", "looked up", "shown", "a list"],
)
def test_rows_are_given_numbers(repo_of: MakeRepo, source: str, lines: list[int]) -> None:
    module = repo_of({"a.py": source + "\n"}).module("a.py")
    assert module is not None
    assert [call.span.line for call, _ in given_numbers(module)] == lines
