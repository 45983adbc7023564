"""What a pickle would import when it is loaded, told from its opcodes; nothing is unpickled, unpacked to disk or imported."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

MOST_BYTES: Final = 1_000_000
"""How much of a file is read."""
_MOST_OPCODES = 200_000
_MOST_STREAMS = 8
_STARTS = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"(", b"c", b"]", b"}")
_TEXTS = frozenset(
    {"SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "UNICODE", "STRING", "BINSTRING", "SHORT_BINSTRING"}
)
_READS_MEMO = frozenset({"BINGET", "LONG_BINGET", "GET"})
_WRITES_MEMO = frozenset({"BINPUT", "LONG_BINPUT", "PUT", "MEMOIZE"})
_SILENT = frozenset({"PROTO", "FRAME", "MARK"})


class Pickled(NamedTuple):
    """`imports` are the (module, name) pairs that loading would look up, each once, in order.

    `whole`: everything was read up to the end; else there may be more of them.
    """

    imports: tuple[tuple[str, str], ...]
    whole: bool


def read(data: bytes, *, cut: bool = False) -> Pickled | None:
    """What the head of a file that is a pickle, or holds one, imports; None where it is none. `cut`: there is more of the file."""
    pickled = _inside(data)
    if pickled is None or not pickled.startswith(_STARTS):
        return None
    found: dict[tuple[str, str], None] = {}
    whole = False
    for stream in range(_MOST_STREAMS):
        end = _read_stream(pickled, found)
        if end is None:
            if stream == 0 and not found and pickled[:1] != b"\x80":
                return None
            whole = whole and not pickled.startswith(_STARTS)
            break
        whole = not cut or len(pickled) > end
        pickled = pickled[end:]
        if not pickled:
            break
    return Pickled(tuple(found), whole)


def _inside(data: bytes) -> bytes | None:
    """The bytes of the pickle in a file: the file itself, what a zip archive of torch or an array of objects starts with, or what is
    compressed.
    """
    if data.startswith(b"PK\x03\x04"):
        return _first_member(data)
    if data.startswith(b"\x93NUMPY"):
        size = int.from_bytes(data[8:10] if data[6:7] == b"\x01" else data[8:12], "little")
        start = size + (10 if data[6:7] == b"\x01" else 12)
        return data[start:] if b"'|O'" in data[:start] else None
    if data.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        try:
            return zlib.decompressobj(wbits=47).decompress(data, MOST_BYTES)
        except zlib.error:
            return None
    return data


def _first_member(data: bytes) -> bytes | None:
    """The first member of a zip archive where it is the pickle of a torch checkpoint, stored as it is."""
    method, name_size, extra_size = (int.from_bytes(data[at : at + 2], "little") for at in (8, 26, 28))
    name = data[30 : 30 + name_size]
    if method != 0 or not name.endswith((b"data.pkl", b"constants.pkl")):
        return None
    return data[30 + name_size + extra_size :]


def _read_stream(data: bytes, found: dict[tuple[str, str], None]) -> int | None:
    """Adds what one pickle imports; its length, None where its end is not there."""
    pushed: list[str | None] = []
    memo: dict[int, str | None] = {}
    try:
        for name, argument, position in _opcodes(data):
            if name == "STOP":
                return position + 1
            if name in {"GLOBAL", "INST"}:
                module, _, attribute = str(argument).partition(" ")
                found.setdefault((module, attribute))
                pushed.append(None)
            elif name == "STACK_GLOBAL":
                texts = [one for one in pushed[-2:] if one is not None]
                found.setdefault((texts[0], texts[1]) if len(texts) == 2 else ("?", "?"))
                pushed.append(None)
            elif name in _TEXTS:
                pushed.append(argument if isinstance(argument, str) else None)
            elif name in _WRITES_MEMO:
                at = len(memo) if name == "MEMOIZE" or not isinstance(argument, int) else argument
                memo[at] = pushed[-1] if pushed else None
            elif name in _READS_MEMO:
                pushed.append(memo.get(argument) if isinstance(argument, int) else None)
            elif name not in _SILENT:
                pushed.append(None)
            del pushed[:-8]
    except (ValueError, IndexError, OverflowError):
        pass
    return None


def _opcodes(data: bytes) -> Iterator[tuple[str, object, int]]:
    from pickletools import genops

    for number, (opcode, argument, position) in enumerate(genops(data)):
        if number == _MOST_OPCODES:
            raise ValueError("too many opcodes")
        yield opcode.name, argument, position or 0
