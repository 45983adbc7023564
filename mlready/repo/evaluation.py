"""Where models are measured, and on which rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import CallRef, Name, Qualified, Value
from mlready.repo.model import Repo
from mlready.repo.once import once
from mlready.repo.origins import Spot, makers, spot_of
from mlready.tables.measures import METRIC_FUNCTIONS, PREDICTING, SCORING
from mlready.tables.preparers import FOLDS, HOLDING_BACK, SEARCHES
from mlready.tables.rows import KEEPING

_ELSEWHERE = frozenset(
    {*HOLDING_BACK, *FOLDS, *SEARCHES, "mlflow.evaluate", "mlflow.models.evaluate", "torch.utils.data.random_split"}
)
_PARTS = ("valid", "eval", "test", "holdout", "cross_val")


class Evaluation(NamedTuple):
    """A call that measures `model` on `rows`, which stand at `spot`; `labels` stand at the call."""

    call: Call
    model: Value | None
    rows: Value
    labels: Value | None
    spot: Spot


def evaluations(repo: Repo, module: Module) -> Iterator[Evaluation]:
    if module.summary.names.isdisjoint(METRIC_FUNCTIONS) and module.summary.methods.isdisjoint(SCORING):
        return
    for call in module.method_calls(*SCORING):
        rows = call.argument(0, "X") or call.argument(0, "x")
        if call.name is None and rows is not None:
            yield Evaluation(call, call.receiver, rows, call.argument(1, "y"), spot_of(module, call))
    for call in module.calls_to(*METRIC_FUNCTIONS):
        first, second = call.argument(0, "y_true"), call.argument(1, "y_pred") or call.argument(1, "y_score")
        for predicted, labels in ((second, first), (first, second)):
            made = _prediction(repo, predicted, spot_of(module, call))
            if made is not None and (rows := made[1].argument(0, "X")) is not None:
                yield Evaluation(call, made[1].receiver, rows, labels, spot_of(*made))
                break


def _prediction(repo: Repo, value: Value | None, spot: Spot) -> tuple[Module, Call] | None:
    """The call by which a model predicted what a value holds."""
    found = makers(repo, value, spot, sure=True)
    return next(((module, call) for module, call in found if call.method in PREDICTING), None)


def learned_from(module: Module, found: Evaluation) -> Call | None:
    """The fit on the very rows that a model is then measured on; None where it learned from others or it cannot be told."""
    if found.spot.module is not module:
        return None
    spot, target = found.spot, dotted(found.model)
    made = module.call_of(module.origin(found.model, spot.block, spot.line))
    fits = [
        one for one in module.method_calls("fit") if target and dotted(one.receiver) == target and _before(one, spot)
    ]
    fit = made if made is not None and made.method == "fit" else fits[-1] if fits else None
    given = fit.argument(0, "X") if fit is not None else None
    if fit is None or given is None or module.scope_of(fit.block) != module.scope_of(spot.block):
        return None
    return fit if _plain(module, given) == _plain(module, found.rows) and _kept(module, given, fit, spot) else None


def _before(call: Call, spot: Spot) -> bool:
    return call.span.line <= spot.line and spot.module.scope_of(call.block) == spot.module.scope_of(spot.block)


def _plain(module: Module, value: Value) -> Value:
    """A value without the methods that only give its rows in another form."""
    call = module.call_of(value)
    while call is not None and call.method in KEEPING and call.receiver is not None and not call.args:
        value, call = call.receiver, module.call_of(call.receiver)
    return value


def _kept(module: Module, value: Value, fit: Call, spot: Spot) -> bool:
    """Whether no name in a value is bound anew between the fit and the place, and it holds no call."""
    inside = list(parts(_plain(module, value)))
    names = {one.id for one in inside if isinstance(one, Name)}
    bound = [one for name in names for one in module.bindings_of(name, fit.block)]
    again = any(fit.span.line <= one.span.line < spot.line for one in bound if one.kind != "parameter")
    named = any(isinstance(one, Name | Qualified) for one in inside)
    return named and not again and not any(isinstance(one, CallRef) for one in inside)


def measured_otherwise(repo: Repo, module: Module) -> bool:
    """Whether anything near a file shows that models are also measured on rows they have not learned from.

    Near are what it imports, what imports it, and the files of its project up to two folders above its own.
    """
    folder = "/".join(module.path.split("/")[:-3])
    near = [one for one in repo.project_of(module.path).code if one.path.startswith(folder and folder + "/")]
    near += [*repo.closure(module), *repo.importers([module])]
    return any(_measures_otherwise(repo, one.path) for one in near)


@once
def _measures_otherwise(repo: Repo, path: str) -> bool:
    module = repo.module(path)
    if module is None:
        return False
    names = module.summary.names
    words = (path.rpartition("/")[2].lower(), *(one.name.lower() for one in module.summary.definitions))
    if not names.isdisjoint(_ELSEWHERE) or any(part in word for word in words for part in _PARTS):
        return True
    return any(learned_from(module, one) is None for one in evaluations(repo, module))
