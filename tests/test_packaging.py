"""What is shipped, and the commands that the README promises."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import mlready

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)),
        cwd=ROOT,
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_the_whole_rule_book(wheel: zipfile.ZipFile) -> None:
    book = {
        f"mlready/rules/{path.relative_to(ROOT / 'rules').as_posix()}"
        for suffix in ("md", "py")
        for path in (ROOT / "rules").glob(f"*/*.{suffix}")
    }
    assert book <= set(wheel.namelist())


def test_the_wheel_holds_an_index_of_the_rule_book(wheel: zipfile.ZipFile) -> None:
    assert json.loads(wheel.read("mlready/rules/index.json"))


def test_the_wheel_holds_the_whole_package_and_says_it_is_typed(wheel: zipfile.ZipFile) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "mlready").rglob("*.py")}
    assert modules | {"mlready/py.typed"} <= set(wheel.namelist())


def test_the_wheel_holds_nothing_but_the_package(wheel: zipfile.ZipFile) -> None:
    others = [name for name in wheel.namelist() if not re.match(r"mlready/|mlready_lint-[^/]+\.dist-info/", name)]
    assert others == []
    assert [name for name in wheel.namelist() if "__pycache__" in name] == []


def test_the_distribution_is_not_called_like_the_unrelated_project_on_the_index(wheel: zipfile.ZipFile) -> None:
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    assert f"Name: mlready-lint\nVersion: {mlready.__version__}\n" in wheel.read(metadata).decode()


def _readme_commands() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text(), flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    (command,) = (line for line in _readme_commands() if line.endswith("pytest"))
    assert command in [line.strip() for line in (ROOT / ".ci" / "run").read_text().splitlines()]


def test_no_document_tells_the_reader_to_install_the_unrelated_project() -> None:
    documents = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    told = [path.name for path in documents if re.search(r"(install|add|run) +mlready(?![-\w])", path.read_text())]
    assert told == []


def test_the_lock_pins_every_direct_dependency_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    direct = (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-") for requirement in direct}
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / "requirements-dev.txt").read_text(), flags=re.MULTILINE)[1:]
    assert names <= {re.split(r"\[|==", entry)[0] for entry in entries}
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_index_and_no_machine() -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|/", _lock_without_comments())


def _lock_without_comments() -> str:
    lines = (ROOT / "requirements-dev.txt").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))
