"""No test touches the code that makes the features."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.tests import is_small
from mlready.repo.trials import trial
from mlready.repo.units import feature_code
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    units = feature_code(project)
    tried = trial(project, [module for module, _ in units])
    if not units:
        yield not_applicable("no code for features outside notebooks")
    elif tried is not None:
        yield (passed if tried.tested else partial)(tried.place, tried.what)
    elif is_small(project):
        yield not_applicable("too little code to be asked for tests")
    else:
        message = f"no test in this repository reaches the code that makes features ({len(units)} of its files): give its functions small inputs with known outputs"
        yield failed([place for _, place in units][:5], message)
