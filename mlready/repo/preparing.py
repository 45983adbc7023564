"""Objects that learn from the rows they prepare: what made them, and which rows they have seen."""

from __future__ import annotations

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import CallRef, Value
from mlready.repo.model import Repo
from mlready.repo.origins import Spot, makers, spot_of
from mlready.tables.preparers import CHAINS, LEARNING_PREPARERS
from mlready.tables.rows import TRANSFORMING

_STEPS = ("steps", "transformers", "transformer_list")
Made = tuple[Module, Call]


def learner(repo: Repo, module: Module, call: Call) -> Made | None:
    """The call that made the receiver of `fit_transform` or `transform`, where it learns and has seen the rows it is given."""
    if call.method not in TRANSFORMING:
        return None
    made = maker(repo, module, call)
    if made is not None and made[1].method == "fit":
        where, fitted = made
        found = learning(repo, maker(repo, where, fitted))
        return found if where is module and fitted.args[:1] == call.args[:1] else None
    found = learning(repo, made)
    if found is None or call.method == "fit_transform":
        return found
    fits = [one for one in fits_of(module, call.receiver) if one.index < call.index]
    return found if fits and fits[-1].args[:1] == call.args[:1] else None


def fits_of(module: Module, receiver: Value | None) -> Iterator[Call]:
    """Calls that fit an object of this name in the file."""
    target = dotted(receiver)
    return (one for one in module.method_calls("fit", "fit_transform") if target and dotted(one.receiver) == target)


def maker(repo: Repo, module: Module, call: Call) -> Made | None:
    """The call that made the receiver of a method, in whatever function of the repository."""
    return _made(repo, call.receiver, spot_of(module, call))


def _made(repo: Repo, value: Value | None, spot: Spot) -> Made | None:
    for module, call in makers(repo, value, spot, sure=True):
        if call.name is None or repo.definition(module, call.name) is None:
            return module, call
    return None


def learning(repo: Repo, made: Made | None, depth: int = 4) -> Made | None:
    """The call itself where it makes an object that learns from rows, or the part of a chain that does."""
    if made is None or depth == 0 or made[1].name in LEARNING_PREPARERS:
        return made if depth else None
    module, call = made
    if call.name not in CHAINS:
        return None
    given = (*call.args, *(call.keywords[name] for name in _STEPS if name in call.keywords))
    spot = spot_of(module, call)
    origins = (part for one in given for part in parts(module.origin(one, call.block, call.span.line)))
    inside = (part if isinstance(part, CallRef) else module.origin(part, spot.block, spot.line) for part in origins)
    return next((found for part in inside if (found := learning(repo, _made(repo, part, spot), depth - 1))), None)
