"""Nobody would notice that the data has changed."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.monitoring import drift
from mlready.repo.serving import is_sample
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = sorted(drift(project), key=lambda one: not one[2])
    roles = [project.roles[name] for name in ("serves", "batch") if name in project.roles]
    evidence = [one.location for role in roles for one in role.evidence]
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
    elif found and found[0][2]:
        yield passed(found[0][0], f"drift is watched: {found[0][1]}")
    elif found:
        yield partial(found[0][0], f"{found[0][1]} is used in a notebook only")
    else:
        message = "no evidence in this repository that drift is watched: compare a week's inputs with the training data in a job"
        yield failed(evidence[:5] or project.location, message)
