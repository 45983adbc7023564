"""Train/test split has no seed."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const, Value
from mlready.repo import Repo
from mlready.verdict import Verdict, failed, passed, unknown

ALWAYS = {
    "sklearn.model_selection.ShuffleSplit",
    "sklearn.model_selection.StratifiedShuffleSplit",
    "sklearn.model_selection.GroupShuffleSplit",
    "torch.utils.data.random_split",
}
UNLESS_TOLD_NOT_TO = {"sklearn.model_selection.train_test_split"}
WHEN_TOLD_TO = {
    "sklearn.model_selection.KFold",
    "sklearn.model_selection.StratifiedKFold",
    "sklearn.model_selection.StratifiedGroupKFold",
}
EVERYTHING = {
    "accelerate.utils.set_seed",
    "lightning.pytorch.seed_everything",
    "lightning.seed_everything",
    "pytorch_lightning.seed_everything",
    "transformers.set_seed",
}
SEEDS = {
    "random_state": ({"numpy.random.seed"} | EVERYTHING, "give it `random_state`"),
    "generator": ({"torch.manual_seed"} | EVERYTHING, "give it a seeded `generator`"),
}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    ran = set().union(*(repo.runs(one) for one in (module, *repo.entry_points) if module in repo.closure(one)))
    for call in module.calls_to(*ALWAYS, *UNLESS_TOLD_NOT_TO, *WHEN_TOLD_TO):
        seed = "generator" if call.name == "torch.utils.data.random_split" else "random_state"
        seeders, advice = SEEDS[seed]
        given = call.keywords.get(seed)
        if not shuffles(call):
            continue
        if given is None and call.double_star:
            yield unknown(module.at(call.span), f"`{seed}` may be in what `**` passes")
        elif given is not None and not is_none(given):
            yield passed(module.at(call.span))
        elif not seeders.isdisjoint(ran):
            yield passed(module.at(call.span), f"seeded by `{min(seeders & ran)}`")
        else:
            yield failed(module.at(call.span), f"this split differs in every run: {advice}")


def shuffles(call: Call) -> bool:
    shuffle = call.keywords.get("shuffle")
    if call.name in WHEN_TOLD_TO:
        return shuffle == Const(value=True)
    return call.name in ALWAYS or shuffle != Const(value=False)


def is_none(value: Value) -> bool:
    return value == Const(value=None)
