"""A slow request cannot be followed from one service to the next."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.services import services, traced
from mlready.verdict import Location, Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = list(services(project))
    how = next(traced(project), None) if len(found) > 1 else None
    if len(found) < 2:
        yield not_applicable("a request stays in one service of this project")
    elif how is not None:
        yield passed(how[0], f"requests are followed: {how[1]}")
    else:
        names = ", ".join(f"`{name}`" for name, _ in found[:3])
        places: list[Location] = [place for _, place in found[:5]]
        yield failed(
            places,
            f"no evidence in this repository that a request is followed through {names}: instrument them with OpenTelemetry",
        )
