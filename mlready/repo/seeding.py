"""Where random numbers are fixed in what runs from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python import Call, Module
from mlready.facts.values import Const, FString, Mapping, Operation, Value
from mlready.location import Location
from mlready.repo.model import Project, Repo
from mlready.repo.once import once
from mlready.repo.training import evidence
from mlready.tables.seeds import (
    DETERMINISTIC,
    DRAWS,
    LOADS_BY_NAME,
    RANDOM_SOLVERS,
    RUNS_ELSEWHERE,
    SEED_ARGUMENTS,
    SEEDED_BY_DEFAULT,
    SEEDING,
    SEEDS_OF,
)
from mlready.tables.splitters import SPLITTERS

_NETWORKS = ("torch", "tensorflow", "keras", "jax")
_BOOSTERS = ("xgboost", "lightgbm", "catboost")
_DRAWING = frozenset().union(*DRAWS.values())
_RANDOM_SOLVERS = frozenset(Const(name) for name in RANDOM_SOLVERS)
_NOTHING = Const(value=None)
_SHOWING = re.compile(r"plot|visual|show|draw_|animat", re.IGNORECASE)
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\.?")
_OPTIONS = frozenset({"add_argument", "option", "Option", "Field"})


def starts_of(repo: Repo, module: Module) -> tuple[Module, ...]:
    """The file itself and the entry points that reach it, by import or because they load it by name."""
    importers = {one.path for one in repo.importers([module])}
    entries = [one for one in repo.entry_points if one is not module]
    importing = [one for one in entries if one.path in importers]
    alone = not importing and module.summary.main_guard is None
    project = repo.project_of(module.path)
    loading = (
        one
        for one in entries
        if one.path not in importers
        and not module.is_notebook
        and repo.project_of(one.path) is project
        and repo.may_call(one, LOADS_BY_NAME)
        and _loads(repo, one, module, alone=alone)
    )
    return (module, *importing, *loading)


def _loads(repo: Repo, start: Module, module: Module, *, alone: bool) -> bool:
    """Whether an entry point may load a file by name: the name fits; or it is not known and the file is left `alone`, or a text names it."""
    name = f".{module.name}"
    for text, whole in _names_loaded(repo, start):
        if not text:
            fits = alone or any(f".{one}." in f"{name}." for one in _dotted_texts(repo, start))
        elif whole:  # of a module, or of something in it
            fits = name.endswith((f".{text}", f".{text.rpartition('.')[0]}"))
        else:
            fits = f".{text}" in name
        if fits:
            return True
    return False


@once
def _dotted_texts(repo: Repo, start: Module) -> frozenset[str]:
    """Texts with the form of a module's name in what a file imports."""
    texts = (text.value for module in repo.closure(start) for text in module.detail.texts)
    return frozenset(text.rstrip(".") for text in texts if _DOTTED.fullmatch(text))


@once
def _names_loaded(repo: Repo, start: Module) -> tuple[tuple[str, bool], ...]:
    """(text, whether that is all of it) of the names loaded in what a file imports; "" where nothing is known of one."""
    return tuple(dict.fromkeys(_loaded(repo, start)))


def _loaded(repo: Repo, start: Module) -> Iterator[tuple[str, bool]]:
    for module in repo.closure(start):
        for call in module.calls_to(*LOADS_BY_NAME):
            value = call.args[0] if call.args else call.keywords.get("name", _NOTHING)
            value = module.origin(value, call.block, call.span.line) or value
            whole = isinstance(value, Const)
            if isinstance(value, Operation) and value.operator == "+":
                value = value.operands[0]
            text = value.start if isinstance(value, FString) else value.value if isinstance(value, Const) else ""
            yield text.lstrip(".") if isinstance(text, str) else "", whole


def trainers(project: Project) -> dict[Module, Location]:
    """Files that train here with something that draws random numbers, and where; jobs that run elsewhere are left out."""
    found: dict[Module, Location] = {}
    for _, one in evidence(project):
        module = project.repo.module(one.location.path)
        started_elsewhere = any(word.startswith(RUNS_ELSEWHERE) for word in one.text.split())
        if module is not None and not started_elsewhere and not _is_deterministic(project.repo, module):
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


def _is_deterministic(repo: Repo, module: Module) -> bool:
    """Whether a file, and what its functions run elsewhere, draws nothing: all its learners are known to, and it draws nothing itself."""
    run = repo.graph.reachable(((module.path, one.name) for one in module.summary.definitions), guesses=False)
    used = module.summary.names | repo.graph.calls(run)
    learners = [
        name for name in used if name.startswith(("sklearn.", "statsmodels.")) and name.rpartition(".")[2][:1].isupper()
    ]
    files = [one for path in sorted({path for path, _ in run}) if (one := repo.module(path)) is not None]
    return (
        bool(learners)
        and all(name.startswith(DETERMINISTIC) for name in learners)
        and _DRAWING.isdisjoint(used)
        and not any(one.imports(*_NETWORKS, *_BOOSTERS) for one in (module, *files))
        and not any(_solves_at_random(one) for one in (module, *files))
    )


def _solves_at_random(module: Module) -> bool:
    """Whether a learner that draws nothing by default is given a solver that does."""
    return any(call.keywords.get("solver") in _RANDOM_SOLVERS for call in module.calls_to("sklearn.linear_model.*"))


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
