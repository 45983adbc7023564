"""Terraform and other HCL: blocks with their attributes; expressions stay text, and an error costs only its block."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_SECONDS = 2
"""CPU time of one parse at most."""

_CHUNK = 65_536

MAX_BYTES = 2_000_000
MAX_DEPTH = 100
"""Brackets at most, one in another; this bounds the parser's work on templates in templates too."""

_BRACKET = re.compile(rb"[\[({]|[\])}]")
_HEAD = re.compile(rb'^[A-Za-z_][\w-]*(?:[ \t]+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*[ \t]*\{', re.MULTILINE)
_COMMENT = re.compile(rb'"(?:[^"\\\n]|\\.)*"?|(?:#|//)[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_REFERENCE = re.compile(r"(?<![\w-])[A-Za-z_][\w-]*(?:\.(?:[A-Za-z_][\w-]*|\d+|\*)|\[[^\[\]\n]{0,200}\])+")
_EMBEDDED = re.compile(r"[$%]\{([^{}]*)\}")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


class Value(NamedTuple):
    """What an attribute is set to.

    `kind` is string, number, bool, null, list, object or expression. `text` is the text of a string, a number or truth
    value as written, the source of an expression, and empty for lists and objects, which have `items` and `entries`.
    `literal`: nothing in it has to be computed.
    """

    kind: str
    text: str
    literal: bool
    line: int
    end_line: int
    items: tuple[Value, ...] = ()
    entries: tuple[tuple[str, Value], ...] = ()

    @property
    def truth(self) -> bool | None:
        """The truth value of `true` and `false`, quoted or not; None of anything else."""
        return {"true": True, "false": False}.get(self.text) if self.kind in ("bool", "string") else None

    @property
    def references(self) -> tuple[str, ...]:
        """What the value refers to (`aws_s3_bucket.models.id`, `var.name`), in the order of the text."""
        if self.literal:
            return ()
        if self.kind in ("list", "object"):
            parts = [*self.items, *(value for _, value in self.entries)]
            return tuple(dict.fromkeys(name for part in parts for name in part.references))
        embedded = " ".join(one[1] for one in _EMBEDDED.finditer(self.text))
        outside = "" if self.text.startswith("<<") else _QUOTED.sub(" ", self.text)
        return tuple(dict.fromkeys(one[0] for one in _REFERENCE.finditer(f"{outside} {embedded}")))

    def get(self, key: str) -> Value | None:
        """The last entry of this key of an object."""
        return next((value for name, value in reversed(self.entries) if name == key), None)


class Block(NamedTuple):
    """A block such as `resource "aws_s3_bucket" "models"`: its type, labels, lines, attributes and the blocks inside it."""

    type: str
    labels: tuple[str, ...]
    line: int
    end_line: int
    attributes: dict[str, Value]
    blocks: tuple[Block, ...] = ()

    @property
    def address(self) -> str:
        """How Terraform names the block: `aws_s3_bucket.models`, `module.x`, `data.aws_ami.y`."""
        return ".".join(self.labels if self.type == "resource" else (self.type, *self.labels))

    def get(self, *path: str) -> Value | None:
        """An attribute, or one of an inner block (the first of each type) or of an object along the path."""
        value = self.attributes.get(path[0])
        if value is not None:
            for key in path[1:]:
                value = None if value is None else value.get(key)
            return value
        return next(
            (found for one in self.inner(path[0]) if path[1:] and (found := one.get(*path[1:])) is not None), None
        )

    def inner(self, *types: str) -> Iterator[Block]:
        """The blocks inside of these types, those that a `dynamic` block makes included."""
        for block in self.blocks:
            if block.type in types:
                yield block
            elif block.type == "dynamic" and block.labels[:1] and block.labels[0] in types:
                yield from (one for one in block.blocks if one.type == "content")

    def walk(self) -> Iterator[Block]:
        """The block itself and all blocks inside it."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield block
            waiting.extend(reversed(block.blocks))


class Hcl(NamedTuple):
    """The blocks and, in a `.tfvars` file, the attributes of a file; `error` is the first thing that could not be read."""

    blocks: tuple[Block, ...] = ()
    attributes: Mapping[str, Value] = {}
    error: str | None = None

    def of_type(self, type_: str, *first_labels: str) -> Iterator[Block]:
        """Blocks of a type (`resource`), and with one of these first labels where any is given."""
        for block in self.blocks:
            if block.type == type_ and (not first_labels or (block.labels[:1] and block.labels[0] in first_labels)):
                yield block

    def resources(self, *types: str) -> Iterator[Block]:
        """Resources of these types."""
        return self.of_type("resource", *types)


def read(data: bytes) -> Hcl:
    """The blocks of an HCL file, never raising; a block with a syntax error is left out and named in `error`."""
    if len(data) > MAX_BYTES:
        return Hcl(error=f"larger than {MAX_BYTES} bytes")
    source = data.removeprefix(b"\xef\xbb\xbf")
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return Hcl(error="not UTF-8 text")
    line = _too_deep(source)
    if line:
        return Hcl(error=f"line {line}: nested deeper than {MAX_DEPTH}")
    reader = _Reader()
    root = _root(source)
    if root is None:
        return Hcl(error=f"not parsed within {MAX_SECONDS} seconds")
    if not root.has_error:
        reader.take(root, 0)
    else:
        reader.error = f"line {_error_line(root)}: a syntax error"
        _by_block(_COMMENT.sub(_blank_comment, source), reader)
    return Hcl(tuple(reader.blocks), reader.attributes, reader.error)


@cache
def _parser() -> Any:
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))


def _root(source: bytes) -> Any:
    """The root of the tree, None where the parser's search for a way around errors takes too long (it can be quadratic)."""
    start = process_time()
    parser = _parser()
    try:
        tree = parser.parse(
            lambda offset, _point: source[offset : offset + _CHUNK],
            progress_callback=lambda _offset, _error: process_time() - start > MAX_SECONDS,
        )
    except ValueError:
        parser.reset()
        return None
    return tree.root_node


def _by_block(source: bytes, reader: _Reader) -> None:
    """Read what stands between two heads of blocks at the start of a line on its own, so that an error stays there."""
    starts = [match.start() for match in _HEAD.finditer(source)]
    line = 0
    for start, end in zip([0, *starts], [*starts, len(source)], strict=True):
        root = _root(source[start:end])
        if root is not None and not root.has_error:
            reader.take(root, line)
        line += source.count(b"\n", start, end)


def _blank_comment(match: re.Match[bytes]) -> bytes:
    """Nothing but the line ends of a block comment, which may hold heads of blocks; anything else as it is."""
    return b"\n" * match[0].count(b"\n") if match[0].startswith(b"/*") else match[0]


def _too_deep(source: bytes) -> int:
    """The line on which brackets nest deeper than allowed, 0 where none does."""
    depth = 0
    for match in _BRACKET.finditer(source):
        depth = depth + 1 if match[0] in b"[({" else max(0, depth - 1)
        if depth > MAX_DEPTH:
            return source.count(b"\n", 0, match.start()) + 1
    return 0


def _error_line(node: Any) -> int:
    """The line of the first node that the parser could not make sense of."""
    while node.type != "ERROR" and not node.is_missing:
        inner = next((one for one in node.children if one.has_error or one.is_missing), None)
        if inner is None:
            break
        node = inner
    return int(node.start_point.row) + 1


class _Reader:
    """Collects blocks and attributes of trees without errors, which start on a line of the file counted from 0."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.attributes: dict[str, Value] = {}
        self.error: str | None = None
        self.line = 0

    def take(self, root: Any, line: int) -> None:
        self.line = line + 1
        for child in root.children:
            if child.type == "body":
                attributes, blocks = self._body(child)
                self.attributes.update(attributes)
                self.blocks.extend(blocks)
            elif child.type == "object":  # a file of variables may be one object
                self.attributes.update(self._entries(child))

    def _body(self, node: Any) -> tuple[dict[str, Value], tuple[Block, ...]]:
        attributes: dict[str, Value] = {}
        blocks: list[Block] = []
        for child in node.named_children:
            if child.type == "block":
                blocks.append(self._block(child))
            elif child.type == "attribute":
                name, *values = [one for one in child.named_children if one.type in ("identifier", "expression")]
                if values:
                    value = self._value(values[0])
                    attributes[_text(name)] = value._replace(line=child.start_point.row + self.line)
        return attributes, tuple(blocks)

    def _block(self, node: Any) -> Block:
        names: list[str] = []
        attributes: dict[str, Value] = {}
        blocks: tuple[Block, ...] = ()
        for child in node.named_children:
            if child.type == "identifier":
                names.append(_text(child))
            elif child.type == "string_lit":
                names.append(_unescaped(_text(child)[1:-1]))
            elif child.type == "body":
                attributes, blocks = self._body(child)
        line, end_line = node.start_point.row + self.line, node.end_point.row + self.line
        return Block(names[0] if names else "", tuple(names[1:]), line, end_line, attributes, blocks)

    def _value(self, node: Any) -> Value:
        """The value of an expression; one that is only a bracket around another is that other."""
        inner = [one for one in node.named_children if one.type != "comment"]
        only = inner[0] if len(inner) == 1 else None
        if only is not None and only.type == "expression":
            return self._value(only)
        line, end_line = node.start_point.row + self.line, node.end_point.row + self.line
        if only is not None and only.type == "collection_value" and only.named_children:
            return self._collection(only.named_children[0], line, end_line)
        text = _text(node)
        found = None if only is None else _literal(only)
        if found is None and _NUMBER.fullmatch(text):
            found = ("number", text)
        if found is None:
            return Value("expression", text, False, line, end_line)
        return Value(found[0], found[1], True, line, end_line)

    def _collection(self, node: Any, line: int, end_line: int) -> Value:
        if node.type == "object":
            entries = tuple(self._entries(node))
            literal = all(value.literal for _, value in entries)
            return Value("object", "", literal, line, end_line, entries=entries)
        if node.type == "tuple":
            items = tuple(self._value(one) for one in node.named_children if one.type == "expression")
            return Value("list", "", all(one.literal for one in items), line, end_line, items=items)
        return Value("expression", _text(node), False, line, end_line)

    def _entries(self, node: Any) -> Iterator[tuple[str, Value]]:
        for element in node.named_children:
            key, value = element.child_by_field_name("key"), element.child_by_field_name("val")
            if element.type == "object_elem" and key is not None and value is not None:
                yield self._value(key).text, self._value(value)._replace(line=element.start_point.row + self.line)


def _text(node: Any) -> str:
    return str(node.text.decode("utf-8", "replace"))


def _literal(node: Any) -> tuple[str, str] | None:
    """Kind and text of a literal, None of what has to be computed."""
    text = _text(node)
    if node.type == "literal_value" and node.named_children:
        kind = node.named_children[0].type
        if kind == "string_lit":
            return "string", _unescaped(text[1:-1])
        return {"numeric_lit": "number", "bool_lit": "bool", "null_lit": "null"}.get(kind, "string"), text
    if node.type == "template_expr" and node.named_children:
        return _template(node.named_children[0])
    return None


def _template(node: Any) -> tuple[str, str] | None:
    """The text of a heredoc or quoted text that nothing is put into."""
    parts = [one for one in node.named_children if one.type.startswith("template_")]
    if any(one.type != "template_literal" for one in parts):
        return None
    text = _text(node)
    if node.type != "heredoc_template":
        return "string", _unescaped(text.strip('"'))
    body = "".join(text.splitlines(keepends=True)[1:-1])
    return "string", textwrap.dedent(body) if text.startswith("<<-") else body


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            number = int(code, 16)
            return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else match[0]
        return f"{match[4]}{{" if match[4] else _ESCAPED.get(match[3], match[3])

    return _ESCAPE.sub(one, text) if "\\" in text or "${" in text or "%{" in text else text
