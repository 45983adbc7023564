"""Nothing looks for known faults in what the project is built from."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.scanning import half_scans, scans
from mlready.verdict import Verdict, failed, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = dict.fromkeys(scans(project))
    if found:
        places = [place for place, _ in found]
        yield passed(places[:3], f"scanned: {', '.join(sorted({what for _, what in found}))}")
        return
    half = next(half_scans(project), None)
    if half is not None:
        yield partial(half[0], f"{half[1]}, no scan in CI")
        return
    places = [one.at() for one in project.workflows[:3]]
    message = "no evidence in this repository that dependencies, secrets or models are scanned: run `pip-audit` or `osv-scanner` in CI"
    yield failed(places or project.location, message)
