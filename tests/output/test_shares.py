"""Rounded parts add up."""

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.output.shares import shares

PARTS = st.lists(st.floats(0, 100, allow_nan=False).map(lambda number: number / 7), max_size=60)


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [
        pytest.param([1 / 3, 1 / 3, 1 / 3], 1.0, [0.34, 0.33, 0.33], id="of equal remainders the first is rounded up"),
        pytest.param([0.004, 0.996], 1.0, [0.0, 1.0], id="the larger remainder is rounded up"),
        pytest.param([0.0, 0.005, 0.005], 0.01, [0.0, 0.01, 0.0], id="nothing stays nothing"),
        pytest.param([], None, [], id="no parts"),
        pytest.param([0.3], 0.3, [0.3], id="one part is the whole"),
    ],
)
def test_parts_are_rounded_by_their_remainders(parts: list[float], total: float | None, expected: list[float]) -> None:
    assert shares(parts, 2, total) == expected


@given(PARTS, st.sampled_from([2, 6]))
def test_rounded_parts_add_up_to_the_rounded_whole(parts: list[float], digits: int) -> None:
    rounded = shares(parts, digits)
    assert round(fsum(rounded), digits) == round(fsum(parts), digits)
    assert all(abs(one - part) < 10**-digits * 1.001 for one, part in zip(rounded, parts, strict=True))
    assert all(one == 0 for one, part in zip(rounded, parts, strict=True) if part == 0)
