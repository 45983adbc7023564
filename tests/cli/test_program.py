"""The program around the commands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mlready
from mlready.cli.program import COMMANDS
from tests.cli.conftest import Run, write

ROOT = Path(__file__).resolve().parents[2]


def python(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        (sys.executable, *arguments), capture_output=True, text=True, env=environment, check=False, **more
    )  # type: ignore[call-overload,no-any-return]


def imported(*arguments: str, **more: object) -> set[str]:
    """The modules that a run of the program imports."""
    code = (
        "import sys, mlready.cli; status = mlready.cli.main(sys.argv[1:]);"
        "print('\\n'.join(['imported:', *sys.modules])); sys.exit(0)"
    )
    ran = python("-c", code, *arguments, **more)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.partition("imported:\n")[2].split())


def test_the_version_is_told_without_loading_anything() -> None:
    bare = set(python("-c", "import sys; print(*sys.modules)").stdout.split())
    assert imported("--version") - bare <= {"mlready", "mlready.cli"}


def test_help_loads_no_more_than_the_command_line() -> None:
    loaded = imported("--help")
    assert not {"yaml", "git", "rich", "json", "mlready.pipeline", "mlready.rulebook", "mlready.config"} & loaded


def test_the_version_is_the_package_s(run: Run) -> None:
    assert run("--version") == (0, f"mlready {mlready.__version__}\n", "")


def test_help_names_every_command_and_the_exit_statuses(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert all(f"  {name} " in ran.out for name in COMMANDS)
    assert "Exit status: 0" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_a_summary(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.status == 0
    assert f"Usage: mlready {name}" in ran.out


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        pytest.param((), ("no command given", "mlready scan ."), id="nothing asked for"),
        pytest.param(("scna",), ("unknown command `scna`", "`scan`"), id="a mistyped command"),
        pytest.param(("scan", "--formt", "json"), ("--formt", "--format"), id="a mistyped option"),
        pytest.param(("scan", "--format"), ("--format",), id="an option without its value"),
        pytest.param(("scan", "--fail-on", "hgih"), ("hgih", "'high'"), id="a choice that is none"),
        pytest.param(("scan", "--max-debt", "lots"), ("lots",), id="a number that is none"),
        pytest.param(("explain",), ("RULE",), id="an argument left out"),
        pytest.param(
            ("explain", "leak"), ("unknown rule `leak`; `mlready rules` lists them all",), id="a word that is no rule"
        ),
        pytest.param(("explain", "unseeded-spilt"), ("unknown rule `unseeded-spilt`", "`unseeded-split`"), id="a rule"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    run: Run, arguments: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("mlready: error: ")
    assert all(part in ran.err for part in parts), ran.err


def test_a_folder_in_place_of_a_command_is_understood(run: Run, work: Path) -> None:
    (work / "models").mkdir()
    assert "`mlready scan`" in run("models").err


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a\nfault \x1b[31m")

    monkeypatch.setattr("mlready.rulebook.RuleBook.load", fail)


def test_an_unexpected_fault_is_one_line_without_a_traceback(run: Run, broken: None) -> None:
    ran = run("rules")
    assert ran.status == 2
    assert ran.err == (
        "mlready: error: ZeroDivisionError: a fault [31m; this is a bug in mlready (MLREADY_DEBUG=1 shows where)\n"
    )


def test_the_traceback_is_shown_on_request(run: Run, broken: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLREADY_DEBUG", "1")
    ran = run("rules")
    assert ran.status == 2
    assert "Traceback" in ran.err
    assert ran.err.splitlines()[-1].startswith("mlready: error: ZeroDivisionError")


def test_an_interrupt_ends_it_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mlready.rulebook.RuleBook.load", interrupt)
    assert run("rules") == (130, "", "")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, a_dot_txt="nothing")
    command = f"{sys.executable} -m mlready rules; echo status $? >&2"
    ran = subprocess.run(
        ("bash", "-c", f"({command}) | true"),
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert ran.stderr == "status 0\n"


def test_the_package_runs_as_a_module() -> None:
    assert python("-m", "mlready", "--version").stdout == f"mlready {mlready.__version__}\n"
