"""A DVC stage does not depend on the code it runs."""

from collections.abc import Iterator

from mlready.repo import Repo, Subject
from mlready.repo.dvc import covers, pipeline, scripts
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    for stage in pipeline(repo, subject.path):
        place = subject.at(stage.command_line)
        for script in dict.fromkeys(scripts(repo, subject.path, stage)):
            covered = covers(subject.path, stage, script)
            if covered or stage.always or stage.idle:
                yield passed(place)
            elif covered is None:
                yield unknown(place, "a dependency is filled in from a variable")
            else:
                message = f"stage `{stage.name}` is not run again when `{script}` changes: add it to `deps`"
                yield failed(place, message, group=subject.path)
