"""What is read, how often, and what is parsed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from mlready.config import Config
from mlready.facts import python_walk
from mlready.pipeline import scan_source
from mlready.repo import Repo
from mlready.rulebook import RuleBook
from mlready.subject import Sought

MakeRepo = Callable[..., Repo]
FILES = {
    "train.py": "from helpers import load\nload()\n",
    "helpers.py": "import json\ndef load():\n    return json.load(open('x'))\n",
    "tests/test_train.py": "import train\ndef test_it():\n    assert train\n",
    "examples/show.py": "import train\n",
    "Dockerfile": "FROM python:3.12\n",
    ".github/workflows/ci.yml": "on: push\njobs: {}\n",
    "README.md": "# It\n",
}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """Counts the sources that are parsed."""
    seen: Counter[bytes] = Counter()
    extract = python_walk.extract

    def counting(data: bytes, *more: Any) -> Any:
        seen[data] += 1
        return extract(data, *more)

    monkeypatch.setattr(python_walk, "extract", counting)
    return seen


def test_a_scan_opens_each_file_once_and_parses_working_code_once(repo_of: MakeRepo, parsed: Counter[bytes]) -> None:
    source = repo_of(FILES).source
    parsed.clear()
    source.reads.clear()  # type: ignore[attr-defined]
    scan_source(source, Config(), RuleBook.load())
    assert Counter(source.reads).most_common(1)[0][1] == 1  # type: ignore[attr-defined]
    assert parsed == Counter({FILES["train.py"].encode(): 1, FILES["helpers.py"].encode(): 1})


def test_a_test_is_parsed_when_something_asks(repo_of: MakeRepo, parsed: Counter[bytes]) -> None:
    repo = repo_of(FILES)
    assert FILES["tests/test_train.py"].encode() not in parsed
    module = repo.module("tests/test_train.py")
    assert module is not None
    assert [one.name for one in module.summary.definitions] == ["", "test_it"]
    assert parsed[FILES["tests/test_train.py"].encode()] == 1


@pytest.mark.parametrize(
    "path", ["examples/broken.py", "tests/test_broken.py", "docs/broken.py", "vendor/broken.py", "src/broken.py"]
)
@pytest.mark.parametrize(
    ("text", "line"),
    [("x = 1\ndef (:\n", 2), ("x = '\0'\n", None)],
    ids=["syntax", "a zero byte"],
)
def test_a_broken_file_of_any_zone_is_told_at_once(repo_of: MakeRepo, path: str, text: str, line: int | None) -> None:
    repo = repo_of({path: text})
    assert repo.module(path) is None
    (notice,) = repo.notices
    assert (notice.path, notice.kind) == (path, "unparsable")
    assert line is None or f"line {line}:" in notice.message


def test_an_example_that_is_nested_deeply_is_no_fault(repo_of: MakeRepo) -> None:
    repo = repo_of({"examples/deep.py": "x = " + "(" * 150 + "1" + ")" * 150 + "\n" + "y = " + "-" * 5000 + "1\n"})
    assert repo.notices == []
    module = repo.module("examples/deep.py")
    assert module is not None
    assert module.summary.code_lines == 2


def test_literals_are_looked_for_only_where_a_rule_may_hear_of_them(repo_of: MakeRepo) -> None:
    book = RuleBook.load()
    sought = Sought(book)
    repo = repo_of(FILES)
    python, example, image = (repo.file(path) for path in ("train.py", "examples/show.py", "Dockerfile"))
    assert python is not None
    assert example is not None
    assert image is not None
    told = {text for _, text in sought(python)}
    assert "/home/" in told
    assert "install" not in told
    assert "install" in {text for _, text in sought(image)}
    assert "/home/" not in {text for _, text in sought(example)}
