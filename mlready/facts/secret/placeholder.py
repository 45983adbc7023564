"""What stands where a secret would: samples of documentations, templates, variables, obviously made-up values."""

from __future__ import annotations

import re
from functools import cache

_MARKS = (
    "example", "xxxx", "placeholder", "your", "changeme", "change-me", "change_me", "replace", "dummy", "redacted", "sample",
    "insert", "secret", "notreal", "not-real", "fake", "qwerty", "asdfgh", "foobar", "deadbeef", "cafebabe", "testtest",
    "-key-here", "key_here", "keyhere",
)  # fmt: skip
_PARTS = ("passw", "pass_", "_pass", "todo", "my-", "my_", "test-", "test_", "some-", "some_")
_WORDS = frozenset(
    (
        "abc", "admin", "administrator", "airflow", "aws", "bar", "db", "default", "demo", "dev", "docker", "env", "false", "foo",
        "guest", "host", "hunter", "key", "minio", "minioadmin", "mlflow", "mongo", "mypass", "mysql", "no", "none", "null",
        "pass", "passphrase", "passwd", "password", "passwort", "postgres", "postgresql", "prefect", "pw", "pwd", "rabbitmq",
        "redis", "root", "secret", "shh", "string", "temp", "test", "token", "true", "user", "username", "x", "yes", "zenml",
    )
)  # fmt: skip
_RUN = 8
_REPEATED = re.compile(r"(.)\1{9}")
_ORDERS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyzabcdef", "0123456789abcdef0123456789abcdef")
_VARIABLE = re.compile(r"\$[({\w]|%[(\w]|#\{|\{[^{}]*\}|<[^<>]*>|\[\[|&lt;|\*\*|\.\.\.|…")


def is_placeholder(value: str) -> bool:
    """Whether a value written for a secret is a stand-in: a template, a variable, a common word, a made-up pattern."""
    lower = value.lower()
    letters = lower.strip("0123456789!@#$%^&*_-.+= ")
    return (
        letters in _WORDS
        or _VARIABLE.search(value) is not None
        or any(part in lower for part in _PARTS)
        or is_made_up(value)
    )


def is_made_up(token: str) -> bool:
    """Whether a token of the right shape was typed by a person: marks like EXAMPLE, sequences, repeated patterns."""
    lower = token.lower()
    if any(mark in lower for mark in _MARKS):
        return True
    if len(token) < _RUN:
        return False
    return (
        _is_monotonous(lower)
        or any(run in lower for run in _runs())
        or any(run in half for half in (lower[::2], lower[1::2]) for run in _runs())
    )


def _is_monotonous(text: str) -> bool:
    """Few different characters, one of them ten times in a row, or one short pattern over and over."""
    if (len(text) >= 16 and len(set(text)) < 6) or _REPEATED.search(text):
        return True
    again = (text + text).find(text, 1)
    return again <= len(text) // 2


@cache
def _runs() -> frozenset[str]:
    """Eight characters in alphabetical or numerical order, in both directions."""
    runs = {order[at : at + _RUN] for order in _ORDERS for at in range(len(order) - _RUN + 1)}
    return frozenset(runs | {run[::-1] for run in runs})
