"""What the repository writes itself is told by the name of the file, by the class and by what a run resumes from."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.provenance import file_names, writes_itself

MakeRepo = Callable[..., Repo]
SAVE = "import torch\ntorch.save(state, folder + '/net.pt')\n"


def _own(repo: Repo, path: str = "load.py") -> bool:
    module = repo.module(path)
    assert module is not None
    (load,) = module.calls_to("torch.load")
    return writes_itself(repo, module, load, "torch.save")


@pytest.mark.parametrize(
    ("load", "own"),
    [
        pytest.param("torch.load('/models/net.pt')", True, id="the name that is saved"),
        pytest.param("torch.load(os.path.join(folder, 'net.pt'))", True, id="joined"),
        pytest.param("torch.load('/models/other.pt')", False, id="another name"),
        pytest.param("torch.load(path)", False, id="a path of the caller"),
        pytest.param("torch.load(args.resume)", True, id="what a run resumes from"),
        pytest.param("torch.load(Path(find(args.resume) if args.resume else newest()))", True, id="found and resumed"),
        pytest.param("torch.load(find(args.weights))", False, id="other weights"),
    ],
)
def test_what_the_repository_saves(repo_of: MakeRepo, load: str, own: bool) -> None:
    code = f"import os\nfrom pathlib import Path\nimport torch\nstate = {load}\n"
    assert _own(repo_of({"load.py": code, "train/save.py": SAVE})) is own


def test_names_unpacked_beside_what_is_resumed(repo_of: MakeRepo) -> None:
    code = "import torch\nweights, resume = args.weights, args.resume\nweights = find(weights)\ntorch.load(weights)\n"
    assert not _own(repo_of({"load.py": code, "save.py": SAVE}))


def test_nothing_is_resumed_where_nothing_is_saved(repo_of: MakeRepo) -> None:
    assert not _own(repo_of({"load.py": "import torch\ntorch.load(args.resume)\n"}))


@pytest.mark.parametrize(("reader", "own"), [("Box", True), ("Other", False)], ids=["its own class", "another class"])
def test_a_class_reads_what_it_writes(repo_of: MakeRepo, reader: str, own: bool) -> None:
    classes = {
        "Box": "    def save(self, path):\n        torch.save(self.state, path)\n",
        "Other": "    x = 1\n",
    }
    load = "    def load(self, path):\n        return torch.load(path)\n"
    code = "import torch\n" + "".join(
        f"class {name}:\n{body}{load if name == reader else ''}" for name, body in classes.items()
    )
    assert _own(repo_of({"load.py": code})) is own


def test_each_name_of_a_path_that_is_chosen(repo_of: MakeRepo) -> None:
    code = "import torch\nif gpu:\n    p = d + '/a.pt'\nelse:\n    p = d + '/b.pt'\ntorch.load(p)\n"
    module = repo_of({"load.py": code}).module("load.py")
    assert module is not None
    (load,) = module.calls_to("torch.load")
    assert sorted(file_names(module, load.argument(0, "f"), load)) == ["a.pt", "b.pt"]
