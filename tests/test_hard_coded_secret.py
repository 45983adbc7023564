"""A secret that is found never reaches any output."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from mlready import cache
from mlready.config import Config
from mlready.output import Display, render
from mlready.output.style import Style
from mlready.pipeline import scan_source
from mlready.repo import Repo
from mlready.rulebook import RuleBook
from mlready.testing.memory import Memory

TOKEN = "ghp_" + "kZ8wQe3RtY7uPaS2dFgH" + "5jLm9XcVbN4qWs6T"
PASSWORD = "Vq7wPz" + "2kLm" + "9Rt"
URL = "postgresql://trainer:" + PASSWORD + "@db.shop.internal:5432/features"


STREAM = {"output_type": "stream", "name": "stdout"}
RESULT = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
ERROR = {"output_type": "error", "ename": "ValueError"}


def notebook(source: str, *shown: dict[str, Any], **metadata: str) -> str:
    first = {"cell_type": "markdown", "metadata": {}, "source": ["# Rows"]}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": [source], "outputs": shown}
    return json.dumps({"cells": [first, cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


FILES = {
    "in code": ("load.py", f"KEY = '{TOKEN}'\n", 1, None),
    "in a Dockerfile": ("Dockerfile", f"FROM python:3.12\nENV KEY={TOKEN}\n", 2, None),
    "in YAML": ("config.yaml", f"key: {TOKEN}\n", 1, None),
    "in a document": ("README.md", f"# Use\n\n    export KEY={TOKEN}\n", 3, None),
    "in a cell": ("a.ipynb", notebook(f"key = '{TOKEN}'", STREAM | {"text": ["done\n"]}), 1, 1),
    "in an output": ("b.ipynb", notebook("print(key)", STREAM | {"text": [f"key: {TOKEN}\n"]}), 1, 1),
    "in a result": ("c.ipynb", notebook("key", RESULT | {"data": {"text/plain": [f"'{TOKEN}'"]}}), 1, 1),
    "in a page shown": ("d.ipynb", notebook("show()", RESULT | {"data": {"text/html": [f"<b>{TOKEN}</b>"]}}), 1, 1),
    "in a traceback": ("e.ipynb", notebook("use(key)", ERROR | {"evalue": f"bad {TOKEN}", "traceback": []}), 1, 1),
    "in another kind of output": (
        "f.ipynb",
        notebook("x", RESULT | {"data": {"application/json": {"k": TOKEN}}}),
        1,
        None,
    ),
    "past what is kept of an output": ("g.ipynb", notebook("x", STREAM | {"text": ["- " * 100_000, TOKEN]}), 1, None),
    "in the metadata": ("h.ipynb", notebook("x = 1", key=TOKEN), 1, None),
    "in a file name's line": ("train.sh", f"curl -H 'Authorization: {TOKEN}' https://host\n", 1, None),
    "a password in a URL": ("rows.py", f"URL = '{URL}'\n", 1, None),
}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook.load()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("case", FILES.values(), ids=FILES.keys())
def test_a_secret_is_told_and_never_shown(book: RuleBook, form: str, case: tuple[str, str, int, int | None]) -> None:
    path, content, line, cell = case
    config = Config(profile="preview", select=("hard-coded-secret",))
    report = scan_source(Memory.of({path: content}), config, book)
    found = [one for one in report.findings if one.rule == "hard-coded-secret"]
    places = [(one.location.path, one.location.line, one.location.cell) for one in found if one.location]
    assert places == [(path, line, cell)]
    written = render(form, [report], book, Display(Style()))
    assert "hard-coded-secret" in written
    assert all(part not in text for part in (TOKEN, TOKEN[4:], PASSWORD) for text in (written, repr(report)))


@pytest.mark.parametrize("case", FILES.values(), ids=FILES.keys())
def test_what_is_put_aside_holds_no_secret(
    case: tuple[str, str, int, int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []
    put = cache.Aside.put
    monkeypatch.setattr(cache.Aside, "put", lambda self, data: (kept.append(data), put(self, data))[1])
    path, content, _, _ = case
    repo = Repo(Memory.of({path: content, "fit.py": "import torch\n\nprint(torch.load('model.pt'))\n"}))
    for module in repo.modules:
        assert module.detail.calls is not None
    assert kept
    assert not any(part.encode() in _unpacked(one) for one in kept for part in (TOKEN[4:], PASSWORD))


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return data


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_of_credentials_is_told_once_and_never_shown(book: RuleBook, form: str) -> None:
    content = f"HOST=db\nDB_PASSWORD={PASSWORD}\nTOKEN={TOKEN}\n"
    rules = ("hard-coded-secret", "secret-file-tracked")
    report = scan_source(Memory.of({".env": content}), Config(profile="preview", select=rules), book)
    assert [one.rule for one in report.findings] == ["secret-file-tracked"]
    written = render(form, [report], book, Display(Style()))
    assert all(part not in text for part in (TOKEN[4:], PASSWORD) for text in (written, repr(report)))


def test_nothing_is_written_to_the_cache(book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    files = {path: content for path, content, _, _ in FILES.values()}
    scan_source(Memory.of(files), Config(profile="preview"), book)
    written = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert not any(part.encode() in written for part in (TOKEN[4:], PASSWORD))
