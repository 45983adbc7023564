"""Versions and specifiers without a library, held against `packaging`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from mlready.facts.manifest import admits, specifier_floor, version_key
from mlready.facts.manifest.version import from_conda, from_poetry

_NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers)))
_PRE = st.sampled_from(["", "a1", "b2", "rc1", ".alpha3", "-beta", "c4", "pre1", "_preview_2"])
_POST = st.sampled_from(["", ".post1", "-2", "rev3", ".r4", "post"])
_DEV = st.sampled_from(["", ".dev1", "dev", "-dev3"])
_LOCAL = st.sampled_from(["", "+cu118", "+1", "+cpu.2", "+abc-1"])
_EPOCH = st.sampled_from(["", "1!", "v"])
VERSIONS = st.builds("".join, st.tuples(_EPOCH, _NUMBERS, _PRE, _POST, _DEV, _LOCAL))


@given(VERSIONS, VERSIONS)
def test_versions_are_ordered_as_packaging_orders_them(first: str, second: str) -> None:
    assert (version_key(first) < version_key(second)) == (Version(first) < Version(second))
    assert (version_key(first) == version_key(second)) == (Version(first) == Version(second))


@given(st.text(max_size=30))
def test_what_is_no_version_comes_first(text: str) -> None:
    try:
        Version(text)
    except ValueError:
        if text.isascii():
            assert version_key(text) < version_key("0.dev0")


_CLAUSES = st.lists(
    st.tuples(st.sampled_from(["==", ">=", ">", "<", "<=", "!=", "~="]), st.integers(0, 5), st.integers(0, 5)).map(
        lambda clause: f"{clause[0]}{clause[1]}.{clause[2]}"
    ),
    max_size=4,
)


@given(_CLAUSES, _NUMBERS)
def test_nothing_below_the_floor_is_admitted(clauses: list[str], version: str) -> None:
    spec = ",".join(clauses)
    floor = specifier_floor(spec)
    if floor is not None and version in SpecifierSet(spec):
        assert Version(floor) <= Version(version)


@pytest.mark.parametrize(
    ("spec", "floor"),
    [
        ("==2.1", "2.1"),
        (">=2,<3", "2"),
        ("~=1.4", "1.4"),
        ("<2", None),
        ("", None),
        ("!=1.0", None),
        (">1.2", "1.2"),
        ("==1.*", "1"),
        ("==1.2.*", "1.2"),
        ("===2.0", "2.0"),
        (">=1,>=3,<9", "3"),
        ("==2.1.0+cu118", "2.1.0+cu118"),
        (">=1,<2||>=3", "1"),
        (">=1||<0.5", None),
        ("nonsense", None),
        (">=$VERSION", None),
    ],
)
def test_the_floor_is_the_smallest_version_named_as_lower_bound(spec: str, floor: str | None) -> None:
    assert specifier_floor(spec) == floor


@pytest.mark.parametrize(
    ("constraint", "specifier"),
    [
        ("^1.2.3", ">=1.2.3,<2.0.0"),
        ("^1.2", ">=1.2,<2.0"),
        ("^0.2.3", ">=0.2.3,<0.3.0"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1"),
        ("~1.2.3", ">=1.2.3,<1.3.0"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1", ">=1,<2"),
        ("~=1.4", "~=1.4"),
        ("1.2.3", "==1.2.3"),
        ("=1.2.3", "==1.2.3"),
        ("1.2.*", "==1.2.*"),
        ("*", ""),
        ("", ""),
        (">=3.8,<3.12", ">=3.8,<3.12"),
        (">= 3.8, < 3.12", ">=3.8,<3.12"),
        (">=1 <2", ">=1,<2"),
        ("^1.0 || ^2.0", ">=1.0,<2.0||>=2.0,<3.0"),
    ],
)
def test_poetry_constraints_are_translated(constraint: str, specifier: str) -> None:
    assert from_poetry(constraint) == specifier


@pytest.mark.parametrize(
    ("constraint", "specifier"),
    [
        ("=1.2", "==1.2.*"),
        ("==1.2.3", "==1.2.3"),
        ("1.2.3", "==1.2.3"),
        ("1.2.*", "==1.2.*"),
        ("=1.2*", "==1.2.*"),
        (">=1,<2", ">=1,<2"),
        ("1.2|1.3", "==1.2||==1.3"),
        ("*", ""),
        ("", ""),
    ],
)
def test_conda_constraints_are_translated(constraint: str, specifier: str) -> None:
    assert from_conda(constraint) == specifier


@given(_CLAUSES, _NUMBERS)
def test_a_specifier_admits_what_packaging_admits(clauses: list[str], version: str) -> None:
    spec = ",".join(clauses)
    assert admits(spec, version) == SpecifierSet(spec).contains(version)


@pytest.mark.parametrize(
    ("spec", "version", "expected"),
    [
        pytest.param("==3.9.*", "3.9.18", True, id="a star"),
        pytest.param("==3.9.*", "3.90", False, id="a star stops at a dot"),
        pytest.param("!=3.9.*,>=3.8", "3.9.1", False, id="not a star"),
        pytest.param(">=3.8,<3.9||>=3.11", "3.12", True, id="one of several"),
        pytest.param("^3.8", "3.12", True, id="a caret"),
        pytest.param("~=3.8.1", "3.9", False, id="compatible with a patch release"),
        pytest.param("", "3.9", True, id="nothing asked"),
    ],
)
def test_a_release_is_admitted(spec: str, version: str, expected: bool) -> None:
    assert admits(spec, version) is expected
