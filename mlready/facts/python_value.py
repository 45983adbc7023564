"""The walk over expressions: each is visited once, its calls are recorded, and its value comes back as a reference.

This is the hottest code of a scan. Hence what looks repetitive: plain names are looked up where they are met instead
of being dispatched, fields that are read together are read from the node's `__dict__`, and rows of numbers go straight
into flat lists.
"""

from __future__ import annotations

import ast
import re
from ast import Attribute, BinOp, Constant, Name, Starred
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

from mlready.facts.python_code import (
    ABSENT,
    ATTRIBUTE,
    BINDING_KINDS,
    BLOCK_KINDS,
    CHOICE,
    COMMON_TEXTS,
    CONSTANT,
    FIRST_VALUES,
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
    Scalar,
)
from mlready.facts.python_scope import CLASS, MODULE, Frame, ModuleNames

LONGEST_TEXT: Final = 65_536
LONGEST_PATH: Final = 4096
LARGEST_NUMBER: Final = 1 << 1024
FILE_OR_HOST: Final = re.compile(r"\.\w{1,10}$|^\w+:|^~")

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
OPERATOR_TEXTS: Final = {kind: COMMON_TEXTS[written] for kind, written in OPERATORS.items()}
SEQUENCE_TEXTS: Final = {ast.Tuple: COMMON_TEXTS["tuple"], ast.List: COMMON_TEXTS["list"], ast.Set: COMMON_TEXTS["set"]}
LITERAL_KINDS: Final = (str, int, float, bool, bytes, complex, type(None), type(...))
SPAN: Final = itemgetter("lineno", "col_offset", "end_lineno", "end_col_offset")
PASSED_OVER: Final = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)

_FALLBACKS: Final = frozenset({BLOCK_KINDS.index("else"), BLOCK_KINDS.index("except")})
_WALRUS: Final = BINDING_KINDS.index("walrus")
_HEAD: Final = TEXT_USES.index("head")
_TAIL: Final = TEXT_USES.index("tail")

VISIT: Final[dict[type[ast.AST], Callable[[Any, Any], Any]]] = {}
"""The method that visits a node of each type; of an expression it gives the reference of its value."""


class Expressions:
    """Visits expressions of one file."""

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
        "file_names",
        "frame",
        "literals",
        "module_names",
        "names",
        "paths",
        "pieces",
        "qualified",
        "stores",
        "texts",
        "used",
        "values",
        "variables",
    )

    def __init__(self) -> None:
        self.texts = COMMON_TEXTS.copy()
        self.constants: list[Scalar] = []
        self.values = [*FIRST_VALUES]
        self.attributes: dict[tuple[int, str], int] = {}
        self.literals: dict[type, dict[Any, int]] = {kind: {} for kind in LITERAL_KINDS}
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
        self.file_names: dict[str, int] = {}
        self.names = self.file_names
        self.variables: dict[str, int] = {}
        self.elements: dict[str, int] = {}
        self.qualified: dict[str, int] = {}
        self.module_names = ModuleNames()
        self.frame = Frame(0, MODULE, "", None, self.names)
        self.called = self.frame.called
        self.used = self.frame.used

    def number_of(self, text: str) -> int:
        """The number of a text."""
        return self.texts.setdefault(text, len(self.texts))

    def look_up(self, name: str) -> int:
        """The reference of a name not met before in the current scope."""
        reference = None
        frame = self.frame.parent
        while frame is not None and reference is None:
            if frame.kind != CLASS:
                reference = frame.names.get(name)
            frame = frame.parent
        if reference is None:
            values = self.values
            texts = self.texts
            self.file_names[name] = reference = len(values) << 1
            values += (NAME, texts.setdefault(name, len(texts)))
        self.names[name] = reference
        return reference

    def variable(self, name: str) -> int:
        """The reference of a name as a variable of a function or class, or as what is assigned to."""
        reference = self.variables.get(name)
        if reference is None:
            values = self.values
            texts = self.texts
            self.variables[name] = reference = len(values) << 1
            values += (NAME, texts.setdefault(name, len(texts)))
        return reference

    def resolved(self, name: str) -> int:
        """The reference of a resolved name."""
        reference = self.qualified.get(name)
        if reference is None:
            self.qualified[name] = reference = self.put(QUALIFIED, self.number_of(name))
        return reference

    def member(self, key: tuple[int, str]) -> int:
        """The reference of an attribute not met before: what stands before the dot, and its name."""
        values = self.values
        texts = self.texts
        self.attributes[key] = reference = len(values) << 1
        values += (ATTRIBUTE, key[0], texts.setdefault(key[1], len(texts)))
        return reference

    def put(self, *entry: int) -> int:
        """Add an entry to the value table."""
        values = self.values
        reference = len(values) << 1
        values += entry
        return reference

    def compose(self, kind: int, word: int, parts: list[int]) -> int:
        """Add a value made of others: an entry of kind, word, count and parts."""
        values = self.values
        reference = len(values) << 1
        values += (kind, word, len(parts))
        values += parts
        return reference

    def unknown(self, kind: str, parts: Sequence[int] = ()) -> int:
        """An unknown value with the values inside it; `kind` is one of the common texts."""
        values = self.values
        reference = len(values) << 1
        values += (UNKNOWN, COMMON_TEXTS[kind], len(parts))
        if parts:
            values += parts
        return reference

    def name(self, node: ast.Name) -> int:
        reference = self.names.get(node.id)
        if reference is None:
            reference = self.look_up(node.id)
        self.used[reference] = None
        return reference

    def attribute(self, node: ast.Attribute) -> int:
        reference = self.chain(node)
        self.used[reference] = None
        return reference

    def chain(self, node: ast.Attribute) -> int:
        """The value of an attribute that does not count as used: more follows, or it is called."""
        value = node.value
        kind = type(value)
        if kind is Name:
            name = value.id  # type: ignore[attr-defined]
            base = self.names.get(name)
            if base is None:
                base = self.look_up(name)
        elif kind is Attribute:
            base = self.chain(value)  # type: ignore[arg-type]
        else:
            base = VISIT[kind](self, value)
        key = (base, node.attr)
        reference = self.attributes.get(key)
        return self.member(key) if reference is None else reference

    def constant(self, node: ast.Constant) -> int:
        value = node.value
        reference = self.literals[type(value)].get(value)
        return self.literal(node, value) if reference is None else reference

    def literal(self, node: ast.Constant, value: Any) -> int:
        """The reference of a literal not met before, or of a text that looks like a path: it has its own everywhere."""
        if type(value) is not str:
            return self.number(value)
        if len(value) > LONGEST_TEXT:
            reference = self.literals[str][value] = self.unknown("text")
            return reference
        values = self.values
        texts = self.texts
        reference = len(values) << 1
        values += (TEXT, texts.setdefault(value, len(texts)))
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
        if value.isidentifier():
            return value == "localhost"
        if value in self.paths:
            return True
        if len(value) > LONGEST_PATH:
            return False
        if "/" in value or "\\" in value or "{" in value:
            self.paths.add(value)
            return True
        if ("." in value or ":" in value or "~" in value) and FILE_OR_HOST.search(value) is not None:
            self.paths.add(value)
            return True
        return False

    def piece(self, node: ast.expr, value: str, use: int, reference: int) -> None:
        """Record a text that may be a path."""
        self.pieces += (self.number_of(value), use, reference, self.block, *span(node))

    def call(self, node: ast.Call) -> int:
        fields = node.__dict__
        function = fields["func"]
        kind = type(function)
        if kind is Attribute:
            reference = self.chain(function)
        elif kind is Name:
            known = self.names.get(function.id)
            reference = self.look_up(function.id) if known is None else known
        else:
            reference = VISIT[kind](self, function)
        self.called[reference] = None
        row: list[int] = []
        arguments = fields["args"]
        for value in arguments:
            row.append(VISIT[type(value)](self, value))
        keywords = fields["keywords"]
        if keywords:
            texts = self.texts
            for keyword in keywords:
                name = keyword.arg or ""
                value = keyword.value
                row.append(texts.setdefault(name, len(texts)))
                row.append(VISIT[type(value)](self, value))
        calls = self.calls
        place = len(calls)
        calls += (
            reference,
            self.block,
            fields["lineno"],
            fields["col_offset"],
            fields["end_lineno"],
            fields["end_col_offset"],
            len(arguments),
            len(keywords),
        )
        if row:
            calls += row
        return (place << 1) | 1

    def binary(self, node: ast.BinOp) -> int:
        """`a + b + c` is one operation of three operands; the left spine is followed without recursion."""
        fields = node.__dict__
        left = fields["left"]
        if type(left) is BinOp:
            return self.spine(node)
        first = VISIT[type(left)](self, left)
        right = fields["right"]
        second = VISIT[type(right)](self, right)
        values = self.values
        reference = len(values) << 1
        values += (OPERATION, OPERATOR_TEXTS[type(fields["op"])], 2, first, second)
        return reference

    def spine(self, node: ast.BinOp) -> int:
        """The value of a chain of operations."""
        left: ast.expr = node
        spine: list[ast.BinOp] = []
        while type(left) is BinOp:
            spine.append(left)
            left = left.left
        operator = OPERATORS[type(spine[-1].op)]
        operands = [VISIT[type(left)](self, left)]
        for one in reversed(spine):
            written = OPERATORS[type(one.op)]
            if written is not operator:
                operands = [self.compose(OPERATION, COMMON_TEXTS[operator], operands)]
                operator = written
            operands.append(VISIT[type(one.right)](self, one.right))
        return self.compose(OPERATION, COMMON_TEXTS[operator], operands)

    def boolean(self, node: ast.BoolOp) -> int:
        operands = []
        for value in node.values:
            operands.append(VISIT[type(value)](self, value))
        return self.compose(OPERATION, OPERATOR_TEXTS[type(node.op)], operands)

    def unary(self, node: ast.UnaryOp) -> int:
        operand = node.operand
        if type(node.op) is ast.USub and type(operand) is Constant:
            value = operand.value
            if type(value) in {int, float} and value:
                return self.number(-value)  # type: ignore[operator]
        return self.put(OPERATION, OPERATOR_TEXTS[type(node.op)], 1, VISIT[type(operand)](self, operand))

    def compare(self, node: ast.Compare) -> int:
        fields = node.__dict__
        left = fields["left"]
        first = VISIT[type(left)](self, left)
        parts = [first]
        operators = iter(fields["ops"])
        for value in fields["comparators"]:
            second = VISIT[type(value)](self, value)
            self.compares += (
                first,
                OPERATOR_TEXTS[type(next(operators))],
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
        value = node.value
        base = VISIT[type(value)](self, value)
        value = node.slice
        key = VISIT[type(value)](self, value)
        values = self.values
        reference = len(values) << 1
        values += (ITEM, base, key)
        return reference

    def slice(self, node: ast.Slice) -> int:
        parts = []
        for one in (node.lower, node.upper, node.step):
            if one is not None:
                parts.append(VISIT[type(one)](self, one))
        return self.unknown("slice", parts)

    def sequence(self, node: ast.Tuple | ast.List | ast.Set) -> int:
        items = []
        for one in node.elts:
            items.append(VISIT[type(one)](self, one))
        return self.compose(SEQUENCE, SEQUENCE_TEXTS[type(node)], items)

    def mapping(self, node: ast.Dict) -> int:
        items: list[int] = []
        opened = 0
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                VISIT[type(value)](self, value)
                opened = 1
            else:
                items.append(VISIT[type(key)](self, key))
                items.append(VISIT[type(value)](self, value))
        return self.compose(MAPPING, opened, items)

    def fstring(self, node: ast.JoinedStr) -> int:
        parts: list[int] = []
        texts: list[tuple[str, int]] = []
        start = ""
        use = _HEAD
        for part in node.values:
            if type(part) is Constant:
                text = str(part.value)
                if use == _HEAD:
                    start = text
                if self.is_path(text):
                    texts.append((text, use))
            else:
                parts.append(VISIT[type(part)](self, part))
            use = _TAIL
        reference = self.compose(FSTRING, self.number_of(start), parts)
        for text, use in texts:
            self.piece(node, text, use, reference)  # Python before 3.12 knows no place of a part
        return reference

    def formatted(self, node: ast.FormattedValue) -> int:
        reference: int = VISIT[type(node.value)](self, node.value)
        if node.format_spec is not None:
            for part in getattr(node.format_spec, "values", ()):
                if type(part) is not ast.Constant:
                    VISIT[type(part)](self, part)
        return reference

    def choice(self, node: ast.IfExp) -> int:
        VISIT[type(node.test)](self, node.test)
        options = (VISIT[type(node.body)](self, node.body), VISIT[type(node.orelse)](self, node.orelse))
        return self.put(CHOICE, 2, *options)

    def starred(self, node: ast.Starred) -> int:
        return self.unknown("starred", (VISIT[type(node.value)](self, node.value),))

    def await_(self, node: ast.Await) -> int:
        reference: int = VISIT[type(node.value)](self, node.value)
        if reference & 1:
            self.awaited.append(reference)
        return reference

    def yield_(self, node: ast.Yield | ast.YieldFrom) -> int:
        if node.value is None:
            return self.unknown("yield")
        return self.unknown("yield", (VISIT[type(node.value)](self, node.value),))

    def walrus(self, node: ast.NamedExpr) -> int:
        reference: int = VISIT[type(node.value)](self, node.value)
        self.bind(node.target, reference, _WALRUS, node.__dict__)
        return reference

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> int:
        """Its targets are names of its own: no outer name of the same spelling is meant by them."""
        names = self.names
        hidden: list[tuple[str, int | None]] = []
        parts: list[int] = []
        for generator in node.generators:
            parts.append(VISIT[type(generator.iter)](self, generator.iter))
            self.hide_targets(generator.target, hidden)
            for test in generator.ifs:
                VISIT[type(test)](self, test)
        elements: tuple[ast.expr, ...]
        if type(node) is ast.DictComp:
            elements = (node.key, node.value)
            self.frame.keyed = True
        else:
            elements = (node.elt,)  # type: ignore[union-attr]
        results = [VISIT[type(element)](self, element) for element in elements]
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
            reference = self.elements.get(name)
            if reference is None:
                self.elements[name] = reference = self.put(NAME, self.number_of(name))
            self.names[name] = reference
        elif isinstance(target, ast.Tuple | ast.List):
            for one in target.elts:
                self.hide_targets(one, hidden)
        elif isinstance(target, ast.Starred):
            self.hide_targets(target.value, hidden)
        else:
            VISIT[type(target)](self, target)

    def bind(self, target: ast.expr, value: int, kind: int, place: dict[str, Any]) -> None:
        """Record what an assignment target gets."""
        form = type(target)
        if form is Name:
            name: str = target.id  # type: ignore[attr-defined]
            reference = self.variables.get(name)
            if reference is None or self.names.get(name) != reference:
                reference = self.bind_name(name, value)
            self.bindings += (
                reference,
                value,
                kind,
                self.block,
                place["lineno"],
                place["col_offset"],
                place["end_lineno"],
                place["end_col_offset"],
            )
        elif form is Attribute:
            self.bind_attribute(target, self.attribute(target), value, kind, place)  # type: ignore[arg-type]
        elif isinstance(target, ast.Subscript):
            base = VISIT[type(target.value)](self, target.value)
            key = VISIT[type(target.slice)](self, target.slice)
            self.stores += (base, key, value, self.block, *SPAN(place))
        elif isinstance(target, ast.Tuple | ast.List):
            self.bind_items(target.elts, value, kind, place)
        else:
            VISIT[form](self, target)

    def bind_items(self, targets: Sequence[ast.expr], value: int, kind: int, place: dict[str, Any]) -> None:
        """Record what the parts of a tuple target get."""
        certain = True
        values = self.values
        for index, one in enumerate(targets):
            if type(one) is Starred:
                certain = False
                self.bind(one.value, self.unknown("starred", (value,)), kind, place)
                continue
            key = self.number(index) if certain else NOTHING
            reference = len(values) << 1
            values += (ITEM, value, key)
            self.bind(one, reference, kind, place)

    def bind_attribute(
        self, target: ast.Attribute, reference: int, value: int, kind: int, place: dict[str, Any]
    ) -> None:
        """Record that an attribute gets a value; one of the instance is then no method of its class."""
        frame = self.frame
        owner = frame.owner
        if owner is not None and isinstance(target.value, ast.Name) and target.value.id == frame.receiver:
            if owner.attributes is None:
                owner.attributes = {}
            owner.attributes[target.attr] = None
        self.bindings += (reference | 1, value, kind, self.block, *SPAN(place))

    def bind_name(self, name: str, value: int = NOTHING) -> int:
        """From here on the name is a variable of the current scope; gives its reference."""
        reference = self.variables.get(name)
        if reference is None:
            reference = self.variable(name)
        frame = self.frame
        if frame.kind == MODULE:
            self.module_names.assign(name, value, fallback=self.is_fallback(value))
        elif frame.outer is not None and name in frame.outer:
            if frame.outer[name]:
                self.module_names.assign(name, NOTHING, fallback=False)
        elif frame.imported is None or name not in frame.imported or not self.is_fallback(value):
            self.names[name] = reference
        return reference

    def is_fallback(self, value: int) -> bool:
        """Whether a value is what a name gets where its import failed."""
        return self.block_kinds[self.block] in _FALLBACKS or value == self.literals[type(None)].get(None)

    def annotation(self, node: ast.expr) -> int:
        """The reference of a plain name as annotation, else absent; the calls inside it are visited."""
        kind = type(node)
        if kind is Name:
            reference = self.names.get(node.id)  # type: ignore[attr-defined]
            return self.look_up(node.id) if reference is None else reference  # type: ignore[attr-defined]
        if kind is Attribute:
            return self.chain(node)  # type: ignore[arg-type]
        self.seek(node)
        return ABSENT

    def seek(self, node: ast.expr) -> None:
        """Visit the calls inside an annotation and nothing else."""
        while isinstance(node, ast.Attribute):
            node = node.value
        kind = type(node)
        if kind is Name or kind is Constant:
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
            VISIT[kind](self, node)

    def other(self, node: ast.AST) -> int:
        """A kind of node this walk does not know: its children are visited."""
        parts = [
            VISIT[type(child)](self, child)
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, PASSED_OVER)
        ]
        return self.unknown("", [part for part in parts if isinstance(part, int)])


def _kinds_of(base: type[ast.AST]) -> list[type[ast.AST]]:
    return [kind for child in base.__subclasses__() for kind in (child, *_kinds_of(child))]


VISIT.update(dict.fromkeys(_kinds_of(ast.AST), Expressions.other))
VISIT.update(
    {
        ast.Name: Expressions.name,
        ast.Constant: Expressions.constant,
        ast.Attribute: Expressions.attribute,
        ast.Call: Expressions.call,
        ast.BinOp: Expressions.binary,
        ast.Subscript: Expressions.subscript,
        ast.Compare: Expressions.compare,
        ast.Tuple: Expressions.sequence,
        ast.List: Expressions.sequence,
        ast.Set: Expressions.sequence,
        ast.UnaryOp: Expressions.unary,
        ast.BoolOp: Expressions.boolean,
        ast.JoinedStr: Expressions.fstring,
        ast.Slice: Expressions.slice,
        ast.Dict: Expressions.mapping,
        ast.IfExp: Expressions.choice,
        ast.ListComp: Expressions.comprehension,
        ast.SetComp: Expressions.comprehension,
        ast.GeneratorExp: Expressions.comprehension,
        ast.DictComp: Expressions.comprehension,
        ast.Starred: Expressions.starred,
        ast.Await: Expressions.await_,
        ast.Yield: Expressions.yield_,
        ast.YieldFrom: Expressions.yield_,
        ast.NamedExpr: Expressions.walrus,
        ast.FormattedValue: Expressions.formatted,
    }
)
if hasattr(ast, "TemplateStr"):
    VISIT[ast.TemplateStr] = Expressions.fstring
    VISIT[vars(ast)["Interpolation"]] = Expressions.formatted


def span(node: Any) -> tuple[int, int, int, int]:
    """Line, column in bytes from 0, end line and end column of a node."""
    place: tuple[int, int, int, int] = SPAN(node.__dict__)
    return place
