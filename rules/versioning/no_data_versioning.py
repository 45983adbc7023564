"""The data of a training run cannot be named again."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.data import data_versions, fetched, own_data
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_data(project)
    version = next(data_versions(project), None)
    if version is not None:
        yield passed(version[0], f"data has versions: {version[1]}")
    elif not read:
        yield not_applicable("no data of its own is read")
    elif source := next(fetched(project), None):
        yield partial(source, "the data is fetched by a script that is kept, but not by version")
    else:
        message = "no evidence in this repository that the data has versions: track it with DVC, or log which version a run read"
        yield failed(read[:5], message)
