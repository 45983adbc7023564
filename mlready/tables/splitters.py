"""Calls that divide rows into parts at random, and how they are told the seed."""

from typing import NamedTuple


class Splitter(NamedTuple):
    """`seed`: the keyword it takes; `position`: where it may stand without it; `shuffles`: without being told to.

    `told`: whether a `shuffle` argument decides. `draws_from`: the global generator it takes without a seed, or "".
    """

    seed: str
    shuffles: bool = True
    told: bool = False
    draws_from: str = "numpy"
    position: int | None = None


_FOLDS = Splitter("random_state", shuffles=False, told=True)
_RANDOM = Splitter("random_state")

SPLITTERS = {
    "sklearn.model_selection.train_test_split": Splitter("random_state", told=True),
    "sklearn.model_selection.ShuffleSplit": _RANDOM,
    "sklearn.model_selection.StratifiedShuffleSplit": _RANDOM,
    "sklearn.model_selection.GroupShuffleSplit": _RANDOM,
    "sklearn.model_selection.RepeatedKFold": _RANDOM,
    "sklearn.model_selection.RepeatedStratifiedKFold": _RANDOM,
    "sklearn.model_selection.KFold": _FOLDS,
    "sklearn.model_selection.StratifiedKFold": _FOLDS,
    "sklearn.model_selection.StratifiedGroupKFold": _FOLDS,
    "torch.utils.data.random_split": Splitter("generator", draws_from="torch", position=2),
    "torch.utils.data.dataset.random_split": Splitter("generator", draws_from="torch", position=2),
}

METHODS = {
    "train_test_split": {
        "datasets": Splitter("seed", told=True),
        "ray": Splitter("seed", shuffles=False, told=True, draws_from=""),
    },
    "shuffle": {"datasets": Splitter("seed", position=0)},
    "randomSplit": {"pyspark": Splitter("seed", draws_from="", position=1)},
    "random_split": {"dask": Splitter("random_state")},
    "sample": {"pandas": _RANDOM, "polars": Splitter("seed", draws_from="polars")},
}
"""Methods of frames and data sets that split -> package that the file imports, the first where there are several -> splitter."""

PARTING = {"shuffle": ("select", "take", "skip"), "sample": ("drop", "join", "filter")}
"""Methods that only put rows in random order, and those that then make parts of them."""

DIVIDING = frozenset({"sklearn.model_selection.train_test_split", "sklearn.cross_validation.train_test_split"})
"""Functions that give two parts of each argument, the training part first."""

SIDES = {
    "train": False,
    "training": False,
    "test": True,
    "testing": True,
    "validation": True,
    "valid": True,
    "val": True,
}
"""Names of parts of a data set -> whether they are held back from training."""

SPLIT_ARGUMENTS = ("split", "subset")
"""Keywords by which a loader is told which part to load; torchvision has `train=`, true or false."""
