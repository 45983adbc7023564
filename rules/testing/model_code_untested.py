"""No test touches the definitions of the models."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.tests import SMALLEST, reaching, size_of, test_functions
from mlready.repo.trials import run_by_ci
from mlready.repo.units import model_code
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    units = model_code(project)
    if not units:
        yield not_applicable("no model, layer or loss is defined outside notebooks")
        return
    modules = [module for module, _ in units]
    reached = next(reaching(repo, modules), None)
    run = next(run_by_ci(project, modules), None) if reached is None else None
    if reached is not None:
        yield passed(reached[1], f"`{reached[0].path}` reaches a definition of a model")
    elif run is not None:
        yield partial(run[0], f"{run[1]}, but no test looks at what comes out")
    elif not test_functions(project) and size_of(project) < SMALLEST:
        yield not_applicable("too little code to be asked for tests")
    else:
        places = [place for _, place in units]
        message = f"no test in this repository reaches the models that are defined here ({len(places)} of its files): check the shape of an output and that one step changes the loss"
        yield failed(places[:5], message)
