"""Comparison with NaN is always the same."""

from collections.abc import Iterator

from mlready.facts.python import Call, Compare, Module
from mlready.facts.values import CallRef, Const, Qualified, Value
from mlready.repo import Repo
from mlready.verdict import Verdict, failed, passed

NAMES = {"numpy.nan", "numpy.NaN", "numpy.NAN", "math.nan", "pandas.NA", "pandas.NaT"}
PROPER = {"pandas.isna", "pandas.isnull", "numpy.isnan", "math.isnan", "pandas.notna", "pandas.notnull"}
METHODS = {"isna", "isnull", "notna", "notnull"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for compare in module.detail.compares if has_nan(module) else ():
        if compare.operator not in {"==", "!="}:
            continue
        sides = [is_nan(module, compare, side) for side in (compare.left, compare.right)]
        if any(sides) and not all(sides):
            answer = "never true" if compare.operator == "==" else "never false"
            message = f"nothing equals NaN, so this is {answer}: ask with `pd.isna` or `np.isnan`"
            yield failed(module.at(compare.span), message)
    asks = not (module.summary.names.isdisjoint(PROPER) and module.summary.methods.isdisjoint(METHODS))
    for call in module.calls if asks else ():
        if call.name in PROPER or call.method in METHODS:
            yield passed(module.at(call.span))


def has_nan(module: Module) -> bool:
    """Whether NaN occurs in the file at all."""
    if not module.summary.names.isdisjoint(NAMES):
        return True
    converts = any("builtins.float" in one.calls for one in module.summary.definitions)
    return converts and any(makes_nan(call) for call in module.calls)


def makes_nan(call: Call) -> bool:
    """Whether a call is `float("nan")`."""
    text = call.args[0] if call.name == "builtins.float" and len(call.args) == 1 else None
    return isinstance(text, Const) and isinstance(text.value, str) and text.value.strip().lower().lstrip("+-") == "nan"


def is_nan(module: Module, compare: Compare, value: Value) -> bool:
    origin = module.origin(value, compare.block, compare.span.line)
    if isinstance(origin, Qualified):
        return origin.name in NAMES
    return isinstance(origin, CallRef) and makes_nan(module.calls[origin.index])
