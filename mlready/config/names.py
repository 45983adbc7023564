"""Words that are not known, with the known ones they were probably meant to be."""

from __future__ import annotations

from collections.abc import Collection


def nearest(word: str, words: Collection[str]) -> str | None:
    """The known word that an unknown one was probably meant to be."""
    from difflib import get_close_matches

    matches = get_close_matches(word.lower().replace("_", "-"), sorted(words), n=1, cutoff=0.5)
    return matches[0] if matches else None


def unknown_rule(rule: str, names: Collection[str]) -> str | None:
    """What is wrong with the name of a rule or family, with the nearest valid one; None where it is known."""
    return None if rule in names else "unknown rule " + instead(rule, names)


def instead(word: str, words: Collection[str]) -> str:
    """An unknown word quoted, with the known one it was probably meant to be."""
    guess = nearest(word, words)
    return f"`{word}`" + (f", did you mean `{guess}`?" if guess else "")
