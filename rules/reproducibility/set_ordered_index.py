"""Numbers given in the order of a set."""

from collections.abc import Iterator

from mlready.facts.python import Definition, Module
from mlready.repo import Repo
from mlready.repo.numbering import COUNTING, given_numbers
from mlready.repo.order import set_order, sorted_in_place
from mlready.repo.written import Written, sources
from mlready.verdict import Verdict, failed, passed

SETS = {"builtins.set", "builtins.frozenset"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call, value in list(given_numbers(module)) if may_number(module) else ():
        rows = Written(module, value, call.block, call.span)
        orders = {set_order(one) for one in sources(repo, rows)} & {"set", "sorted set"}
        if "set" in orders and not sorted_in_place(rows):
            message = "a set has another order in every run, and so have these numbers: wrap it in `sorted`"
            yield failed(module.at(call.span), message)
        elif orders:
            yield passed(module.at(call.span))


def may_number(module: Module) -> bool:
    """Whether a function that makes a set, or the body, a method or a caller near it, also gives numbers."""
    made = [one for one in module.summary.definitions if not SETS.isdisjoint(one.calls)]
    numbering = [one for one in module.summary.definitions if keeps_numbers(one)] if made else []
    return any(is_near(one, other) for one in made for other in numbering)


def keeps_numbers(definition: Definition) -> bool:
    """Whether a function may give rows numbers and keep them."""
    calls = frozenset(definition.calls)
    numbers = "builtins.enumerate" in calls or ("builtins.zip" in calls and not COUNTING.isdisjoint(calls))
    return "?.index" in calls or (numbers and (definition.keyed or "builtins.dict" in calls))


def is_near(made: Definition, numbering: Definition) -> bool:
    """Whether a set that one definition makes may reach the other: in itself, the body, the class, or as its answer."""
    owner = made.name.rpartition(".")[0]
    same_class = bool(owner) and owner == numbering.name.rpartition(".")[0]
    return made.name in {"", numbering.name} or same_class or f":{made.name}" in numbering.calls
