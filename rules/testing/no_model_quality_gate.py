"""Nothing can reject a bad model."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.gates import gates, half_gates
from mlready.repo.training import judged_by_eye
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    gate = next(gates(project), None)
    half = next(half_gates(project), None)
    role = project.roles.get("trains")
    evidence = [one.location for one in role.evidence] if role is not None else []
    if gate is not None:
        yield passed(gate[0], gate[1])
    elif half is not None:
        yield partial(half[0], half[1])
    elif judged_by_eye(project):
        yield not_applicable("it makes pictures, which people judge by eye")
    else:
        message = "no evidence in this repository that a bad model is stopped: compare a metric with a limit and exit"
        yield failed(evidence[:5] or project.location, message)
