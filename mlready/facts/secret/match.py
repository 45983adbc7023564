"""Whether what a needle pointed at is a secret: the bounded patterns, and what gives a sample away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from mlready.facts.secret.finder import Hit
from mlready.facts.secret.placeholder import is_made_up, is_placeholder
from mlready.facts.secret.shape import AZURE_CLIENT_SECRET, CREDENTIALS, DATABASE, PRIVATE_KEY, SHAPES, Shape

_LONGEST_KEY = 16_000
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_CLASSES = {"A": re.compile(rb"[A-Z]"), "a": re.compile(rb"[a-z]"), "0": re.compile(rb"[0-9]")}
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


@cache
def _compiled(number: int) -> re.Pattern[bytes]:
    return re.compile(SHAPES[number].pattern)


def matches(data: bytes, number: int) -> Iterator[Hit]:
    """What the pattern of a shape finds and is no sample."""
    shape, pattern = SHAPES[number], _compiled(number)
    for match in pattern.finditer(data):
        start, end = match.span(1 if pattern.groups else 0)
        free = pattern.groups or _stands_free(data, start)
        if free and _is_real(data[start:end], shape) and not data.startswith(_CUT_OFF, end):
            shown = data[start : start + shape.shown].decode("ascii")
            yield Hit(start, end, shape.kind, f"{shown}****({end - start})")


def _stands_free(data: bytes, start: int) -> bool:
    """Whether no word runs into the token; the n of an escaped line break before it is none."""
    if start == 0 or data[start - 1] not in _WORD:
        return True
    return data[start - 1] in b"nrt" and data[start - 2 : start - 1] == b"\\"


def _is_real(token: bytes, shape: Shape) -> bool:
    body = token[shape.shown :]
    if not all(_CLASSES[needed].search(body) for needed in shape.holds) or is_made_up(body.decode("ascii")):
        return False
    return sha256(token).hexdigest() not in _SAMPLES


def private_keys(data: bytes) -> Iterator[Hit]:
    """Key blocks with a body, those of Google's service accounts told apart."""
    for match in re.finditer(PRIVATE_KEY, data):
        end = data.find(b"-----", match.end(), match.end() + _LONGEST_KEY)
        body = data[match.end() : match.end() + _LONGEST_KEY if end < 0 else end]
        lines = re.findall(rb"[A-Za-z0-9+/=]{16,}", body)
        if sum(map(len, lines)) < 48 or any(_FILLER.search(line) for line in lines[:3]):
            continue
        google = b"service_account" in data[max(0, match.start() - 2000) : match.end() + len(body) + 2000]
        kind = "Google service account key" if google else "private key"
        yield Hit(match.start(), match.end() + len(body), kind, match[0].decode("ascii") + "****")


def azure_client_secrets(data: bytes) -> Iterator[Hit]:
    """Client secrets of Entra applications, which carry their mark in the middle."""
    for match in re.finditer(AZURE_CLIENT_SECRET, data):
        if _stands_free(data, match.start()) and not is_made_up(match[0].decode("ascii")):
            yield Hit(*match.span(), "Azure client secret", "****(40)")


def database_password(data: bytes, at: int) -> Hit | None:
    """The password in the database URL whose `://` stands at an offset."""
    match = _CREDENTIALS.match(data, at)
    if match is None or not _SCHEME.search(data[max(0, at - 40) : at].lower()):
        return None
    user, password, host = (group.decode("utf-8", "replace") for group in match.groups())
    return Hit(*match.span(2), "database password", "****") if _is_given_away(user, password, host) else None


def _is_given_away(user: str, password: str, host: str) -> bool:
    """Whether a URL names a real password for a host that others can reach, as far as that shows."""
    if _LOCAL.match(host) or is_placeholder(host) or is_placeholder(password) or password == user or len(password) < 4:
        return False
    inside = "." not in host.partition(":")[0]  # a service of the same compose file or cluster
    return not inside or (len(password) >= 8 and any(char.isdigit() for char in password))
