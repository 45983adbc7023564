"""The decoded details of the modules that were asked for them last: all of them together would fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlready.facts.python import Detail, Module

ROOM = 45_000  # records of summaries and details; details have about 400 bytes each
_LEAST = 8_000  # records of details there is always room for


class Shelf:
    """Holds modules that lie open, oldest first; where there is no more room the oldest forget their details."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._sizes: dict[Module, int] = {}

    def share(self, records: int) -> None:
        """Take room away for as many records that stay in memory."""
        self._room = max(self._room - records, _LEAST)

    def put(self, module: Module, detail: Detail) -> None:
        """Note that a module lies open; the latest one always stays so."""
        size = detail.records
        self._taken += size - self._sizes.pop(module, 0)
        self._sizes[module] = size
        while self._taken > self._room and len(self._sizes) > 1:
            self._close(next(iter(self._sizes)))

    def clear(self) -> None:
        """Let every module forget its detail."""
        for module in tuple(self._sizes):
            self._close(module)

    def _close(self, module: Module) -> None:
        self._taken -= self._sizes.pop(module)
        module.release()
