"""Parts of a whole, rounded so that they still add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum


def shares(parts: Sequence[float], digits: int, total: float | None = None) -> list[float]:
    """The parts rounded to `digits` so that they add up to the rounded total (of their own where none is given).

    All are rounded down but those with the largest remainders; of equal ones the first. A part of 0 stays 0.
    """
    scale = 10**digits
    scaled = [part * scale for part in parts]
    units = [int(part) for part in scaled]
    missing = round((fsum(parts) if total is None else total) * scale) - sum(units)
    by_remainder = sorted(
        (index for index, part in enumerate(parts) if part), key=lambda index: units[index] - scaled[index]
    )
    for index in by_remainder[: max(missing, 0)]:
        units[index] += 1
    return [unit / scale for unit in units]
