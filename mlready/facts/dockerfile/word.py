"""How one Dockerfile instruction splits: keyword, flags, words, names with values, heredocs announced."""

from __future__ import annotations

import re
from typing import NamedTuple

from mlready.facts.dockerfile.variable import bare

# What Go's unicode.IsSpace calls a space; str.strip() alone would also take U+001C..U+001F.
SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
BLANKS = re.compile(r"[\t\v\f\r ]+")
HEREDOC = re.compile(r"(\d*)<<(-?)([^<]+)")
_SUBSTITUTION = re.compile(r"\$\{(?:[A-Za-z_]\w*|\d+|[@*#?$!-])[}:+\-?#%/]")


class Heredoc(NamedTuple):
    """`word` as written (`<<-"EOF"`), `chomp`: leading tabs are removed."""

    name: str
    chomp: bool
    word: str


def split(text: str) -> tuple[str, dict[str, str], str]:
    """Keyword in upper case, flags, and the rest of an instruction."""
    keyword, *rest = BLANKS.split(text.strip(SPACE), maxsplit=1)
    if not rest:
        return keyword.upper(), {}, ""
    words, value = _flags(rest[0])
    flags: dict[str, list[str]] = {}
    for word in words:
        name, _, setting = word[2:].partition("=")
        flags.setdefault(name, []).append(setting)
    return keyword.upper(), {name: "\n".join(settings) for name, settings in flags.items()}, value.strip(SPACE)


def _flags(text: str) -> tuple[list[str], str]:
    """Leading `--name=value` words, their quotes removed, and what follows them; `--` alone ends them."""
    words: list[str] = []
    at = 0
    while True:
        while at < len(text) and text[at] in SPACE:
            at += 1
        if not text.startswith("--", at):
            return words, text[at:]
        word, at = _flag_word(text, at)
        if word == "--":
            return words, text[at:]
        words.append(word)


def _flag_word(text: str, at: int) -> tuple[str, int]:
    word: list[str] = []
    quote = ""
    while at < len(text) and (quote or text[at] not in SPACE):
        char = text[at]
        if char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        elif char == "\\":
            at += 1
            word.append(text[at : at + 1])
        else:
            word.append(char)
        at += 1
    return "".join(word), at


def quoted_words(text: str, escape: str) -> list[str]:
    """Words separated by spaces outside quotes, quotes and escapes kept."""
    words: list[str] = []
    word: list[str] = []
    at, quote = 0, ""
    while at < len(text):
        char = text[at]
        if char == escape and quote != "'":
            if at + 1 < len(text):
                word.append(text[at : at + 2])
            at += 2
            continue
        at += 1
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in SPACE:
            if word:
                words.append("".join(word))
                word = []
            continue
        word.append(char)
    if word:
        words.append("".join(word))
    return words


def pairs(kind: str, value: str, escape: str) -> list[tuple[str, str | None]]:
    """Names and raw values (quotes kept) of ENV, LABEL and ARG; None where ARG has no value."""
    words = quoted_words(value, escape)
    if kind != "ARG" and words and "=" not in words[0]:
        name, *rest = BLANKS.split(value, maxsplit=1)
        return [(name, rest[0])] if rest else []
    found: list[tuple[str, str | None]] = []
    for word in words:
        name, sign, raw = word.partition("=")
        found.append((name, raw if sign else None))
    return found


def heredocs(text: str) -> list[Heredoc]:
    """The heredocs announced on an instruction's line, in order."""
    found = []
    for word in _shell_words(text) if "<<" in text else ():
        match = HEREDOC.fullmatch(word)
        if match and (name := bare(match[3], "\\")):
            found.append(Heredoc(name, match[2] == "-", word))
    return found


def _shell_words(text: str) -> list[str]:
    """Words with quotes and escapes kept; none at all where quotes or substitutions do not close."""
    words: list[str] = []
    start: int | None = None
    at, quote = 0, ""
    last_close = text.rfind("}")
    while at < len(text):
        char = text[at]
        if not quote and char in SPACE:
            if start is not None:
                words.append(text[start:at])
            start = None
            at += 1
            continue
        if start is None:
            start = at
        if quote != "'" and char == "$" and text.startswith("{", at + 1):
            if last_close < at or not _SUBSTITUTION.match(text, at):
                return []
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        at += 2 if char == "\\" and quote != "'" else 1
    if start is not None:
        words.append(text[start:])
    return [] if quote else words
