"""Nothing runs when the code changes."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.commands import unread_ci
from mlready.repo.stubs import does_work
from mlready.verdict import Location, Verdict, failed, passed, unknown

TALK = {"issues", "issue_comment", "discussion", "discussion_comment", "label", "milestone", "watch", "fork", "gollum"}
"""What people say or do beside the code: a workflow that only this starts runs on no change."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    steady = [one for one in project.workflows if not one.facts.triggers or not set(one.facts.triggers) <= TALK]
    running = [one for one in steady if any(map(does_work, one.facts.jobs))]
    other, shipped = unread_ci(repo), own_workflow(project)
    if running:
        systems = ", ".join(sorted({one.facts.system for one in running}))
        yield passed([one.at() for one in running[:3]], f"continuous integration: {systems}")
    elif other is not None:
        yield passed(other, "continuous integration by a system whose files are not read")
    elif shipped is not None:
        yield unknown(shipped, "the folder ships workflows that run where it is a repository of its own")
    else:
        yield failed(
            project.location,
            "no evidence in this repository that anything runs when the code changes: add a CI job that runs the tests",
        )


def own_workflow(project: Project) -> Location | None:
    """A workflow at the root of a part of the repository, as a seed holds it."""
    folder = f"{project.path}/.github/workflows/"
    found = (one.path for one in project.repo.of_kind("ci") if project.path and one.path.startswith(folder))
    return next((Location(one) for one in found), None)
