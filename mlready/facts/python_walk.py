"""Extract the facts of one Python file: `ast.parse` once, one walk of our own, and no tree kept.

The walk gives every value used a reference in a table and resolves names once, when the file has been read to its end:
what a name means can be decided by an import or a definition further down.
"""

from __future__ import annotations

import ast
import sys
from ast import Await, Call, Constant, If, Name
from collections.abc import Callable, Sequence
from sys import intern
from typing import Any, Final, NamedTuple

from mlready.facts.python import Import, Summary
from mlready.facts.python_code import (
    ABSENT,
    BINDING_KINDS,
    BLOCK_KINDS,
    FUNCTION_ENTRY,
    ITEM,
    NOTHING,
    OPERATION,
    PARAMETER_KINDS,
    STATEMENT_KINDS,
    Tables,
    pack,
)
from mlready.facts.python_detail import decode
from mlready.facts.python_scope import CLASS, FUNCTION, LAMBDA, MODULE, Frame
from mlready.facts.python_summary import summarise
from mlready.facts.python_syntax import parse_deep, said, text_of
from mlready.facts.python_value import OPERATOR_TEXTS, VISIT, Expressions, span

__all__ = ["Extracted", "decode", "extract"]

LONGEST_COPY: Final = 200  # names
_DEEPEST: Final = 60_000  # Python frames; they live on the heap, not on the C stack

_FUNCTION: Final = BLOCK_KINDS.index("function")
_CLASS: Final = BLOCK_KINDS.index("class")
_IF: Final = BLOCK_KINDS.index("if")
_ELSE: Final = BLOCK_KINDS.index("else")
_FOR: Final = BLOCK_KINDS.index("for")
_WHILE: Final = BLOCK_KINDS.index("while")
_TRY: Final = BLOCK_KINDS.index("try")
_EXCEPT: Final = BLOCK_KINDS.index("except")
_FINALLY: Final = BLOCK_KINDS.index("finally")
_WITH: Final = BLOCK_KINDS.index("with")
_CASE: Final = BLOCK_KINDS.index("case")
_BODIES: Final = frozenset({0, _FUNCTION, _CLASS})
_GUARDS: Final = frozenset({_IF, _ELSE, _TRY, _EXCEPT})
_FALLBACKS: Final = frozenset({_ELSE, _EXCEPT})

_ASSIGN: Final = BINDING_KINDS.index("assign")
_AUGMENTED: Final = BINDING_KINDS.index("augmented")
_BY_FOR: Final = BINDING_KINDS.index("for")
_BY_WITH: Final = BINDING_KINDS.index("with")
_PARAMETER: Final = BINDING_KINDS.index("parameter")
_DELETE: Final = BINDING_KINDS.index("delete")

_ASSERT: Final = STATEMENT_KINDS.index("assert")
_RAISE: Final = STATEMENT_KINDS.index("raise")
_RETURN: Final = STATEMENT_KINDS.index("return")

_POSITIONAL: Final = PARAMETER_KINDS.index("positional")
_KEYWORD: Final = PARAMETER_KINDS.index("keyword")
_ARGS: Final = PARAMETER_KINDS.index("args")
_KWARGS: Final = PARAMETER_KINDS.index("kwargs")


class Extracted(NamedTuple):
    """`detail` is packed; `decode` reads it. Where `error` says why the file could not be read, there are no facts."""

    summary: Summary | None
    detail: bytes
    error: str | None


class Walk(Expressions):
    """One walk over a module. The visiting method of a statement gives its letter (see `Block.statements`)."""

    __slots__ = (
        "block_parents",
        "blocks",
        "classes",
        "code_lines",
        "frames",
        "functions",
        "imports",
        "main_guard",
        "statements",
    )

    def __init__(self) -> None:
        super().__init__()
        self.block_parents = [-1]
        self.blocks: list[int] = []
        self.functions: list[int] = []
        self.classes: list[int] = []
        self.statements: list[int] = []
        self.imports: list[Import] = []
        self.frames = [self.frame]
        self.main_guard: int | None = None
        self.code_lines = 0

    def module(self, tree: ast.Module, lines: int) -> None:
        """Walk the whole module of so many lines."""
        self.frame.end_line = lines
        letters = self.body(tree.body)
        self.blocks += (0, 0, 0, 0, self.number_of(letters), 1, 0, lines, 0, 0, 0)

    def body(self, statements: list[ast.stmt]) -> str:
        """The letters of a list of statements."""
        self.code_lines += len(statements)
        letters = ""
        for one in statements:
            letters += VISIT[type(one)](self, one)
        return letters

    def nest(
        self,
        kind: int,
        statements: list[ast.stmt],
        place: Any,
        header: Sequence[int] = (),
        names: Sequence[str] = (),
    ) -> None:
        """A block of the same scope; `place` is where it begins."""
        self.open(kind)
        self.close(self.body(statements), place, statements[-1], header, names)

    def open(self, kind: int) -> int:
        """Enter a new block."""
        kinds = self.block_kinds
        index = len(kinds)
        kinds.append(kind)
        self.block_parents.append(self.block)
        self.block = index
        return index

    def close(self, letters: str, place: Any, last: Any, header: Sequence[int] = (), names: Sequence[str] = ()) -> None:
        """Leave the block: it reaches from the start of `place` to the end of `last`."""
        texts = self.texts
        index = self.block
        parent = self.block_parents[index]
        blocks = self.blocks
        blocks += (
            index,
            self.block_kinds[index],
            parent + 1,
            self.frame.index,
            texts.setdefault(letters, len(texts)),
            place.lineno,
            place.col_offset,
            last.end_lineno,
            last.end_col_offset,
            len(header),
            len(names),
        )
        if header:
            blocks += header
        for name in names:
            blocks.append(texts.setdefault(name, len(texts)))
        self.block = parent

    def enter(self, kind: int, name: str) -> Frame:
        """Enter a new scope, whose block has just been opened."""
        outer = self.frame
        self.names = self.seen_from(outer)
        qualified = f"{outer.qualified}.{name}" if outer.qualified else name
        if kind == outer.kind == LAMBDA:
            qualified = outer.qualified
        self.frame = frame = Frame(len(self.frames), kind, qualified, outer, self.names)
        frame.block = self.block
        self.frames.append(frame)
        if kind == LAMBDA:
            frame.called, frame.used = self.called, self.used
        else:
            self.called, self.used = frame.called, frame.used
        return frame

    def seen_from(self, frame: Frame) -> dict[str, int]:
        """What names mean to begin with in a scope inside `frame`: a copy, or nothing yet where that would be long."""
        while frame.kind == CLASS and frame.parent is not None:
            frame = frame.parent
        names = frame.names
        return names.copy() if len(names) <= LONGEST_COPY else {}

    def leave(self) -> None:
        """Back to the scope around the current one."""
        self.frame.names = {}
        outer = self.frame.parent
        assert outer is not None  # noqa: S101
        self.frame = outer
        self.names = outer.names
        self.called, self.used = outer.called, outer.used

    def define(self, name: str) -> None:
        """A function or class of that name is defined in the current scope."""
        frame = self.frame
        fallback = self.block_kinds[self.block] in _FALLBACKS
        if frame.kind == MODULE:
            module = self.module_names
            (module.defaults if fallback else module.definitions).add(name)
        elif not (fallback and frame.imported is not None and name in frame.imported):
            self.names[name] = self.resolved(f":{frame.qualified}.{name}")

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
        outer = self.block
        scope = self.frame
        fields = node.__dict__
        name = fields["name"]
        decorators: list[int] = []
        for one in fields["decorator_list"]:
            decorators.append(VISIT[type(one)](self, one))
        row: list[int] = []
        names = self.parameters(fields["args"], row)
        if fields["returns"] is not None:
            self.annotation(fields["returns"])
        self.define(name)
        index = self.open(_FUNCTION)
        frame = self.enter(FUNCTION, name)
        frame.line = fields["lineno"]
        frame.end_line = fields["end_lineno"]
        frame.decorators = decorators
        if scope.kind == CLASS and names and not (decorators and _is_static(node)):
            frame.receiver = names[0]
            frame.owner = scope
        elif scope.owner is not None and scope.receiver not in names:
            frame.receiver = scope.receiver
            frame.owner = scope.owner
        if names:
            self.bind_parameters(names)
        if "type_params" in fields:
            self.type_parameters(node)
        functions = self.functions
        self.bindings += (0, len(functions), FUNCTION_ENTRY, index, 0, 0, 0, 0)
        functions += (
            self.number_of(frame.qualified),
            frame.index,
            outer,
            1 if type(node) is ast.AsyncFunctionDef else 0,
            len(decorators),
            len(names),
            fields["lineno"],
            fields["col_offset"],
            fields["end_lineno"],
            fields["end_col_offset"],
        )
        functions += decorators
        functions += row
        self.close(self.body(fields["body"]), node, node)
        self.leave()
        return "D"

    def parameters(self, arguments: ast.arguments, row: list[int]) -> list[str]:
        """Names of parameters; `row` gets for each: name, default, annotation, kind, span."""
        names: list[str] = []
        fields = arguments.__dict__
        positional = fields["posonlyargs"] + fields["args"]
        defaults = fields["defaults"]
        without = len(positional) - len(defaults)
        for argument in positional:
            default = None if without > 0 else defaults[-without]
            without -= 1
            names.append(self.parameter(argument, default, _POSITIONAL, row))
        if fields["vararg"] is not None:
            names.append(self.parameter(fields["vararg"], None, _ARGS, row))
        if fields["kwonlyargs"]:
            for argument, default in zip(fields["kwonlyargs"], fields["kw_defaults"], strict=True):
                names.append(self.parameter(argument, default, _KEYWORD, row))
        if fields["kwarg"] is not None:
            names.append(self.parameter(fields["kwarg"], None, _KWARGS, row))
        return names

    def parameter(self, argument: ast.arg, default: ast.expr | None, kind: int, row: list[int]) -> str:
        """Add one parameter; gives its name."""
        fields = argument.__dict__
        name: str = fields["arg"]
        annotation = fields["annotation"]
        texts = self.texts
        row += (
            texts.setdefault(name, len(texts)),
            ABSENT if default is None else VISIT[type(default)](self, default),
            ABSENT if annotation is None else self.annotation(annotation),
            kind,
            fields["lineno"],
            fields["col_offset"],
            fields["end_lineno"],
            fields["end_col_offset"],
        )
        return name

    def bind_parameters(self, names: Sequence[str]) -> None:
        """Parameters hide what their names mean outside."""
        known, variables = self.names, self.variables
        for name in names:
            reference = variables.get(name)
            known[name] = self.variable(name) if reference is None else reference

    def type_parameters(self, node: Any) -> None:
        """Names of `def f[T: bound]`, which are variables of the definition."""
        for one in getattr(node, "type_params", ()):
            self.bind_name(one.name)
            for part in (getattr(one, "bound", None), getattr(one, "default_value", None)):
                if part is not None:
                    self.seek(part)

    def function_expression(self, node: ast.Lambda) -> int:
        row: list[int] = []
        names = self.parameters(node.args, row)
        scope = self.frame
        index = self.open(_FUNCTION)
        frame = self.enter(LAMBDA, "<lambda>")
        if scope.receiver not in names:
            frame.receiver = scope.receiver
            frame.owner = scope.owner
        self.bind_parameters(names)
        for name, start in zip(names, range(0, len(row), 8), strict=True):
            self.bindings += (
                self.variable(name),
                row[start + 1] or NOTHING,
                _PARAMETER,
                index,
                *row[start + 4 : start + 8],
            )
        value = VISIT[type(node.body)](self, node.body)
        self.close("R", node, node)
        self.leave()
        return self.unknown("lambda", (value,))

    def class_(self, node: ast.ClassDef) -> str:
        outer = self.block
        decorators = [VISIT[type(one)](self, one) for one in node.decorator_list]
        bases = [VISIT[type(one)](self, one) for one in node.bases]
        keywords: list[int] = []
        for keyword in node.keywords:
            keywords += (self.number_of(keyword.arg or ""), VISIT[type(keyword.value)](self, keyword.value))
        self.define(node.name)
        self.open(_CLASS)
        frame = self.enter(CLASS, node.name)
        frame.line = node.lineno
        frame.end_line = node.end_lineno or node.lineno
        frame.decorators, frame.bases = decorators, bases
        self.type_parameters(node)
        self.classes += (
            self.number_of(frame.qualified),
            frame.index,
            outer,
            len(decorators),
            len(bases),
            len(keywords) >> 1,
            *span(node),
            *decorators,
            *bases,
            *keywords,
        )
        self.close(self.body(node.body), node, node)
        self.leave()
        return "D"

    def type_alias(self, node: Any) -> str:
        self.bind_name(node.name.id)
        self.seek(node.value)
        return "O"

    def import_(self, node: ast.Import) -> str:
        guarded, local = self.circumstances()
        for alias in node.names:
            name = intern(alias.name)
            bound = meaning = alias.asname or name
            if alias.asname is None:
                bound = meaning = name.partition(".")[0]
            else:
                meaning = name
            self.imports.append(Import(name, bound, node.lineno, guarded, local))
            self.bind_import(bound, meaning)
        return "I"

    def import_from(self, node: ast.ImportFrom) -> str:
        guarded, local = self.circumstances()
        origin = "." * (node.level or 0)
        if node.module:
            origin += node.module + "."
        line = node.lineno
        for alias in node.names:
            fields = alias.__dict__
            name = intern(origin + fields["name"])
            bound = fields["asname"] or fields["name"]
            self.imports.append(Import(name, bound, line, guarded, local))
            if bound != "*":
                self.bind_import(bound, name)
        return "I"

    def circumstances(self) -> tuple[bool, bool]:
        """Whether a statement stands inside try or if, and whether inside a function."""
        block = self.block
        if block == 0:
            return False, False
        kinds = self.block_kinds
        while kinds[block] not in _BODIES and kinds[block] not in _GUARDS:
            block = self.block_parents[block]
        frame: Frame | None = self.frame
        while frame is not None and frame.kind != FUNCTION:
            frame = frame.parent
        return kinds[block] in _GUARDS, frame is not None

    def bind_import(self, bound: str, meaning: str) -> None:
        """From here on `bound` means an imported name; of several imports in a scope the first counts."""
        frame = self.frame
        if frame.kind == MODULE or (frame.outer is not None and frame.outer.get(bound)):
            self.module_names.imports.setdefault(bound, meaning)
            return
        if frame.imported is None:
            frame.imported = set()
        if bound not in frame.imported:
            frame.imported.add(bound)
            self.names[bound] = self.resolved(meaning)

    def global_(self, node: ast.Global | ast.Nonlocal) -> str:
        if self.frame.outer is None:
            self.frame.outer = {}
        for name in node.names:
            self.frame.outer[name] = type(node) is ast.Global
        return "O"

    def expression(self, node: ast.Expr) -> str:
        value = node.value
        kind = type(value)
        if kind is Call:
            self.discarded.append(self.call(value))  # type: ignore[arg-type]
        elif kind is Constant:
            self.code_lines -= 1
            return "S"
        else:
            reference = VISIT[kind](self, value)
            if kind is Await and reference & 1:
                self.discarded.append(reference)
        return "E"

    def assign(self, node: ast.Assign) -> str:
        fields = node.__dict__
        value = fields["value"]
        reference = VISIT[type(value)](self, value)
        for target in fields["targets"]:
            if type(target) is Name:
                name = target.id
                variable = self.variables.get(name)
                if variable is None or self.names.get(name) != variable:
                    variable = self.bind_name(name, reference)
                self.bindings += (
                    variable,
                    reference,
                    _ASSIGN,
                    self.block,
                    fields["lineno"],
                    fields["col_offset"],
                    fields["end_lineno"],
                    fields["end_col_offset"],
                )
            else:
                self.bind(target, reference, _ASSIGN, fields)
        return "A"

    def augmented(self, node: ast.AugAssign) -> str:
        target = node.target
        value = VISIT[type(node.value)](self, node.value)
        operator = OPERATOR_TEXTS[type(node.op)]
        if isinstance(target, ast.Subscript):
            base = VISIT[type(target.value)](self, target.value)
            key = VISIT[type(target.slice)](self, target.slice)
            result = self.put(OPERATION, operator, 2, self.put(ITEM, base, key), value)
            self.stores += (base, key, result, self.block, *span(node))
        elif isinstance(target, ast.Attribute):
            before = self.attribute(target)
            self.bind_attribute(
                target, before, self.put(OPERATION, operator, 2, before, value), _AUGMENTED, node.__dict__
            )
        else:
            known = self.names.get(target.id)
            before = self.look_up(target.id) if known is None else known
            self.bind(target, self.put(OPERATION, operator, 2, before, value), _AUGMENTED, node.__dict__)
        return "A"

    def annotated(self, node: ast.AnnAssign) -> str:
        self.annotation(node.annotation)
        if node.value is not None:
            self.bind(node.target, VISIT[type(node.value)](self, node.value), _ASSIGN, node.__dict__)
        elif not isinstance(node.target, ast.Name):
            VISIT[type(node.target)](self, node.target)
        return "A"

    def delete(self, node: ast.Delete) -> str:
        for target in node.targets:
            if isinstance(target, ast.Name | ast.Attribute):
                self.bind(target, NOTHING, _DELETE, node.__dict__)
            else:
                VISIT[type(target)](self, target)
        return "O"

    def return_(self, node: ast.Return) -> str:
        value = node.value
        reference = ABSENT if value is None else VISIT[type(value)](self, value)
        self.statement(_RETURN, reference, node)
        return "K" if value is None or type(value) is Constant else "R"

    def raise_(self, node: ast.Raise) -> str:
        reference = ABSENT if node.exc is None else VISIT[type(node.exc)](self, node.exc)
        if node.cause is not None:
            VISIT[type(node.cause)](self, node.cause)
        self.statement(_RAISE, reference, node)
        return "X"

    def assert_(self, node: ast.Assert) -> str:
        reference = VISIT[type(node.test)](self, node.test)
        if node.msg is not None:
            VISIT[type(node.msg)](self, node.msg)
        self.statement(_ASSERT, reference, node)
        return "T"

    def statement(self, kind: int, value: int, node: ast.stmt) -> None:
        """Record an assert, a raise or a return."""
        self.statements += (kind, value, self.block, *span(node))

    def if_(self, node: ast.If) -> str:
        """An `elif` is an else block that holds one if; a chain of them is followed without recursion."""
        outer = self.block
        while True:
            test = node.test
            if type(test) is ast.Compare and self.frame.parent is None and _is_main_guard(test):
                self.main_guard = self.main_guard or node.lineno
            reference = VISIT[type(test)](self, test)
            self.nest(_IF, node.body, node, (reference,))
            other = node.orelse
            if not other:
                break
            if len(other) == 1 and type(other[0]) is If:
                place = node = other[0]
                inside = self.open(_ELSE)
                self.close("F", place, place)
                self.block = inside
                self.code_lines += 1
            else:
                self.nest(_ELSE, other, other[0])
                break
        self.block = outer
        return "F"

    def for_(self, node: ast.For | ast.AsyncFor) -> str:
        iterable = VISIT[type(node.iter)](self, node.iter)
        self.open(_FOR)
        self.bind(node.target, self.put(ITEM, iterable, NOTHING), _BY_FOR, node.target.__dict__)
        names = _target_names(node.target)
        stored = len(self.stores)
        self.close(self.body(node.body), node, node.body[-1], (iterable,), names)
        if (
            len(names) > 1
            and len(self.stores) > stored
            and not self.names_of(names).isdisjoint(self.stores[stored + 1 :: 8])
        ):
            self.frame.keyed = True
        if node.orelse:
            self.nest(_ELSE, node.orelse, node.orelse[0])
        return "L"

    def names_of(self, names: Sequence[str]) -> set[int]:
        """The references of variables."""
        return {self.names[name] for name in names if name in self.names}

    def while_(self, node: ast.While) -> str:
        reference = VISIT[type(node.test)](self, node.test)
        self.nest(_WHILE, node.body, node, (reference,))
        if node.orelse:
            self.nest(_ELSE, node.orelse, node.orelse[0])
        return "L"

    def with_(self, node: ast.With | ast.AsyncWith) -> str:
        outer = self.block
        index = self.open(_WITH)
        header: list[int] = []
        names: list[str] = []
        for item in node.items:
            context = item.context_expr
            self.block = outer
            value = VISIT[type(context)](self, context)
            self.block = index
            header.append(value)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, _BY_WITH, item.optional_vars.__dict__)
                names += _target_names(item.optional_vars)
        self.close(self.body(node.body), node, node.body[-1], header, names)
        return "W"

    def try_(self, node: ast.Try | ast.TryStar) -> str:
        self.nest(_TRY, node.body, node)
        for handler in node.handlers:
            self.handler(handler)
        if node.orelse:
            self.nest(_ELSE, node.orelse, node.orelse[0])
        if node.finalbody:
            self.nest(_FINALLY, node.finalbody, node.finalbody[0])
        return "Y"

    def handler(self, node: ast.ExceptHandler) -> None:
        """An except block."""
        types: Sequence[ast.expr] = ()
        if node.type is not None:
            types = node.type.elts if isinstance(node.type, ast.Tuple) else (node.type,)
        header = [VISIT[type(one)](self, one) for one in types]
        self.open(_EXCEPT)
        names: tuple[str, ...] = ()
        if node.name is not None:
            names = (node.name,)
            self.bindings += (
                self.bind_name(node.name),
                self.unknown("exception", header),
                _ASSIGN,
                self.block,
                *span(node),
            )
        self.close(self.body(node.body), node, node.body[-1], header, names)

    def match(self, node: ast.Match) -> str:
        subject = VISIT[type(node.subject)](self, node.subject)
        for case in node.cases:
            self.open(_CASE)
            self.pattern(case.pattern, subject)
            header = [subject]
            if case.guard is not None:
                header.append(VISIT[type(case.guard)](self, case.guard))
            self.close(self.body(case.body), case.pattern, case.body[-1], header)
        return "O"

    def pattern(self, node: ast.pattern, subject: int) -> None:
        """Values read and names captured by a pattern."""
        for one in ast.iter_child_nodes(node):
            if isinstance(one, ast.pattern):
                self.pattern(one, subject)
            else:
                VISIT[type(one)](self, one)
        captured = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(captured, str):
            self.bindings += (
                self.bind_name(captured),
                self.unknown("pattern", (subject,)),
                _ASSIGN,
                self.block,
                *span(node),
            )

    def tables(self, wide: dict[str, str]) -> Tables:
        """The detail, ready to be packed."""
        scopes = self.scope_rows()
        return Tables(
            list(self.texts),
            self.constants,
            wide,
            self.values,
            scopes,
            self.blocks,
            self.functions,
            self.classes,
            self.calls,
            self.bindings,
            self.stores,
            self.compares,
            self.pieces,
            self.statements,
            self.discarded,
            self.awaited,
        )

    def scope_rows(self) -> list[int]:
        """The scopes, with what each declares global or nonlocal and what a class assigns as `self.x`."""
        rows: list[int] = []
        number = self.number_of
        for frame in self.frames:
            outer = frame.outer or ()
            attributes = frame.attributes or ()
            rows += (
                frame.kind,
                number(frame.qualified),
                0 if frame.parent is None else frame.parent.index + 1,
                frame.block,
                0 if frame.receiver is None else number(frame.receiver),
                0 if frame.owner is None else frame.owner.index,
                len(outer),
                len(attributes),
            )
            for name in outer:
                rows.append(number(name))
            for name in attributes:
                rows.append(number(name))
        return rows


VISIT.update(
    {
        ast.Lambda: Walk.function_expression,
        ast.Expr: Walk.expression,
        ast.Assign: Walk.assign,
        ast.AugAssign: Walk.augmented,
        ast.AnnAssign: Walk.annotated,
        ast.If: Walk.if_,
        ast.For: Walk.for_,
        ast.AsyncFor: Walk.for_,
        ast.While: Walk.while_,
        ast.With: Walk.with_,
        ast.AsyncWith: Walk.with_,
        ast.Try: Walk.try_,
        ast.TryStar: Walk.try_,
        ast.Match: Walk.match,
        ast.FunctionDef: Walk.function,
        ast.AsyncFunctionDef: Walk.function,
        ast.ClassDef: Walk.class_,
        ast.Return: Walk.return_,
        ast.Raise: Walk.raise_,
        ast.Assert: Walk.assert_,
        ast.Delete: Walk.delete,
        ast.Import: Walk.import_,
        ast.ImportFrom: Walk.import_from,
        ast.Global: Walk.global_,
        ast.Nonlocal: Walk.global_,
        ast.Pass: lambda *_: "P",
        ast.Break: lambda *_: "B",
        ast.Continue: lambda *_: "C",
    }
)
if hasattr(ast, "TypeAlias"):
    VISIT[ast.TypeAlias] = Walk.type_alias


def _is_static(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(type(one) is ast.Name and one.id == "staticmethod" for one in node.decorator_list)


def _is_main_guard(test: ast.Compare) -> bool:
    return type(test.left) is ast.Name and test.left.id == "__name__"


def _target_names(target: ast.expr) -> tuple[str, ...]:
    if isinstance(target, ast.Name):
        return (target.id,)
    if isinstance(target, ast.Starred):
        return _target_names(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        return tuple(name for one in target.elts for name in _target_names(one))
    return ()


def extract(data: bytes, is_asked: Callable[[Summary], bool] | None = None) -> Extracted:
    """Summary and packed detail of a Python file; a file that cannot be read gives one line of error text.

    The detail is empty where `is_asked` says that a file with this summary is not asked for it.
    """
    try:
        walk = _walked(data)
        summary = summarise(walk)
        if is_asked is not None and not is_asked(summary):
            return Extracted(summary, b"", None)
        return Extracted(summary, pack(walk.tables(_wide_lines(data))), None)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as problem:
        return Extracted(None, b"", said(problem))


def _walked(data: bytes) -> Walk:
    tree = parse_deep(data)
    lines = data.count(b"\n") + 1
    walk = Walk()
    try:
        walk.module(tree, lines)
    except RecursionError:
        walk = Walk()
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(limit + _DEEPEST)
        try:
            walk.module(tree, lines)
        finally:
            sys.setrecursionlimit(limit)
    return walk


def _wide_lines(data: bytes) -> dict[str, str]:
    """The lines that hold characters beyond ASCII, by number: their columns are counted in bytes by the parser."""
    if data.isascii():
        return {}
    return {
        str(number): line
        for number, line in enumerate(text_of(data).split("\n"), 1)
        if not line.isascii() and not line.lstrip().startswith("#")
    }
