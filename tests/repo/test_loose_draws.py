"""Draws by a generator that nothing seeds, beside one that is seeded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.seeding import loose_draws

TRAIN = "import torch\nfrom data import rows\ntorch.manual_seed(1)\nrows()\n"


@pytest.mark.parametrize(
    ("data", "train", "draws"),
    [
        pytest.param("import random\ndef rows():\n    random.shuffle([])\n", TRAIN, ["random.shuffle"], id="a draw"),
        pytest.param(
            "import random\ndef rows():\n    random.seed(1)\n    random.shuffle([])\n", TRAIN, [], id="a seeded draw"
        ),
        pytest.param(
            "import random\ndef rows():\n    pass\ndef more():\n    random.shuffle([])\n", TRAIN, [], id="never called"
        ),
        pytest.param(
            "import random\ndef rows():\n    random.shuffle([])\n",
            TRAIN.replace("torch.manual_seed(1)\n", ""),
            [],
            id="nothing is seeded",
        ),
    ],
)
def test_loose_draws(repo_of: Callable[..., Repo], data: str, train: str, draws: list[str]) -> None:
    repo = repo_of({"data.py": data, "train.py": train})
    module = repo.module("train.py")
    assert module is not None
    assert [one.draw for one in loose_draws(repo, module)] == draws
