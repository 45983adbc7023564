"""What a terminal is shown, and what a pipe gets."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from mlready.cli import terminal
from mlready.cli.terminal import Progress, emit, style
from mlready.output.style import Style

ROOT = Path(__file__).resolve().parents[2]


class Screen(io.StringIO):
    """A terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def test_a_pipe_gets_plain_text_of_a_fixed_width() -> None:
    assert style(io.StringIO()) == Style(80, colour=False, blocks=False)


def test_a_terminal_gets_colours_and_bars() -> None:
    assert style(Screen()) == Style(80, colour=True, blocks=True)


@pytest.mark.parametrize(
    ("variables", "colour"),
    [
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_can_be_refused(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colour: bool) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert style(Screen()).colour is colour


@pytest.mark.parametrize(("value", "colour"), [("1", True), ("0", False), ("", False)])
def test_colours_can_be_forced_in_a_pipe(monkeypatch: pytest.MonkeyPatch, value: str, colour: bool) -> None:
    monkeypatch.setenv("FORCE_COLOR", value)
    assert style(io.StringIO()).colour is colour


def test_a_terminal_without_unicode_gets_plain_bars() -> None:
    class Old(Screen):
        encoding = "cp437"

    assert style(Old()).blocks is False


def test_what_the_encoding_lacks_is_replaced() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    emit("modèle\n", stream)
    assert raw.getvalue() == b"mod?le\n"


@pytest.mark.parametrize(("share", "bar"), [(0, "...."), (0.5, "##.."), (1, "####")])
def test_a_bar_in_a_pipe_is_drawn_with_plain_characters(share: float, bar: str) -> None:
    assert Style().bar(share, 4) == bar


@pytest.mark.parametrize(("share", "bar"), [(0, "····"), (0.5, "██··"), (0.55, "██▎·"), (1, "████")])
def test_a_bar_on_a_terminal_is_drawn_with_blocks(share: float, bar: str) -> None:
    assert Style(blocks=True).bar(share, 4) == bar


def test_what_takes_long_is_told_on_a_terminal_and_wiped_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_PATIENCE", 0)
    screen = Screen()
    with Progress("scanning", screen):
        while "scanning" not in screen.getvalue():
            time.sleep(0.001)
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_is_quick_is_not_told() -> None:
    screen = Screen()
    with Progress("scanning", screen):
        pass
    assert screen.getvalue() == ""


def test_progress_is_not_told_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_PATIENCE", 0)
    pipe = io.StringIO()
    with Progress("scanning", pipe):
        time.sleep(0.01)
    assert pipe.getvalue() == ""


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        encoding = "utf-8"

        def flush(self) -> None:
            raise OSError(28, "No space left on device")

        def fileno(self) -> int:
            return 99

    monkeypatch.setattr(os, "dup2", lambda *_: None)
    with pytest.raises(click.ClickException, match="cannot write: No space left on device"):
        emit("text", Full())


@pytest.mark.parametrize(
    ("closed", "status"), [pytest.param(">&-", 0, id="stdout"), pytest.param(">&- 2>&-", 0, id="both")]
)
def test_a_stream_that_is_closed_is_no_error(closed: str, status: int) -> None:
    command = f"{sys.executable} -m mlready rules {closed}"
    ran = subprocess.run(
        ("bash", "-c", command), env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (status, "")
