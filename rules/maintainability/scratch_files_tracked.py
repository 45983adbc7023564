"""Scratch files are kept in git."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.verdict import Location, Verdict, failed, passed

SCRATCH = re.compile(
    r"untitled\d*\.(?:ipynb|py)|.*-copy\d+\.(?:ipynb|py)|(?:copy of .*|.* copy(?: \d+)?|.* \(\d+\))\.(?:py|ipynb|ya?ml|sql|sh)|"
    r".*[_-]final[_-]?(?:final|v?\d+)\.(?:py|ipynb)|.*\.(?:bak|orig|rej|swp|swo)|.*\.(?:py|ipynb|ya?ml|sql|sh|toml|json)~",
    re.IGNORECASE,
)
JUDGED = {"python", "notebook", "yaml"}
ASIDE = {"vendored", "generated", "template", "test"}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    for file in project.files:
        name = file.path.rpartition("/")[2]
        if not file.tracked or file.zone in ASIDE:
            continue
        if SCRATCH.fullmatch(name):
            yield failed(
                Location(file.path), "a scratch file is kept in git: give it a name that says what it is, or remove it"
            )
        elif file.kind in JUDGED:
            yield passed(Location(file.path))
