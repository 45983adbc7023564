"""Pairs of fresh processes, in turn: CPU seconds, wall seconds and peak memory of one command against another."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """CPU and wall time in seconds, peak resident memory in MiB; children that were waited for are counted."""

    cpu: float
    wall: float
    memory: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command once with its output thrown away; what it costs by the operating system's accounts."""
    start = time.perf_counter()
    actions = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawn(command[0], list(command), _ENVIRONMENT, file_actions=actions)
    _, _, used = os.wait4(child, 0)
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


def compare(ours: Sequence[str], base: Sequence[str], pairs: int) -> tuple[Cost, Cost, Cost]:
    """(ours, base, ratio): medians over pairs run in turn, after one pair that warms the disk."""
    cost_of(ours), cost_of(base)
    both = [(cost_of(ours), cost_of(base)) for _ in range(pairs)]
    ratios = [Cost(*(a / b for a, b in zip(one, other, strict=True))) for one, other in both]
    return _median([one for one, _ in both]), _median([other for _, other in both]), _median(ratios)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def line(what: str, ours: Cost, base: Cost, ratio: Cost) -> str:
    """One row of a table: cpu, wall, memory of ours, of the base, and the ratios."""
    shown = [f"{number:8.3f}" for cost in (ours, base) for number in cost] + [f"{number:6.2f}" for number in ratio]
    return f"{what:34}" + " ".join(shown)


HEAD = (
    f"{'':34}"
    + " ".join(f"{word:>8}" for word in ("cpu s", "wall s", "MiB", "cpu s", "wall s", "MiB"))
    + "  ratios of cpu, wall, MiB"
)
# An installed package has its bytecode beside it; a checkout gets it from the pair that warms the disk.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PYTHON = sys.executable
MLREADY = os.path.join(os.path.dirname(sys.executable), "mlready")
