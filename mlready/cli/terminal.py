"""What the reader's terminal can show, and writing to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self, TextIO

import click

if TYPE_CHECKING:
    from threading import Thread

    from mlready.output.style import Style

_PATIENCE = 0.5  # seconds before progress is shown
_TICK = 0.2


def style(stream: TextIO | None = None) -> Style:
    """How to show text on a stream: NO_COLOR and FORCE_COLOR are honoured, and a pipe gets plain text."""
    from mlready.output.style import Style

    stream = stream or sys.stdout
    terminal = stream.isatty()
    forced = os.environ.get("FORCE_COLOR", "") not in {"", "0"}
    refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    blocks = terminal and "utf" in (stream.encoding or "").lower()
    return Style(columns(stream) if terminal else 80, colour=(terminal or forced) and not refused, blocks=blocks)


def columns(stream: TextIO) -> int:
    """The width of the terminal, from 40 to 120; 80 where there is none."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (AttributeError, OSError, ValueError):  # closed, or no terminal
        width = 0
    return min(max(width or 80, 40), 120)


def emit(text: str, stream: TextIO | None = None) -> None:
    """Write text; what the encoding lacks is replaced, and a reader that has gone away is no error.

    Raises ClickException where it cannot be written, as on a full disk.
    """
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except OSError as error:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())  # so that it is not tried again at the end
        os.close(nothing)
        if not isinstance(error, BrokenPipeError) and stream is not sys.stderr:
            raise click.ClickException(f"cannot write: {error.strerror or type(error).__name__}") from None


class Progress:
    """Says on stderr what is being done, where that is a terminal and it takes longer than half a second."""

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        if self._stream.isatty():
            from threading import Event, Thread

            self._done = Event()
            self._thread = Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            self._done.set()
            self._thread.join()

    def _show(self) -> None:
        seconds = _PATIENCE
        if self._done.wait(_PATIENCE):
            return
        while not self._done.is_set():
            emit(f"\r\x1b[Kmlready: {self._what} ({seconds:.0f} s)", self._stream)
            self._done.wait(_TICK)
            seconds += _TICK
        emit("\r\x1b[K", self._stream)
