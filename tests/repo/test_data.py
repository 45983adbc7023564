"""What data a project reads, and how it checks it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.data import learning_code, own_checks, own_data, own_tables

MakeRepo = Callable[..., Repo]

FIT = "from sklearn.linear_model import Ridge\nRidge().fit(frame[['x']], frame['y'])\n"


@pytest.mark.parametrize(
    ("reading", "lines"),
    [
        pytest.param("import pandas as pd\nframe = pd.read_csv('rows.csv')\n", [2], id="a table"),
        pytest.param("import numpy as np\nframe = np.load('rows.npy')\n", [2], id="an array"),
        pytest.param("import pandas as pd\nframe = pd.read_csv('https://host/rows.csv')\n", [], id="a page of the web"),
        pytest.param("from sklearn.datasets import load_iris\nframe = load_iris()\n", [], id="a set of a library"),
    ],
)
def test_own_data_is_what_training_reads(repo_of: MakeRepo, reading: str, lines: list[int]) -> None:
    repo = repo_of({"train.py": reading + FIT})
    assert [one.line for one in own_data(repo.projects[0])] == lines


def test_data_is_read_in_a_file_that_training_imports(repo_of: MakeRepo) -> None:
    loading = "import pandas as pd\n\ndef rows():\n    return pd.read_parquet('rows.parquet')\n"
    repo = repo_of({"loading.py": loading, "train.py": "from loading import rows\nframe = rows()\n" + FIT})
    assert [(one.path, one.line) for one in own_data(repo.projects[0])] == [("loading.py", 4)]


def test_a_file_apart_from_training_reads_no_training_data(repo_of: MakeRepo) -> None:
    report = "import pandas as pd\nprint(pd.read_csv('sales.csv'))\n"
    repo = repo_of({"report.py": report, "train.py": "frame = {}\n" + FIT})
    assert own_data(repo.projects[0]) == ()


def test_tables_are_told_from_images(repo_of: MakeRepo) -> None:
    reading = (
        "import numpy as np\nimport pandas as pd\nimages = np.load('images.npy')\nframe = pd.read_csv('rows.csv')\n"
    )
    repo = repo_of({"train.py": reading + FIT})
    found = own_tables(repo.projects[0])
    assert {module.path: [one.line for one in places] for module, places in found.items()} == {"train.py": [4]}


@pytest.mark.parametrize(
    ("checking", "kinds"),
    [
        pytest.param("assert not frame.isna().any().any()\n", {"missing values"}, id="asserted"),
        pytest.param("if frame.duplicated().any():\n    raise ValueError('twice')\n", {"duplicates"}, id="raised"),
        pytest.param("import logging\nif frame['x'].min() < 0:\n    logging.warning('x')\n", {"ranges"}, id="logged"),
        pytest.param("assert list(frame.columns) == ['x', 'y']\n", {"columns and shape"}, id="columns"),
        pytest.param(
            "frame = pd.read_csv('rows.csv', dtype={'x': float})\n", {"columns and shape"}, id="a reader is told"
        ),
        pytest.param("frame = frame.dropna()\n", set(), id="dropped without a word"),
        pytest.param("if frame.isna().any().any():\n    frame = {}\n", set(), id="handled without a word"),
        pytest.param("assert max([1, 2]) == 2\n", set(), id="not about a table"),
    ],
)
def test_own_checks_complain(repo_of: MakeRepo, checking: str, kinds: set[str]) -> None:
    reading = "import pandas as pd\nframe = pd.read_csv('rows.csv')\n"
    repo = repo_of({"train.py": reading + checking + FIT})
    assert own_checks(repo.projects[0]).keys() == kinds


def test_shapes_of_tensors_are_no_checks_of_tables(repo_of: MakeRepo) -> None:
    code = "import pandas as pd\nimport torch\nframe = pd.read_csv('x.csv')\nassert frame.shape[0] > 1\n"
    repo = repo_of({"train.py": code + FIT})
    assert own_checks(repo.projects[0]) == {}


def test_a_check_outside_training_does_not_count(repo_of: MakeRepo) -> None:
    apart = "import pandas as pd\n\ndef verify(frame):\n    assert not frame.isna().any().any()\n"
    repo = repo_of({"apart.py": apart, "train.py": "import pandas as pd\nframe = pd.read_csv('x.csv')\n" + FIT})
    assert own_checks(repo.projects[0]) == {}


PREPARE = "import pandas as pd\nprint(pd.read_csv('rows.csv'))\n"
STAGES = "stages:\n  prepare:\n    cmd: python src/prepare.py\n  train:\n    cmd: python src/train.py\n"
STEPS = "import os\nframe = {}\nStep(code=os.path.join(HERE, 'prepare.py'))\n" + FIT


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param({"dvc.yaml": STAGES, "src/train.py": FIT}, True, id="a stage beside one that trains"),
        pytest.param({"dvc.yaml": STAGES, "src/train.py": "print()\n"}, False, id="stages of which none trains"),
        pytest.param({"dvc.yaml": "stages: {}\n", "src/train.py": FIT}, False, id="no stage"),
        pytest.param({"src/pipeline.py": STEPS}, True, id="named by a file that trains"),
        pytest.param({"pipelines/pipeline.py": STEPS}, False, id="a file of that name elsewhere"),
    ],
)
def test_the_steps_of_a_pipeline_that_trains_learn_too(repo_of: MakeRepo, files: dict[str, str], found: bool) -> None:
    project = repo_of({"src/prepare.py": PREPARE, **files}).projects[0]
    assert ("src/prepare.py" in {one.path for one in learning_code(project)}) is found
    assert bool(own_tables(project)) is found
