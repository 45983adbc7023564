"""Finding and masking: long words first, then a substring test a shape; patterns are tried where one of them is met.

Nearly all bytes of a repository stand in words too short for a secret, and one pass in C tells which: the tests of all
shapes then see a tenth of the bytes. This module is loaded in every run, so it compiles no pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mlready.facts.secret.shape import DATABASES, SHAPES

_MOST = 1000  # secrets told of one file
_DIGITS = b"0123456789"
_ALPHANUMERIC = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + _DIGITS
_ALL = bytes(range(256))


def _mapping(members: bytes) -> bytes:
    """A translation that writes x for members and a space for all else."""
    others = _ALL.translate(None, members)
    return bytes.maketrans(members + others, b"x" * len(members) + b" " * len(others))


_WORD, _HEX, _BASE64, _BLOBS = (
    _mapping(_ALPHANUMERIC + b"_-"),
    _mapping(_DIGITS + b"abcdef"),
    _mapping(_ALPHANUMERIC + b"+/"),
    _mapping(_ALPHANUMERIC + b"+/=_-"),
)
_LONG_WORD, _LONG_HEX, _LONG_BASE64, _BLOB = b"x" * 26, b"x" * 32, b"x" * 40, b"x" * 2000
_KEY_IDS = (b"AKIA", b"ASIA")  # the only words sought that are shorter: 20 characters
_FAR = 400  # characters; the patterns allow some 300 between a needle and the end of its secret
_NO_DIGIT = _ALL.translate(None, _DIGITS)
_NO_BASE64 = _ALPHANUMERIC + b"+/=\\"


class Secret(NamedTuple):
    """Where a secret stands: line and columns count from 1, the end column is exclusive, on the line it starts on.

    `kind` is what it is called ("GitHub token"), `masked` what may be shown of it (`ghp_****(40)`); the secret itself is
    not kept.
    """

    kind: str
    line: int
    column: int
    end_column: int
    masked: str


class Hit(NamedTuple):
    """A secret by its offsets in the data."""

    start: int
    end: int
    kind: str
    masked: str


def find(data: bytes) -> tuple[Secret, ...]:
    """Every secret of a file in order; documented samples and placeholders are left out."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    found: list[Secret] = []
    line, column, counted = 1, 1, 0
    for hit in _hits(data)[:_MOST]:
        breaks = data.count(b"\n", counted, hit.start)
        if breaks:
            line, column, counted = line + breaks, 1, data.rfind(b"\n", counted, hit.start) + 1
        column += _length(data[counted : hit.start])
        counted = hit.start
        end = data.find(b"\n", hit.start, hit.end)
        width = _length(data[hit.start : hit.end if end < 0 else end])
        found.append(Secret(hit.kind, line, column, column + width, hit.masked))
    return tuple(found)


def mask(text: str) -> str:
    """The text with every secret in it replaced by its masked form; do this before text is cut."""
    data = text.encode("utf-8", "surrogatepass")
    hits = _hits(data)
    if not hits:
        return text
    parts: list[bytes] = []
    at = 0
    for hit in hits:
        parts += (data[at : hit.start], hit.masked.encode())
        at = hit.end
    parts.append(data[at:])
    return b"".join(parts).decode("utf-8", "surrogatepass")


def _length(data: bytes) -> int:
    return len(data) if data.isascii() else len(data.decode("utf-8", "replace"))


def _hits(data: bytes) -> list[Hit]:
    """What is found, in order, without overlaps; of two that overlap the earlier or longer one stays."""
    hits = [*_private_keys(data), *_database_urls(data), *_azure_client_secrets(data), *_shaped(data)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _shaped(data: bytes) -> Iterator[Hit]:
    data = _without_blobs(data)
    words = _long_words(data)
    hexadecimal = _LONG_HEX in words.translate(_HEX)
    where = (
        ("word", b"\n".join((words, *(one for one in _KEY_IDS if one in data)))),
        ("hex", _surroundings(data, _HEX, _LONG_HEX) if hexadecimal else b""),
        ("base64", _surroundings(data, _BASE64, _LONG_BASE64)),
    )
    for made_of, looked_at in where:
        for number in _met(made_of, looked_at) if looked_at else ():
            from mlready.facts.secret.match import matches

            yield from matches(data, number)


def _surroundings(data: bytes, mapping: bytes, shortest: bytes) -> bytes:
    """Runs of so many of the mapping's characters, each with all that may stand between a needle and its secret."""
    runs = _runs(data.translate(mapping), shortest)
    return b"\n".join([data[start - _FAR if start > _FAR else 0 : end] for start, end in runs])


def _met(made_of: str, data: bytes) -> list[int]:
    """The shapes of which a needle occurs."""
    return list(dict.fromkeys(number for needle, number in _needles(made_of) if needle in data))


@cache
def _needles(made_of: str) -> tuple[tuple[bytes, int], ...]:
    return tuple(
        (needle, number) for number, shape in enumerate(SHAPES) if shape.made_of == made_of for needle in shape.needles
    )


def _without_blobs(data: bytes) -> bytes:
    """The data with embedded images and the like blanked, all else in its place."""
    blobs: list[tuple[int, int]] = []
    at = data.find(b'"image/')
    while at >= 0:  # a notebook's output: one JSON text, without quotes in it
        start = data.find(b': "', at, at + 40) + 3
        at += 7
        if start > 2:
            end = data.find(b'"', start)
            at = len(data) if end < 0 else end
            if not data[start : min(start + 100, at)].translate(None, _NO_BASE64):
                blobs.append((start, at))
        at = data.find(b'"image/', at)
    data = _blanked(data, blobs)
    return _blanked(data, list(_runs(data.translate(_BLOBS), _BLOB)))


def _blanked(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    parts: list[bytes] = []
    at = 0
    for start, end in spans:
        parts += (data[at:start], b" " * (end - start))
        at = end
    return b"".join((*parts, data[at:])) if spans else data


def _runs(mapped: bytes, shortest: bytes) -> Iterator[tuple[int, int]]:
    """Where `mapped` holds at least `shortest`, up to the next space."""
    start = mapped.find(shortest)
    while start >= 0:
        end = mapped.find(b" ", start)
        end = len(mapped) if end < 0 else end
        yield start, end
        start = mapped.find(shortest, end)


def _long_words(data: bytes) -> bytes:
    """Words of 26 characters or more with what stands just before them, except plain lower-case names."""
    words: list[bytes] = []
    for start, end in _runs(data.translate(_WORD), _LONG_WORD):
        word = data[start:end]
        if not word.islower() or word.translate(None, _NO_DIGIT):
            words.append(data[start - 40 if start > 40 else 0 : end])
    return b"\n".join(words)


def _private_keys(data: bytes) -> Iterator[Hit]:
    if b"PRIVATE KEY" in data:
        from mlready.facts.secret.match import private_keys

        yield from private_keys(data)


def _azure_client_secrets(data: bytes) -> Iterator[Hit]:
    if b"~" in data and b"8Q~" in data:
        from mlready.facts.secret.match import azure_client_secrets

        yield from azure_client_secrets(data)


def _database_urls(data: bytes) -> Iterator[Hit]:
    at = data.find(b"://") if b"@" in data else -1
    while at >= 0:
        scheme = data[at - 40 if at > 40 else 0 : at].lower()
        if scheme.endswith(DATABASES) or b"+" in scheme:
            from mlready.facts.secret.match import database_password

            hit = database_password(data, at)
            if hit is not None:
                yield hit
        at = data.find(b"://", at + 3)
