"""A notebook was saved with an error."""

from collections.abc import Iterator

from mlready.facts.notebook import Cell
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed

EXPECTED = "raises-exception"


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    cells = [one for one in subject.facts.cells if one.kind == "code" and one.outputs]
    wrong = [(cell, name) for cell in cells if (name := error_of(cell)) is not None]
    for cell, name in wrong:
        message = f"this cell stopped with {name}: mend it, run all cells again and save"
        yield failed(subject.at(1, cell=cell.index), message, group=subject.path)
    if cells and not wrong:
        yield passed(subject.at(1, cell=cells[0].index))


def error_of(cell: Cell) -> str | None:
    """What stopped a cell that is not meant to show an error."""
    if EXPECTED in cell.tags or cell.source.lstrip().startswith("%%expect_exception"):
        return None
    return next((one.error_name for one in cell.outputs if one.kind == "error" and one.error_name), None)
