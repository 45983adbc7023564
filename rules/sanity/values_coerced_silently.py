"""What cannot be read becomes missing, and nothing asks for missing values."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.tables.validators import (
    COERCING_CALLS,
    COERCING_METHODS,
    FILLING_METHODS,
    IMPUTERS,
    MISSING_METHODS,
    VALIDATING_PACKAGES,
)
from mlready.verdict import Verdict, failed, passed

ASKING = MISSING_METHODS | FILLING_METHODS
ASKING_NAMES = (
    *(name.removesuffix("*") for name in IMPUTERS),
    "pandas.isna",
    "pandas.isnull",
    "pandas.notna",
    "pandas.notnull",
)


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    coercing = [call for call in module.calls if is_coercing(module, call)]
    asks = next((one for one in around(repo, module) if asks_for_missing(one)), None) if coercing else None
    for call in coercing:
        place = module.at(call.span)
        if asks is not None:
            yield passed(place, f"`{asks.path}` asks for missing values")
        else:
            message = (
                "what cannot be read here becomes missing and nobody hears of it: count the missing values after it"
            )
            yield failed(place, message)


def is_coercing(module: Module, call: Call) -> bool:
    if call.name in COERCING_CALLS:
        return call.keywords.get("errors") == Const("coerce")
    off = call.method in COERCING_METHODS and call.keywords.get("strict") == Const(value=False)
    return off and module.imports("polars")


def around(repo: Repo, module: Module) -> Iterator[Module]:
    """The file, what it imports and what imports it, all that runs with it."""
    yield module
    yield from repo.closure_of((module, *repo.importers([module])))


def asks_for_missing(module: Module) -> bool:
    summary = module.summary
    if not summary.methods.isdisjoint(ASKING) or module.imports(*VALIDATING_PACKAGES):
        return True
    return any(name.startswith(ASKING_NAMES) for name in summary.names)
