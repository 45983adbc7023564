"""The pages of a rule book as cases: `## Bad` and `## Good`, their parts, their files and the lines that must fail."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from mlready.rule import Rule
from mlready.rulebook import RuleError, read_rule
from mlready.testing.notebook import Line, notebook

SECTIONS = {"bad": "Bad", "good": "Good"}
_OUTCOMES = ("not-applicable", "unknown", "partial")
_FENCE = re.compile(r"^(`{3,}|~{3,})\s*([^\s`]*)\s*([^`]*)$")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|(\S+)))?""")
_SIZE = re.compile(r"(\d+)\s*(B|kB|KB|MB|GB)")
_UNITS = {"B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9}
_ATTRIBUTES = frozenset({"title", "hl_lines", "size", "untracked"})


class ExampleError(ValueError):
    """A page whose examples cannot be read."""


class ExampleFile(NamedTuple):
    """One fenced block: a file with its bytes, its size and the lines that must fail."""

    path: str
    data: bytes
    size: int
    tracked: bool
    marked: frozenset[Line]


class Example(NamedTuple):
    """One case: `bad` or `good` is a repository, `page` is the page as a whole; a page with a `fault` cannot be run."""

    kind: str
    title: str
    page: str
    line: int
    root: str
    rule: Rule | None
    files: tuple[ExampleFile, ...] = ()
    detect: bool = False
    expected: str = "passed"
    fault: str = ""

    def __str__(self) -> str:
        name = self.page.removesuffix(".md").replace("_", "-")
        return " ".join((name, SECTIONS.get(self.kind, "page"))) + (f": {self.title}" if self.title else "")


def examples(rules_dir: str | os.PathLike[str]) -> tuple[Example, ...]:
    """Every example of every page, one case for each page as a whole; ids (`str`) are unique."""
    root = os.fspath(rules_dir)
    return tuple(_told_apart([one for page in _pages(root) for one in examples_of(root, page)]))


def rules_of(root: str) -> Iterator[Rule]:
    """The rule of every page that can be read."""
    for page in _pages(root):
        try:
            yield read_rule(page, _text(root, page), foreign=True)
        except RuleError:
            continue


def _pages(root: str) -> Iterator[str]:
    for family in sorted(one.name for one in os.scandir(root) if one.is_dir() and one.name[0] not in "._"):
        for file in sorted(os.listdir(os.path.join(root, family))):
            if file.endswith(".md"):
                yield f"{family}/{file}"


def _text(root: str, page: str) -> str:
    with open(os.path.join(root, page), encoding="utf-8") as file:
        return file.read()


def examples_of(root: str, page: str) -> list[Example]:
    """The page as a whole, then its examples in order."""
    whole = Example("page", "", page, 1, root, None)
    text = _text(root, page)
    try:
        rule = read_rule(page, text, foreign=True)
        found = [one._replace(page=page, root=root, rule=rule) for one in parse(text)]
    except (RuleError, ExampleError) as error:
        return [whole._replace(fault=f"{page}: {error}" if isinstance(error, ExampleError) else str(error))]
    return [whole._replace(rule=rule), *found]


def _told_apart(found: list[Example]) -> Iterator[Example]:
    seen: dict[str, int] = {}
    for example in found:
        name = str(example)
        seen[name] = seen.get(name, 0) + 1
        yield example._replace(title=f"{example.title} {seen[name]}".strip()) if seen[name] > 1 else example


def parse(text: str) -> tuple[Example, ...]:
    """The examples of a page: `## Bad` and `## Good` with their `###` parts; raises ExampleError."""
    found: list[Example] = []
    section: Example | None = None
    current: Example | None = None
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        fence = _FENCE.match(line)
        if fence:
            body = _body(fence[1], lines, number)
            if current is not None and "title" in (attributes := _attributes(fence[3], number)):
                current = current._replace(files=(*current.files, _file(fence[2], attributes, body, number)))
        elif line.startswith("## "):
            found += [current] if current and current.files else []
            section = current = _section(line[3:], number)
        elif line.startswith("### ") and section is not None:
            found += [current] if current and current.files else []
            current = _part(section, line[4:], number)
    found += [current] if current and current.files else []
    return tuple(found)


def _body(fence: str, lines: Iterator[tuple[int, str]], start: int) -> list[str]:
    body: list[str] = []
    for _, line in lines:
        closing = line.rstrip()
        if closing and set(closing) == {fence[0]} and len(closing) >= len(fence):
            return body
        body.append(line)
    raise ExampleError(f"line {start}: the block is not closed")


def _section(heading: str, line: int) -> Example | None:
    first = re.match(r"\w+", heading)
    kind = first[0].lower() if first else ""
    return _part(Example(kind, "", "", line, "", None), heading[len(kind) :], line) if kind in SECTIONS else None


def _part(section: Example, heading: str, line: int) -> Example:
    """An example below a section: the words of its heading say how it is run and what it expects."""
    words = re.findall(r"[\w-]+", heading)
    in_brackets = re.findall(r"\(([\w-]+)\)", heading)
    declared = [one for one in _OUTCOMES if one in in_brackets or (one == "not-applicable" and one in words)]
    title = re.sub(r"[(`]*\b(detect|not-applicable)\b[)`]*|\((unknown|partial)\)", "", heading)
    return section._replace(
        title=" ".join(title.split()).strip(" :,;–-") or section.title,  # noqa: RUF001 - dashes of headings
        line=line,
        files=(),
        detect=section.detect or "detect" in words,
        expected=declared[0].replace("-", "_") if declared else section.expected,
    )


def _attributes(text: str, line: int) -> dict[str, str]:
    found = {name: one or two or bare for name, one, two, bare in _ATTRIBUTE.findall(text)}
    unknown = sorted(set(found) - _ATTRIBUTES)
    if unknown and "title" in found:
        raise ExampleError(f"line {line}: unknown attribute {unknown[0]!r} of a block")
    return found


def _file(language: str, attributes: dict[str, str], body: list[str], line: int) -> ExampleFile:
    path = attributes["title"]
    marked = _numbers(attributes.get("hl_lines", ""), line)
    if language == "ipynb" or (language != "json" and path.endswith(".ipynb")):
        data, places = notebook(body)
    else:
        data = "".join(f"{one}\n" for one in body).encode()
        places = [(None, number) for number in range(1, max(len(body), 1) + 1)]
    if marked and max(marked) > len(places):
        raise ExampleError(f"line {line}: hl_lines marks line {max(marked)} of {len(body)}")
    size = max(_bytes(attributes["size"], line) if "size" in attributes else 0, len(data))
    chosen = frozenset(place for number in marked if (place := places[number - 1]) is not None)
    return ExampleFile(path, data, size, "untracked" not in attributes, chosen)


def _numbers(text: str, line: int) -> set[int]:
    numbers: set[int] = set()
    for part in text.replace(",", " ").split():
        found = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if not found:
            raise ExampleError(f"line {line}: hl_lines: {part!r} is neither a line nor a range")
        numbers.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return numbers


def _bytes(text: str, line: int) -> int:
    found = _SIZE.fullmatch(text)
    if not found:
        raise ExampleError(f"line {line}: size: {text!r} is not like 6MB")
    return int(found[1]) * _UNITS[found[2]]
