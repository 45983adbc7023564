"""Which entry points seed a training file, and which training files draw random numbers at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.seeding import seed_of, starts_of, trainers

LOOP = "import torch\nclass Net(torch.nn.Module):\n    pass\noptimizer = torch.optim.SGD([], lr=0.1)\nloss.backward()\noptimizer.step()\n"
GUARDED = "import torch\ndef main():\n    optimizer = torch.optim.SGD([], lr=0.1)\n    loss.backward()\n    optimizer.step()\nif __name__ == '__main__':\n    main()\n"
HOST = "import importlib\nimport torch\ntorch.manual_seed(1)\nimportlib.import_module({})\n"


@pytest.mark.parametrize(
    ("name", "files", "found"),
    [
        pytest.param("name", {"tasks/fit.py": LOOP}, True, id="a name that is not known, a file nobody else starts"),
        pytest.param("name", {"tasks/fit.py": GUARDED}, False, id="a name that is not known, a file with a start"),
        pytest.param(
            "name",
            {"tasks/fit.py": LOOP, "run.py": "import tasks.fit\ntasks.fit.go()\n"},
            False,
            id="a name that is not known, a file that is imported",
        ),
        pytest.param("'tasks.fit'", {"tasks/fit.py": GUARDED}, True, id="its own name"),
        pytest.param("'tasks.fit'", {"app/tasks/fit.py": GUARDED}, True, id="the end of its name"),
        pytest.param("'tasks.show'", {"tasks/fit.py": LOOP}, False, id="the name of another file"),
        pytest.param("f'tasks.{name}'", {"tasks/fit.py": GUARDED}, True, id="the start of its name"),
        pytest.param("'tasks.' + name", {"tasks/fit.py": GUARDED}, True, id="the start of its name, added to"),
        pytest.param("f'plugins.{name}'", {"tasks/fit.py": LOOP}, False, id="the start of another name"),
        pytest.param("f'.{name}'", {"tasks/fit.py": LOOP}, True, id="a relative name that is not known"),
        pytest.param(
            "name",
            {"app/tasks/fit.py": GUARDED, "names.py": ""},
            False,
            id="a name that is not known, and no text either",
        ),
        pytest.param("'asks.fit'", {"tasks/fit.py": LOOP}, False, id="a part of a word"),
    ],
)
def test_an_entry_point_seeds_what_it_may_load_by_name(
    repo_of: Callable[..., Repo], name: str, files: dict[str, str], found: bool
) -> None:
    repo = repo_of({"host.py": HOST.format(name), **files})
    module = next(one for one in repo.modules if one.path.endswith("fit.py"))
    assert ("host.py" in {one.path for one in starts_of(repo, module)}) == found
    assert (seed_of(repo, module) is not None) == found


def test_an_unknown_name_is_that_of_a_file_whose_package_a_text_names(repo_of: Callable[..., Repo]) -> None:
    names = "import importlib\nFOLDER = 'app.tasks'\ndef load(name):\n    return importlib.import_module(name)\n"
    host = "import torch\nfrom names import FOLDER, load\ntorch.manual_seed(1)\nload(f'{FOLDER}.{kind}')\n"
    repo = repo_of({"host.py": host, "names.py": names, "app/tasks/fit.py": GUARDED, "app/other/fit.py": GUARDED})
    for path, found in (("app/tasks/fit.py", True), ("app/other/fit.py", False)):
        module = repo.module(path)
        assert module is not None
        assert (seed_of(repo, module) is not None) == found


def test_a_class_is_loaded_with_its_file(repo_of: Callable[..., Repo]) -> None:
    host = "import hydra\nhydra.utils.get_class('nets.fit.Net')\n"
    repo = repo_of({"host.py": host, "nets/fit.py": GUARDED, "nets/other.py": LOOP})
    starts = {
        path: {one.path for one in starts_of(repo, repo.module(path))} for path in ("nets/fit.py", "nets/other.py")
    }  # type: ignore[arg-type]
    assert starts == {"nets/fit.py": {"nets/fit.py", "host.py"}, "nets/other.py": {"nets/other.py"}}


def test_no_notebook_is_loaded_by_name(repo_of: Callable[..., Repo]) -> None:
    cell = '{"cells": [{"cell_type": "code", "source": "import torch\\nx = 1", "metadata": {}, "outputs": []}], "nbformat": 4}'
    repo = repo_of({"host.py": HOST.format("name"), "a.ipynb": cell})
    module = repo.module("a.ipynb")
    assert module is not None
    assert starts_of(repo, module) == (module,)


RIDGE = "from sklearn.linear_model import Ridge\nmodel = Ridge()\nmodel.fit([], [])\n"


@pytest.mark.parametrize(
    ("files", "draws"),
    [
        pytest.param({"train.py": RIDGE}, False, id="a learner that draws nothing"),
        pytest.param({"train.py": RIDGE.replace("Ridge", "SGDRegressor")}, True, id="one that draws"),
        pytest.param({"train.py": RIDGE.replace("()", "(solver='saga')", 1)}, True, id="a solver that draws"),
        pytest.param({"train.py": RIDGE.replace("()", "(solver='svd')", 1)}, False, id="a solver that draws nothing"),
        pytest.param(
            {"train.py": RIDGE + "import numpy as np\nrows = np.random.permutation(9)\n"}, True, id="rows are drawn"
        ),
        pytest.param(
            {
                "train.py": "from make import made\n" + RIDGE + "forest = made()\nforest.fit([], [])\n",
                "make.py": "from sklearn.ensemble import RandomForestClassifier\ndef made():\n    return RandomForestClassifier()\n",
            },
            True,
            id="a learner that draws is made in another file",
        ),
        pytest.param(
            {
                "train.py": "from make import made\n" + RIDGE + "other = made()\nother.fit([], [])\n",
                "make.py": "from sklearn.naive_bayes import GaussianNB\ndef made():\n    return GaussianNB()\n",
            },
            False,
            id="one that draws nothing is made in another file",
        ),
        pytest.param(
            {
                "train.py": "from make import made\nmodel = made()\nmodel.fit([], [])\nimport sklearn\n",
                "make.py": "from sklearn.naive_bayes import GaussianNB\ndef made():\n    return GaussianNB()\n",
            },
            False,
            id="all of them are made in another file",
        ),
        pytest.param(
            {
                "train.py": "from rows import load\n" + RIDGE + "load()\n",
                "rows.py": "import random\ndef load():\n    random.shuffle([])\ndef other():\n    pass\n",
            },
            True,
            id="rows are shuffled in another file",
        ),
        pytest.param(
            {
                "train.py": "from rows import other\n" + RIDGE + "other()\n",
                "rows.py": "import random\ndef load():\n    random.shuffle([])\ndef other():\n    pass\n",
            },
            False,
            id="nobody calls what shuffles",
        ),
    ],
)
def test_training_draws_random_numbers_or_not(repo_of: Callable[..., Repo], files: dict[str, str], draws: bool) -> None:
    (project,) = repo_of(files).projects
    assert [one.path for one in trainers(project)] == (["train.py"] if draws else [])
