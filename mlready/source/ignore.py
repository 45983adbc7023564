"""Ignore files: what `.gitignore` leaves out, by git's rules and in linear time whatever the patterns."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from mlready.source.listing import stays_inside

MAX_PATTERNS = 1_000  # of one ignore file
LONGEST_GLOB = 5_000  # letters for one component of a path: names are shorter

_NAMED_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e",
    "space": " \\t-\\r",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}

Test = Callable[[str], Any]


class Pattern(NamedTuple):
    """One line of an ignore file: a test for each component of a path, None standing for any number of them."""

    ignores: bool
    folders_only: bool
    anywhere: bool  # compared with the last component alone
    parts: tuple[Test | None, ...]

    def matches(self, names: list[str], *, folder: bool) -> bool:
        """Whether it means the path with these components, below the folder of its ignore file."""
        if self.folders_only and not folder:
            return False
        if self.anywhere:
            names = names[-1:]
        parts = self.parts
        at = position = 0
        star = resume = -1  # the last None met, and where the components after it were tried
        while position < len(names):
            part = parts[at] if at < len(parts) else _nothing
            if part is None:
                star, resume = at, position
                at += 1
            elif part(names[position]):
                at += 1
                position += 1
            elif star >= 0:
                resume += 1
                at, position = star + 1, resume
            else:
                return False
        return at == len(parts)


def _nothing(_: str) -> bool:
    return False


class Ignores:
    """What the ignore files of a tree leave out; the last pattern that matches in the nearest file decides.

    `scope` is where in the tree the paths asked about begin; `on_cut` is told of an ignore file with too many patterns.
    """

    def __init__(
        self, read: Callable[[str], bytes | None], scope: str = "", on_cut: Callable[[str], None] = lambda _: None
    ) -> None:
        self._read = read
        self._on_cut = on_cut
        self._prefix = f"{scope}/" if scope else ""
        self._chains: dict[str, tuple[tuple[int, tuple[Pattern, ...]], ...]] = {}

    def excludes(self, path: str, *, folder: bool) -> bool:
        """Whether the patterns leave out a path, given that they do not leave out a folder it lies in."""
        names = (self._prefix + path).split("/")
        for depth, patterns in self._chain(names[:-1]):
            below = names[depth:]
            for pattern in patterns:
                if pattern.matches(below, folder=folder):
                    return pattern.ignores
        return False

    def ignored(self, path: str) -> bool:
        """Whether the patterns leave out a path or a folder that it lies in; '/' at the end means a folder."""
        plain = path.removesuffix("/")
        if not stays_inside(plain):
            return False
        names = plain.split("/")
        above = ("/".join(names[:end]) for end in range(1, len(names)))
        return any(self.excludes(one, folder=True) for one in above) or self.excludes(plain, folder=plain != path)

    def _chain(self, names: list[str]) -> tuple[tuple[int, tuple[Pattern, ...]], ...]:
        """Patterns that hold in a folder, nearest first, each with the number of folders above its file."""
        folder = "/".join(names)
        if folder not in self._chains:
            above = self._chain(names[:-1]) if names else ()
            own = self._patterns(f"{folder}/.gitignore" if folder else ".gitignore")
            self._chains[folder] = ((len(names), own), *above) if own else above
        return self._chains[folder]

    def _patterns(self, path: str) -> tuple[Pattern, ...]:
        try:
            patterns = patterns_of(self._read(path) or b"")
        except (OSError, ValueError):
            return ()
        if len(patterns) > MAX_PATTERNS:
            self._on_cut(path)
        return patterns[-MAX_PATTERNS:]


def patterns_of(data: bytes) -> tuple[Pattern, ...]:
    """The patterns of an ignore file, last one first, at most one too many; what can match nothing is left out."""
    lines = os.fsdecode(data.removeprefix(b"\xef\xbb\xbf")).split("\n")
    found = (pattern for line in lines if (pattern := _pattern(line.removesuffix("\r"))))
    return tuple(islice(found, MAX_PATTERNS + 1))[::-1]


def _pattern(line: str) -> Pattern | None:
    if line.startswith("#"):
        return None
    body = line.removeprefix("!")
    text = _without_trailing_spaces(body)
    name = text.removesuffix("/")
    anywhere = "/" not in name
    parts: list[Test | None] = []
    for glob in name.removeprefix("/").split("/"):
        if not anywhere and len(glob) > 1 and not glob.strip("*"):
            parts.append(None)
        elif test := _component(glob):
            parts.append(test)
        else:
            return None
    if parts[-1] is None:
        parts.append(bool)  # "folder/**" is all inside the folder, not the folder
    return Pattern(line == body, name != text, anywhere, tuple(parts))


def _without_trailing_spaces(text: str) -> str:
    kept = text.rstrip(" ")
    escapes = len(kept) - len(kept.rstrip("\\"))
    return f"{kept} " if kept != text and escapes % 2 else kept


@lru_cache(maxsize=1024)
def _component(glob: str) -> Test | None:
    """A test for one component of a path; None where nothing can match."""
    if not glob or len(glob) > LONGEST_GLOB:
        return None
    pieces = [""]  # what stands between the stars
    position = 0
    while position < len(glob):
        char = glob[position]
        position += 1
        if char == "*":
            pieces.append("")
        elif char == "?":
            pieces[-1] += "."
        elif char == "[":
            piece, position = _character_class(glob, position)
            if not position:
                return None
            pieces[-1] += piece
        else:
            if char == "\\":
                if position == len(glob):
                    return None
                char = glob[position]
                position += 1
            pieces[-1] += re.escape(char)
    first, *rest = pieces
    middle = "".join(f"(?>.*?{piece})" for piece in rest[:-1] if piece)
    last = f".*{rest[-1]}" if rest else ""
    return re.compile(first + middle + last, re.DOTALL).fullmatch


def _character_class(glob: str, start: int) -> tuple[str, int]:
    """The regular expression of `[...]` whose contents begin at `start`, and where it ends (0: never, or unknown)."""
    negated = glob[start : start + 1] in {"!", "^"}
    position = begin = start + negated
    members = before = ""  # `before` could begin a range
    while position < len(glob):
        char = glob[position]
        if char == "]" and position > begin:
            if members:
                return f"[{'^' if negated else ''}{members}]", position + 1
            return "." if negated else "(?!)", position + 1
        end = glob.find(":]", position) if glob.startswith("[:", position) else -1
        if end > 0:
            name = glob[position + 2 : end]
            if name not in _NAMED_CLASSES:
                break
            members += _NAMED_CLASSES[name]
            before, position = "", end + 2
            continue
        in_range = bool(char == "-" and before and glob[position + 1 : position + 2] not in {"", "]"})
        position += in_range
        position += glob[position] == "\\"
        char = glob[position : position + 1]
        position += 1
        if in_range:
            members += f"{re.escape(before)}-{re.escape(char)}" if before <= char else ""
            before = ""
        else:
            members += re.escape(char)
            before = char
    return "", 0
