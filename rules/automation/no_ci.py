"""Nothing runs when the code changes."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.verdict import Verdict, failed, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    running = [one for one in project.workflows if any(job.steps or job.uses for job in one.facts.jobs)]
    if running:
        systems = ", ".join(sorted({one.facts.system for one in running}))
        yield passed([one.at() for one in running[:3]], f"continuous integration: {systems}")
    else:
        yield failed(
            project.location,
            "no evidence in this repository that anything runs when the code changes: add a CI job that runs the tests",
        )
