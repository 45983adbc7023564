"""The walk over expressions: each is visited once, its calls are recorded, and its value comes back as a reference.

This is the hottest code of a scan. Hence what looks repetitive: plain names are looked up where they are met instead
of being dispatched, fields that are read together are read from the node's `__dict__`, and rows of numbers go straight
into flat lists.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from mlready.facts.python_code import (
    ABSENT,
    BINDING_KINDS,
    BLOCK_KINDS,
    CHOICE,
    CONSTANT,
    FSTRING,
    ITEM,
    MAPPING,
    NAME,
    NOTHING,
    OPERATION,
    QUALIFIED,
    SEQUENCE,
    TEXT,
    TEXT_USES,
    UNKNOWN,
    Constant,
)
from mlready.facts.python_scope import MODULE, Attributes, Frame, ModuleNames, Names, Texts

LONGEST_TEXT: Final = 65_536
LONGEST_PATH: Final = 4096
LARGEST_NUMBER: Final = 1 << 1024
FILE_OR_HOST: Final = re.compile(r"\.\w{1,10}$|^\w+:|^~|localhost")

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
PASSED_OVER: Final = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)

_FALLBACKS: Final = frozenset({BLOCK_KINDS.index("else"), BLOCK_KINDS.index("except")})
_WALRUS: Final = BINDING_KINDS.index("walrus")
_HEAD: Final = TEXT_USES.index("head")
_TAIL: Final = TEXT_USES.index("tail")

Visitor = Callable[[Any], Any]


def _kinds_of(base: type[ast.AST]) -> list[type[ast.AST]]:
    return [kind for child in base.__subclasses__() for kind in (child, *_kinds_of(child))]


NODE_KINDS: Final = _kinds_of(ast.AST)


class Expressions:
    """Visits expressions of one file. `visit[type(node)](node)` gives the reference of a node's value."""

    __slots__ = (
        "attributes",
        "awaited",
        "bindings",
        "block",
        "block_kinds",
        "called",
        "calls",
        "compares",
        "constants",
        "discarded",
        "elements",
        "frame",
        "literals",
        "locals",
        "module_names",
        "names",
        "paths",
        "pieces",
        "qualified",
        "stores",
        "texts",
        "used",
        "values",
        "visit",
    )

    def __init__(self) -> None:
        self.texts = Texts({"": 0})
        self.constants: list[Constant] = []
        self.values = [UNKNOWN, 0, 0, UNKNOWN, 0, 0]
        self.attributes = Attributes(self.values, self.texts)
        self.literals: dict[type, dict[Any, int]] = {
            str: {},
            int: {},
            float: {},
            bool: {},
            bytes: {},
            complex: {},
            type(None): {},
            type(...): {},
        }
        self.paths: set[str] = set()
        self.calls: list[int] = []
        self.bindings: list[int] = []
        self.stores: list[int] = []
        self.compares: list[int] = []
        self.pieces: list[int] = []
        self.discarded: list[int] = []
        self.awaited: list[int] = []
        self.block = 0
        self.block_kinds = [0]
        self.names: dict[str, int] = Names(NAME, self.values, self.texts)
        self.locals = Names(NAME, self.values, self.texts)
        self.elements = Names(NAME, self.values, self.texts)
        self.qualified = Names(QUALIFIED, self.values, self.texts)
        self.module_names = ModuleNames()
        self.frame = Frame(0, MODULE, "", None, self.names)
        self.called: dict[int, None] = {}
        self.used: dict[int, None] = {}
        self.visit: dict[type[ast.AST], Visitor] = dict.fromkeys(NODE_KINDS, self.other)
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
        if hasattr(ast, "TemplateStr"):
            self.visit[ast.TemplateStr] = self.fstring
            self.visit[vars(ast)["Interpolation"]] = self.formatted

    def put(self, *entry: int) -> int:
        """Add an entry to the value table."""
        values = self.values
        reference = len(values) << 1
        values += entry
        return reference

    def unknown(self, kind: str, parts: Sequence[int] = ()) -> int:
        """An unknown value with the values inside it."""
        values = self.values
        reference = len(values) << 1
        values += (UNKNOWN, self.texts[kind], len(parts))
        values += parts
        return reference

    def name(self, node: ast.Name) -> int:
        reference = self.names[node.id]
        self.used[reference] = None
        return reference

    def attribute(self, node: ast.Attribute) -> int:
        value = node.value
        kind = type(value)
        if kind is ast.Name:
            base = self.names[value.id]  # type: ignore[attr-defined]
        elif kind is ast.Attribute:
            base = self.chain(value)  # type: ignore[arg-type]
        else:
            base = self.visit[kind](value)
        reference = self.attributes[base, node.attr]
        self.used[reference] = None
        return reference

    def chain(self, node: ast.Attribute) -> int:
        """The value of an attribute that does not count as used: more follows, or it is called."""
        value = node.value
        kind = type(value)
        if kind is ast.Name:
            return self.attributes[self.names[value.id], node.attr]  # type: ignore[attr-defined]
        if kind is ast.Attribute:
            return self.attributes[self.chain(value), node.attr]  # type: ignore[arg-type]
        return self.attributes[self.visit[kind](value), node.attr]

    def constant(self, node: ast.Constant) -> int:
        value = node.value
        reference = self.literals[type(value)].get(value)
        return self.literal(node, value) if reference is None else reference

    def literal(self, node: ast.Constant, value: Any) -> int:
        """The reference of a literal not met before, or of a text that looks like a path: it has its own everywhere."""
        kind = type(value)
        if kind is not str:
            return self.number(value)
        if len(value) > LONGEST_TEXT:
            reference = self.literals[str][value] = self.unknown("text")
            return reference
        values = self.values
        reference = len(values) << 1
        values += (TEXT, self.texts[value])
        if self.is_path(value):
            self.piece(node, value, 0, reference)
        else:
            self.literals[str][value] = reference
        return reference

    def number(self, value: Any) -> int:
        """The reference of a literal that is no text."""
        kind = type(value)
        known = self.literals[kind]
        reference = known.get(value)
        if reference is not None:
            return reference
        if kind in {bytes, complex, type(...)} or (kind is int and abs(value) >= LARGEST_NUMBER):
            reference = self.unknown("bytes" if kind is bytes else "ellipsis" if value is ... else "number")
        else:
            reference = self.put(CONSTANT, len(self.constants))
            self.constants.append(value)
        known[value] = reference
        return reference

    def is_path(self, value: str) -> bool:
        """Whether a text may be a path, an address or a template."""
        if value in self.paths:
            return True
        if len(value) <= LONGEST_PATH and (
            "/" in value or "\\" in value or "{" in value or FILE_OR_HOST.search(value) is not None
        ):
            self.paths.add(value)
            return True
        return False

    def piece(self, node: ast.expr, value: str, use: int, reference: int) -> None:
        """Record a text that may be a path."""
        self.pieces += (self.texts[value], use, reference, self.block, *span(node))

    def call(self, node: ast.Call) -> int:
        visit = self.visit
        fields = node.__dict__
        function = fields["func"]
        kind = type(function)
        if kind is ast.Attribute:
            value = function.value
            kind = type(value)
            if kind is ast.Name:
                reference = self.attributes[self.names[value.id], function.attr]
            elif kind is ast.Attribute:
                reference = self.attributes[self.chain(value), function.attr]
            else:
                reference = self.attributes[visit[kind](value), function.attr]
        elif kind is ast.Name:
            reference = self.names[function.id]
        else:
            reference = visit[kind](function)
        self.called[reference] = None
        arguments = fields["args"]
        keywords = fields["keywords"]
        row = [
            reference,
            self.block,
            fields["lineno"],
            fields["col_offset"],
            fields["end_lineno"],
            fields["end_col_offset"],
            len(arguments),
            len(keywords),
        ]
        for value in arguments:
            kind = type(value)
            if kind is ast.Name:
                reference = self.names[value.id]
                self.used[reference] = None
            else:
                reference = visit[kind](value)
            row.append(reference)
        if keywords:
            texts = self.texts
            for keyword in keywords:
                value = keyword.value
                kind = type(value)
                if kind is ast.Name:
                    reference = self.names[value.id]
                    self.used[reference] = None
                else:
                    reference = visit[kind](value)
                row.append(texts[keyword.arg or ""])
                row.append(reference)
        calls = self.calls
        reference = (len(calls) << 1) | 1
        calls += row
        return reference

    def binary(self, node: ast.BinOp) -> int:
        """`a + b + c` is one operation of three operands; the left spine is followed without recursion."""
        visit = self.visit
        left = node.left
        if type(left) is ast.BinOp:
            return self.spine(node)
        operator = self.texts[OPERATORS[type(node.op)]]
        first = visit[type(left)](left)
        right = node.right
        second = visit[type(right)](right)
        values = self.values
        reference = len(values) << 1
        values += (OPERATION, operator, 2, first, second)
        return reference

    def spine(self, node: ast.BinOp) -> int:
        """The value of a chain of operations."""
        visit = self.visit
        left: ast.expr = node
        spine: list[ast.BinOp] = []
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
        if type(node.op) is ast.USub and type(operand) is ast.Constant:
            value = operand.value
            if type(value) in {int, float} and value:
                return self.number(-value)  # type: ignore[operator]
        return self.put(OPERATION, self.texts[OPERATORS[type(node.op)]], 1, self.visit[type(operand)](operand))

    def compare(self, node: ast.Compare) -> int:
        visit = self.visit
        fields = node.__dict__
        left = fields["left"]
        first = visit[type(left)](left)
        parts = [first]
        for operator, value in zip(fields["ops"], fields["comparators"], strict=True):
            second = visit[type(value)](value)
            self.compares += (
                first,
                self.texts[OPERATORS[type(operator)]],
                second,
                self.block,
                fields["lineno"],
                fields["col_offset"],
                fields["end_lineno"],
                fields["end_col_offset"],
            )
            parts.append(second)
            first = second
        return self.unknown("compare", parts)

    def subscript(self, node: ast.Subscript) -> int:
        visit = self.visit
        value = node.value
        base = visit[type(value)](value)
        value = node.slice
        key = visit[type(value)](value)
        values = self.values
        reference = len(values) << 1
        values += (ITEM, base, key)
        return reference

    def slice(self, node: ast.Slice) -> int:
        visit = self.visit
        parts = [visit[type(one)](one) for one in (node.lower, node.upper, node.step) if one is not None]
        return self.unknown("slice", parts)

    def sequence(self, node: ast.Tuple | ast.List | ast.Set) -> int:
        visit = self.visit
        items = [visit[type(one)](one) for one in node.elts]
        values = self.values
        reference = len(values) << 1
        values += (SEQUENCE, self.texts[type(node).__name__.lower()], len(items))
        values += items
        return reference

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
            self.awaited.append(reference)
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
            self.hide_targets(generator.target, hidden)
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

    def hide_targets(self, target: ast.expr, hidden: list[tuple[str, int | None]]) -> None:
        """Give the names of a comprehension's target references of their own."""
        if isinstance(target, ast.Name):
            name = target.id
            hidden.append((name, self.names.get(name)))
            self.names[name] = self.elements[name]
        elif isinstance(target, ast.Tuple | ast.List):
            for one in target.elts:
                self.hide_targets(one, hidden)
        elif isinstance(target, ast.Starred):
            self.hide_targets(target.value, hidden)
        else:
            self.visit[type(target)](target)

    def bind(self, target: ast.expr, value: int, kind: int, place: ast.AST) -> None:
        """Record what an assignment target gets; `place` is what the span covers."""
        if isinstance(target, ast.Name):
            self.bind_name(target.id, value)
            self.bindings += (self.texts[target.id] << 1, value, kind, self.block, *span(place))
        elif isinstance(target, ast.Attribute):
            self.bind_attribute(target, self.attribute(target), value, kind, place)
        elif isinstance(target, ast.Subscript):
            visit = self.visit
            base = visit[type(target.value)](target.value)
            key = visit[type(target.slice)](target.slice)
            self.stores += (base, key, value, self.block, *span(place))
        elif isinstance(target, ast.Tuple | ast.List):
            certain = True
            for index, one in enumerate(target.elts):
                if isinstance(one, ast.Starred):
                    certain = False
                    self.bind(one.value, self.unknown("starred", (value,)), kind, place)
                else:
                    key = self.number(index) if certain else NOTHING
                    self.bind(one, self.put(ITEM, value, key), kind, place)
        else:
            self.visit[type(target)](target)

    def bind_attribute(self, target: ast.Attribute, reference: int, value: int, kind: int, place: ast.AST) -> None:
        """Record that an attribute gets a value; one of the instance is then no method of its class."""
        frame = self.frame
        owner = frame.owner
        if owner is not None and isinstance(target.value, ast.Name) and target.value.id == frame.receiver:
            owner.attributes[target.attr] = None
        self.bindings += (reference | 1, value, kind, self.block, *span(place))

    def bind_name(self, name: str, value: int = NOTHING) -> None:
        """From here on the name is a variable of the current scope."""
        frame = self.frame
        if frame.kind == MODULE:
            self.module_names.assign(name, value, fallback=self.is_fallback(value))
            return
        reference = self.locals[name]
        if frame.names.get(name) == reference:
            return
        if frame.outer is not None and name in frame.outer:
            if frame.outer[name]:
                self.module_names.assign(name, NOTHING, fallback=False)
        elif frame.imported is None or name not in frame.imported or not self.is_fallback(value):
            self.hide(name, reference)

    def hide(self, name: str, reference: int) -> None:
        """Give a name another meaning until the current scope ends."""
        frame = self.frame
        if name not in frame.hidden:
            frame.hidden[name] = frame.names.get(name)
        frame.names[name] = reference

    def is_fallback(self, value: int) -> bool:
        """Whether a value is what a name gets where its import failed."""
        return self.block_kinds[self.block] in _FALLBACKS or value == self.literals[type(None)].get(None)

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


def span(node: Any) -> tuple[int, int, int, int]:
    """Line, column in bytes from 0, end line and end column of a node."""
    fields = node.__dict__
    return fields["lineno"], fields["col_offset"], fields["end_lineno"], fields["end_col_offset"]
