"""Where random numbers are fixed in what runs from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python import Call, Module
from mlready.facts.values import Const, Mapping, Value
from mlready.location import Location
from mlready.repo.model import Project, Repo
from mlready.repo.training import evidence
from mlready.tables.seeds import (
    DETERMINISTIC,
    DRAWS,
    LOADS_BY_NAME,
    RUNS_ELSEWHERE,
    SEED_ARGUMENTS,
    SEEDED_BY_DEFAULT,
    SEEDING,
    SEEDS_OF,
)
from mlready.tables.splitters import SPLITTERS

_NETWORKS = ("torch", "tensorflow", "keras", "jax")
_NOTHING = Const(value=None)
_SHOWING = re.compile(r"plot|visual|show|draw_|animat", re.IGNORECASE)
_OPTIONS = frozenset({"add_argument", "option", "Option", "Field"})


def starts_of(repo: Repo, module: Module) -> tuple[Module, ...]:
    """The file itself and the entry points that reach it, by import or because they load code by name."""
    importers = {one.path for one in repo.importers([module])}
    project = repo.project_of(module.path)
    return (
        module,
        *(
            one
            for one in repo.entry_points
            if one is not module
            and (one.path in importers or (repo.project_of(one.path) is project and repo.may_call(one, LOADS_BY_NAME)))
        ),
    )


def trainers(project: Project) -> dict[Module, Location]:
    """Files that train here with something that draws random numbers, and where; jobs that run elsewhere are left out."""
    found: dict[Module, Location] = {}
    for _, one in evidence(project):
        module = project.repo.module(one.location.path)
        started_elsewhere = any(word.startswith(RUNS_ELSEWHERE) for word in one.text.split())
        if module is not None and not started_elsewhere and not _is_deterministic(module):
            found.setdefault(module, one.location)
    return found


def seed_of(repo: Repo, module: Module) -> tuple[Location, str] | None:
    """(where, how) the random numbers of a training file are fixed; None where nothing fixes them."""
    starts = starts_of(repo, module)
    ways = (_seeded(repo, start) for start in starts), (_given(repo, start) for start in starts)
    return next((found for way in ways for places in way for found in places), None)


def _seeded(repo: Repo, start: Module) -> Iterator[tuple[Location, str]]:
    """Calls that seed a generator in what runs from a file."""
    run = repo.runs(start) & SEEDING
    for module in _code(repo, start):
        for call in module.calls_to(*run):
            if _is_given(call):
                yield module.at(call.span), f"seeded by `{call.name}`"


def _given(repo: Repo, start: Module) -> Iterator[tuple[Location, str]]:
    """Learners that are given a seed, or have one by default, in what a file imports; the seed of a split fixes no weights."""
    for module in _code(repo, start):
        for call in module.calls:
            if call.name in SEEDED_BY_DEFAULT:
                yield module.at(call.span), f"`{call.name}` has a fixed default seed"
            if call.name in SPLITTERS and module.imports(*_NETWORKS):
                continue
            given = [call.keywords[name] for name in call.keywords if name in SEED_ARGUMENTS]
            if any(value != _NOTHING for value in given) and call.method not in _OPTIONS:
                yield module.at(call.span), "a seed is given to what draws"
        for binding in module.detail.bindings:
            if isinstance(binding.value, Mapping) and any(_is_seed(key, value) for key, value in binding.value.items):
                yield module.at(binding.span), "a seed stands among the parameters"


def _code(repo: Repo, start: Module) -> Iterator[Module]:
    return (one for one in repo.closure(start) if repo.zone(one.path) != "test")


def _is_seed(key: Value, value: Value) -> bool:
    return isinstance(key, Const) and key.value in SEED_ARGUMENTS and value != _NOTHING


def _is_given(call: Call) -> bool:
    """Whether a seeding call says a number: `random.seed()` takes another one in every run."""
    values = [*call.args, *call.keywords.values()]
    return call.star or call.double_star or (bool(values) and values[0] != _NOTHING)


def _is_deterministic(module: Module) -> bool:
    """Whether all the learners a file uses are known to draw nothing."""
    used = [name for name in module.summary.names if name.startswith(("sklearn.", "statsmodels."))]
    learners = [name for name in used if name.rpartition(".")[2][:1].isupper()]
    others = (*_NETWORKS, "xgboost", "lightgbm", "catboost")
    return bool(learners) and not module.imports(*others) and all(name.startswith(DETERMINISTIC) for name in learners)


class Loose(NamedTuple):
    """A draw from a global generator that nothing seeds, in a run that seeds another one."""

    place: Location
    draw: str
    seed: str


def loose_draws(repo: Repo, module: Module) -> Iterator[Loose]:
    """Draws in what runs from a training file, by generators that are not seeded there though another one is."""
    importers = {one.path for one in repo.importers([module])}
    for start in starts_of(repo, module):
        if start.is_notebook or start.path not in importers:
            continue
        files = tuple(_code(repo, start))
        seeds = repo.graph.calls(repo.graph.reachable([(one.path, "") for one in files])) & SEEDING
        seeded = {library for library, names in SEEDS_OF.items() if seeds & names}
        if seeded:
            for library in DRAWS.keys() - seeded:
                place = next(_drawn(repo, start, library, {one.path for one in files}, "torch" in seeded), None)
                if place is not None:
                    yield Loose(*place, min(seeds))


def _drawn(repo: Repo, start: Module, library: str, files: set[str], workers: bool) -> Iterator[tuple[Location, str]]:
    """(where, what) draws from a library's global generator; workers of a PyTorch loader, where `workers`, have seeds of their own."""
    for path, name in sorted(repo.graph.reachable([(start.path, "")])):
        definition = repo.graph.definition((path, name))
        module = repo.module(path)
        if definition is None or module is None or path not in files or _SHOWING.search(f"{path}:{name}"):
            continue
        drawing = DRAWS[library].intersection(definition.calls)
        if drawing and not (workers and _gives_rows(module, name)):
            for call in module.calls_to(*drawing):
                if definition.line <= call.span.line <= definition.end_line and not _has_own(call):
                    yield module.at(call.span), call.name or ""


def _gives_rows(module: Module, name: str) -> bool:
    """Whether a method belongs to a class that gives rows to a loader."""
    owner = name.rpartition(".")[0]
    return any(one.name in {f"{owner}.__getitem__", f"{owner}.__iter__"} for one in module.summary.definitions if owner)


def _has_own(call: Call) -> bool:
    return not {"generator", "seed", "rng"}.isdisjoint(call.keywords)
