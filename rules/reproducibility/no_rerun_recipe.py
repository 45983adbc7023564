"""Nothing says how to train and evaluate again."""

import re
from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Project, Repo
from mlready.repo.recipes import recipe_of, runs_all, started_by_code, starts
from mlready.repo.roles import role_files
from mlready.verdict import Verdict, failed, not_applicable, partial, passed, unknown

SCORES = re.compile(
    r"eval|valid|(?:^|[_.])tests?(?:$|[_.])|score|metric|accuracy|perplexity|estimate_loss|rmse|auc|compare",
    re.IGNORECASE,
)
ADVICE = "write the commands in the README or in a pipeline"


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    entries = trainers(project, repo)
    recipe = next((place for one in entries if (place := recipe_of(project, one)) is not None), None) or runs_all(
        project
    )
    if not entries:
        yield not_applicable("no script trains")
    elif recipe is None and any(started_by_code(project, one) for one in entries):
        yield unknown(entries[0].at(1), "another module names the script, and may start it")
    elif recipe is None:
        message = f"no evidence in this repository of how to train with `{entries[0].path}` again: {ADVICE}"
        yield failed(entries[0].at(1), message)
    elif any(scores(one, repo) for one in entries) or evaluates(project):
        yield passed(recipe, "how to train again is written down")
    else:
        yield partial(recipe, "how to train again is written down, how to evaluate is not")


def trainers(project: Project, repo: Repo) -> list[Module]:
    """Scripts of the project that are started by themselves and reach code that trains, those that train first."""
    training = [module for path in role_files(project, "trains") if (module := repo.module(path)) is not None]
    reaching = {one.path for one in repo.importers(training)}
    own = {one.path for one in training}
    found = [one for one in repo.entry_points if one.path in reaching and not one.is_notebook]
    return sorted((one for one in found if repo.project_of(one.path) is project), key=lambda one: one.path not in own)


def scores(module: Module, repo: Repo) -> bool:
    """Whether something with the name of an evaluation may be called when a module runs."""
    reached = (*repo.runs(module), *(name for one in module.summary.definitions for name in one.calls))
    return any(SCORES.search(name.rpartition(".")[2]) or name.startswith("sklearn.metrics.") for name in reached)


def evaluates(project: Project) -> bool:
    """Whether a line that starts something starts an evaluation."""
    return any(
        SCORES.search(word) for _, line in starts(project) for word in line.split() if ".py" in word or word.islower()
    )
