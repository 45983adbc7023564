"""DVC files as data."""

from __future__ import annotations

import pytest

from mlready.facts.dvc import Entry, locked, pointer, remotes, stages
from mlready.facts.yaml import Node, documents

PIPELINE = """\
stages:
  prepare:
    cmd: python src/prepare.py
    wdir: work
    deps:
      - src/prepare.py
      - data/raw:
          persist: true
    params:
      - prepare.seed
      - prepare.split
      - other.yaml:
          - lr
      - all.yaml:
    outs:
      - data/prepared
      - report.txt:
          cache: false
    metrics:
      - scores.json:
          push: false
  evaluate:
    foreach: [a, b]
    do:
      cmd:
        - python one.py ${item}
        - python two.py
  kept:
    cmd: make
    frozen: true
    always_changed: true
"""


def document(text: str) -> Node:
    return documents(text.encode()).documents[0]


def test_a_stage_has_its_command_paths_and_parameters() -> None:
    first = stages(document(PIPELINE))[0]
    assert (first.name, first.line, first.commands, first.command_line) == (
        "prepare",
        2,
        ("python src/prepare.py",),
        3,
    )
    assert first.folder == "work"
    assert [one.path for one in first.deps] == ["src/prepare.py", "data/raw"]
    assert first.params == {
        "params.yaml": ("prepare.seed", "prepare.split"),
        "other.yaml": ("lr",),
        "all.yaml": None,
    }


def test_an_output_is_kept_and_pushed_unless_its_options_say_no() -> None:
    first = stages(document(PIPELINE))[0]
    assert first.outs == (
        Entry("data/prepared", 16),
        Entry("report.txt", 17, cached=False, pushed=False),
        Entry("scores.json", 20, cached=True, pushed=False),
    )


def test_a_stage_of_several_and_one_that_is_never_run_are_told() -> None:
    _, several, kept = stages(document(PIPELINE))
    assert several.many
    assert several.commands == ("python one.py ${item}", "python two.py")
    assert kept.idle
    assert kept.always
    assert not several.idle


def test_what_depends_on_nothing_and_makes_nothing_is_run_every_time() -> None:
    (alone, made) = stages(document("stages:\n  a:\n    cmd: c\n  b:\n    cmd: c\n    outs: [x]\n"))
    assert alone.always
    assert not made.always


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "schema: '2.0'\nstages:\n  a:\n    cmd: c\n    deps:\n    - path: x\n      md5: 0f\n    params:\n      p.yaml:\n        k: 1\n",
            id="of today",
        ),
        pytest.param(
            "a:\n  cmd: c\n  deps:\n  - path: x\n    md5: 0f\n  params:\n    p.yaml:\n      k: 1\n",
            id="of before the schema",
        ),
    ],
)
def test_a_lock_says_what_a_stage_was_run_with(text: str) -> None:
    found = locked(document(text))["a"]
    assert found.commands == ("c",)
    assert found.deps == {"x": "0f"}
    assert found.params["p.yaml"]["k"].text == "1"


def test_an_empty_lock_has_no_stages() -> None:
    assert locked(document("schema: '2.0'\n")) == {}


def test_a_pointer_names_what_has_a_sum() -> None:
    found = pointer(document("outs:\n- md5: 0f\n  path: a.csv\n- path: b.csv\n- md5: 0f.dir\n  size: 0\n  path: c\n"))
    assert [one.path for one in found.outs] == ["a.csv"]
    assert not found.imported
    assert pointer(document("deps:\n- path: https://example.org/a\nouts:\n- md5: 0f\n  path: a\n")).imported


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param(
            "[core]\n    remote = shop\n['remote \"shop\"']\n    url = s3://b/p\n", {"shop": "s3://b/p"}, id="one"
        ),
        pytest.param("['remote \"shop\"']\n", {}, id="one without an address"),
        pytest.param("no section\n", {}, id="no settings at all"),
    ],
)
def test_a_configuration_names_remotes(text: str, expected: dict[str, str]) -> None:
    assert remotes(text) == expected
