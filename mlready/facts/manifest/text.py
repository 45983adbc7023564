"""Bytes of a manifest as text."""

from __future__ import annotations

import codecs

MAX_BYTES = 50_000_000


def decode(data: bytes) -> tuple[str, str | None]:
    """Text, and what was wrong with it; UTF-16 with a mark (PowerShell's `>`) is read, Latin-1 is the last resort."""
    if len(data) > MAX_BYTES:
        return "", f"larger than {MAX_BYTES} bytes"
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), None
    if b"\0" in data:
        return "", "binary content"
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as fault:
        return data.decode("latin-1"), f"not UTF-8: {fault.reason} at byte {fault.start}"
