"""What a reader collects line by line, and how links look in both formats."""

from __future__ import annotations

import re

from mlready.facts.document.model import Code, Document, Heading, Link

_MOST = 5000  # headings, code blocks and links kept of one document
_LONGEST_CODE = 20_000
_LONGEST_LINE = 20_000
_OPENING = 40
_TAG = re.compile(r"<[^<>]{0,1000}>")

_INLINE = re.compile(r"(!?)(?:\[([^\[\]]{0,500}))?\]\(\s{0,8}<?((?:[^\s()<>]|\([^\s()<>]{0,500}\)){1,2000})")
_REFERENCE = re.compile(r"\s{0,3}\[([^\[\]^]{1,300})\]:\s{0,8}<?([^\s<>]{1,2000})")
_HTML = re.compile(
    r"<(a|img|source)\b[^<>]{0,1000}?\b(?:href|src|srcset)\s{0,4}=\s{0,4}[\"']?([^\"'\s<>]{1,2000})", re.IGNORECASE
)
_BARE = re.compile(r"https?://[^\s<>()\[\]\"'`|\\]{1,2000}")
_QUOTED = re.compile(r"`([^`<>]{0,300})<([^`<>]{1,2000})>`_")
_TARGET = re.compile(r"\s{0,20}\.\. _[^:]{1,300}:\s{1,8}(\S{1,2000})|\s{1,40}:target:\s{1,8}(\S{1,2000})")
_IMAGE = re.compile(r"\s{0,20}\.\.\s(?:\|[^|]{1,300}\|\s)?(?:image|figure)::\s{0,8}(\S{1,2000})")


class Draft:
    """A document in the making."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.headings: list[list[int | str]] = []  # level, text, line, words
        self.front_matter: dict[str, str] = {}
        self.code: list[Code] = []
        self.links: list[Link] = []
        self.words = 0

    def heading(self, level: int, text: str, line: int) -> None:
        text = plain(text)
        if text and len(self.headings) < _MOST:
            self.headings.append([level, text, line, 0])

    def block(self, language: str, lines: list[str], line: int, end_line: int) -> None:
        if len(self.code) < _MOST:
            self.code.append(Code(language.lower(), "\n".join(lines)[:_LONGEST_CODE], line, end_line))
        for text in lines:
            self.count(text)

    def count(self, text: str) -> None:
        words = len(text.split())
        self.words += words
        if self.headings:
            self.headings[-1][3] = int(self.headings[-1][3]) + words

    def text(self, text: str, line: int) -> None:
        """A line of running text: its words and links."""
        self.count(text)
        self.find_links(text, line)

    def find_links(self, text: str, line: int) -> None:
        if len(self.links) >= _MOST or not _MAY_LINK.search(text):
            return
        text = text[:_LONGEST_LINE]
        found = _rst_links(text, line) if self.form == "rst" else _markdown_links(text, line)
        for match in _BARE.finditer(text):
            if match.start() not in found:
                found[match.start()] = Link("", match[0].rstrip(".,;:!?*_"), line)
        self.links += (found[start] for start in sorted(found))

    def finish(self, lines: list[str], *, truncated: bool) -> Document:
        opening = "\n".join(line[:500] for line in lines[:_OPENING])
        return Document(
            self.form, self.ended_headings(len(lines)), self.front_matter, tuple(self.code), tuple(self.links[:_MOST]),
            opening, len(lines), self.words, truncated,
        )  # fmt: skip

    def ended_headings(self, last: int) -> tuple[Heading, ...]:
        """Each heading with its last line, found from the end with one stack."""
        ended: list[Heading] = []
        after: list[tuple[int, int]] = []  # level and line of the headings below, nearest last
        for level, text, line, words in reversed(self.headings):
            while after and after[-1][0] > int(level):
                after.pop()
            end = after[-1][1] - 1 if after else last
            ended.append(Heading(int(level), str(text), int(line), end, int(words)))
            after.append((int(level), int(line)))
        return tuple(reversed(ended))


_MAY_LINK = re.compile(r"\]\(|\]:|://|href|src|image::|figure::|`_|:target:")


def plain(text: str) -> str:
    """A heading without markup: tags, emphasis, code marks, images; of a link its text."""
    text = re.sub(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)", " ", text[:_LONGEST_LINE])
    text = re.sub(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)", r"\1", text)
    return " ".join(_TAG.sub(" ", text).replace("**", "").replace("__", "").replace("`", "").strip("*").split())


def _markdown_links(text: str, line: int) -> dict[int, Link]:
    """Links by where their target starts."""
    found = {one.start(3): Link((one[2] or "").strip(), one[3], line, one[1] == "!") for one in _INLINE.finditer(text)}
    reference = _REFERENCE.match(text)
    if reference:
        found[reference.start(2)] = Link(reference[1], reference[2], line)
    for match in _HTML.finditer(text):
        found[match.start(2)] = Link("", match[2], line, match[1].lower() != "a")
    return found


def _rst_links(text: str, line: int) -> dict[int, Link]:
    found = {one.start(2): Link(one[1].strip(), one[2], line) for one in _QUOTED.finditer(text)}
    image = _IMAGE.match(text)
    if image:
        found[image.start(1)] = Link("", image[1], line, image=True)
    target = _TARGET.match(text)
    if target:
        found[target.start(target.lastindex or 0)] = Link("", target[target.lastindex or 0], line)
    return found
