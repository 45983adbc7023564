"""A notebook was not run from top to bottom."""

from collections.abc import Iterator
from itertools import dropwhile, pairwise

from mlready.facts.notebook import Cell
from mlready.facts.shell import commands, installs
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    counted = (
        one for one in subject.facts.cells if one.kind == "code" and one.source.strip() and one.count is not None
    )
    cells = list(dropwhile(only_installs, counted))
    if len(cells) < 2:
        return
    back = next((later for earlier, later in pairwise(cells) if later.count < earlier.count), None)
    if back is None:
        yield passed(subject.at(1, cell=cells[0].index))
    else:
        message = f"this cell was run before those above it ([{back.count}]): restart, run all cells and save"
        yield failed(subject.at(1, cell=back.index), message)


def only_installs(cell: Cell) -> bool:
    """Whether a cell does nothing but install packages: the kernel is restarted after it, and counts from 1 again."""
    lines = [line.strip() for line in cell.source.splitlines()]
    run = [command for line in lines if line and not line.startswith("#") for command in commands(line.lstrip("!%"))]
    return bool(run) and all(installs(command) is not None for command in run)
