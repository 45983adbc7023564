"""The walk over expressions: each is visited once, its calls are recorded, and its value comes back as a reference."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from mlready.facts.python_code import (
    ABSENT,
    BINDING_KINDS,
    CHOICE,
    CONSTANT,
    FSTRING,
    ITEM,
    MAPPING,
    NAME,
    NOTHING,
    OPERATION,
    SEQUENCE,
    TEXT,
    TEXT_USES,
    UNKNOWN,
    Constant,
    Row,
)
from mlready.facts.python_scope import Attributes, Frame, Names, Texts

LONGEST_TEXT: Final = 65_536
LONGEST_PATH: Final = 4096
LARGEST_NUMBER: Final = 1 << 1024
PATH_LIKE: Final = re.compile(r"[/\\{]|^~|\.\w{1,10}$|^\w+:|localhost")

OPERATORS: Final[dict[type[ast.AST], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.MatMult: "@",
    ast.Div: "/",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.BitAnd: "&",
    ast.FloorDiv: "//",
    ast.And: "and",
    ast.Or: "or",
    ast.Invert: "~",
    ast.Not: "not",
    ast.UAdd: "+",
    ast.USub: "-",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}

_ASSIGN: Final = BINDING_KINDS.index("assign")
_WALRUS: Final = BINDING_KINDS.index("walrus")
_HEAD: Final = TEXT_USES.index("head")
_TAIL: Final = TEXT_USES.index("tail")


class Expressions:
    """Visits expressions of one file. `visit[type(node)](node)` gives the reference of a node's value."""

    def __init__(self) -> None:
        self.texts = Texts({"": 0})
        self.constants: list[Constant] = []
        self.values: list[tuple[int, ...]] = [(UNKNOWN, 0, 0), (UNKNOWN, 0, 0)]
        self.attributes = Attributes(self.values, self.texts)
        self.plain: dict[str, int] = {}
        self.paths: set[str] = set()
        self.numbers: dict[tuple[type, Any], int] = {}
        self.calls: list[Row] = []
        self.bindings: list[Row] = []
        self.stores: list[Row] = []
        self.compares: list[Row] = []
        self.pieces: list[Row] = []
        self.discarded: list[int] = []
        self.awaited: list[int] = []
        self.block = 0
        self.names = Names(self.values, self.texts)
        self.frame = Frame(0, "module", "", None, self.names)
        self.bound = self.frame.bound
        self.called: dict[int, None] = {}
        self.used: dict[int, None] = {}
        self.inner: list[tuple[int, str, Frame]] = []
        self.visit: dict[type[ast.AST], Callable[[Any], Any]] = Visitors(self.other)
        self.visit.update(
            {
                ast.Name: self.name,
                ast.Constant: self.constant,
                ast.Attribute: self.attribute,
                ast.Call: self.call,
                ast.BinOp: self.binary,
                ast.Subscript: self.subscript,
                ast.Compare: self.compare,
                ast.Tuple: self.sequence,
                ast.List: self.sequence,
                ast.Set: self.sequence,
                ast.UnaryOp: self.unary,
                ast.BoolOp: self.boolean,
                ast.JoinedStr: self.fstring,
                ast.Slice: self.slice,
                ast.Dict: self.mapping,
                ast.IfExp: self.choice,
                ast.ListComp: self.comprehension,
                ast.SetComp: self.comprehension,
                ast.GeneratorExp: self.comprehension,
                ast.DictComp: self.comprehension,
                ast.Lambda: self.function_expression,
                ast.Starred: self.starred,
                ast.Await: self.await_,
                ast.Yield: self.yield_,
                ast.YieldFrom: self.yield_,
                ast.NamedExpr: self.walrus,
                ast.FormattedValue: self.formatted,
            }
        )
        for name in ("TemplateStr", "Interpolation"):
            if hasattr(ast, name):
                self.visit[getattr(ast, name)] = self.fstring if name == "TemplateStr" else self.formatted

    def put(self, *entry: int) -> int:
        """Add an entry to the value table."""
        self.values.append(entry)
        return (len(self.values) << 1) - 2

    def unknown(self, kind: str, parts: Sequence[int] = ()) -> int:
        """An unknown value with the values inside it."""
        self.values.append((UNKNOWN, self.texts[kind], len(parts), *parts))
        return (len(self.values) << 1) - 2

    def name(self, node: ast.Name) -> int:
        reference = self.names[node.id]
        self.used[reference] = None
        return reference

    def attribute(self, node: ast.Attribute) -> int:
        reference = self.chain(node)
        self.used[reference] = None
        return reference

    def chain(self, node: ast.Attribute) -> int:
        """The value of an attribute; what stands before the dot does not count as used."""
        value = node.value
        kind = type(value)
        if kind is ast.Name:
            base = self.names[value.id]  # type: ignore[attr-defined]
        elif kind is ast.Attribute:
            base = self.chain(value)  # type: ignore[arg-type]
        else:
            base = self.visit[kind](value)
        return self.attributes[base, node.attr]

    def constant(self, node: ast.Constant) -> int:
        value = node.value
        if type(value) is str:
            reference = self.plain.get(value)
            return self.text(node, value) if reference is None else reference
        key = (type(value), value)
        reference = self.numbers.get(key)
        return self.number(key) if reference is None else reference

    def number(self, key: tuple[type, Any]) -> int:
        """The reference of a constant that is no text."""
        kind, value = key
        if kind in (bytes, complex, type(...)) or (kind is int and value >= LARGEST_NUMBER):
            reference = self.unknown("bytes" if kind is bytes else "number" if kind in (int, complex) else "ellipsis")
        else:
            reference = self.put(CONSTANT, len(self.constants))
            self.constants.append(value)
        self.numbers[key] = reference
        return reference

    def text(self, node: ast.Constant, value: str) -> int:
        """The reference of a text; one that looks like a path has its own at every place."""
        if len(value) > LONGEST_TEXT:
            reference = self.plain[value] = self.unknown("text")
            return reference
        reference = self.put(TEXT, self.texts[value])
        if self.is_path(value):
            self.piece(node, value, 0, reference)
        else:
            self.plain[value] = reference
        return reference

    def is_path(self, value: str) -> bool:
        """Whether a text may be a path, an address or a template."""
        if value in self.paths:
            return True
        if len(value) <= LONGEST_PATH and PATH_LIKE.search(value) is not None:
            self.paths.add(value)
            return True
        return False

    def piece(self, node: ast.expr, value: str, use: int, reference: int) -> None:
        """Record a text that may be a path."""
        self.pieces.append(
            (
                self.texts[value],
                use,
                reference,
                self.block,
                node.lineno,
                node.col_offset,
                node.end_lineno or 0,
                node.end_col_offset or 0,
            )
        )

    def call(self, node: ast.Call) -> int:
        visit = self.visit
        function = node.func
        kind = type(function)
        if kind is ast.Attribute:
            reference = self.chain(function)  # type: ignore[arg-type]
        elif kind is ast.Name:
            reference = self.names[function.id]  # type: ignore[attr-defined]
        else:
            reference = visit[kind](function)
        self.called[reference] = None
        arguments = node.args
        keywords = node.keywords
        row = [
            reference,
            self.block,
            node.lineno,
            node.col_offset,
            node.end_lineno,
            node.end_col_offset,
            len(arguments),
            len(keywords),
        ]
        for argument in arguments:
            row.append(visit[type(argument)](argument))
        if keywords:
            texts = self.texts
            for keyword in keywords:
                value = keyword.value
                row.append(texts[keyword.arg or ""])
                row.append(visit[type(value)](value))
        calls = self.calls
        calls.append(row)  # type: ignore[arg-type]
        return (len(calls) << 1) - 1

    def binary(self, node: ast.BinOp) -> int:
        """`a + b + c` is one operation of three operands; the left spine is followed without recursion."""
        visit = self.visit
        left = node.left
        spine = [node]
        while type(left) is ast.BinOp:
            spine.append(left)
            left = left.left
        operator = OPERATORS[type(spine[-1].op)]
        operands = [visit[type(left)](left)]
        for one in reversed(spine):
            written = OPERATORS[type(one.op)]
            if written is not operator:
                operands = [self.put(OPERATION, self.texts[operator], len(operands), *operands)]
                operator = written
            operands.append(visit[type(one.right)](one.right))
        return self.put(OPERATION, self.texts[operator], len(operands), *operands)

    def boolean(self, node: ast.BoolOp) -> int:
        visit = self.visit
        operands = [visit[type(value)](value) for value in node.values]
        return self.put(OPERATION, self.texts[OPERATORS[type(node.op)]], len(operands), *operands)

    def unary(self, node: ast.UnaryOp) -> int:
        operand = node.operand
        if type(node.op) is ast.USub and type(operand) is ast.Constant and type(operand.value) in (int, float):
            key = (type(operand.value), -operand.value)  # type: ignore[operator]
            if operand.value and operand.value < LARGEST_NUMBER:  # type: ignore[operator]
                reference = self.numbers.get(key)
                return self.number(key) if reference is None else reference
        return self.put(OPERATION, self.texts[OPERATORS[type(node.op)]], 1, self.visit[type(operand)](operand))

    def compare(self, node: ast.Compare) -> int:
        visit = self.visit
        left = visit[type(node.left)](node.left)
        parts = [left]
        for operator, value in zip(node.ops, node.comparators, strict=True):
            right = visit[type(value)](value)
            self.compares.append(
                (
                    left,
                    self.texts[OPERATORS[type(operator)]],
                    right,
                    self.block,
                    node.lineno,
                    node.col_offset,
                    node.end_lineno or 0,
                    node.end_col_offset or 0,
                )
            )
            parts.append(right)
            left = right
        return self.unknown("compare", parts)

    def subscript(self, node: ast.Subscript) -> int:
        visit = self.visit
        value = visit[type(node.value)](node.value)
        self.values.append((ITEM, value, visit[type(node.slice)](node.slice)))
        return (len(self.values) << 1) - 2

    def slice(self, node: ast.Slice) -> int:
        visit = self.visit
        parts = [visit[type(one)](one) for one in (node.lower, node.upper, node.step) if one is not None]
        return self.unknown("slice", parts)

    def sequence(self, node: ast.Tuple | ast.List | ast.Set) -> int:
        visit = self.visit
        items = [visit[type(one)](one) for one in node.elts]
        return self.put(SEQUENCE, self.texts[type(node).__name__.lower()], len(items), *items)

    def mapping(self, node: ast.Dict) -> int:
        visit = self.visit
        items: list[int] = []
        opened = 0
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                visit[type(value)](value)
                opened = 1
            else:
                items.append(visit[type(key)](key))
                items.append(visit[type(value)](value))
        return self.put(MAPPING, opened, len(items), *items)

    def fstring(self, node: ast.JoinedStr) -> int:
        parts: list[int] = []
        texts: list[tuple[ast.Constant, int]] = []
        start = ""
        for index, part in enumerate(node.values):
            if type(part) is ast.Constant:
                if index == 0:
                    start = str(part.value)
                if self.is_path(str(part.value)):
                    texts.append((part, _TAIL if index else _HEAD))
            else:
                parts.append(self.visit[type(part)](part))
        reference = self.put(FSTRING, self.texts[start], len(parts), *parts)
        for piece, use in texts:
            self.piece(piece, str(piece.value), use, reference)
        return reference

    def formatted(self, node: ast.FormattedValue) -> int:
        reference: int = self.visit[type(node.value)](node.value)
        if node.format_spec is not None:
            for part in getattr(node.format_spec, "values", ()):
                if type(part) is not ast.Constant:
                    self.visit[type(part)](part)
        return reference

    def choice(self, node: ast.IfExp) -> int:
        visit = self.visit
        visit[type(node.test)](node.test)
        options = (visit[type(node.body)](node.body), visit[type(node.orelse)](node.orelse))
        return self.put(CHOICE, 2, *options)

    def starred(self, node: ast.Starred) -> int:
        return self.unknown("starred", (self.visit[type(node.value)](node.value),))

    def await_(self, node: ast.Await) -> int:
        reference: int = self.visit[type(node.value)](node.value)
        if reference & 1:
            self.awaited.append(reference >> 1)
        return reference

    def yield_(self, node: ast.Yield | ast.YieldFrom) -> int:
        if node.value is None:
            return self.unknown("yield")
        return self.unknown("yield", (self.visit[type(node.value)](node.value),))

    def walrus(self, node: ast.NamedExpr) -> int:
        reference: int = self.visit[type(node.value)](node.value)
        self.bind(node.target, reference, _WALRUS, node)
        return reference

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> int:
        """Its targets are names of its own: no outer name of the same spelling is meant by them."""
        visit = self.visit
        names = self.names
        hidden: list[tuple[str, int | None]] = []
        parts: list[int] = []
        for generator in node.generators:
            parts.append(visit[type(generator.iter)](generator.iter))
            self.hide(generator.target, hidden)
            for test in generator.ifs:
                visit[type(test)](test)
        elements = (node.key, node.value) if type(node) is ast.DictComp else (node.elt,)  # type: ignore[union-attr]
        results = [visit[type(element)](element) for element in elements]
        for name, reference in reversed(hidden):
            if reference is None:
                del names[name]
            else:
                names[name] = reference
        return self.unknown("comprehension", [*results, *parts])

    def hide(self, target: ast.expr, hidden: list[tuple[str, int | None]]) -> None:
        """Give the names of a comprehension's target references of their own."""
        if isinstance(target, ast.Name):
            name = target.id
            hidden.append((name, self.names.get(name)))
            reference = self.put(NAME, self.texts[name])
            self.names[name] = reference
            self.inner.append((reference, name, self.frame))
        elif isinstance(target, ast.Tuple | ast.List):
            for one in target.elts:
                self.hide(one, hidden)
        elif isinstance(target, ast.Starred):
            self.hide(target.value, hidden)
        else:
            self.visit[type(target)](target)

    def bind(self, target: ast.expr, value: int, kind: int, place: ast.AST) -> None:
        """Record what an assignment target gets; `place` is what the span covers."""
        if isinstance(target, ast.Name):
            self.bound.add(target.id)
            self.bind_to(self.texts[target.id] << 1, value, kind, place)
        elif isinstance(target, ast.Attribute):
            self.bind_attribute(target, self.attribute(target), value, kind, place)
        elif isinstance(target, ast.Subscript):
            visit = self.visit
            base = visit[type(target.value)](target.value)
            key = visit[type(target.slice)](target.slice)
            self.stores.append((base, key, value, self.block, *span(place)))
        elif isinstance(target, ast.Tuple | ast.List):
            certain = True
            for index, one in enumerate(target.elts):
                if isinstance(one, ast.Starred):
                    certain = False
                    self.bind(one.value, self.unknown("starred", (value,)), kind, place)
                else:
                    key = self.number_of(index) if certain else NOTHING
                    self.bind(one, self.put(ITEM, value, key), kind, place)
        else:
            self.visit[type(target)](target)

    def bind_attribute(self, target: ast.Attribute, reference: int, value: int, kind: int, place: ast.AST) -> None:
        """Record that an attribute gets a value."""
        if isinstance(target.value, ast.Name):
            self.note_attribute(target.value.id, target.attr)
        self.bind_to(reference | 1, value, kind, place)

    def bind_to(self, target: int, value: int, kind: int, place: ast.AST) -> None:
        """Record a binding; `target` is twice a text's number, or the reference of an attribute made odd."""
        self.bindings.append((target, value, kind, self.block, *span(place)))

    def number_of(self, value: int) -> int:
        """The reference of a whole number."""
        key = (int, value)
        reference = self.numbers.get(key)
        return self.number(key) if reference is None else reference

    def note_attribute(self, name: str, attribute: str) -> None:
        """Remember that a class assigns an attribute of its instances, which is then no method."""
        frame: Frame | None = self.frame
        while frame is not None:
            if frame.receiver == name:
                owner = frame.method_class()
                if owner is not None:
                    owner.attributes.add(attribute)
                return
            frame = frame.parent

    def annotation(self, node: ast.expr) -> int:
        """The reference of a plain name as annotation, else absent; the calls inside it are visited."""
        kind = type(node)
        if kind is ast.Name:
            return self.names[node.id]  # type: ignore[attr-defined]
        if kind is ast.Attribute:
            return self.chain(node)  # type: ignore[arg-type]
        self.seek(node)
        return ABSENT

    def seek(self, node: ast.expr) -> None:
        """Visit the calls inside an annotation and nothing else."""
        while isinstance(node, ast.Attribute):
            node = node.value
        kind = type(node)
        if kind is ast.Name or kind is ast.Constant:
            return
        if isinstance(node, ast.Subscript):
            self.seek(node.value)
            self.seek(node.slice)
        elif isinstance(node, ast.Tuple | ast.List):
            for one in node.elts:
                self.seek(one)
        elif isinstance(node, ast.BinOp):
            self.seek(node.left)
            self.seek(node.right)
        else:
            self.visit[kind](node)

    def function_expression(self, node: ast.Lambda) -> int:
        raise NotImplementedError

    def other(self, node: ast.AST) -> int:
        """A kind of node this walk does not know: its children are visited."""
        visit = self.visit
        parts = [
            visit[type(child)](child) for child in ast.iter_child_nodes(node) if not isinstance(child, PASSED_OVER)
        ]
        return self.unknown("", [part for part in parts if isinstance(part, int)])


class Visitors(dict[type[ast.AST], Callable[[Any], Any]]):
    """Visiting method by node type, with one for every type unknown to it."""

    def __init__(self, other: Callable[[Any], Any]) -> None:
        self._other = other

    def __missing__(self, kind: type[ast.AST]) -> Callable[[Any], Any]:
        return self._other


PASSED_OVER: Final = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)


def span(node: Any) -> tuple[int, int, int, int]:
    """Line, column in bytes from 0, end line and end column of a node."""
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
