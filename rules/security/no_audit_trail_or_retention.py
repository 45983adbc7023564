"""Nobody can look up later what was decided."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.auditing import documented, retentions, suffices, trails
from mlready.tables.audit import FEWEST_DAYS
from mlready.verdict import Location, Verdict, failed, partial, passed

HERE = "no evidence in this repository"
NO_TRAIL = f"{HERE} that accesses and decisions are recorded: add an audit trail, and log each decision with the version of the model"


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    trail = next(trails(project), None)
    kept = sorted(retentions(project), key=lambda one: not suffices(one[1]))
    written = next(documented(project), None)
    long = bool(kept) and suffices(kept[0][1])
    if trail is not None and long:
        yield passed([trail[0], kept[0][0]], f"{trail[1]}, and records are kept")
    elif written is not None and (long or not kept):
        yield partial(written, "a document speaks of it, no setting was seen that does it")
    else:
        places = [*([trail[0]] if trail is not None else []), *([kept[0][0]] if kept else [])]
        yield failed(places or project.location, NO_TRAIL if trail is None else said(kept))


def said(kept: list[tuple[Location, float]]) -> str:
    """What is missing where there is a trail."""
    if kept:
        return f"records are kept for {kept[0][1]:g} days: keep them for the period that applies to you, seldom less than {FEWEST_DAYS}"
    return f"{HERE} of how long records are kept: set a retention for the logs"
