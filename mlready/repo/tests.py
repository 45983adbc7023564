"""Tests of a project: functions that a test runner collects and that assert something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from mlready.facts.python import Definition, Module

if TYPE_CHECKING:
    from mlready.location import Location
    from mlready.repo.model import Project

_SHOWN = 3
_RUNNERS = ("pytest.raises", "pytest.warns", "pytest.approx", "numpy.testing.", "pandas.testing.", "torch.testing.")


@lru_cache(maxsize=256)
def test_functions(project: Project) -> tuple[Location, ...]:
    """Where the first tests that assert something are defined, in path order; notebooks run by a test tool do not count."""
    return tuple(islice(_tests(project), _SHOWN))


def _tests(project: Project) -> Iterator[Location]:
    return (
        module.at(one.line)
        for module in project.modules
        if project.repo.zone(module.path) not in {"vendored", "template"} and _may_hold_tests(project, module)
        for one in module.summary.definitions
        if _is_test(one) and _asserts(module, one)
    )


def _may_hold_tests(project: Project, module: Module) -> bool:
    if project.repo.zone(module.path) == "test":
        return True
    return any(base.endswith("TestCase") for one in module.summary.definitions for base in one.bases)


def _is_test(definition: Definition) -> bool:
    name = definition.name.rpartition(".")[2]
    return definition.kind == "function" and name.startswith("test")


def _asserts(module: Module, test: Definition) -> bool:
    """Whether a test has an assert, calls an assertion, or hands the work to another function that may."""
    lines = range(test.line, test.end_line + 1)
    if any(one.kind == "assert" and one.span.line in lines for one in module.detail.statements):
        return True
    return any(_is_assertion(name) for name in test.calls) or any(True for _ in _delegates(test))


def _is_assertion(name: str) -> bool:
    return name.startswith(_RUNNERS) or name.rpartition(".")[2].lower().startswith(
        ("assert", "check", "verify", "expect")
    )


def _delegates(test: Definition) -> Iterator[str]:
    """Functions of the same file or class that a test calls: they may assert for it."""
    return (name for name in test.calls if name.startswith(":"))
