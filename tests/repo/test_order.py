"""In which order rows stand: that of a set, of a listing, or a certain one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.listing import listed
from mlready.repo.order import set_order
from mlready.repo.texts import is_text, is_whole_number
from mlready.repo.written import Written, returned, sources, written


def last(repo: Repo, path: str = "a.py") -> Written:
    """The last value that is bound in a file."""
    module = repo.module(path)
    assert module is not None
    binding = module.detail.bindings[-1]
    return Written(module, binding.value, binding.block, binding.span)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        pytest.param("x = set(rows)", "set", id="a set"),
        pytest.param("x = list(set(rows) | {'a'})", "set", id="a list of two sets"),
        pytest.param("x = set(rows).union(more)", "set", id="a union"),
        pytest.param("x = sorted(list(set(rows)))", "sorted set", id="a sorted list of a set"),
        pytest.param("x = set(int(row) for row in rows)", "", id="numbers"),
        pytest.param("x = {1, 2}", "", id="a display of numbers"),
        pytest.param("x = list(rows)", "", id="no set"),
    ],
)
def test_the_order_of_a_set(repo_of: Callable[..., Repo], text: str, order: str) -> None:
    value = last(repo_of({"a.py": text + "\n"}))
    origin = value.origin()
    assert origin is not None
    assert set_order(value.inside(origin)) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        pytest.param("import os\nx = os.listdir('a')", "listed", id="a listing"),
        pytest.param("import os\nx = [one for one in os.listdir('a') if one]", "listed", id="some of a listing"),
        pytest.param("import glob\nx = sorted(glob.glob('a/*'))", "sorted", id="a sorted listing"),
        pytest.param("import glob\nx = glob.glob('a/b.txt')", "", id="a pattern of one file"),
        pytest.param("import os\ny = os.listdir('a')\ny.sort()\nx = list(y)", "sorted", id="sorted in place"),
        pytest.param("import os\nx = len(os.listdir('a'))", "", id="counted"),
        pytest.param("import os\nx = [one for one in 'ab' if one in os.listdir('a')]", "", id="searched"),
    ],
)
def test_the_order_of_a_listing(repo_of: Callable[..., Repo], text: str, order: str) -> None:
    found = listed(last(repo_of({"a.py": text + "\n"})))
    assert ("" if found is None else "sorted" if found.sorted else "listed") == order


def test_what_grows_in_a_loop_over_a_listing_has_its_order(repo_of: Callable[..., Repo]) -> None:
    text = "import os\ny = []\nfor one in os.listdir('a'):\n    y.append(one)\nx = list(y)\n"
    assert listed(last(repo_of({"a.py": text}))) is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("x = str(y)", "text", id="str"),
        pytest.param("x = f'{y}'", "text", id="an f-string"),
        pytest.param("x = (1, y.lower())", "text", id="a tuple with a text"),
        pytest.param("x = (1, len(y))", "number", id="a tuple of numbers"),
        pytest.param("def f(y: str):\n    x = y", "text", id="an annotated parameter"),
        pytest.param("x = y", "", id="nothing known"),
    ],
)
def test_what_a_value_is_seen_to_be(repo_of: Callable[..., Repo], text: str, kind: str) -> None:
    value = last(repo_of({"a.py": text + "\n"}))
    assert ("text" if is_text(value) else "number" if is_whole_number(value) else "") == kind


def test_values_are_followed_through_functions_of_other_files(repo_of: Callable[..., Repo]) -> None:
    repo = repo_of({"b.py": "def rows():\n    return set(seen)\n", "a.py": "from b import rows\nx = rows()\n"})
    value = last(repo)
    assert [one.module.path for one in returned(repo, value.module, value.call())] == ["b.py"]
    assert [set_order(one) for one in sources(repo, value)] == ["set"]


def test_every_value_is_written_once_where_it_stands(repo_of: Callable[..., Repo]) -> None:
    module = repo_of({"a.py": "x = [y + 1]\nif x:\n    f(x)\n"}).module("a.py")
    assert module is not None
    assert {one.span.line for one in written(module)} == {1, 2, 3}
