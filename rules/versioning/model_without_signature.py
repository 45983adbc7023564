"""A model is logged to MLflow without saying what it takes."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.tables.registries import OPEN_FLAVOURS, SIGNED_FLAVOURS
from mlready.verdict import Verdict, failed, passed, unknown


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    later = "mlflow.models.set_signature" in module.summary.names
    for call in module.method_calls("log_model", "save_model"):
        package, _, flavour = (call.name or "").rpartition(".")[0].partition(".")
        if package != "mlflow" or flavour not in SIGNED_FLAVOURS | OPEN_FLAVOURS:
            continue
        place = module.at(call.span)
        if later or is_signed(call):
            yield passed(place)
        elif call.double_star or flavour in OPEN_FLAVOURS:
            why = "arguments are given by a mapping" if call.double_star else "type hints may say what it takes"
            yield unknown(place, why)
        else:
            message = "nothing says which columns this model takes: pass `input_example`, or a `signature`"
            yield failed(place, message)


def is_signed(call: Call) -> bool:
    given = (call.keywords.get(name) for name in ("signature", "input_example"))
    return any(one is not None and one != Const(value=None) for one in given)
