"""Variables in Dockerfile words and shell text: `$V`, `${V}`, `${V:-x}`, `${V-x}`, `${V:+x}`, `${V+x}`, `${V:?x}`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

MOST_VARIABLES = 500
_LONGEST_VALUE = 4096
_MOST_ADDED = 1_000_000
_DEEPEST = 20


class Budget:
    """How many characters variables may still add in one file, so that no file can blow up."""

    def __init__(self) -> None:
        self.left = _MOST_ADDED


class Expansion:
    """`text` is the source with known variables replaced; `complete` is False where one stayed as written.

    With `raw`, quotes and escapes stay as in shell text; without, they are removed as BuildKit does for words.
    Names in `hidden` count as unknown.
    """

    def __init__(
        self,
        source: str,
        known: Mapping[str, str | None],
        escape: str = "\\",
        budget: Budget | None = None,
        *,
        raw: bool = False,
        hidden: Collection[str] = (),
    ) -> None:
        self.source = source
        self.known = known
        self.escape = escape
        self.budget = budget or Budget()
        self.raw = raw
        self.hidden = hidden
        self.complete = True
        self.at = 0
        out: list[str] = []
        self._word(out, "", 0)
        self.text = "".join(out)

    def _word(self, out: list[str], stop: str, depth: int) -> bool:
        """Expand up to `stop` or the end; whether `stop` was found."""
        source = self.source
        quote = ""
        while self.at < len(source):
            char = source[self.at]
            if char == stop and not quote:
                self.at += 1
                return True
            if char == "$" and quote != "'":
                self._dollar(out, depth)
            elif char == self.escape and quote != "'":
                self._escaped(out, quote)
            elif char == quote or (not quote and char in "'\""):
                quote = "" if quote else char
                if self.raw:
                    out.append(char)
                self.at += 1
            else:
                out.append(char)
                self.at += 1
        return not stop

    def _escaped(self, out: list[str], quote: str) -> None:
        following = self.source[self.at + 1 : self.at + 2]
        if self.raw or (quote and following not in ('"', "$", self.escape)):
            out.append(self.escape)
        out.append(following)
        self.at += 2

    def _dollar(self, out: list[str], depth: int) -> None:
        start = self.at
        braced = self.source.startswith("{", start + 1)
        name = _NAME.match(self.source, start + 1 + braced)
        if name is None:
            self._leave(out, start, self._end_of_brace(start) if braced else start + 1, unresolved=braced)
            return
        self.at = name.end()
        if not braced:
            self._put(out, self._known(name[0]), start)
        elif self.source.startswith("}", self.at):
            self.at += 1
            self._put(out, self._known(name[0]), start)
        else:
            self._modified(out, name[0], start, depth)

    def _modified(self, out: list[str], name: str, start: int, depth: int) -> None:
        colon = self.source.startswith(":", self.at)
        operator = self.source[self.at + colon : self.at + colon + 1]
        if operator not in {"-", "+", "?"} or depth >= _DEEPEST:
            self._leave(out, start, self._end_of_brace(start), unresolved=True)
            return
        self.at += colon + 1
        other: list[str] = []
        complete = self.complete
        if not self._word(other, "}", depth + 1):
            self.complete = False
            out.append(self.source[start:])
            return
        value = self._known(name)
        present = value is not None and not (colon and not value)
        used = (operator == "-" and not present) or (operator == "+" and present)
        if not used:
            self.complete = complete
        if name in self.hidden:
            self._leave(out, start, self.at, unresolved=True)
        elif used:
            out.extend(other)
        elif operator != "+":
            self._put(out, value if present else None, start)

    def _known(self, name: str) -> str | None:
        return None if name in self.hidden else self.known.get(name)

    def _put(self, out: list[str], value: str | None, start: int) -> None:
        if value is None or len(value) > self.budget.left:
            self._leave(out, start, self.at, unresolved=True)
            return
        self.budget.left -= len(value)
        out.append(value)

    def _leave(self, out: list[str], start: int, end: int, *, unresolved: bool) -> None:
        out.append(self.source[start:end])
        self.at = end
        if unresolved:
            self.complete = False

    def _end_of_brace(self, start: int) -> int:
        end = self.source.find("}", start)
        return len(self.source) if end < 0 else end + 1


def bare(word: str, escape: str) -> str:
    """A word without its quotes and escapes, variables as written."""
    if escape not in word and "'" not in word and '"' not in word:
        return word
    return Expansion(word, {}, escape).text


def value_of(raw: str, known: Mapping[str, str | None], escape: str, budget: Budget) -> str | None:
    """The value a variable is given; None where it depends on something unknown or is longer than we follow."""
    value = Expansion(raw, known, escape, budget)
    return value.text if value.complete and len(value.text) <= _LONGEST_VALUE else None
