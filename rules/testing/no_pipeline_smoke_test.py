"""Nothing runs the training from end to end before it matters."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.trials import smoke_tests
from mlready.verdict import Verdict, failed, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    found = next(smoke_tests(project), None)
    if found is not None:
        yield passed(found[0], found[1])
        return
    role = project.roles.get("trains") or project.roles["pipeline"]
    what = "training" if role.name == "trains" else "pipeline"
    message = (
        f"no evidence in this repository that a test or CI runs the {what} from end to end: run it on a handful of rows"
    )
    yield failed([one.location for one in role.evidence], message)
