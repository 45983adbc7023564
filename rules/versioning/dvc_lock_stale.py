"""The lock of a DVC pipeline does not belong to the pipeline beside it."""

from collections.abc import Iterator

from mlready.repo import Repo, Subject
from mlready.repo.dvc import difference, lock_of, pipeline
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    stages = pipeline(repo, subject.path)
    lock = lock_of(repo, subject.path) if stages else None
    if lock is None:
        return
    for stage in stages:
        place = subject.at(stage.line)
        if stage.idle or stage.many:
            yield unknown(place, "frozen" if stage.idle else "made of several stages that only DVC can tell")
        elif stage.name not in lock:
            yield stale(subject, stage.line, f"stage `{stage.name}` was never run, says the lock")
        elif why := difference(repo, subject.path, stage, lock[stage.name]):
            yield stale(subject, stage.line, f"stage `{stage.name}` is not what the lock holds: {why}")
        else:
            yield passed(place)


def stale(subject: Subject, line: int, why: str) -> Verdict:
    return failed(subject.at(line), f"{why}; run `dvc repro` and commit the lock", group=subject.path)
