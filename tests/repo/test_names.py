"""Imports between files of a repository lead to the definitions they mean."""

from collections.abc import Callable

from mlready.repo import Repo

MakeRepo = Callable[..., Repo]


def _definition(repo: object, path: str, name: str) -> tuple[str, str] | None:
    module = repo.module(path)  # type: ignore[attr-defined]
    found = repo.definition(module, name)  # type: ignore[attr-defined]
    return None if found is None else (found[0].path, found[1].name)


def test_a_sibling_script_is_found_first(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {"a/util.py": "def f(): ...\n", "b/util.py": "def f(): ...\n", "b/main.py": "import util\nutil.f()\n"}
    )
    assert _definition(repo, "b/main.py", "util.f") == ("b/util.py", "f")


def test_src_layout_and_reexport(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "src/pkg/__init__.py": "from pkg.seeding import seed_all\n",
            "src/pkg/seeding.py": "def seed_all(): ...\n",
            "scripts/train.py": "from pkg import seed_all\nseed_all()\n",
        }
    )
    assert _definition(repo, "scripts/train.py", "pkg.seed_all") == ("src/pkg/seeding.py", "seed_all")


def test_relative_import(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "pkg/__init__.py": "",
            "pkg/a.py": "def f(): ...\n",
            "pkg/sub/__init__.py": "",
            "pkg/sub/b.py": "from ..a import f\nf()\n",
        }
    )
    assert _definition(repo, "pkg/sub/b.py", "..a.f") == ("pkg/a.py", "f")


def test_a_third_party_name_leads_nowhere(repo_of: MakeRepo) -> None:
    repo = repo_of({"train.py": "import torch\ntorch.load('x')\n", "models/torch_utils.py": ""})
    assert _definition(repo, "train.py", "torch.load") is None


def test_inherited_method(repo_of: MakeRepo) -> None:
    repo = repo_of({"m.py": "class A:\n    def go(self): ...\nclass B(A):\n    def run(self):\n        self.go()\n"})
    assert _definition(repo, "m.py", ":B.go") == ("m.py", "A.go")


def test_wrappers_are_found_across_files(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "utils.py": "import torch\ndef init(seed):\n    torch.manual_seed(seed)\n",
            "setup_run.py": "from utils import init\ndef prepare(cfg):\n    init(cfg.seed)\n",
            "train.py": "from setup_run import prepare\nprepare(1)\n",
        }
    )
    assert repo.wrappers(frozenset({"torch.manual_seed"})) == {("utils.py", "init"), ("setup_run.py", "prepare")}
    calls = list(repo.calls_reaching(repo.module("train.py"), frozenset({"torch.manual_seed"})))  # type: ignore[arg-type]
    assert [call.span.line for call in calls] == [2]


def test_what_runs_from_an_entry_point(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "lib.py": "import random\ndef used():\n    random.seed(1)\ndef unused():\n    random.shuffle([])\n",
            "main.py": "import lib\ndef main():\n    lib.used()\nif __name__ == '__main__':\n    main()\n",
        }
    )
    runs = repo.runs(repo.module("main.py"))  # type: ignore[arg-type]
    assert "random.seed" in runs
    assert "random.shuffle" not in runs
