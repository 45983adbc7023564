"""A secret that is found never reaches any output."""

from __future__ import annotations

import json

import pytest

from mlready.config import Config
from mlready.output import Display, render
from mlready.output.style import Style
from mlready.pipeline import scan_source
from mlready.rulebook import RuleBook
from mlready.testing.memory import Memory

TOKEN = "ghp_" + "kZ8wQe3RtY7uPaS2dFgH" + "5jLm9XcVbN4qWs6T"
PASSWORD = "Vq7wPz" + "2kLm" + "9Rt"
URL = "postgresql://trainer:" + PASSWORD + "@db.shop.internal:5432/features"


def notebook(source: str, output: str) -> str:
    shown = {"output_type": "stream", "name": "stdout", "text": [output + "\n"]}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": [source], "outputs": [shown]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


FILES = {
    "in code": ("load.py", f"KEY = '{TOKEN}'\n", 1, None),
    "in a Dockerfile": ("Dockerfile", f"FROM python:3.12\nENV KEY={TOKEN}\n", 2, None),
    "in YAML": ("config.yaml", f"key: {TOKEN}\n", 1, None),
    "in a document": ("README.md", f"# Use\n\n    export KEY={TOKEN}\n", 3, None),
    "in a cell": ("a.ipynb", notebook(f"key = '{TOKEN}'", "done"), 1, 0),
    "in an output": ("b.ipynb", notebook("print(key)", f"key: {TOKEN}"), 1, 0),
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
