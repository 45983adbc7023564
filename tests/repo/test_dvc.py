"""What a repository says of its DVC pipelines."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import md5

import pytest

from mlready.repo import Repo
from mlready.repo.dvc import covers, difference, kept_content, lock_of, pipeline, remote_addresses, roots, scripts

MakeRepo = Callable[..., Repo]
CODE = "print('trained')\n"
SUM = md5(CODE.encode(), usedforsecurity=False).hexdigest()


def stage_in(command: str, deps: str = "[train.py]", folder: str = ".") -> str:
    return f"stages:\n  train:\n    cmd: {command}\n    wdir: {folder}\n    deps: {deps}\n    outs: [model.pt]\n"


def lock_with(known: str, command: str = "python train.py") -> str:
    return (
        f"stages:\n  train:\n    cmd: {command}\n    deps:\n    - path: train.py\n      md5: {known}\nschema: '2.0'\n"
    )


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        pytest.param(lock_with(SUM), None, id="as it was run"),
        pytest.param(
            lock_with(md5(CODE.replace("\n", "\r\n").encode(), usedforsecurity=False).hexdigest()),
            None,
            id="with the line ends of Windows",
        ),
        pytest.param(lock_with("0" * 32), "`train.py` has changed since", id="with another script"),
        pytest.param(lock_with(SUM, "python old.py"), "the command is another one", id="with another command"),
    ],
)
def test_a_stage_is_compared_with_its_last_run(repo_of: MakeRepo, lock: str, expected: str | None) -> None:
    repo = repo_of({"dvc.yaml": stage_in("python train.py"), "dvc.lock": lock, "train.py": CODE})
    found = lock_of(repo, "dvc.yaml")
    assert found is not None
    assert difference(repo, "dvc.yaml", pipeline(repo, "dvc.yaml")[0], found["train"]) == expected


@pytest.mark.parametrize(
    ("text", "script", "covered"),
    [
        pytest.param(stage_in("python src/shop/train.py"), "src/shop/train.py", False, id="by path"),
        pytest.param(stage_in("python -m shop.train", "[src]"), "src/shop/train.py", True, id="by module"),
        pytest.param(stage_in("cd src && python shop/train.py"), "src/shop/train.py", False, id="from a folder"),
        pytest.param(
            stage_in("python train.py", "[train.py]", "src/shop"), "src/shop/train.py", True, id="in a folder"
        ),
    ],
)
def test_a_command_runs_files_of_the_repository(repo_of: MakeRepo, text: str, script: str, covered: bool) -> None:
    repo = repo_of({"dvc.yaml": text, "src/shop/train.py": CODE})
    stage = pipeline(repo, "dvc.yaml")[0]
    assert list(scripts(repo, "dvc.yaml", stage)) == [script]
    assert covers("dvc.yaml", stage, script) is covered


def test_content_kept_by_dvc_and_its_remotes_are_found_by_root(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "shop/.dvc/config": "['remote \"far\"']\n    url = s3://b\n",
            "shop/rows.dvc": "outs:\n- md5: 0f\n  path: rows\n",
            "shop/dvc.yaml": stage_in("python train.py"),
        }
    )
    assert list(roots(repo)) == ["shop"]
    assert [(one.path, one.line) for one in kept_content(repo, "shop")] == [("shop/dvc.yaml", 6), ("shop/rows.dvc", 2)]
    assert remote_addresses(repo, "shop") == {"far": "s3://b"}
