"""A model is trained with random numbers of its own."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.seeding import starts_of
from mlready.tables.estimators import ALWAYS_RANDOM, RANDOM_WHERE
from mlready.tables.seeds import GLOBAL_SEEDS
from mlready.verdict import Verdict, failed, passed, unknown

NOTHING = Const(value=None)


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    calls = [call for call in module.calls_to(*ALWAYS_RANDOM, *RANDOM_WHERE) if draws(module, call)]
    seeders = GLOBAL_SEEDS["numpy"] & seeds(module, repo) if calls else frozenset()
    for call in calls:
        place, given = module.at(call.span), call.keywords.get("random_state")
        if given is None and (call.double_star or call.star):
            yield unknown(place, "`random_state` may be in what `**` passes")
        elif given is not None and module.origin(given, call.block, call.span.line) != NOTHING:
            yield passed(place)
        elif seeders or is_seeded_later(module):
            yield passed(place, f"seeded by `{min(seeders)}`" if seeders else "`random_state` is set later")
        else:
            name = (call.name or "").rpartition(".")[2]
            yield failed(place, f"`{name}` gives another result in every run: give it `random_state`")


def seeds(module: Module, repo: Repo) -> frozenset[str]:
    """What may be called when the file, or an entry point that reaches it, runs."""
    return frozenset[str]().union(*(repo.runs(one) for one in starts_of(repo, module)))


def draws(module: Module, call: Call) -> bool:
    """Whether what a call makes draws random numbers, as it is told."""
    for argument, values in RANDOM_WHERE.get(call.name or "", ()):
        given = call.keywords.get(argument)
        told = None if given is None else module.constant(given, call.block, call.span.line)
        if (told is not None and told.value in values) or (not values and given is not None and told != NOTHING):
            return told != Const(1.0)
    return call.name in ALWAYS_RANDOM


def is_seeded_later(module: Module) -> bool:
    return any("random_state" in call.keywords for call in module.method_calls("set_params"))
