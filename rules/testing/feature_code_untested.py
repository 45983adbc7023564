"""No test touches the code that makes the features."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.tests import SMALLEST, reaching, size_of, test_functions
from mlready.repo.trials import run_by_ci
from mlready.repo.units import feature_code
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    units = feature_code(project)
    if not units:
        yield not_applicable("no code for features outside notebooks")
        return
    modules = [module for module, _ in units]
    reached = next(reaching(repo, modules), None)
    run = next(run_by_ci(project, modules), None) if reached is None else None
    if reached is not None:
        yield passed(reached[1], f"`{reached[0].path}` reaches code that makes features")
    elif run is not None:
        yield partial(run[0], f"{run[1]}, but no test looks at what comes out")
    elif not test_functions(project) and size_of(project) < SMALLEST:
        yield not_applicable("too little code to be asked for tests")
    else:
        places = [place for _, place in units]
        message = f"no test in this repository reaches the code that makes features ({len(places)} of its files): give its functions small inputs with known outputs"
        yield failed(places[:5], message)
