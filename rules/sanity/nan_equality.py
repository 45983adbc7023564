"""Comparison with NaN is always the same."""

from collections.abc import Iterator

from mlready.facts.python import Compare, Module
from mlready.facts.values import CallRef, Const, Qualified, Value
from mlready.repo import Repo
from mlready.verdict import Verdict, failed, passed

NAMES = {"numpy.nan", "numpy.NaN", "numpy.NAN", "math.nan", "pandas.NA", "pandas.NaT"}
PROPER = ("pandas.isna", "pandas.isnull", "numpy.isnan", "math.isnan", "pandas.notna", "pandas.notnull")


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for compare in module.detail.compares:
        if compare.operator in {"==", "!="} and any(is_nan(module, side) for side in sides(compare)):
            answer = "false" if compare.operator == "==" else "true"
            message = f"nothing equals NaN, so this is always {answer}: ask with `pd.isna` or `np.isnan`"
            yield failed(module.at(compare.span), message)
    for call in module.calls:
        if call.name in PROPER or call.method in {"isna", "isnull", "notna", "notnull"}:
            yield passed(module.at(call.span))


def sides(compare: Compare) -> tuple[Value, Value]:
    return compare.left, compare.right


def is_nan(module: Module, value: Value) -> bool:
    if isinstance(value, Qualified):
        return value.name in NAMES
    if not isinstance(value, CallRef):
        return False
    call = module.calls[value.index]
    text = call.args[0] if call.name == "builtins.float" and len(call.args) == 1 else None
    return isinstance(text, Const) and isinstance(text.value, str) and text.value.strip().lower().lstrip("+-") == "nan"
