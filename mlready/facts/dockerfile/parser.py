"""The line parser: parser directives, continuations through comments and empty lines, heredocs, stages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from mlready.facts.dockerfile.model import Comment, Dockerfile, Image, Instruction, Stage
from mlready.facts.dockerfile.variable import MOST_VARIABLES, Budget, Expansion, value_of
from mlready.facts.dockerfile.word import BLANKS, SPACE, heredocs, split

_DIRECTIVE = re.compile(r"#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(\S.*)")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,500}\}\}")
_TEMPLATE_LINES = ("{%", "{{", "{#")

_EXEC_FORMS = frozenset(("ADD", "CMD", "COPY", "ENTRYPOINT", "HEALTHCHECK", "RUN", "SHELL", "VOLUME"))
_TEXT_FORMS = frozenset(
    ("ARG", "ENV", "EXPOSE", "FROM", "LABEL", "MAINTAINER", "ONBUILD", "STOPSIGNAL", "USER", "WORKDIR")
)
_WITH_HEREDOC = frozenset(("ADD", "COPY", "RUN"))
_OTHER_SUFFIXES = frozenset(
    ("dockerignore", "containerignore", "md", "rst", "py", "sh", "json", "yaml", "yml", "toml", "html", "patch", "lock")
)


def is_dockerfile(path: str) -> bool:
    """Whether a path is named like a Dockerfile: `Dockerfile`, `Dockerfile.gpu`, `gpu.Dockerfile`, `Containerfile`."""
    name = path.rpartition("/")[2].lower()
    if name in {"dockerfile", "containerfile"} or name.endswith(".dockerfile"):
        return True
    named = name.startswith(("dockerfile.", "dockerfile-", "dockerfile_", "containerfile."))
    return named and name.rpartition(".")[2] not in _OTHER_SUFFIXES


def parse(data: bytes) -> Dockerfile:
    """Read a Dockerfile; whatever is wrong with it becomes `error`."""
    return _Parser(_decode(data)).parse()


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


class _Parser:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()
        self.at = 0  # lines read so far
        self.escape = "\\"
        self.templated = "{{" in text or "{%" in text
        self.error: str | None = None
        self.instructions: list[Instruction] = []
        self.stages: list[Stage] = []
        self.names: dict[str, int] = {}
        self.args: dict[str, str | None] = {}
        self.comments: list[Comment] = []
        self.budget = Budget()

    def parse(self) -> Dockerfile:
        self.read_directives()
        while self.at < len(self.lines):
            self.read_instruction()
        if not self.instructions:
            self.fail(None, "no instructions")
        elif not self.stages:
            self.fail(None, "no FROM instruction")
        self.close_stage()
        return Dockerfile(
            tuple(self.instructions), tuple(self.stages), self.args, self.error, self.templated, tuple(self.comments)
        )

    def fail(self, line: int | None, message: str) -> None:
        if self.error is None:
            self.error = message if line is None else f"line {line}: {message}"

    def read_directives(self) -> None:
        seen = set()
        for number, line in enumerate(self.lines, 1):
            match = _DIRECTIVE.fullmatch(line.strip(SPACE))
            name = match[1].lower() if match else ""
            if match is None or name not in {"escape", "syntax", "check"}:
                return
            if name in seen:
                self.fail(number, f"directive `{name}` is given twice")
            elif name == "escape" and match[2] not in {"\\", "`"}:
                self.fail(number, "the escape directive takes \\ or `")
            elif name == "escape":
                self.escape = match[2]
            seen.add(name)

    def next_line(self) -> str:
        self.at += 1
        return self.lines[self.at - 1].rstrip("\r")

    def skipped(self, line: str) -> bool:
        """Whether a line is a comment, or a template statement, and so no part of an instruction."""
        text = line.lstrip(SPACE)
        if text.startswith("#"):
            self.comments.append(Comment(self.at, len(line) - len(text) + 1, text[1:].strip()))
            return True
        return self.templated and text.startswith(_TEMPLATE_LINES)

    def read_instruction(self) -> None:
        line = self.next_line()
        if not line.strip(SPACE) or self.skipped(line):
            return
        start = self.at
        line = line.lstrip(SPACE)
        parts: list[str] = []
        while True:
            head = _continued(line, self.escape)
            parts.append(line if head is None else head)
            if head is None:
                break
            more = self.continuation(parts)
            if more is None:
                break
            line = more
        if any(part.strip(SPACE) for part in parts):
            self.add(parts, start)

    def continuation(self, parts: list[str]) -> str | None:
        """The next line that continues an instruction; each line skipped on the way leaves an empty part."""
        while self.at < len(self.lines):
            line = self.next_line()
            if line.strip(SPACE) and not self.skipped(line):
                return line
            parts.append("")
        return None

    def add(self, parts: list[str], start: int) -> None:
        text = "".join(parts)
        keyword, flags, value = split(text)
        trigger = None
        if keyword == "ONBUILD" and value:
            trigger, flags, value = split(value)
        kind = trigger or keyword
        if kind not in _EXEC_FORMS | _TEXT_FORMS and not self.templated:
            self.fail(start, f"unknown instruction {kind[:40]}")
        words = self.exec_form(kind, value, start)
        if keyword == "FROM":
            self.add_stage(flags, value, start)
        elif not self.stages and keyword != "ARG":
            self.fail(start, f"{keyword[:40]} before the first FROM")
        contents: list[str] = []
        script = value
        if kind in _WITH_HEREDOC and words is None:
            script = _script(parts, value) + self.read_heredocs(text, contents, start)
        instruction = Instruction(
            keyword,
            value,
            flags,
            words,
            tuple(contents),
            start,
            self.at,
            len(self.stages) - 1,
            trigger,
            script,
            self.escape,
        )
        self.instructions.append(instruction)
        if keyword == "ARG" and not self.stages:
            self.declare_global(instruction)

    def exec_form(self, kind: str, value: str, line: int) -> tuple[str, ...] | None:
        if kind == "HEALTHCHECK":
            value = "".join(BLANKS.split(value, maxsplit=1)[1:])
        if kind not in _EXEC_FORMS or not value.startswith("["):
            return None
        try:
            words = json.loads(value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return None
        if not all(isinstance(word, str) for word in words):
            self.fail(line, f"{kind}: the exec form takes texts only")
            return None
        return tuple(word.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for word in words)

    def read_heredocs(self, text: str, contents: list[str], start: int) -> str:
        """Read the heredocs announced by `text` into `contents`; their lines as written, terminators included."""
        written = [""]
        for heredoc in heredocs(text):
            content: list[str] = []
            while self.at < len(self.lines):
                line = self.next_line()
                written.append(line)
                if heredoc.chomp:
                    line = line.lstrip("\t")
                if line == heredoc.name:
                    break
                content.append(line + "\n")
            else:
                self.fail(start, "unterminated heredoc")
            contents.append("".join(content))
        return "\n".join(written)

    def declare_global(self, instruction: Instruction) -> None:
        for name, raw in instruction.raw_pairs:
            if len(self.args) < MOST_VARIABLES:
                self.args[name] = None if raw is None else value_of(raw, self.args, self.escape, self.budget)

    def close_stage(self) -> None:
        if self.stages:
            self.stages[-1] = self.stages[-1]._replace(end_line=self.instructions[-1].end_line)

    def add_stage(self, flags: dict[str, str], value: str, line: int) -> None:
        self.close_stage()
        if self.templated:
            value = _TEMPLATE.sub(lambda match: "".join(match[0].split()), value)
        words = BLANKS.split(value)
        name = words[2].lower() if len(words) >= 3 and words[1].lower() == "as" else None
        if not value or len(words) not in {1, 3} or (len(words) == 3 and name is None):
            self.fail(line, "FROM takes one image, and AS with a name")
        image = _image(words[0], self.args, self.escape, self.budget)
        platform = flags.get("platform")
        if platform is not None:
            platform = Expansion(platform, self.args, self.escape, self.budget).text
        index = len(self.stages)
        self.stages.append(Stage(index, name, image, self.earlier(image), platform, line, self.at))
        if name is not None:
            self.names[name] = index

    def earlier(self, image: Image) -> int | None:
        """The stage an image reference means, by alias or number."""
        if image.tag is not None or image.digest is not None:
            return None
        if image.name.isascii() and image.name.isdigit() and len(image.name) < 6 and int(image.name) < len(self.stages):
            return int(image.name)
        return self.names.get(image.name.lower())


def _continued(line: str, escape: str) -> str | None:
    """The line without its continuation mark, None where it has none."""
    text = line.rstrip(" \t")
    return text[:-1] if text.endswith(escape) and not text.endswith(escape * 2) else None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _script(parts: list[str], value: str) -> str:
    """The value of an instruction with the file's line breaks: each line but the last ends in a backslash."""
    count = len(parts)
    while count > 1 and not parts[count - 1].strip(SPACE):
        count -= 1
    parts = parts[:count]
    offset = len("".join(parts).rstrip(SPACE)) - len(value)
    lines, seen = [], 0
    for part in parts:
        lines.append(part[max(0, offset - seen) :])
        seen += len(part)
    return "\\\n".join(lines).rstrip(SPACE)


def _image(raw: str, args: Mapping[str, str | None], escape: str, budget: Budget) -> Image:
    expansion = Expansion(raw, args, escape, budget)
    reference, _, digest = expansion.text.partition("@")
    name, tag = _name_and_tag(reference)
    return Image(name, tag or None, digest or None, raw, expansion.complete and "{{" not in raw)


def _name_and_tag(reference: str) -> tuple[str, str]:
    """Split at the colon after the last slash, outside `${...}` and `{{...}}`."""
    depth, found = 0, len(reference)
    for at, char in enumerate(reference):
        if char in "{}":
            depth += 1 if char == "{" else -1
        elif depth <= 0 and char == ":":
            found = at
        elif depth <= 0 and char == "/":
            found = len(reference)
    return reference[:found], reference[found + 1 :]
