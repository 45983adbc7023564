"""A step that fails once fails the night."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.schedules import retries, schedules
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = schedules(project)
    places = [one.module.at(one.call.span.line) for one in found]
    policy = next(retries(project), None) if found else None
    if not found:
        yield not_applicable("nothing in this project starts by the clock")
    elif policy is not None:
        yield passed(policy[0], f"what fails is tried again: {policy[1]}")
    else:
        message = "no evidence in this repository that a failed step is tried again: give tasks `retries` with a growing pause"
        yield failed(places[:5], message)
