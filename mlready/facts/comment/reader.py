"""The comments of a file, by the syntax it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mlready.facts.comment.directive import MARK


class Comment(NamedTuple):
    """`text` without the comment mark; `own_line`: nothing but space stands before it. Line and column count from 1."""

    line: int
    column: int
    text: str
    own_line: bool


_SUFFIXES = {
    ".py": "python", ".pyi": "python", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".tf": "hcl", ".tfvars": "hcl",
    ".hcl": "hcl", ".txt": "requirements", ".in": "requirements", ".cfg": "ini", ".ini": "ini",
}  # fmt: skip
_NAMES = {
    "pipfile": "toml",
    "poetry.lock": "toml",
    "uv.lock": "toml",
    "pdm.lock": "toml",
    "mlproject": "yaml",
    "dvc.lock": "yaml",
}
_KINDS = {"notebook": "python", "terraform": "hcl", "ci": "yaml", "manifest": "requirements", "text": "requirements"}


def syntax_of(path: str) -> str | None:
    """How comments are written in a file of that name: python, yaml, dockerfile, toml, hcl, requirements, ini or None."""
    from mlready.facts.dockerfile import is_dockerfile

    name = path.rpartition("/")[2].lower()
    if is_dockerfile(path):
        return "dockerfile"
    return _NAMES.get(name) or _SUFFIXES.get(name[name.rfind(".") :] if "." in name else "")


def comments(kind: str, data: bytes) -> tuple[Comment, ...]:
    """Every comment of a file that names mlready somewhere, else none; `kind` is a syntax or a kind of file.

    A notebook is asked cell by cell, as python. Text inside strings, block scalars and heredocs is no comment.
    """
    read = _READERS.get(_KINDS.get(kind, kind))
    if read is None or MARK not in data:
        return ()
    return tuple(read(data))


def _python(data: bytes) -> Iterator[Comment]:
    import io
    import tokenize

    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                own = not token.line[:column].strip()
                yield Comment(line, column + 1, token.string.lstrip("#").strip(), own)
    except (SyntaxError, tokenize.TokenError, ValueError, RecursionError):
        return


def _dockerfile(data: bytes) -> Iterator[Comment]:
    from mlready.facts.dockerfile import parse

    return (Comment(one.line, one.column, one.text, own_line=True) for one in parse(data).comments)


def _by_offset(scan: Callable[[str], Iterator[tuple[int, int, int]]]) -> Callable[[bytes], Iterator[Comment]]:
    """A reader made of a scan that yields where comments start, where their text starts and where they end."""

    def read(data: bytes) -> Iterator[Comment]:
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
        line, line_start, passed = 1, 0, 0
        for start, inside, end in scan(text):
            breaks = text.count("\n", passed, start)
            if breaks:
                line, line_start = line + breaks, text.rfind("\n", passed, start) + 1
            own = (breaks > 0 or passed == 0) and not text[line_start:start].strip()
            yield Comment(line, start - line_start + 1, text[inside:end].lstrip("#").strip(), own)
            passed = start + 1

    return read


_AFTER_SPACE = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)
_INI = re.compile(r"^[ \t]*([#;][^\n]*)", re.MULTILINE)


def _requirements(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _AFTER_SPACE.finditer(text):
        yield match.start(), match.start() + 1, match.end()


def _ini(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _INI.finditer(text):
        yield match.start(1), match.start(1) + 1, match.end()


def _toml(text: str) -> Iterator[tuple[int, int, int]]:
    from mlready.facts.comment.lexer import toml

    return toml(text)


def _hcl(text: str) -> Iterator[tuple[int, int, int]]:
    from mlready.facts.comment.lexer import hcl

    return hcl(text)


def _yaml(text: str) -> Iterator[tuple[int, int, int]]:
    from mlready.facts.comment.yaml_lexer import yaml

    return yaml(text)


_READERS: dict[str, Callable[[bytes], Iterator[Comment]]] = {
    "python": _python,
    "dockerfile": _dockerfile,
    "yaml": _by_offset(_yaml),
    "toml": _by_offset(_toml),
    "hcl": _by_offset(_hcl),
    "requirements": _by_offset(_requirements),
    "ini": _by_offset(_ini),
}
