"""A public repository without a licence."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.licences import licence, published
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    if project.path:
        yield not_applicable("a part is under the licence of the whole")
        return
    found = licence(repo)
    public = next(published(project), None)
    if found is not None:
        yield passed(found, "a licence is named")
    elif public is None:
        yield not_applicable("nothing shows that others are meant to use it")
    else:
        message = f"{public[1]}, but there is no licence: without one nobody may use it; add a LICENSE file"
        yield failed(public[0], message)
