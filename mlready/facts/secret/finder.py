"""Finding and masking: long words first, then a substring test a shape, a bounded pattern, and a look at what was found.

Nearly all bytes of a repository stand in words too short for a secret, and one pass in C tells which: the tests of all
shapes then see a tenth of the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mlready.facts.secret.placeholder import is_made_up, is_placeholder
from mlready.facts.secret.shape import CREDENTIALS, DATABASE, PRIVATE_KEY, SHAPES, Shape

_MOST = 1000  # secrets told of one file
_LONGEST_KEY = 16_000
_ALPHANUMERIC = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _mapping(members: bytes) -> bytes:
    """A translation that writes x for members and a space for all else."""
    return bytes(0x78 if byte in members else 0x20 for byte in range(256))


_WORD, _HEX, _BASE64 = (
    _mapping(_ALPHANUMERIC + b"_-"),
    _mapping(b"0123456789abcdef"),
    _mapping(_ALPHANUMERIC + b"+/=_-"),
)
_LONG_WORD, _LONG_HEX, _LONG_BASE64, _BLOB = b"x" * 20, b"x" * 32, b"x" * 40, b"x" * 2000
_NO_DIGIT = bytes(byte for byte in range(256) if byte not in b"0123456789")
_CLASSES = {"A": re.compile(rb"[A-Z]"), "a": re.compile(rb"[a-z]"), "0": re.compile(rb"[0-9]")}
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\\]")
_SCHEME, _CREDENTIALS = re.compile(DATABASE), re.compile(CREDENTIALS)
_FILLER = re.compile(rb"(?i:xxxx|example|your)|([^A])\1{9}")
_CUT_OFF = (b"...", b"***", "…".encode(), b"\\u2026")
_LOCAL = re.compile(
    r"(?:localhost|127\.\d|0\.0\.0\.0|\[?::1|host\.docker\.internal|(?:db_?)?host(?:name)?\b|server\b)", re.IGNORECASE
)
# Keys that are public by design, by their SHA-256: the Azurite storage emulator's, the Hugging Face test hub's, and the
# one in Google's documentation.
_SAMPLES = frozenset(
    (
        "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059",
        "5de261506c0ff857b7c1af7059f842fb0a36d1ca2e4895da542c5eb726f2c802",
        "74170575123fcbfc8a830f337f5f67000e6f0933c6e39c30b727d2d8155b2dcd",
    )
)


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


class _Hit(NamedTuple):
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
    for hit in _hits(data):
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


def _hits(data: bytes) -> list[_Hit]:
    """What is found, in order, without overlaps; of two that overlap the earlier or longer one stays."""
    hits = [*_private_keys(data), *_database_urls(data), *_azure_client_secrets(data), *_shaped(data)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[_Hit] = []
    for hit in hits:
        if len(kept) < _MOST and (not kept or hit.start >= kept[-1].end):
            kept.append(hit)
    return kept


def _shaped(data: bytes) -> Iterator[_Hit]:
    data, base64 = _without_blobs(data)
    words = _long_words(data)
    hexadecimal = _LONG_HEX in words.translate(_HEX)
    where = {"word": words, "hex": data if hexadecimal else b"", "base64": data if base64 else b""}
    done: set[int] = set()
    for made_of, needle, number in _needles():
        if needle in where[made_of] and number not in done:
            done.add(number)
            yield from _matches(data, number)


@cache
def _needles() -> tuple[tuple[str, bytes, int], ...]:
    return tuple((shape.made_of, needle, number) for number, shape in enumerate(SHAPES) for needle in shape.needles)


def _without_blobs(data: bytes) -> tuple[bytes, bool]:
    """The data with embedded images and the like blanked, all else in its place; whether long base64 is left in it."""
    blobs: list[tuple[int, int]] = []
    at = data.find(b'"image/')
    while at >= 0:  # a notebook's output: one JSON text, without quotes in it
        start = data.find(b': "', at, at + 40) + 3
        at += 7
        if start > 2:
            end = data.find(b'"', start)
            at = len(data) if end < 0 else end
            if not _NOT_BASE64.search(data, start, min(start + 100, at)):
                blobs.append((start, at))
        at = data.find(b'"image/', at)
    data = _blanked(data, blobs)
    base64 = data.translate(_BASE64)
    if _BLOB not in base64:
        return data, _LONG_BASE64 in base64
    blobs = list(_runs(base64, _BLOB))
    data = _blanked(data, blobs)
    return data, _LONG_BASE64 in _blanked(base64, blobs)


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
    """Words of 20 characters or more with what stands just before them, except plain lower-case names."""
    words: list[bytes] = []
    for start, end in _runs(data.translate(_WORD), _LONG_WORD):
        word = data[start:end]
        if not word.islower() or word.translate(None, _NO_DIGIT):
            words.append(data[start - 40 if start > 40 else 0 : end])
    return b"\n".join(words)


@cache
def _compiled(number: int) -> re.Pattern[bytes]:
    return re.compile(SHAPES[number].pattern)


def _matches(data: bytes, number: int) -> Iterator[_Hit]:
    shape, pattern = SHAPES[number], _compiled(number)
    for match in pattern.finditer(data):
        start, end = match.span(1 if pattern.groups else 0)
        free = pattern.groups or _stands_free(data, start)
        if free and _is_real(data[start:end], shape) and not data.startswith(_CUT_OFF, end):
            shown = data[start : start + shape.shown].decode("ascii")
            yield _Hit(start, end, shape.kind, f"{shown}****({end - start})")


def _stands_free(data: bytes, start: int) -> bool:
    """Whether no word runs into the token; the n of an escaped line break before it is none."""
    if start == 0 or data[start - 1] not in _ALPHANUMERIC + b"_":
        return True
    return data[start - 1] in b"nrt" and data[start - 2 : start - 1] == b"\\"


def _is_real(token: bytes, shape: Shape) -> bool:
    body = token[shape.shown :]
    if not all(_CLASSES[needed].search(body) for needed in shape.holds) or is_made_up(body.decode("ascii")):
        return False
    from hashlib import sha256

    return sha256(token).hexdigest() not in _SAMPLES


def _private_keys(data: bytes) -> Iterator[_Hit]:
    if b"PRIVATE KEY" not in data:
        return
    for match in re.finditer(PRIVATE_KEY, data):
        end = data.find(b"-----", match.end(), match.end() + _LONGEST_KEY)
        body = data[match.end() : match.end() + _LONGEST_KEY if end < 0 else end]
        lines = re.findall(rb"[A-Za-z0-9+/=]{16,}", body)
        if sum(map(len, lines)) < 48 or any(_FILLER.search(line) for line in lines[:3]):
            continue
        google = b"service_account" in data[max(0, match.start() - 2000) : match.end() + len(body) + 2000]
        kind = "Google service account key" if google else "private key"
        yield _Hit(match.start(), match.end() + len(body), kind, match[0].decode("ascii") + "****")


def _azure_client_secrets(data: bytes) -> Iterator[_Hit]:
    if b"~" not in data or b"8Q~" not in data:
        return
    for match in re.finditer(rb"[A-Za-z0-9_~.]{3}8Q~[A-Za-z0-9_~.-]{34}(?![A-Za-z0-9_~.-])", data):
        if _stands_free(data, match.start()) and not is_made_up(match[0].decode("ascii")):
            yield _Hit(*match.span(), "Azure client secret", "****(40)")


def _database_urls(data: bytes) -> Iterator[_Hit]:
    at = data.find(b"://") if b"@" in data else -1
    while at >= 0:
        scheme = data[max(0, at - 40) : at].lower()
        if _SCHEME.search(scheme) and (match := _CREDENTIALS.match(data, at)):
            user, password, host = (group.decode("utf-8", "replace") for group in match.groups())
            if _is_given_away(user, password, host):
                yield _Hit(*match.span(2), "database password", "****")
        at = data.find(b"://", at + 3)


def _is_given_away(user: str, password: str, host: str) -> bool:
    """Whether a URL names a real password for a host that others can reach, as far as that shows."""
    if _LOCAL.match(host) or is_placeholder(host) or is_placeholder(password) or password == user or len(password) < 4:
        return False
    inside = "." not in host.partition(":")[0]  # a service of the same compose file or cluster
    return not inside or (len(password) >= 8 and any(char.isdigit() for char in password))
