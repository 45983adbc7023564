"""A pipeline of DVC has no lock in git."""

from collections.abc import Iterator

from mlready.repo import Repo, Subject
from mlready.repo.dvc import LOCK, beside, is_kept, pipeline
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    stages = [one for one in pipeline(repo, subject.path) if not one.always]
    if not stages:
        return
    lock, place = beside(subject.path, LOCK), subject.at(stages[0].line)
    if is_kept(repo, lock):
        yield passed(place, f"`{lock}` is in git")
    elif repo.settings.partial:
        yield unknown(place, "only named files are read")
    else:
        yield failed(place, reason(repo, lock))


def reason(repo: Repo, lock: str) -> str:
    if repo.git.ignored(lock):
        return f"git ignores `{lock}`, so no commit says what its model was made of: take it out of the ignore file"
    if repo.file(lock) is not None:
        return f"`{lock}` is not in git, so no commit says what its model was made of: commit it"
    return "no `dvc.lock` in git says what the stages were last run with: run `dvc repro` and commit the lock"
