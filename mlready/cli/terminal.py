"""What the reader's terminal can show, and writing to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
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
    except (OSError, ValueError):
        width = 0
    return min(max(width or 80, 40), 120)


def emit(text: str, stream: TextIO | None = None) -> None:
    """Write text; what the encoding lacks is replaced, and a reader that has gone away is no error."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Progress:
    """Says on stderr what is being done, where that is a terminal and it takes longer than half a second."""

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._shown = False

    def __enter__(self) -> Self:
        if self._stream.isatty():
            import threading

            self._done = threading.Event()
            self._thread = threading.Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream.isatty():
            self._done.set()
            self._thread.join()
            if self._shown:
                emit("\r\x1b[K", self._stream)

    def _show(self) -> None:
        seconds = _PATIENCE
        if self._done.wait(_PATIENCE):
            return
        self._shown = True
        while True:
            emit(f"\r\x1b[Kmlready: {self._what} ({seconds:.0f} s)", self._stream)
            if self._done.wait(_TICK):
                return
            seconds += _TICK
