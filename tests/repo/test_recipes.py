"""Where a repository says how its runs are started."""

from __future__ import annotations

import pytest

from mlready.repo.recipes import recipe_of
from tests.repo.conftest import MakeRepo

TRAIN = "import sklearn.svm\n\nif __name__ == '__main__':\n    sklearn.svm.SVC().fit([[0]], [0])\n"


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        pytest.param("README.md", "Run `python pkg/train.py --epochs 3`.\n", True, id="a document"),
        pytest.param("README.md", "Run `python -m pkg.train`.\n", True, id="as a module"),
        pytest.param("README.md", "The file train.py is where training happens.\n", False, id="only spoken of"),
        pytest.param("README.md", "Run `python pretrain.py`.\n", False, id="another script"),
        pytest.param("Makefile", "model:\n\tpython pkg/train.py\n", True, id="a Makefile"),
        pytest.param("Makefile", "# python pkg/train.py\n", False, id="commented out"),
        pytest.param("jobs/train.yml", "command: python train.py\n", False, id="a bare name in a part of its own"),
        pytest.param("pkg/job.yml", "command: python train.py\n", True, id="a job beside it"),
        pytest.param("jobs/train.yml", "args: [pkg/train.py]\n", True, id="a job that names the path"),
    ],
)
def test_a_line_starts_a_module(path: str, text: str, told: bool, repo_of: MakeRepo) -> None:
    repo = repo_of({"pkg/train.py": TRAIN, path: text})
    module = repo.module("pkg/train.py")
    assert module is not None
    assert (recipe_of(repo.projects[0], module) is not None) is told
