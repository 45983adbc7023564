"""Nobody is told when it breaks."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.alerts import alerts
from mlready.repo.serving import is_sample
from mlready.verdict import Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(alerts(project), None)
    roles = [project.roles[name] for name in ("serves", "batch") if name in project.roles]
    evidence = [one.location for role in roles for one in role.evidence]
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
    elif found is not None:
        yield passed(found[0], f"somebody is told: {found[1]}")
    else:
        message = "no evidence in this repository that anybody is told when it breaks: add an alert rule or an alarm"
        yield failed(evidence[:5] or project.location, message)
