"""The rule book as the command line asks for it: every fault is a usage error of one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mlready.rule import Rule
    from mlready.rulebook import RuleBook


def load_book(rules: str | None, scanned: Sequence[str] = ()) -> RuleBook:
    """The book of mlready, with the rules of the folder given by `--rules`, which may not stand inside a scanned one."""
    from mlready.rulebook import RuleBook, RuleError

    try:
        for folder in dict.fromkeys(scanned) if rules else ():
            RuleBook.load(extra=rules, scanned=folder)
        return RuleBook.load(extra=rules)
    except RuleError as error:
        first, *others = str(error).splitlines()
        more = f" (and {len(others)} more)" if others else ""
        raise click.UsageError(f"{first}{more}") from None


def known_rule(name: str, book: RuleBook) -> Rule:
    """The rule of that name or former name."""
    from mlready.config import unknown_rule

    found = book.get(name)
    if found is None:
        said = unknown_rule(name, [rule.name for rule in book]) or ""
        raise click.UsageError(said if "?" in said else f"{said}; `mlready rules` lists them all")
    return found
