"""Nobody owns it, and nobody says how changes are looked at."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.owners import owners, review_paths
from mlready.repo.papers import written_about
from mlready.verdict import Verdict, failed, not_applicable, partial, passed

CHANGES = re.compile(
    r"\bcontribut(?:ing|e|ions?)\b|\bpull requests?\b|\bmerge requests?\b|\bcode review\b|\bmaintainers?\b|\bowners?\b",
    re.IGNORECASE,
)


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if project.path:
        yield not_applicable("a part is looked after with the whole")
        return
    found = next(owners(repo), None) or next(review_paths(repo), None)
    told = next(written_about(project, CHANGES, CHANGES), None)
    if found is not None:
        yield passed(found[0], found[1])
    elif told is not None:
        yield partial(told.place, "a document tells who owns it or how changes are made; nothing asks for a review")
    elif repo.git.authors == 1:
        yield not_applicable("one person works on it")
    else:
        message = "no evidence in this repository of who owns it or how changes are reviewed: add CODEOWNERS and a pull request template"
        yield failed(project.location, message)
