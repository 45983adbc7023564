"""Facts of a Jupyter notebook: its cells and outputs, and the Python of its code cells as one source.

Magics and shell commands are masked line for line, so that a line of the joined source is a line of a cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from mlready.facts.python_syntax import fault

LONGEST_OUTPUT: Final = 100_000  # characters of output text kept for a cell

_KINDS: Final = {"code": "code", "markdown": "markdown", "heading": "markdown", "html": "markdown", "raw": "raw"}
_OUTPUT_KINDS: Final = {"pyout": "execute_result", "pyerr": "error"}  # as format 3 calls them
_LANGUAGES_BY_KERNEL: Final = {"ir": "r", "julia": "julia", "scala": "scala", "spylon": "scala", "bash": "bash"}
_RUNS_BODY: Final = frozenset(
    {
        "capture",
        "ipytest",
        "memit",
        "mprun",
        "notify",
        "prun",
        "px",
        "pytest",
        "run_pytest",
        "scalene",
        "snakeviz",
        "time",
        "timeit",
        "wandb",
    }
)
_SHELL_CELLS: Final = frozenset({"bash", "sh", "shell", "script", "system", "!"})
_OTHER_LANGUAGES: Final = frozenset({"md", "sql", "scala", "r", "sh", "fs", "run"})

_MAYBE_MAGIC: Final = re.compile(
    r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]|^[ \t]*(?:pip3?|conda|mamba|uv|cd|ls|cat) ", re.MULTILINE
)
_CELL_MAGIC: Final = re.compile(r"%%(!|\w+)")
_LINE_MAGIC: Final = re.compile(
    r"(?P<indent>[ \t]*)(?:"
    r"%(?P<timed>time|timeit|memit|prun)[ \t]+(?P<options>(?:-\w+[ \t]+(?:\d+[ \t]+)?)*)(?P<code>[^-\s].*)"
    r"|(?P<command>!!?.*|%.*|(?:pip3?|conda|mamba|uv)[ \t]+(?:pip[ \t]+)?(?:install|uninstall|add|sync)\b.*)"
    r"|\?\??[^\s].*|[\w.*%]+\?\??|(?:cd|ls|cat)[ \t]+[-./~\w'\"].*"
    r")[ \t]*$"
)
_BOUND_MAGIC: Final = re.compile(r"(?P<targets>[ \t]*[A-Za-z_][\w.,\[\]'\" \t]*=[ \t]*)(?P<command>!.*|%.*)$")
_INSTALLS: Final = re.compile(
    r"\b(?:pip[\d.]*|conda|mamba|micromamba|uv|poetry|pipenv|pdm)\s(?:.{0,1000}\s)?(?:install|add|sync)\b"
)
_TOKEN: Final = re.compile(
    r"#.*|\"\"\"|'''|\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?|[()\[\]{}]|\\$",
)
_CLOSING: Final = {
    '"""': re.compile(r'(?:\\.|[^\\])*?"""', re.DOTALL),
    "'''": re.compile(r"(?:\\.|[^\\])*?'''", re.DOTALL),
}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Output(NamedTuple):
    """One output of a cell; `kind` is stream, execute_result, display_data or error."""

    kind: str
    text: str
    error_name: str | None


class Cell(NamedTuple):
    """A cell; `kind` is code, markdown or raw, `count` its execution count, `error` why its Python cannot be read."""

    index: int  # type: ignore[assignment]  # hides the method of tuple
    kind: str
    source: str
    count: int | None  # type: ignore[assignment]
    error: str | None
    outputs: tuple[Output, ...]
    id: str | None
    tags: tuple[str, ...] = ()


class Notebook(NamedTuple):
    """`source` is the masked Python of all code cells; `lines` gives (cell, line in cell) for each of its lines.

    `installs` are (cell, line, command) of packages installed from code cells. `bad_cells` are left out of `source`.
    `version` is that of the interpreter that saved it last, "" where it does not say.
    """

    cells: tuple[Cell, ...]
    language: str
    error: str | None
    source: str
    lines: tuple[tuple[int, int], ...]
    installs: tuple[tuple[int, int, str], ...]
    bad_cells: tuple[int, ...]
    version: str = ""


def read(data: bytes) -> Notebook:
    """The facts of a notebook of format 3 or 4; bytes that are none give `error` and no cells."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        return _unreadable("nested too deeply")
    except UnicodeDecodeError:
        return _unreadable("not UTF-8 text")
    except ValueError as problem:
        return _unreadable(str(problem))
    entries = _entries(document)
    if entries is None:
        return _unreadable("no list of cells")
    cells = [_cell(index, entry) for index, entry in enumerate(entries)]
    language = _language(document, entries)
    if language != "python":
        return Notebook(tuple(cells), language, None, "", (), (), ())
    return _with_source(cells, language)._replace(version=_version(document))


def _unreadable(why: str) -> Notebook:
    return Notebook((), "", why, "", (), (), ())


def _entries(document: Any) -> list[dict[str, Any]] | None:
    if not isinstance(document, dict):
        return None
    cells = document.get("cells")
    if cells is None and isinstance(document.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in document["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        return None
    return [cell if isinstance(cell, dict) else {} for cell in cells]


def _language(document: dict[str, Any], entries: Sequence[dict[str, Any]]) -> str:
    metadata = _mapping(document.get("metadata"))
    kernel = _mapping(metadata.get("kernelspec"))
    named = [
        _mapping(metadata.get("language_info")).get("name"),
        kernel.get("language"),
        metadata.get("language"),
        *[entry.get("language") for entry in entries if entry.get("cell_type") == "code"],
    ]
    for name in named:
        if isinstance(name, str) and name:
            plain = name.lower()
            return "python" if plain.removeprefix("i").startswith(("python", "pyspark")) else plain
    start = re.split(r"[-_\d]", str(kernel.get("name", "")).lower())[0]
    return _LANGUAGES_BY_KERNEL.get(start, "python")


def _version(document: dict[str, Any]) -> str:
    found = _mapping(_mapping(document.get("metadata")).get("language_info")).get("version")
    return found if isinstance(found, str) else ""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _joined(value: Any) -> str:
    """Text that is kept as one text or as a list of lines; line ends are made plain."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    return _SURROGATE.sub("?", value.replace("\r\n", "\n").replace("\r", "\n"))


def _cell(index: int, entry: dict[str, Any]) -> Cell:
    kind = _KINDS.get(str(entry.get("cell_type")), "raw")
    count = entry.get("execution_count", entry.get("prompt_number"))
    outputs = entry.get("outputs")
    return Cell(
        index,
        kind,
        _joined(entry.get("source", entry.get("input"))),
        count if type(count) is int else None,
        None,
        tuple(_outputs(outputs)) if isinstance(outputs, list) else (),
        entry["id"] if isinstance(entry.get("id"), str) else None,
        tuple(_tags(entry)),
    )


def _tags(entry: dict[str, Any]) -> Iterator[str]:
    tags = _mapping(entry.get("metadata")).get("tags")
    return (one for one in tags if isinstance(one, str)) if isinstance(tags, list) else iter(())


def _outputs(entries: Sequence[Any]) -> Iterator[Output]:
    room = LONGEST_OUTPUT
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        kind = str(entry.get("output_type"))
        text = _output_text(entry)[:room]
        room -= len(text)
        name = entry.get("ename")
        yield Output(_OUTPUT_KINDS.get(kind, kind), text, name if isinstance(name, str) else None)


def _output_text(entry: dict[str, Any]) -> str:
    if str(entry.get("output_type")) in {"error", "pyerr"}:
        traceback = entry.get("traceback")
        lines = [line for line in traceback if isinstance(line, str)] if isinstance(traceback, list) else []
        return "\n".join([f"{entry.get('ename', '')}: {entry.get('evalue', '')}", *lines])
    data = entry.get("data")
    if isinstance(data, dict):
        return "\n".join(_joined(data[kind]) for kind in sorted(data, reverse=True) if kind.startswith("text/"))
    return "\n".join(_joined(entry[key]) for key in ("text", "html") if key in entry)


class _Masked(NamedTuple):
    """The lines of one code cell without magics, and its installs as (line, command)."""

    lines: list[str]
    installs: list[tuple[int, str]]


def _with_source(cells: list[Cell], language: str) -> Notebook:
    masked = {cell.index: _mask(cell.source) for cell in cells if cell.kind == "code"}
    bad: list[int] = []
    if fault(_source(masked)) is not None:
        for index, part in masked.items():
            problem = _repaired(part)
            if problem is not None:
                bad.append(index)
                cells[index] = cells[index]._replace(error=problem)
    lines = tuple((index, number) for index, part in masked.items() for number in range(1, len(part.lines) + 1))
    installs = tuple((index, *install) for index, part in masked.items() for install in part.installs)
    return Notebook(tuple(cells), language, None, _source(masked), lines, installs, tuple(bad))


def _source(masked: dict[int, _Masked]) -> str:
    return "".join(line + "\n" for part in masked.values() for line in part.lines)


def _repaired(part: _Masked) -> str | None:
    """Why a cell is not Python, after which it is blank; None where it is, if need be without its common indent."""
    problem = fault("\n".join(part.lines))
    if problem is None:
        return None
    first = next((line for line in part.lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    if indent:
        plain = [line.removeprefix(indent) for line in part.lines]
        if fault("\n".join(plain)) is None:
            part.lines[:] = plain
            return None
    part.lines[:] = [""] * len(part.lines)
    return problem


def _mask(source: str) -> _Masked:
    lines = source.split("\n")
    if _MAYBE_MAGIC.search(source) is None:
        return _Masked(lines, [])
    masked = _Masked(lines, [])
    start = _mask_cell_magics(masked)
    if start is not None:
        _mask_lines(masked, start)
    return masked


def _mask_cell_magics(masked: _Masked) -> int | None:
    """Mask the magics a cell begins with; the line where its Python begins, or None where it has none."""
    lines = masked.lines
    for position, line in enumerate(lines):
        if not line.strip():
            continue
        magic = _CELL_MAGIC.match(line.lstrip())
        if magic is None:
            word = line.lstrip()[1:].split(" ", 1)[0].lower() if line.lstrip().startswith("%") else ""
            if word in _OTHER_LANGUAGES and fault("\n".join(lines[position + 1 :])) is not None:
                lines[position:] = [""] * (len(lines) - position)
                return None
            return position
        if magic[1] not in _RUNS_BODY:
            if magic[1] in _SHELL_CELLS:
                _collect(masked, position + 1, lines[position + 1 :])
            lines[position:] = [""] * (len(lines) - position)
            return None
        lines[position] = ""
    return None


def _collect(masked: _Masked, first: int, lines: Sequence[str]) -> None:
    """Collect the installs among shell lines, the first of which has index `first`; continued lines are joined."""
    number, command = 0, ""
    for offset, line in enumerate(lines):
        if not command:
            number = first + offset + 1
        command += line.rstrip().removesuffix("\\")
        if line.rstrip().endswith("\\"):
            continue
        if _INSTALLS.search(command) is not None:
            masked.installs.append((number, command.strip()))
        command = ""


def _mask_lines(masked: _Masked, start: int) -> None:
    """Mask line magics where a statement may begin: not inside a text, brackets or a continued line."""
    lines = masked.lines
    state = _Lexer()
    position = start
    while position < len(lines):
        if state.between_statements:
            end = _mask_line(masked, position)
            if end > position:
                position = end
                continue
        state.feed(lines[position])
        position += 1


def _mask_line(masked: _Masked, position: int) -> int:
    """Mask the magic that begins at a line; the line after it, or the line itself where it is plain Python."""
    lines = masked.lines
    end = position + 1
    while lines[end - 1].endswith("\\") and end < len(lines):
        end += 1
    whole = " ".join(line.removesuffix("\\") for line in lines[position:end])
    bound = _BOUND_MAGIC.fullmatch(whole)
    magic = _LINE_MAGIC.fullmatch(whole)
    if bound is not None and (lines[position].lstrip()[:1] not in "%!?"):
        kept, command = bound["targets"] + "...", bound["command"]
    elif magic is not None:
        kept, command = _kept_code(magic), magic["command"]
    else:
        return position
    if command is not None and _INSTALLS.search(command) is not None:
        masked.installs.append((position + 1, command.lstrip("!%").strip()))
    lines[position:end] = [kept, *[""] * (end - position - 1)]
    return end


def _kept_code(magic: re.Match[str]) -> str:
    """What stands in place of a line magic: the statement it times, or `pass` where a block may need one."""
    code: str | None = magic["code"]
    indent: str = magic["indent"]
    if code is not None and fault(code) is None:
        return indent + code
    return indent + "pass" if indent else ""


class _Lexer:
    """Follows texts, brackets and continued lines, as far as needed to know where a statement may begin."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    @property
    def between_statements(self) -> bool:
        return not (self._quote or self._depth or self._continued)

    def feed(self, line: str) -> None:
        """Read one line."""
        self._continued = False
        position = 0
        while True:
            if self._quote:
                closed = _CLOSING[self._quote].match(line, position)
                if closed is None:
                    return
                position = closed.end()
                self._quote = ""
            token = _TOKEN.search(line, position)
            if token is None:
                return
            position = token.end()
            text = token[0]
            if text in _CLOSING:
                self._quote = text
            elif text in "([{":
                self._depth += 1
            elif text in ")]}":
                self._depth = max(0, self._depth - 1)
            elif text == "\\":
                self._continued = True
