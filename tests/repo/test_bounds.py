"""Which version the code in a file may meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.bounds import brought_by_images, is_left_to_users, lower_bound_at

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    ("files", "bound"),
    [
        pytest.param({"requirements.txt": "torch>=1.8\n"}, "1.8", id="a list at the root"),
        pytest.param(
            {"requirements.txt": "torch>=1.8\n", "app/requirements.txt": "torch==2.7.0\n"},
            "2.7.0",
            id="the nearest list wins",
        ),
        pytest.param({"other/requirements.txt": "torch==1.4\n"}, None, id="a list of another part says nothing"),
        pytest.param(
            {"app/environment/train/conda.yml": "name: x\ndependencies:\n  - pip\n  - pip:\n    - torch==1.11.0\n"},
            "1.11.0",
            id="an environment beside the code",
        ),
        pytest.param({"requirements/base.txt": "torch~=2.1\n"}, "2.1", id="a folder of lists"),
        pytest.param({"requirements/dev.txt": "torch==1.0\n"}, None, id="a list for development"),
        pytest.param({"requirements.txt": "torch\n"}, None, id="no floor"),
        pytest.param({"requirements.txt": "numpy==1.0\n"}, None, id="not named"),
    ],
)
def test_the_nearest_manifest_speaks(repo_of: MakeRepo, files: dict[str, str], bound: str | None) -> None:
    repo = repo_of({"app/src/net.py": "import torch\n", **files})
    assert lower_bound_at(repo, "app/src/net.py", "torch") == bound


@pytest.mark.parametrize(
    ("files", "left"),
    [
        pytest.param({}, False, id="no manifest at all"),
        pytest.param({"requirements.txt": "numpy\n"}, True, id="named by none"),
        pytest.param({"requirements.txt": "torch\n"}, False, id="named without a version"),
        pytest.param({"requirements.txt": "numpy\n", "tests/requirements.txt": "torch\n"}, True, id="named for tests"),
    ],
)
def test_what_no_manifest_names_is_left_to_users(repo_of: MakeRepo, files: dict[str, str], left: bool) -> None:
    repo = repo_of({"app/src/net.py": "import torch\n", **files})
    assert is_left_to_users(repo, "app/src/net.py", "torch") is left


def test_images_named_after_a_library_bring_it(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "train.py": "import torch\n",
            "Dockerfile": "FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime\n",
            "gpu/Dockerfile": "FROM tensorflow/tensorflow:latest-gpu\nFROM tensorflow/tensorflow:1.15.0-py3\n",
            "plain/Dockerfile": "FROM python:3.12\n",
        }
    )
    assert brought_by_images(repo, "train.py", "torch") == ("2.4.0-cuda12.4-cudnn9-runtime",)
    assert brought_by_images(repo, "train.py", "tensorflow") == ("1.15.0-py3",)
    assert brought_by_images(repo, "train.py", "numpy") == ()
