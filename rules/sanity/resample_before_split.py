"""Rows were resampled before the split."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.origins import makers, spot_of
from mlready.repo.preparing import maker
from mlready.repo.splits import held_back, searched
from mlready.tables.preparers import OVERSAMPLERS, UNDERSAMPLERS
from mlready.tables.rows import RESAMPLING
from mlready.verdict import Verdict, failed, passed

COPIES = (
    "rows made from held-out rows are trained on: split first, and resample the training part or inside the pipeline"
)
BALANCE = (
    "the rows that are held back no longer have the real balance: split first, and resample the training part alone"
)


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call, given in (*held_back(module), *searched(repo, module)):
        spot = spot_of(module, call)
        seen = [one for value in given for one in makers(repo, value, spot)]
        found = next(((one, adds) for one in seen if (adds := resamples(repo, *one)) is not None), None)
        if found is None and (module.imports("imblearn") or "sklearn.utils.resample" in module.summary.names):
            yield passed(module.at(call.span))
        elif found is not None:
            (where, made), adds = found
            places = (module.at(call.span), where.at(made.span))
            yield failed(places, COPIES if adds else BALANCE, severity=None if adds else "high")


def resamples(repo: Repo, module: Module, call: Call) -> bool | None:
    """Whether a call adds rows made of others; None where it changes nothing about which rows there are."""
    if call.method in RESAMPLING:
        made = maker(repo, module, call)
        name = None if made is None else made[1].name
        return True if name in OVERSAMPLERS else False if name in UNDERSAMPLERS else None
    replace = call.keywords.get("replace", Const(value=call.name == "sklearn.utils.resample"))
    drawn = call.name == "sklearn.utils.resample" or (call.method == "sample" and module.imports("pandas"))
    return True if drawn and replace == Const(value=True) else None
