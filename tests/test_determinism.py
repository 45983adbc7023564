"""The same tree gives the same bytes, whatever the hash seed, the place and the order in which files were made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlready.facts.python_walk import decode, extract

ROOT = Path(__file__).parents[1]
STORIES = ("mature", "hollow")


def scanned(folder: Path, output: str, seed: str = "0") -> bytes:
    arguments = ("scan", "--format", output, "--fail-on", "never", "--profile", "preview", str(folder))
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "mlready", *arguments)
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def copied(source: Path, target: Path, *, backwards: bool) -> Path:
    """The files of a folder, made one after the other in order of their names or against it."""
    for path in sorted((path for path in source.rglob("*") if path.is_file()), reverse=backwards):
        made = target / path.relative_to(source)
        made.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, made)
    return target


@pytest.mark.parametrize("output", ["json", "text"])
@pytest.mark.parametrize("story", STORIES)
def test_neither_the_hash_seed_nor_the_place_nor_the_order_of_files_matters(
    story: str, output: str, tmp_path: Path
) -> None:
    source = ROOT / "fixtures" / story
    first = copied(source, tmp_path / "first", backwards=False)
    second = copied(source, tmp_path / "farther away" / "second", backwards=True)
    expected = scanned(first, output)
    assert {scanned(first, output, seed) for seed in ("1", "42")} == {expected}
    assert scanned(second, output, "7") == expected


def test_a_part_of_an_fstring_stands_where_the_fstring_does_on_every_python() -> None:
    found = extract(b"path = open(f'{home}/home/me/data/{name}')\n")
    (text,) = decode(found.detail).texts
    assert text.value == "/home/me/data/"
    assert (text.span.column, text.span.end_column) == (13, 42)
