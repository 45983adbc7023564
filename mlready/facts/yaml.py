"""YAML as nodes with places: every scalar stays text, nothing is built, and every bomb is bounded.

One pass over the parser's events builds the nodes, so nothing recurses and no limit can be overrun before it is seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 5_000_000
MAX_NODES = 500_000
MAX_DEPTH = 200
MAX_PLAIN = 200_000
"""Values that `Node.to_plain` gives out at most, each use of an alias counted; the rest is None."""

MERGE = "<<"
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

Plain: TypeAlias = "str | dict[str, Plain] | list[Plain] | None"


class Node(NamedTuple):
    """A mapping (pairs of nodes), a list (nodes) or a scalar (its text); lines and columns count from 1.

    An alias is the very node it names, with the place of its anchor. Nodes compare by identity.
    `style` of a scalar is "" (plain), "'", '"', "|" or ">"; `tag` is "" where none is written.
    """

    kind: str
    value: Any
    line: int
    column: int
    end_line: int
    tag: str = ""
    style: str = ""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<Node {self.kind} {self.line}:{self.column}>"

    @property
    def plain(self) -> bool:
        """Whether this is a scalar without quotes or block style."""
        return self.kind == "scalar" and not self.style

    @property
    def text(self) -> str | None:
        """The text of a scalar, None of anything else."""
        return self.value if self.kind == "scalar" else None

    @property
    def null(self) -> bool:
        """Whether this is a plain scalar that YAML reads as null, the empty one included."""
        return self.plain and self.value in NULLS

    @property
    def truth(self) -> bool | None:
        """The truth value of a plain scalar (true, yes, on, false, no, off), None of anything else."""
        return TRUTHS.get(self.value.lower()) if self.plain else None

    def get(self, key: str) -> Node | None:
        """The value of a key of a mapping: the last one written, else the one merged in by `<<`."""
        for node in _merged(self):
            for name, value in reversed(node.value):
                if name.kind == "scalar" and name.value == key:
                    return value  # type: ignore[no-any-return]
        return None

    def items(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a mapping in order, duplicates included, then those merged in by `<<`, once."""
        for key, value in self.pairs():
            yield key.value, value

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """What `items` gives, with the nodes of the keys."""
        seen: set[str] = set()
        for node in _merged(self):
            names = []
            for key, value in node.value:
                if key.kind != "scalar" or key.value in seen or _is_merge(key):
                    continue
                names.append(key.value)
                yield key, value
            seen.update(names)

    def at(self, *keys: str | int) -> Node | None:
        """The node under these keys and list positions, None where one is missing."""
        node: Node | None = self
        for key in keys:
            if node is None:
                return None
            if isinstance(key, str):
                node = node.get(key)
            else:
                items = node.list()
                node = items[key] if -len(items) <= key < len(items) else None
        return node

    def list(self) -> tuple[Node, ...]:
        """The items of a list, nothing of anything else."""
        return self.value if self.kind == "list" else ()

    def several(self) -> tuple[Node, ...]:
        """The items of a list, the node itself where it is anything else but null."""
        if self.kind == "list":
            return self.list()
        return () if self.null else (self,)

    def texts(self) -> tuple[str, ...]:
        """The texts of the scalars among `several`."""
        return tuple(node.value for node in self.several() if node.kind == "scalar")

    def walk(self) -> Iterator[Node]:
        """The node itself and all nodes below it, keys included, each once, in the order of the text."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            if node.kind == "list":
                stack.extend(reversed(node.value))
            elif node.kind == "map":
                for key, value in reversed(node.value):
                    stack += (value, key)

    def to_plain(self) -> Plain:
        """Dicts, lists and texts; null scalars are None, and so is everything past `MAX_PLAIN` values."""
        return _plain(self, [MAX_PLAIN])


class YamlFile(NamedTuple):
    """The documents of a file as far as they could be read; `error` is the first thing that went wrong, with its line.

    `templated`: the file is a template (Helm, Jinja, Terraform) and no YAML before it is rendered; its control lines were
    blanked, its expressions kept as text.
    """

    documents: tuple[Node, ...]
    error: str | None = None
    templated: bool = False


def documents(data: bytes) -> YamlFile:
    """The documents of a YAML file, never raising: what cannot be read is an error text."""
    if len(data) > MAX_BYTES:
        return YamlFile((), f"larger than {MAX_BYTES} bytes")
    try:
        text = _decode(data)
    except UnicodeError:
        return YamlFile((), "not UTF-8 text")
    found = _read(text, {})
    if (found.error is None and not found.templated) or not _may_be_template(text):
        return YamlFile(found.documents, found.error)
    lenient = _read(*_mask(text))
    if lenient.error is None:
        return YamlFile(lenient.documents, None, templated=True)
    return YamlFile(found.documents, found.error, templated=_TEMPLATE.search(text) is not None)


def _decode(data: bytes) -> str:
    text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    for separator in ("\x85", "\u2028", "\u2029"):  # line breaks to YAML 1.1, to no editor and no other fact
        if separator in text:
            text = text.replace(separator, " ")
    return text


def _is_merge(key: Node) -> bool:
    return key.value == MERGE and key.plain


def _merged(node: Node) -> Iterator[Node]:
    """A mapping and those merged into it, nearest first, each once."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        current = stack.pop()
        if current.kind != "map" or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        for key, value in current.value:
            if key.kind == "scalar" and _is_merge(key):
                stack.extend(reversed(value.several()))


def _plain(node: Node, budget: list[int]) -> Plain:
    budget[0] -= 1
    if budget[0] < 0 or node.null:
        return None
    if node.kind == "scalar":
        return node.value  # type: ignore[no-any-return]
    if node.kind == "map":
        found: dict[str, Plain] = {}
        for key, value in node.items():
            if budget[0] <= 0:
                break
            found[key] = _plain(value, budget)
        return found
    items: list[Plain] = []
    for item in node.value:
        if budget[0] <= 0:
            break
        items.append(_plain(item, budget))
    return items


class _Open:
    """A collection whose end has not been seen yet; `height` is that of its highest child."""

    __slots__ = ("anchor", "children", "column", "end_line", "flow", "height", "kind", "line", "tag")

    def __init__(self, kind: str, event: Any) -> None:
        self.kind = kind
        self.children: list[Node] = []
        self.line = self.end_line = event.start_mark.line + 1
        self.column = event.start_mark.column + 1
        self.tag = event.tag or ""
        self.anchor = event.anchor
        self.flow = bool(event.flow_style)
        self.height = 0

    def close(self, event: Any) -> Node:
        if self.flow:
            self.end_line = event.end_mark.line + 1
        value: tuple[Any, ...] = tuple(self.children)
        if self.kind == "map":
            value = tuple(zip(value[::2], value[1::2], strict=True))
        return Node(self.kind, value, self.line, self.column, self.end_line, self.tag)


class _Stop(Exception):  # noqa: N818  a limit, not a fault of ours
    """A limit was met; its text says which."""


class _Builder:
    """Turns events into nodes without recursion."""

    def __init__(self, text: str, expressions: dict[str, str]) -> None:
        self.text = text
        self.expressions = expressions
        self.documents: list[Node] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0
        self.error: str | None = None
        self.template_like = False

    def place(self, node: Node, height: int, line: int) -> None:
        """Add a node of this height that ends on this line to the collection that is open, or as a document."""
        self.count += 1
        if self.count > MAX_NODES:
            raise _Stop(f"line {line}: more than {MAX_NODES} nodes")
        if len(self.stack) + height > MAX_DEPTH:
            raise _Stop(f"line {line}: nested deeper than {MAX_DEPTH}")
        if not self.stack:
            self.documents.append(node)
            return
        parent = self.stack[-1]
        parent.children.append(node)
        parent.height = max(parent.height, height)
        parent.end_line = max(parent.end_line, line)

    def open(self, kind: str, event: Any) -> None:
        opened = _Open(kind, event)
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(f"line {opened.line}: nested deeper than {MAX_DEPTH}")
        if kind == "map" and self.stack and opened.flow:  # `{{ name }}` is a mapping as the key of a mapping
            parent = self.stack[-1]
            self.template_like |= parent.kind == "map" and parent.flow and len(parent.children) % 2 == 0
        if opened.anchor:
            self.anchors.pop(opened.anchor, None)
        self.stack.append(opened)

    def close(self, event: Any) -> None:
        opened = self.stack.pop()
        node = opened.close(event)
        if opened.anchor:
            self.anchors[opened.anchor] = (node, opened.height + 1)
        self.place(node, opened.height + 1, node.end_line)

    def scalar(self, event: Any) -> None:
        start = event.start_mark
        style = event.style or ""
        end_line = event.end_mark.line + 1
        if style in ("|", ">"):
            end_line = start.line + 1 + self.text[start.index : event.end_mark.index].rstrip().count("\n")
        value = event.value
        if self.expressions:
            value = _STAND_IN.sub(lambda match: self.expressions.get(match[0], match[0]), value)
        node = Node("scalar", value, start.line + 1, start.column + 1, end_line, event.tag or "", style)
        if event.anchor:
            self.anchors[event.anchor] = (node, 0)
        self.place(node, 0, end_line)

    def alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        found = self.anchors.get(event.anchor)
        if found is not None:
            self.place(*found, line)
            return
        self.error = self.error or f"line {line}: the alias *{event.anchor} names nothing before it"
        self.place(Node("scalar", f"*{event.anchor}", line, event.start_mark.column + 1, line), 0, line)


def _read(text: str, expressions: dict[str, str]) -> YamlFile:
    """The documents of a text; `templated` here says that it reads like a template."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, expressions)
    try:
        _feed(builder, loader(text), yaml)
    except _Stop as stop:
        builder.error = builder.error or str(stop)
    except yaml.MarkedYAMLError as error:
        builder.error = builder.error or _described(error)
    except yaml.YAMLError as error:
        builder.error = builder.error or str(error).split(" in ", 1)[0]
    except (ValueError, LookupError, OverflowError, RecursionError, MemoryError) as error:
        builder.error = builder.error or f"not YAML ({type(error).__name__})"
    return YamlFile(tuple(builder.documents), builder.error, builder.template_like)


def _feed(builder: _Builder, parser: Any, yaml: Any) -> None:
    scalar, alias, start = yaml.ScalarEvent, yaml.AliasEvent, yaml.DocumentStartEvent
    opening = {yaml.MappingStartEvent: "map", yaml.SequenceStartEvent: "list"}
    closing = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    while (event := parser.get_event()) is not None:
        kind = type(event)
        if kind is scalar:
            builder.scalar(event)
        elif kind in opening:
            builder.open(opening[kind], event)
        elif kind in closing:
            builder.close(event)
        elif kind is alias:
            builder.alias(event)
        elif kind is start:
            builder.anchors.clear()
        elif kind is yaml.StreamEndEvent:
            return


def _described(error: Any) -> str:
    mark = error.problem_mark or error.context_mark
    problem = " ".join(str(error.problem or error.context or "not YAML").split())
    return problem if mark is None else f"line {mark.line + 1}: {problem}"


# Templates: Helm and Go, Jinja, Terraform. An expression is replaced by private-use characters of the same length and put
# back in the scalars; control code and lines that hold nothing else are blanked, so that every line stays where it was.

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}", "${": "}", "%{": "}"}
_OPENING = re.compile(r"\$\{\{|\{\{|\{%|(?<!\$)\{#|\$\{|%\{")
_CONTROL = re.compile(r"\{[%#]|%\{|\{\{-?\s*(/\*|(if|else|end|range|with|define|block|break|continue)\b|\$?\w*\s*:=)")
_LITERAL = re.compile(r"\{\{-?[ \t]*([`\"])")
_TEMPLATE = re.compile(r"(?<!\$)\{\{|\{%|%\{")
_STAND_IN = re.compile("\ue000[\ue100-\uf0a0]{2}\ue001*")
_FIRST, _FILL, _CODE, _DIGITS, _BASE = "\ue000", "\ue001", "\ue002", 0xE100, 4000
_LEADING_CODE = re.compile("([ \t]*)\ue002[\ue002 \t]*")
_NOT_BREAK = re.compile(r"[^\r\n]")
_LONGEST_LITERAL = 1000


def _may_be_template(text: str) -> bool:
    return _TEMPLATE.search(text) is not None or "${" in text


def _mask(text: str) -> tuple[str, dict[str, str]]:
    """The text with its template code masked, and what the stand-ins stand for."""
    parts: list[str] = []
    expressions: dict[str, str] = {}
    position = 0
    for start, end, literal in _expressions(text):
        parts.append(text[position:start])
        if literal is not None and _alone(text, start, end):
            parts.append(literal.ljust(end - start))
        elif _CONTROL.match(text, start) and (start == position or _outside(text, start, end)):
            parts.append(_NOT_BREAK.sub(_CODE, text[start:end]))
        else:
            parts.append(_stand_in(text[start:end], literal, expressions))
        position = end
    parts.append(text[position:])
    lines = "".join(parts).split("\n")
    return "\n".join(_without_code(line) for line in lines), expressions


def _expressions(text: str) -> Iterator[tuple[int, int, str | None]]:
    """The stretches of template code, in one pass, with the text that a literal such as {{"{{"}} stands for."""
    closing: dict[str, int] = {}
    position = 0
    while (match := _OPENING.search(text, position)) is not None:
        opening = match[0].lstrip("$") if match[0] == "${{" else match[0]
        start, position = match.end() - len(opening), match.end()
        literal = _literal(text, start)
        if literal is not None:
            position = literal[1]
        end = closing.get(opening, 0)
        if 0 <= end < position:
            end = closing[opening] = text.find(_CLOSING[opening], position)
        if end >= 0:
            position = end + len(_CLOSING[opening])
            yield start, position, literal and literal[0]


def _literal(text: str, start: int) -> tuple[str, int] | None:
    """The quoted text that is all of this piece of code, and where its quotes end."""
    match = _LITERAL.match(text, start)
    if match is None:
        return None
    end = text.find(match[1], match.end(), match.end() + _LONGEST_LITERAL)
    if end < 0 or not text[end + 1 : end + 8].lstrip(" -").startswith("}}"):
        return None
    return text[match.end() : end], end + 1


def _outside(text: str, start: int, end: int) -> bool:
    """Whether this code stands before or behind a value, not inside it."""
    return text[start - 1 : start].isspace() or text[end : end + 1] in ("", "\r", "\n")


def _alone(text: str, start: int, end: int) -> bool:
    earliest = max(0, start - _LONGEST_LITERAL)
    before = text[max(text.rfind("\n", earliest, start) + 1, earliest) : start]
    return not before.strip() and text[end : end + 1] in ("", "\r", "\n")


def _stand_in(code: str, literal: str | None, expressions: dict[str, str]) -> str:
    if "\n" in code or len(code) <= 2 or len(expressions) >= _BASE * _BASE:
        return _NOT_BREAK.sub(" ", code)
    high, low = divmod(len(expressions), _BASE)
    mark = f"{_FIRST}{chr(_DIGITS + high)}{chr(_DIGITS + low)}".ljust(len(code), _FILL)
    expressions[mark] = code if literal is None else literal
    return mark


def _without_code(line: str) -> str:
    """The line without control code: what follows it moves to its place, as when it is rendered."""
    if _FIRST in line and not _STAND_IN.sub("", line).strip():
        return " " * len(line)
    if _CODE in line:
        leading = _LEADING_CODE.match(line)
        if leading is not None:
            line = (leading[1] + line[leading.end() :]).ljust(len(line))
        line = line.replace(_CODE, " ")
    return line
