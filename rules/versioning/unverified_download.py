"""A model or data set is fetched and never checked."""

from collections.abc import Iterator

from mlready.repo import Repo, Subject
from mlready.repo.downloads import downloads
from mlready.verdict import Verdict, failed, passed


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    for found in downloads(repo, subject.path):
        if found.checked:
            yield passed(found.place)
        else:
            message = f"what `{found.what}` gives is used unchecked, whoever changed it on the way: {found.remedy}"
            yield failed(found.place, message, group=subject.path)
