"""Functions that nothing uses are no evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo

SEED = "import random\n\n\ndef seed_all(number):\n    random.seed(number)\n"
TRAIN = "from sklearn.linear_model import SGDClassifier\n\nSGDClassifier().fit([[0]], [0])\n"


def calls(repo: Repo) -> int:
    return sum(1 for project in repo.projects for _ in project.calls_to("random.seed"))


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param({"seeds.py": SEED}, 0, id="nobody calls it"),
        pytest.param({"seeds.py": SEED, "train.py": "from seeds import seed_all\n"}, 0, id="imported, never used"),
        pytest.param({"seeds.py": SEED, "train.py": "from seeds import seed_all\nseed_all(1)\n"}, 1, id="called"),
        pytest.param(
            {"seeds.py": SEED, "train.py": "import seeds\nseeds.seed_all(1)\n"}, 1, id="called through its module"
        ),
        pytest.param(
            {"seeds.py": SEED, "train.py": "from seeds import *\nseed_all(1)\n"}, 1, id="with everything imported"
        ),
        pytest.param({"seeds.py": SEED, "train.py": "from seeds import seed_all\nrun(seed_all)\n"}, 1, id="passed on"),
        pytest.param({"seeds.py": SEED + "    seed_all(number)\n"}, 0, id="called by itself alone"),
        pytest.param({"seeds.py": "import random\n\nrandom.seed(1)\n"}, 1, id="in the body of a file"),
        pytest.param({"seeds.py": SEED.replace("def ", "from zenml import step\n\n\n@step\ndef ")}, 1, id="decorated"),
        pytest.param({"seeds.py": SEED.replace("seed_all", "model_fn")}, 1, id="called by a platform"),
        pytest.param(
            {"seeds.py": SEED, "steps.yaml": "call: seeds:seed_all\n"}, 1, id="named by a file of configuration"
        ),
        pytest.param(
            {"pyproject.toml": "[project]\nname='x'\n[project.scripts]\nx = 'seeds:seed_all'\n", "seeds.py": SEED},
            1,
            id="a console script",
        ),
        pytest.param(
            {"a.py": "import random\n\n\nclass Run:\n    def go(self):\n        random.seed(1)\n"},
            0,
            id="a class nobody makes",
        ),
        pytest.param(
            {"a.py": "import random\n\n\nclass Run:\n    def go(self):\n        random.seed(1)\n\n\nRun().go()\n"},
            1,
            id="a class that is made",
        ),
        pytest.param(
            {
                "a.py": "import random\nfrom luigi import Task\n\n\nclass Run(Task):\n    def run(self):\n        random.seed(1)\n"
            },
            1,
            id="derived from a class of another package",
        ),
        pytest.param({"a.ipynb": '{"cells": [], "nbformat": 4}', "seeds.py": SEED}, 0, id="beside a notebook"),
    ],
)
def test_what_may_run(repo_of: Callable[..., Repo], files: dict[str, str], found: int) -> None:
    assert calls(repo_of({"train.py": TRAIN, **files})) == found
