"""Metrics are one number for all."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.measuring import half_slices, measurements, reads_tables, slices
from mlready.repo.roles import role_places
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if not reads_tables(project) or next(measurements(project), None) is None:
        yield not_applicable("nothing is measured on tables, whose rows have groups")
        return
    found = next(slices(project), None)
    half = next(half_slices(project), None) if found is None else None
    if found is not None:
        yield passed(found[0], found[1])
    elif half is not None:
        yield partial(half[0], half[1])
    else:
        places = role_places(project, "trains")
        message = "no evidence in this repository that metrics are looked at by group: compute them for each region, device or class too"
        yield failed(places[:5] or project.location, message)
