"""The model was chosen on the rows it is then tested on."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module, parts
from mlready.facts.values import Const, Name, Value
from mlready.repo import Repo
from mlready.repo.evaluation import Evaluation, evaluations
from mlready.repo.origins import spot_of
from mlready.repo.preparing import maker
from mlready.repo.splits import FOLD, Split, sides
from mlready.tables.measures import KEEPING_BEST, STOPPING, WATCHING
from mlready.verdict import Verdict, failed, passed

VALIDATION = re.compile(r"val|dev|eval|oof", re.IGNORECASE)
Sides = dict[Split, bool]


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    tests = [(one, held_sides(repo, one)) for one in evaluations(repo, module)]
    for call in module.calls:
        watched = held_rows(module, repo, call) if chooses(module, repo, call) else []
        if not watched:
            continue
        tested = [one for one, found in tests if any(side in watched for side in found)]
        same = next((one for one in tested if one.model == call.receiver), tested[0] if tested else None)
        other = any(found and not any(side in watched for side in found) for _, found in tests)
        if same is None or other:
            yield passed(module.at(call.span))
        else:
            message = (
                "training stops by the score on these rows, and the same rows are the test: keep a third part for it"
            )
            yield failed((module.at(call.span), module.at(same.call.span)), message)


def held_rows(module: Module, repo: Repo, call: Call) -> list[Sides]:
    """The held-out parts that training watches; none where they go by the name of a validation part."""
    given = [call.keywords[name] for name in WATCHING if name in call.keywords]
    inside = [part for one in given for part in parts(module.origin(one, call.block, call.span.line))]
    if any(isinstance(one, Name) and VALIDATION.search(one.id) for one in inside):
        return []
    found = (sides(repo, one, spot_of(module, call)) for one in inside if not isinstance(one, Const))
    return [one for one in found if any(one.values()) and not any(split[-1] == FOLD for split in one)]


def held_sides(repo: Repo, one: Evaluation) -> list[Sides]:
    found = (sides(repo, one.rows, one.spot), sides(repo, one.labels, one.spot._replace(line=one.call.span.line)))
    return [side for side in found if any(side.values())]


def chooses(module: Module, repo: Repo, call: Call) -> bool:
    """Whether a call trains until the score on the rows it watches is best."""
    if not any(name in call.keywords for name in WATCHING):
        return False
    made = maker(repo, module, call)
    told = [call] if made is None else [call, made[1]]
    if any(one.keywords.get("early_stopping_rounds", Const(value=None)) != Const(value=None) for one in told):
        return True
    if made is not None and (made[1].name or "").startswith("catboost.CatBoost"):
        return Const(value=False) not in {one.keywords.get("use_best_model") for one in told}
    return any(stops(module, callback) for one in told for callback in callbacks(module, one))


def callbacks(module: Module, call: Call) -> Iterator[Call]:
    given: Value | None = call.keywords.get("callbacks")
    for part in parts(module.origin(given, call.block, call.span.line)):
        found = module.call_of(module.origin(part, call.block, call.span.line))
        if found is not None:
            yield found


def stops(module: Module, callback: Call) -> bool:
    name = (callback.name or callback.method or "").rpartition(".")[2]
    best = name in KEEPING_BEST and callback.keywords.get("save_best_only") == Const(value=True)
    return name in STOPPING or best
