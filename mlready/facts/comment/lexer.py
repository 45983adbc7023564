"""Comments of TOML and HCL: (start, start of the text, end) of each, strings and heredocs passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOML = re.compile(r"\"\"\"|'''|\"|'|#[^\n]*")
_TOML_ENDS = {
    '"""': re.compile(r'\\.|"{3,5}', re.DOTALL),
    "'''": re.compile(r"'{3,5}"),
    '"': re.compile(r'\\.|"|\n'),
    "'": re.compile(r"'|\n"),
}
_HCL_CODE = re.compile(r"\"|\#[^\n]*|//[^\n]*|/\*|<<-?[ \t]*([A-Za-z_][\w-]{0,100})[ \t]*\r?\n|[{}\n]")
_HCL_STRING = re.compile(r"\\.|\"|\$\$\{|%%\{|[$%]\{|\n")


def toml(text: str) -> Iterator[tuple[int, int, int]]:
    """Comments of a TOML file."""
    match = _TOML.search(text)
    while match:
        end = match.end()
        if match[0].startswith("#"):
            yield match.start(), match.start() + 1, end
        else:
            end = _string_end(text, end, _TOML_ENDS[match[0]])
        match = _TOML.search(text, end)


def _string_end(text: str, at: int, ends: re.Pattern[str]) -> int:
    for match in ends.finditer(text, at):
        if not match[0].startswith("\\"):
            return match.end()
    return len(text)


def hcl(text: str) -> Iterator[tuple[int, int, int]]:
    """Comments of a Terraform file: `#`, `//` and `/* */`."""
    at = 0
    inside: list[str] = []  # what is open: `"` a string, `{` a block or object, `$` a template in a string
    strings = 0  # how many of them are strings
    while True:
        string = bool(inside) and inside[-1] == '"'
        match = (_HCL_STRING if string else _HCL_CODE).search(text, at)
        if match is None:
            return
        at = match.end()
        found = match[0]
        if found == "\n":  # a string ends with its line, whatever is open in it
            while strings:
                strings -= inside.pop() == '"'
        elif string:
            if found == '"':
                inside.pop()
                strings -= 1
            elif found in {"${", "%{"}:
                inside.append("$")
        elif found.startswith(("#", "//")):
            yield match.start(), match.start() + (2 if found.startswith("//") else 1), at
        elif found == "/*":
            end = text.find("*/", at)
            end = len(text) if end < 0 else end
            yield match.start(), at, end
            at = end + 2
        elif match[1]:
            at = _heredoc_end(text, at, match[1])
        elif found == "}":
            if inside:
                inside.pop()
        else:
            inside.append(found)
            strings += found == '"'


def _heredoc_end(text: str, at: int, name: str) -> int:
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip() == name:
            return end
        at = end + 1
    return len(text)
