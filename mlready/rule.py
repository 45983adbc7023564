"""A rule as its front matter describes it, and the `when` expression that says which projects it speaks about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, Protocol, TypeAlias

FAMILIES = (
    "reproducibility",
    "versioning",
    "sanity",
    "testing",
    "monitoring",
    "automation",
    "infrastructure",
    "serving",
    "security",
    "cost",
    "governance",
    "maintainability",
)
FILE_SUBJECTS = ("python", "notebook", "dockerfile", "ci", "manifest", "yaml", "terraform", "document", "text")
PROJECT_SUBJECTS = ("repo", "git")
BUILT_IN_SUBJECTS = ("suppression", "attestation")
SUBJECTS = FILE_SUBJECTS + PROJECT_SUBJECTS + BUILT_IN_SUBJECTS
PROFILES = ("recommended", "strict", "preview")
FIXES = ("safe", "unsafe", "none")
MARKS = ("train", "serve")
DEFAULT_ZONES = ("prod", "infra")


class Rule(NamedTuple):
    """The front matter of one page of the rule book.

    `once` and `each` are minutes. `path` and `check_path` are relative to the book's folder; `check_path` is empty for
    a subject that mlready judges itself (`BUILT_IN_SUBJECTS`). `aliases` are former names, oldest first. `foreign` marks
    a rule of a book given by `--rules`.
    """

    name: str
    family: str
    summary: str
    subject: str
    when: str
    zones: tuple[str, ...]
    triggers: tuple[str, ...]
    severity: str
    confidence: str
    once: int
    each: int
    profile: str
    fix: str
    root_cause: str
    silences: tuple[str, ...]
    unblocks: tuple[str, ...]
    peers: dict[str, str]
    sources: tuple[str, ...]
    aliases: tuple[str, ...]
    path: str
    check_path: str
    foreign: bool = False

    @property
    def is_site_rule(self) -> bool:
        """Whether it judges places, not the project as a whole."""
        return self.subject != "repo"

    @property
    def oldest_name(self) -> str:
        """What fingerprints are made of: it stays when the rule is renamed."""
        return self.aliases[0] if self.aliases else self.name


class Strength(Protocol):
    """A role as `when` needs it: `strength` is strong, weak or asserted."""

    @property
    def strength(self) -> str: ...


class Has(NamedTuple):
    role: str
    strong: bool


class Not(NamedTuple):
    operand: When


class And(NamedTuple):
    operands: tuple[When, ...]


class Or(NamedTuple):
    operands: tuple[When, ...]


When: TypeAlias = Has | Not | And | Or


class WhenError(ValueError):
    """A `when` expression that cannot be read."""


_TOKEN = re.compile(r"\s*([a-z][a-z0-9-]*|[()]|\S)")
_WORDS = frozenset({"and", "or", "not", "strong"})


@cache
def parse_when(text: str) -> When:
    """Reads `trains and not (course or strong library)`; raises WhenError."""
    tokens = _TOKEN.findall(text)
    expression, rest = _any_of(tokens)
    if rest:
        raise WhenError(f"`{rest[0]}` is not expected here")
    return expression


def _any_of(tokens: list[str]) -> tuple[When, list[str]]:
    first, tokens = _all_of(tokens)
    operands = [first]
    while tokens[:1] == ["or"]:
        operand, tokens = _all_of(tokens[1:])
        operands.append(operand)
    return (first if len(operands) == 1 else Or(tuple(operands))), tokens


def _all_of(tokens: list[str]) -> tuple[When, list[str]]:
    first, tokens = _one(tokens)
    operands = [first]
    while tokens[:1] == ["and"]:
        operand, tokens = _one(tokens[1:])
        operands.append(operand)
    return (first if len(operands) == 1 else And(tuple(operands))), tokens


def _one(tokens: list[str]) -> tuple[When, list[str]]:
    word, rest = (tokens[0], tokens[1:]) if tokens else ("", [])
    if word == "not":
        operand, rest = _one(rest)
        return Not(operand), rest
    if word == "(":
        inner, rest = _any_of(rest)
        if rest[:1] != [")"]:
            raise WhenError("a `)` is missing")
        return inner, rest[1:]
    strong = word == "strong"
    if strong:
        word, rest = (rest[0], rest[1:]) if rest else ("", [])
    if not word:
        raise WhenError("a role is missing at the end")
    if word in _WORDS or not word[0].isalpha():
        raise WhenError(f"a role is expected instead of `{word}`")
    return Has(word, strong), rest


def roles_named(when: str) -> tuple[str, ...]:
    """The roles an expression speaks of, each once, in order."""
    return tuple(dict.fromkeys(one.role for one in _leaves(parse_when(when)))) if when else ()


def _leaves(expression: When) -> Iterator[Has]:
    if isinstance(expression, Has):
        yield expression
        return
    operands = (expression.operand,) if isinstance(expression, Not) else expression.operands
    for operand in operands:
        yield from _leaves(operand)


def unmet(when: str, roles: Mapping[str, Strength]) -> str | None:
    """Why a project with these roles is not spoken about ("no role trains"), or None where it is."""
    return _unmet(parse_when(when), roles) if when else None


def _unmet(expression: When, roles: Mapping[str, Strength]) -> str | None:
    if isinstance(expression, Has):
        role = roles.get(expression.role)
        if role is None:
            return f"no role {expression.role}"
        if expression.strong and role.strength == "weak":
            return f"role {expression.role} is only weak"
        return None
    if isinstance(expression, Not):
        met = _unmet(expression.operand, roles) is None
        return f"not for {_words(expression.operand)}" if met else None
    reasons = [_unmet(operand, roles) for operand in expression.operands]
    if isinstance(expression, And):
        return next((reason for reason in reasons if reason), None)
    return None if None in reasons else ", ".join(reason for reason in reasons if reason)


def _words(expression: When) -> str:
    return " or ".join(f"role {one.role}" for one in _leaves(expression))


def demands(when: str) -> dict[str, bool]:
    """The simplest roles that meet an expression: role -> whether it must be there (first choice of every `or`)."""
    return _demands(parse_when(when), wanted=True) if when else {}


def _demands(expression: When, *, wanted: bool) -> dict[str, bool]:
    if isinstance(expression, Has):
        return {expression.role: wanted}
    if isinstance(expression, Not):
        return _demands(expression.operand, wanted=not wanted)
    if isinstance(expression, And) is not wanted:
        return _demands(expression.operands[0], wanted=wanted)
    merged: dict[str, bool] = {}
    for operand in expression.operands:
        merged |= _demands(operand, wanted=wanted)
    return merged
