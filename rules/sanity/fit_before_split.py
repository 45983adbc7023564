"""Preparation learned from the test data."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import Attr, CallRef, Item, Name, Value
from mlready.repo import Repo
from mlready.tables.preparers import LEARNING_PREPARERS, SPLITTING_CALLS
from mlready.verdict import Verdict, failed, passed

KEEPING = {"toarray", "todense", "copy", "to_numpy", "reshape", "astype", "dropna", "reset_index", "join", "drop", "fillna"}
JOINING = ("pandas.DataFrame", "pandas.concat", "numpy.hstack", "numpy.concatenate", "numpy.array", "numpy.asarray", "numpy.c_", "scipy.sparse.hstack")
CROSS_VALIDATION = {"sklearn.model_selection.cross_val_score", "sklearn.model_selection.cross_validate", "sklearn.model_selection.cross_val_predict"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to(*SPLITTING_CALLS):
        given = (call.argument(1, "X"),) if call.name in CROSS_VALIDATION else call.args
        learned = next((found for value in given if (found := preparer(module, value, call)) is not None), None)
        if learned is None:
            yield passed(module.at(call.span))
        else:
            name = learned.name.rpartition(".")[2] if learned.name else "a preparer"
            message = f"`{name}` has seen the rows that this holds back: split first, or put it into the pipeline"
            yield failed((module.at(call.span), module.at(learned.span)), message)


def preparer(module: Module, value: Value | None, use: Call, depth: int = 6) -> Call | None:
    """The call that made the learning object whose output a value is, followed through names, items and plain copies."""
    if value is None or depth == 0:
        return None
    if isinstance(value, Item):
        return preparer(module, value.value, use, depth - 1)
    if isinstance(value, Name | Attr) and dotted(value) is not None:
        binding = module.binding(value, use.block, use.span.line)
        if binding is None or binding.kind not in {"assign", "walrus"}:
            return None
        return preparer(module, binding.value, use._replace(block=binding.block, span=binding.span), depth - 1)
    made = module.call_of(value)
    if made is None:
        return None
    if made.method in {"fit_transform", "transform"}:
        return learner(module, made)
    inside = made.args if (made.name or "").startswith(JOINING) else (made.receiver,) if made.method in KEEPING else ()
    return next((found for one in inside for part in parts(one) if (found := preparer(module, part, made, depth - 1))), None)


def learner(module: Module, call: Call) -> Call | None:
    """The call that made the receiver of `fit_transform` or `transform`, where it learns from rows and was not fitted on less."""
    origin = module.origin(call.receiver, call.block, call.span.line)
    made = module.call_of(origin)
    if made is not None and made.method == "fit":
        fitted, made = made, module.call_of(module.origin(made.receiver, made.block, made.span.line))
        return made if made is not None and made.name in LEARNING_PREPARERS and fitted.args[:1] == call.args[:1] else None
    if made is None or made.name not in LEARNING_PREPARERS:
        return None
    if call.method == "fit_transform" or not isinstance(origin, CallRef):
        return made
    fits = [one for one in module.method_calls("fit") if dotted(one.receiver) == dotted(call.receiver) and one.index < call.index]
    return made if any(one.args[:1] == call.args[:1] for one in fits) else None
