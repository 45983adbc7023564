"""Reading Markdown and reStructuredText line by line; other text is read as Markdown, which plain text mostly is."""

from __future__ import annotations

import re

from mlready.facts.document.draft import Draft
from mlready.facts.document.model import Document

_LIMIT = 1_000_000
_MARKDOWN = ("md", "markdown", "mdx", "mdown", "qmd", "rmd")
_RST = ("rst", "rest")
_KEY = re.compile(r"([A-Za-z_][\w .-]{0,80}?)\s{0,8}[:=](?:\s{1,8}(.{0,2000}))?")


def read(data: bytes, path: str = "") -> Document:
    """The document in a file of that name; any bytes are read, the first megabyte of them."""
    suffix = path.rpartition("/")[2].rpartition(".")[2].lower()
    form = "markdown" if suffix in _MARKDOWN else "rst" if suffix in _RST else "text"
    text = data[:_LIMIT].decode("utf-8", "replace").removeprefix("\ufeff")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if lines[-1] == "":
        lines.pop()
    draft = Draft(form)
    if form == "rst":
        _Rst(draft, lines).read()
    else:
        _Markdown(draft, lines).read()
    return draft.finish(lines, truncated=len(data) > _LIMIT)


_FENCE = re.compile(r"[ \t>]{0,40}(`{3,}|~{3,})[ \t]{0,40}([^`]{0,500})$")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_ITEM = re.compile(r"[ \t]{0,40}(?:[-*+]|\d{1,9}[.)])[ \t]")
_NO_PARAGRAPH = re.compile(r"[ \t]{0,3}(?:[>|<#]|[-*+][ \t]|\d{1,9}[.)][ \t]|$)")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#-]{1,40}")
_CODE_ROLES = frozenset(("code-block", "code", "code-cell", "sourcecode"))


class _Markdown:
    def __init__(self, draft: Draft, lines: list[str]) -> None:
        self.draft = draft
        self.lines = lines
        self.at = 0
        self.list = False
        self.comment = False

    def read(self) -> None:
        self.read_front_matter()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if self.comment:
                self.comment = "-->" not in line
                self.at += 1
            elif not (self.read_fence(line) or self.read_indented(line) or self.read_heading(line)):
                self.read_text(line)

    def read_front_matter(self) -> None:
        mark = self.lines[0].rstrip() if self.lines else ""
        if mark not in {"---", "+++"}:
            return
        end = next((at for at in range(1, min(len(self.lines), 1000)) if self.lines[at].rstrip() in {mark, "..."}), 0)
        key = ""
        for line in self.lines[1:end]:
            match = _KEY.fullmatch(line.rstrip())
            if match:
                key = match[1]
                self.draft.front_matter[key] = (match[2] or "").strip().strip("\"'")
            elif key and line.strip() and not line.startswith("#"):
                self.draft.front_matter[key] = f"{self.draft.front_matter[key]}\n{line.strip()}".strip()[:4000]
        self.at = end + 1 if end else 0

    def read_fence(self, line: str) -> bool:
        fence = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence is None:
            return False
        start = self.at
        mark = fence[1]
        self.at += 1
        content = []
        while self.at < len(self.lines):
            inner = self.lines[self.at].strip(" \t>")
            if inner.startswith(mark) and not inner.strip(mark[0]):
                break
            content.append(self.lines[self.at])
            self.at += 1
        self.at += 1
        self.draft.block(_language(fence[2]), _dedented(content), start + 1, min(self.at, len(self.lines)))
        return True

    def read_indented(self, line: str) -> bool:
        above = self.lines[self.at - 1] if self.at else ""
        if self.list or above.strip() or not line.startswith(("    ", "\t")) or not line.strip():
            return False
        start = end = self.at
        while self.at < len(self.lines) and (
            self.lines[self.at].startswith(("    ", "\t")) or not self.lines[self.at].strip()
        ):
            if self.lines[self.at].strip():
                end = self.at
            self.at += 1
        self.draft.block("", _dedented(self.lines[start : end + 1]), start + 1, end + 1)
        return True

    def read_heading(self, line: str) -> bool:
        atx = _ATX.match(line)
        if atx:
            text = line[atx.end() :].strip()
            closed = text.rstrip("#")
            self.draft.heading(len(atx[1]), closed if not closed or closed[-1] in " \t" else text, self.at + 1)
            self.draft.find_links(text, self.at + 1)
            self.at += 1
            return True
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if _SETEXT.match(following) and not _NO_PARAGRAPH.match(line) and not _SETEXT.match(line):
            self.draft.heading(1 if "=" in following else 2, line, self.at + 1)
            self.draft.find_links(line, self.at + 1)
            self.at += 2
            return True
        html = _HTML_HEADING.search(line) if "<h" in line or "<H" in line else None
        if html:
            self.draft.heading(int(html[1]), self.html_text(html.end(), int(html[1])), self.at + 1)
        return False

    def html_text(self, at: int, level: int) -> str:
        """The text up to the end tag of an HTML heading, at most ten lines on."""
        parts: list[str] = []
        for line in self.lines[self.at : self.at + 10]:
            end = line.lower().find(f"</h{level}", at)
            parts.append(line[at : None if end < 0 else end])
            if end >= 0:
                break
            at = 0
        return " ".join(parts)

    def read_text(self, line: str) -> None:
        if line.strip():
            self.list = bool(_ITEM.match(line)) or (self.list and line[0] in " \t")
        opened = line.rfind("<!--")
        if opened >= 0 and line.find("-->", opened) < 0:
            self.comment = True
            line = line[:opened]
        self.draft.text(line, self.at + 1)
        self.at += 1


def _language(info: str) -> str:
    """The language an info string names: `python title="x"`, `{.python}`, `{code-block} python`, `r, echo=FALSE`."""
    words: list[str] = _LANGUAGE.findall(info)
    if len(words) > 1 and words[0].lower() in _CODE_ROLES and info.startswith("{"):
        return words[1]
    return words[0] if words else ""


def _dedented(lines: list[str]) -> list[str]:
    indents = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    least = min(indents, default=0)
    return [line[least:] for line in lines]


_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"(\s{0,40})\.\. ([A-Za-z][\w:-]{0,60})::\s{0,8}(.{0,200})")
_CODE_DIRECTIVES = frozenset(
    (
        "code-block",
        "code",
        "sourcecode",
        "prompt",
        "parsed-literal",
        "highlight",
        "literalinclude",
        "doctest",
        "testcode",
        "console",
    )
)
_OPTION = re.compile(r"\s{1,40}:[\w-]{1,60}:")


class _Rst:
    def __init__(self, draft: Draft, lines: list[str]) -> None:
        self.draft = draft
        self.lines = lines
        self.at = 0
        self.levels: dict[tuple[str, bool], int] = {}

    def read(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            directive = _DIRECTIVE.match(line)
            if directive and directive[2] in _CODE_DIRECTIVES - {"highlight", "literalinclude"}:
                self.read_code(directive[3].strip(), len(directive[1]))
            elif self.read_heading(line):
                continue
            elif line.rstrip().endswith("::") and not line.lstrip().startswith(".. "):
                self.draft.text(line, self.at + 1)
                self.read_code("", len(line) - len(line.lstrip()))
            else:
                self.draft.text(line, self.at + 1)
                self.at += 1

    def read_heading(self, line: str) -> bool:
        """A title with a line of punctuation under it, and maybe one above."""
        above = self.lines[self.at - 1] if self.at else ""
        over = _ADORNMENT.match(line)
        if over and self.at + 2 < len(self.lines) and self.lines[self.at + 2].rstrip() == line.rstrip():
            title = self.lines[self.at + 1]
            if title.strip() and not _ADORNMENT.match(title) and not above.strip():
                return self.add_heading(title, self.at + 2, line[0], overlined=True, taken=3)
        under = _ADORNMENT.match(self.lines[self.at + 1]) if self.at + 1 < len(self.lines) else None
        if (
            under is None
            or over
            or not line.strip()
            or line[0].isspace()
            or (above.strip() and not above.startswith(".."))
        ):
            return False
        underline = self.lines[self.at + 1].rstrip()
        if len(underline) < len(line.rstrip()) and len(underline) < 4:
            return False
        return self.add_heading(line, self.at + 1, underline[0], overlined=False, taken=2)

    def add_heading(self, title: str, line: int, mark: str, *, overlined: bool, taken: int) -> bool:
        level = self.levels.setdefault((mark, overlined), len(self.levels) + 1)
        self.draft.heading(level, title, line)
        self.draft.find_links(title, line)
        self.at += taken
        return True

    def read_code(self, language: str, indent: int) -> None:
        """The block below a directive or `::`: what is indented deeper, without the directive's options."""
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and _OPTION.match(self.lines[self.at]):
            self.at += 1
        content: list[str] = []
        end = self.at
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            content.append(line)
            self.at += 1
            if line.strip():
                end = self.at
        first = next((number for number, line in enumerate(content) if line.strip()), len(content))
        content = content[first : len(content) - (self.at - end)]
        if content:
            self.draft.block(_language(language), _dedented(content), start + 1, end)
