"""The code is not under version control."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.tables.outputs import COPIES
from mlready.verdict import Location, Verdict, failed, passed, unknown


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if project.path:
        return
    tracked = next((one.path for one in repo.files if one.tracked), None)
    copied = next(
        (one.path for one in repo.files if one.path.rpartition("/")[2] in COPIES or one.path.startswith(".git")), None
    )
    if tracked is not None:
        yield passed(Location(tracked), "git tracks it")
    elif copied is not None:
        yield unknown(Location(copied), "a copy of something that is kept elsewhere")
    elif repo.settings.partial or any(one.kind == "git" for one in repo.source.notices):
        yield unknown(project.location, "git could not be asked")
    else:
        message = "nothing here is under version control: `git init`, and commit before the next experiment"
        yield failed(project.location, message)
