"""Preparation is fitted again on held-out rows."""

from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python import Call, Module
from mlready.repo import Repo
from mlready.repo.origins import spot_of
from mlready.repo.preparing import Made, learning, maker
from mlready.repo.splits import Split, sides
from mlready.tables.preparers import ENCODERS
from mlready.verdict import Verdict, failed, passed


class Fit(NamedTuple):
    call: Call
    made: Made
    sides: dict[Split, bool]


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    fits = list(fits_of_parts(module, repo))
    for fit in fits:
        first = next((one for one in fits if repeats(fit, one)), None)
        if first is not None:
            name = (fit.made[1].name or "").rpartition(".")[2]
            message = f"`{name}` learns anew from held-out rows: call `transform` on what the training rows have taught"
            yield failed((module.at(fit.call.span), module.at(first.call.span)), message)
        elif not any(fit.sides.values()):
            yield passed(module.at(fit.call.span))


def fits_of_parts(module: Module, repo: Repo) -> Iterator[Fit]:
    """Calls that fit something that learns on rows of which the side of a split is known."""
    for call in module.method_calls("fit", "fit_transform"):
        made = prepares(repo, maker(repo, module, call))
        found = sides(repo, call.argument(0, "X"), spot_of(module, call)) if made is not None else {}
        if made is not None and found:
            yield Fit(call, made, found)


def prepares(repo: Repo, made: Made | None) -> Made | None:
    """The call itself where what it makes prepares rows by what it has learned from them."""
    return made if made is not None and (made[1].name in ENCODERS or learning(repo, made) is not None) else None


def repeats(fit: Fit, first: Fit) -> bool:
    """Whether a fit takes the held-out side of what another was fitted on, with the same object or one of its class."""
    across = any(held and first.sides.get(split) is False for split, held in fit.sides.items())
    same = fit.made[1] is first.made[1]
    name = fit.made[1].name or ""
    return across and (same or (name == first.made[1].name and name.startswith(ALIKE)))


ALIKE = ("sklearn.preprocessing.", "sklearn.impute.", "sklearn.feature_", "category_encoders.")
"""Where another object of the class stands for the same preparation; projections are often made for pictures alone."""
