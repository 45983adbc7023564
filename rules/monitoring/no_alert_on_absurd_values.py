"""An absurd prediction raises no alarm."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.quality_alerts import alerts_on_values, guards
from mlready.repo.serving import is_sample
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    roles = [project.roles[name] for name in ("serves", "batch") if name in project.roles]
    evidence = [one.location for role in roles for one in role.evidence]
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
    elif (alert := next(alerts_on_values(project), None)) is not None:
        yield passed(alert[0], f"somebody is told of strange predictions: {alert[1]}")
    elif (guard := next(guards(project), None)) is not None:
        yield passed(guard, "predictions are compared with what is possible")
    else:
        message = "no evidence in this repository of an alert on the predictions themselves: add one on what cannot be (a price below zero)"
        yield failed(evidence[:5] or project.location, message)
