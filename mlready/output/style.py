"""How text is shown: width, colours and bars."""

from __future__ import annotations

from typing import NamedTuple

_CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
_EIGHTHS = " ▏▎▍▌▋▊▉█"


class Style(NamedTuple):
    """`width` in columns, `colour` by ANSI codes, `blocks` where the terminal can draw bars."""

    width: int = 80
    colour: bool = False
    blocks: bool = False

    def paint(self, text: str, *colours: str) -> str:
        """The text in these colours, as it is where colours are not shown."""
        if not self.colour or not colours or not text:
            return text
        return f"\x1b[{';'.join(str(_CODES[colour]) for colour in colours)}m{text}\x1b[0m"

    def bar(self, share: float, length: int) -> str:
        """A bar that is filled to a share from 0 to 1."""
        if not self.blocks:
            return ("#" * round(share * length)).ljust(length, ".")
        whole, part = divmod(round(share * length * 8), 8)
        return ("█" * whole + (_EIGHTHS[part] if part else "")).ljust(length, "·")


def fit(text: str, width: int) -> str:
    """The text cut to a width in characters, with `...` where something was cut."""
    return text if len(text) <= width else text[: max(width - 3, 0)].rstrip() + "..."


def fit_end(text: str, width: int) -> str:
    """The end of a text, cut to a width: of a path the file and the line are worth more than the first folders."""
    return text if len(text) <= width else "..." + text[len(text) - max(width - 3, 1) :]


def wrap(text: str, width: int, first: str = "", rest: str | None = None, most: int | None = None) -> list[str]:
    """Lines of whole words no wider than `width`, at most `most`; the first begins with `first`, the others with `rest`.

    A word wider than that is cut.
    """
    indents = (first, " " * len(first) if rest is None else rest)
    lines: list[str] = []
    current = ""
    for word in text.split():
        indent = indents[bool(lines)]
        if current and len(indent) + len(current) + 1 + len(word) > width:
            lines.append(indent + current)
            current = ""
            indent = indents[1]
        current = f"{current} {word}" if current else fit(word, width - len(indent))
    if current:
        lines.append(indents[bool(lines)] + current)
    if most is not None and len(lines) > most:
        return [*lines[: most - 1], fit(lines[most - 1] + " ...", width)]
    return lines
