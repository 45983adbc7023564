"""No prediction is kept."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.records import kept_by_tool, records
from mlready.repo.serving import is_sample
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
        return
    tool = next(kept_by_tool(project), None)
    own = max(records(project), key=lambda one: (one.asked + one.version, one.asked), default=None)
    evidence = [one.location for one in project.roles["serves"].evidence]
    if tool is not None:
        yield passed(tool[0], f"predictions are kept: {tool[1]}")
    elif own is not None and own.asked and own.version:
        yield passed(own.place, "predictions are kept with what was asked and which model answered")
    elif own is not None:
        lacking = [
            what for what, there in (("what was asked", own.asked), ("which model answered", own.version)) if not there
        ]
        yield partial(own.place, f"predictions are kept without {' and '.join(lacking)}")
    else:
        message = (
            "no evidence in this repository that predictions are kept: store input, answer and model version of each"
        )
        yield failed(evidence or project.location, message)
