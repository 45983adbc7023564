"""A large data or model file is in git."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.verdict import Location, Verdict, failed, passed, unknown

MEGABYTE = 1_000_000
LIMIT = 5 * MEGABYTE
COURSE_LIMIT = 25 * MEGABYTE
JUDGED = {"prod", "infra", "notebook", "example", "docs"}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    limit = COURSE_LIMIT if project.has("course") else LIMIT
    for file in project.of_kind("data"):
        if not file.tracked or file.zone not in JUDGED:
            continue
        if file.size < 0:
            yield unknown(Location(file.path), "git lists this file but it is not here: its size is not known")
        elif file.size <= limit:
            yield passed(Location(file.path))
        else:
            size = f"{file.size / MEGABYTE:.0f} MB"
            message = f"git keeps these {size} in every clone for ever: track the file with DVC or git-lfs"
            yield failed(Location(file.path), message, group=file.path.rpartition("/")[0])
