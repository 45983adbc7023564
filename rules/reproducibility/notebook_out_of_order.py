"""A notebook was not run from top to bottom."""

from collections.abc import Iterator
from itertools import pairwise

from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    cells = [one for one in subject.facts.cells if one.kind == "code" and one.source.strip() and one.count is not None]
    if len(cells) < 2:
        return
    back = next((later for earlier, later in pairwise(cells) if later.count <= earlier.count), None)
    if back is None:
        yield passed(subject.at(1, cell=cells[0].index))
    else:
        message = f"this cell was run before those above it ([{back.count}]): restart, run all cells and save"
        yield failed(subject.at(1, cell=back.index), message)
