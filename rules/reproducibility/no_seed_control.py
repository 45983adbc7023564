"""Training draws random numbers that nobody fixed."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.facts.values import Const
from mlready.repo import Project, Repo
from mlready.repo.training import evidence
from mlready.tables.seeds import DETERMINISTIC, SEED_ARGUMENTS, SEEDED_BY_DEFAULT, SEEDING
from mlready.verdict import Location, Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    places = [one.location for _, one in evidence(project)]
    training = [module for module in project.code if any(place.path == module.path for place in places)]
    starts = entries_of(repo, training)
    seeded = next((found for start in starts for found in seeds(repo, start)), None)
    if not training:
        yield not_applicable("training runs outside the code of this repository")
    elif seeded is not None:
        yield passed(seeded[0], seeded[1])
    elif all(is_deterministic(module) for module in training):
        yield not_applicable("nothing that is trained draws random numbers")
    else:
        message = "no evidence in this repository that training fixes its random numbers: seed once at the start"
        yield failed(places[:5], message)


def entries_of(repo: Repo, training: list[Module]) -> list[Module]:
    """Files that train and the entry points that reach them by import."""
    paths = {one.path for one in training}
    reaching = [one for one in repo.entry_points if any(other.path in paths for other in repo.closure(one))]
    return [*training, *(one for one in reaching if one.path not in paths)]


def seeds(repo: Repo, start: Module) -> Iterator[tuple[Location, str]]:
    """(where, how) random numbers are fixed in what runs from a file."""
    found = repo.runs(start) & SEEDING
    if found:
        yield start.at(1), f"seeded by `{min(found)}`"
    for module in repo.closure(start):
        if repo.zone(module.path) == "test":
            continue
        for call in module.calls:
            given = next((call.keywords[name] for name in SEED_ARGUMENTS if name in call.keywords), None)
            if given is not None and given != Const(value=None) and call.method not in {"add_argument", "option"}:
                yield module.at(call.span), "a seed is given to what draws"
            if call.name in SEEDED_BY_DEFAULT:
                yield module.at(call.span), f"`{call.name}` has a fixed default seed"


def is_deterministic(module: Module) -> bool:
    """Whether all the learners a file uses are known to draw nothing."""
    learners = [name for name in module.summary.names if name.startswith("sklearn.") and name.rpartition(".")[2][:1].isupper()]
    return bool(learners) and all(name.startswith((*DETERMINISTIC, "sklearn.preprocessing.", "sklearn.pipeline.")) for name in learners)
