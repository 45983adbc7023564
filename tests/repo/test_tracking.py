"""Runs, servers and what ties a model to its commit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.lineage import ties
from mlready.repo.tracking import parameters_known, servers
from mlready.repo.training import is_collection

MakeRepo = Callable[..., Repo]
LOOP = "import torch\noptimizer = torch.optim.Adam([])\nloss.backward()\noptimizer.step()\n"


@pytest.mark.parametrize(
    ("files", "known"),
    [
        pytest.param({}, False, id="nowhere"),
        pytest.param(
            {"begin.py": "import mlflow\nimport train\nmlflow.log_params({})\n"}, True, id="by what imports it"
        ),
        pytest.param({"MLproject": "entry_points: {}\n"}, True, id="by an MLproject"),
        pytest.param({"begin.py": "import train\nimport lightning\n"}, None, id="perhaps by a trainer"),
    ],
)
def test_parameters_are_known_around_a_module(repo_of: MakeRepo, files: dict[str, str], known: bool | None) -> None:
    repo = repo_of({"train.py": "import mlflow\nmlflow.log_metric('a', 1)\n", **files})
    module = repo.module("train.py")
    assert module is not None
    assert parameters_known(repo, module, "mlflow") is known


def test_servers_are_found_with_their_store(repo_of: MakeRepo) -> None:
    text = "services:\n  m:\n    command: mlflow server --backend-store-uri sqlite:///m.db\n    volumes: [a:/b]\n"
    (found,) = servers(repo_of({"compose.yaml": text}), "compose.yaml")
    assert (found.place.line, found.store, found.kept) == (3, "sqlite:///m.db", True)


def test_code_that_asks_git_ties_a_model_to_its_commit(repo_of: MakeRepo) -> None:
    code = "import subprocess\nsubprocess.run(['git', 'rev-parse', 'HEAD'])\n"
    (project,) = repo_of({"a.py": code, "b.py": "import subprocess\nsubprocess.run(['ls'])\n"}).projects
    assert [(place.path, place.line) for place, _ in ties(project)] == [("a.py", 2)]


@pytest.mark.parametrize(("folders", "expected"), [(7, False), (8, True)])
def test_many_folders_that_train_alone_are_a_collection(repo_of: MakeRepo, folders: int, expected: bool) -> None:
    assert is_collection(repo_of({f"nets/n{number}/n.py": LOOP for number in range(folders)})) is expected


def test_parts_of_one_product_are_no_collection(repo_of: MakeRepo) -> None:
    assert not is_collection(repo_of({f"part{number}/train/n.py": LOOP for number in range(9)}))
