"""Extract the facts of one Python file: `ast.parse` once, one walk of our own, and no tree kept.

The walk gives every value used a reference in a table and resolves names once, when the file has been read to its end:
what a name means can be decided by an import or a definition further down.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from mlready.facts.python import Definition, Import, Summary
from mlready.facts.python_code import (
    ABSENT,
    BINDING_KINDS,
    BLOCK_KINDS,
    CONSTANT,
    FUNCTION_ENTRY,
    ITEM,
    METHOD,
    NOTHING,
    OPERATION,
    PARAMETER_KINDS,
    QUALIFIED,
    SCOPE_KINDS,
    STATEMENT_KINDS,
    TEXT,
    Constant,
    Row,
    Tables,
    flat,
    pack,
)
from mlready.facts.python_detail import decode
from mlready.facts.python_scope import Frame, Names, Resolution
from mlready.facts.python_syntax import parse, said
from mlready.facts.python_value import OPERATORS, Expressions, span

__all__ = ["Extracted", "decode", "extract"]

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


class Body:
    """A definition under way: what its own statements call and use, by reference."""

    __slots__ = ("bases", "called", "decorators", "end_line", "kind", "line", "name", "used")

    def __init__(self, name: str, kind: str, line: int, end_line: int) -> None:
        self.name = name
        self.kind = kind
        self.line = line
        self.end_line = end_line
        self.called: dict[int, None] = {}
        self.used: dict[int, None] = {}
        self.decorators: list[int] = []
        self.bases: list[int] = []


class Walk(Expressions):
    """One walk over a module. The visiting method of a statement gives its letter (see `Block.statements`)."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[Row] = []
        self.blocks: list[Row] = []
        self.functions: list[Row] = []
        self.classes: list[Row] = []
        self.statements: list[Row] = []
        self.imports: list[Import] = []
        self.frames: list[Frame] = [self.frame]
        self.definitions: list[Body] = []
        self.main_guard: int | None = None
        self.code_lines = 0
        self.visit.update(
            {
                ast.Expr: self.expression,
                ast.Assign: self.assign,
                ast.AugAssign: self.augmented,
                ast.AnnAssign: self.annotated,
                ast.If: self.if_,
                ast.For: self.for_,
                ast.AsyncFor: self.for_,
                ast.While: self.while_,
                ast.With: self.with_,
                ast.AsyncWith: self.with_,
                ast.Try: self.try_,
                ast.TryStar: self.try_,
                ast.Match: self.match,
                ast.FunctionDef: self.function,
                ast.AsyncFunctionDef: self.function,
                ast.ClassDef: self.class_,
                ast.Return: self.return_,
                ast.Raise: self.raise_,
                ast.Assert: self.assert_,
                ast.Delete: self.delete,
                ast.Import: self.import_,
                ast.ImportFrom: self.import_from,
                ast.Global: self.global_,
                ast.Nonlocal: self.global_,
                ast.Pass: lambda _: "P",
                ast.Break: lambda _: "B",
                ast.Continue: lambda _: "C",
            }
        )
        if hasattr(ast, "TypeAlias"):
            self.visit[ast.TypeAlias] = self.type_alias

    def module(self, tree: ast.Module, lines: int) -> None:
        """Walk the whole module of so many lines."""
        body = Body("", "module", 1, lines)
        self.definitions.append(body)
        self.called, self.used = body.called, body.used
        self.scopes.append((0, 0, 0, 0))
        self.blocks.append((0, 0))
        letters = self.body(tree.body)
        self.blocks[0] = (0, 0, 0, self.texts[letters], 1, 0, lines, 0, 0, 0)

    def body(self, statements: Sequence[ast.stmt]) -> str:
        """The letters of a list of statements."""
        visit = self.visit
        letters = "".join([visit[type(one)](one) for one in statements])
        self.code_lines += len(letters) - letters.count("S")
        return letters

    def nest(
        self,
        kind: int,
        statements: Sequence[ast.stmt],
        place: Any,
        header: Sequence[int] = (),
        names: Sequence[str] = (),
    ) -> None:
        """A block of the same scope; `place` is where it begins."""
        index = self.open(kind)
        self.close(index, self.body(statements), place, statements[-1], header=header, names=names)

    def open(self, kind: int) -> int:
        """Enter a new block."""
        blocks = self.blocks
        index = len(blocks)
        blocks.append((kind, self.block + 1))
        self.block = index
        return index

    def close(
        self,
        index: int,
        letters: str,
        place: Any,
        last: Any,
        *,
        header: Sequence[int] = (),
        names: Sequence[str] = (),
    ) -> None:
        """Leave a block: it reaches from the start of `place` to the end of `last`."""
        texts = self.texts
        kind, parent = self.blocks[index]
        self.blocks[index] = (
            kind,
            parent,
            self.frame.index,
            texts[letters],
            place.lineno,
            place.col_offset,
            last.end_lineno,
            last.end_col_offset,
            len(header),
            len(names),
            *header,
            *[texts[name] for name in names],
        )
        self.block = parent - 1

    def enter(self, kind: str, name: str) -> Frame:
        """Enter a new scope, whose block has just been opened."""
        outer = self.frame
        self.names = Names(self.values, self.texts)
        frame = self.frame = Frame(len(self.frames), kind, outer.child(name), outer, self.names)
        self.bound = frame.bound
        self.frames.append(frame)
        self.scopes.append((SCOPE_KINDS.index(kind), self.texts[frame.qualified], outer.index + 1, self.block))
        return frame

    def leave(self) -> None:
        """Back to the scope around the current one."""
        frame = self.frame.parent
        assert frame is not None  # noqa: S101
        self.frame = frame
        self.names = frame.names
        self.bound = frame.bound

    def define(self, name: str) -> None:
        """A function or class of that name is defined in the current scope."""
        self.frame.definitions[name] = f":{self.frame.child(name)}"
        self.note_fallback(name)

    def note_fallback(self, name: str) -> None:
        """Remember a name that is defined again where its import failed."""
        if self.blocks[self.block][0] in _FALLBACKS:
            self.frame.fallback.add(name)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
        visit = self.visit
        outer = self.block
        body = Body(self.frame.child(node.name), "function", node.lineno, node.end_lineno or node.lineno)
        decorators = body.decorators
        for decorator in node.decorator_list:
            decorators.append(visit[type(decorator)](decorator))
        names, parameters = self.parameters(node.args)
        if node.returns is not None:
            self.annotation(node.returns)
        self.define(node.name)
        called, used = self.called, self.used
        self.definitions.append(body)
        self.called, self.used = body.called, body.used
        index = self.open(_FUNCTION)
        frame = self.enter("function", node.name)
        frame.bound.update(names)
        if frame.method_class() is not None and names and not _is_static(node):
            frame.receiver = names[0]
        self.type_parameters(node)
        self.bindings.append((0, len(self.functions), FUNCTION_ENTRY, index, 0, 0, 0, 0))
        self.functions.append(
            (
                self.texts[body.name],
                frame.index,
                outer,
                int(type(node) is ast.AsyncFunctionDef),
                len(decorators),
                len(names),
                *span(node),
                *decorators,
                *parameters,
            )
        )
        letters = self.body(node.body)
        self.close(index, letters, node, node)
        self.leave()
        self.called, self.used = called, used
        return "D"

    def parameters(self, arguments: ast.arguments) -> tuple[list[str], list[int]]:
        """Names of parameters, and for each: name, default, annotation, kind, span."""
        names: list[str] = []
        row: list[int] = []
        positional = arguments.posonlyargs + arguments.args if arguments.posonlyargs else arguments.args
        first = len(positional) - len(arguments.defaults)
        for index, argument in enumerate(positional):
            default = arguments.defaults[index - first] if index >= first else None
            self.parameter(argument, default, _POSITIONAL, names, row)
        if arguments.vararg is not None:
            self.parameter(arguments.vararg, None, _ARGS, names, row)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            self.parameter(argument, default, _KEYWORD, names, row)
        if arguments.kwarg is not None:
            self.parameter(arguments.kwarg, None, _KWARGS, names, row)
        return names, row

    def parameter(
        self, argument: ast.arg, default: ast.expr | None, kind: int, names: list[str], row: list[int]
    ) -> None:
        """Add one parameter."""
        annotation = argument.annotation
        names.append(argument.arg)
        row += (
            self.texts[argument.arg],
            ABSENT if default is None else self.visit[type(default)](default),
            ABSENT if annotation is None else self.annotation(annotation),
            kind,
            argument.lineno,
            argument.col_offset,
            argument.end_lineno or 0,
            argument.end_col_offset or 0,
        )

    def type_parameters(self, node: Any) -> None:
        """Names of `def f[T: bound]`, which are variables of the definition."""
        for one in getattr(node, "type_params", ()):
            self.bound.add(one.name)
            for part in (getattr(one, "bound", None), getattr(one, "default_value", None)):
                if part is not None:
                    self.seek(part)

    def function_expression(self, node: ast.Lambda) -> int:
        names, parameters = self.parameters(node.args)
        index = self.open(_FUNCTION)
        frame = self.enter("lambda", "<lambda>")
        frame.bound.update(names)
        for name, default, place in zip(parameters[::8], parameters[1::8], range(4, len(parameters), 8), strict=True):
            row = (name << 1, default or NOTHING, _PARAMETER, index, *parameters[place : place + 4])
            self.bindings.append(row)
        value = self.visit[type(node.body)](node.body)
        self.close(index, "R", node, node)
        self.leave()
        return self.unknown("lambda", (value,))

    def class_(self, node: ast.ClassDef) -> str:
        visit = self.visit
        outer = self.block
        body = Body(self.frame.child(node.name), "class", node.lineno, node.end_lineno or node.lineno)
        body.decorators = [visit[type(one)](one) for one in node.decorator_list]
        body.bases = [visit[type(one)](one) for one in node.bases]
        keywords: list[int] = []
        for keyword in node.keywords:
            keywords += (self.texts[keyword.arg or ""], visit[type(keyword.value)](keyword.value))
        self.define(node.name)
        called, used = self.called, self.used
        self.definitions.append(body)
        self.called, self.used = body.called, body.used
        index = self.open(_CLASS)
        frame = self.enter("class", node.name)
        self.type_parameters(node)
        self.classes.append(
            (
                self.texts[body.name],
                frame.index,
                outer,
                len(body.decorators),
                len(body.bases),
                len(keywords) >> 1,
                *span(node),
                *body.decorators,
                *body.bases,
                *keywords,
            )
        )
        letters = self.body(node.body)
        self.close(index, letters, node, node)
        self.leave()
        self.called, self.used = called, used
        return "D"

    def type_alias(self, node: Any) -> str:
        self.bound.add(node.name.id)
        self.seek(node.value)
        return "O"

    def import_(self, node: ast.Import) -> str:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self.record_import(alias.name, bound, alias.name if alias.asname else bound, node.lineno)
        return "I"

    def import_from(self, node: ast.ImportFrom) -> str:
        origin = "." * node.level + (node.module or "")
        if node.module:
            origin += "."
        for alias in node.names:
            name = origin + alias.name
            self.record_import(name, alias.asname or alias.name, name, node.lineno)
        return "I"

    def record_import(self, name: str, bound: str, meaning: str, line: int) -> None:
        """Record an import that binds `bound` to `meaning`; of several in a scope the first counts."""
        frame = self.frame
        block = self.block
        guarded = False
        while self.blocks[block][0] not in _BODIES:
            if self.blocks[block][0] in (_IF, _ELSE, _TRY, _EXCEPT):
                guarded = True
                break
            block = self.blocks[block][1] - 1
        local = frame.kind == "function" or any(one.kind == "function" for one in frame.visible())
        self.imports.append(Import(name, bound, line, guarded, local))
        if bound != "*":
            frame.imports.setdefault(bound, meaning)
            if bound in frame.definitions:
                frame.fallback.add(bound)

    def global_(self, node: ast.Global | ast.Nonlocal) -> str:
        kind = "global" if type(node) is ast.Global else "nonlocal"
        for name in node.names:
            self.frame.outer[name] = kind
        return "O"

    def expression(self, node: ast.Expr) -> str:
        value = node.value
        kind = type(value)
        if kind is ast.Call:
            self.discarded.append(self.call(value) >> 1)  # type: ignore[arg-type]
        elif kind is ast.Constant:
            return "S"
        else:
            reference = self.visit[kind](value)
            if kind is ast.Await and reference & 1:
                self.discarded.append(reference >> 1)
        return "E"

    def assign(self, node: ast.Assign) -> str:
        value = node.value
        reference = self.visit[type(value)](value)
        for target in node.targets:
            if type(target) is ast.Name:
                name = target.id
                self.bound.add(name)
                self.bindings.append(
                    (
                        self.texts[name] << 1,
                        reference,
                        _ASSIGN,
                        self.block,
                        node.lineno,
                        node.col_offset,
                        node.end_lineno,
                        node.end_col_offset,
                    )  # type: ignore[arg-type]
                )
            else:
                self.bind(target, reference, _ASSIGN, node)
        return "A"

    def augmented(self, node: ast.AugAssign) -> str:
        target = node.target
        value = self.visit[type(node.value)](node.value)
        operator = self.texts[OPERATORS[type(node.op)]]
        if isinstance(target, ast.Subscript):
            visit = self.visit
            base = visit[type(target.value)](target.value)
            key = visit[type(target.slice)](target.slice)
            result = self.put(OPERATION, operator, 2, self.put(ITEM, base, key), value)
            self.stores.append((base, key, result, self.block, *span(node)))
            return "A"
        if isinstance(target, ast.Attribute):
            before = self.attribute(target)
            self.bind_attribute(target, before, self.put(OPERATION, operator, 2, before, value), _AUGMENTED, node)
        else:
            before = self.names[target.id]
            self.bind(target, self.put(OPERATION, operator, 2, before, value), _AUGMENTED, node)
        return "A"

    def annotated(self, node: ast.AnnAssign) -> str:
        self.annotation(node.annotation)
        if node.value is None:
            if not isinstance(node.target, ast.Name):
                self.visit[type(node.target)](node.target)
            return "A"
        self.bind(node.target, self.visit[type(node.value)](node.value), _ASSIGN, node)
        return "A"

    def delete(self, node: ast.Delete) -> str:
        for target in node.targets:
            if isinstance(target, ast.Name | ast.Attribute):
                self.bind(target, NOTHING, _DELETE, node)
            else:
                self.visit[type(target)](target)
        return "O"

    def return_(self, node: ast.Return) -> str:
        value = node.value
        reference = ABSENT if value is None else self.visit[type(value)](value)
        self.statement(_RETURN, reference, node)
        return "K" if value is None or type(value) is ast.Constant else "R"

    def raise_(self, node: ast.Raise) -> str:
        reference = ABSENT if node.exc is None else self.visit[type(node.exc)](node.exc)
        if node.cause is not None:
            self.visit[type(node.cause)](node.cause)
        self.statement(_RAISE, reference, node)
        return "X"

    def assert_(self, node: ast.Assert) -> str:
        reference = self.visit[type(node.test)](node.test)
        if node.msg is not None:
            self.visit[type(node.msg)](node.msg)
        self.statement(_ASSERT, reference, node)
        return "T"

    def statement(self, kind: int, value: int, node: ast.stmt) -> None:
        """Record an assert, a raise or a return."""
        self.statements.append((kind, value, self.block, *span(node)))

    def if_(self, node: ast.If) -> str:
        """An `elif` is an else block that holds one if; a chain of them is followed without recursion."""
        visit = self.visit
        outer = self.block
        while True:
            test = node.test
            if type(test) is ast.Compare and self.frame.parent is None and _is_main_guard(test):
                self.main_guard = self.main_guard or node.lineno
            reference = visit[type(test)](test)
            self.nest(_IF, node.body, node, (reference,))
            other = node.orelse
            if not other:
                break
            if len(other) == 1 and type(other[0]) is ast.If:
                place = node = other[0]
                self.close(self.open(_ELSE), "F", place, place)
                self.block = len(self.blocks) - 1
                self.code_lines += 1
            else:
                self.nest(_ELSE, other, other[0])
                break
        self.block = outer
        return "F"

    def for_(self, node: ast.For | ast.AsyncFor) -> str:
        iterable = self.visit[type(node.iter)](node.iter)
        index = self.open(_FOR)
        self.bind(node.target, self.put(ITEM, iterable, NOTHING), _BY_FOR, node.target)
        self.close(
            index, self.body(node.body), node, node.body[-1], header=(iterable,), names=_target_names(node.target)
        )
        if node.orelse:
            self.nest(_ELSE, node.orelse, node.orelse[0])
        return "L"

    def while_(self, node: ast.While) -> str:
        reference = self.visit[type(node.test)](node.test)
        self.nest(_WHILE, node.body, node, (reference,))
        if node.orelse:
            self.nest(_ELSE, node.orelse, node.orelse[0])
        return "L"

    def with_(self, node: ast.With | ast.AsyncWith) -> str:
        visit = self.visit
        index = self.open(_WITH)
        header: list[int] = []
        names: list[str] = []
        for item in node.items:
            context = item.context_expr
            self.block = self.blocks[index][1] - 1
            value = visit[type(context)](context)
            self.block = index
            header.append(value)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, _BY_WITH, item.optional_vars)
                names += _target_names(item.optional_vars)
        self.close(index, self.body(node.body), node, node.body[-1], header=header, names=names)
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
        visit = self.visit
        types: Sequence[ast.expr] = ()
        if node.type is not None:
            types = node.type.elts if isinstance(node.type, ast.Tuple) else (node.type,)
        header = [visit[type(one)](one) for one in types]
        index = self.open(_EXCEPT)
        names: tuple[str, ...] = ()
        if node.name is not None:
            names = (node.name,)
            self.bound.add(node.name)
            self.bind_to(self.texts[node.name] << 1, self.unknown("exception", header), _ASSIGN, node)
        self.close(index, self.body(node.body), node, node.body[-1], header=header, names=names)

    def match(self, node: ast.Match) -> str:
        subject = self.visit[type(node.subject)](node.subject)
        for case in node.cases:
            index = self.open(_CASE)
            self.pattern(case.pattern, subject)
            header = [subject]
            if case.guard is not None:
                header.append(self.visit[type(case.guard)](case.guard))
            self.close(index, self.body(case.body), case.pattern, case.body[-1], header=header)
        return "O"

    def pattern(self, node: ast.pattern, subject: int) -> None:
        """Values read and names captured by a pattern."""
        for one in ast.iter_child_nodes(node):
            if isinstance(one, ast.pattern):
                self.pattern(one, subject)
            else:
                self.visit[type(one)](one)
        captured = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(captured, str):
            self.bound.add(captured)
            self.bind_to(self.texts[captured] << 1, self.unknown("pattern", (subject,)), _ASSIGN, node)

    def resolve(self) -> Resolution:
        """Resolve every name used, and write what was found into the value table."""
        resolution = Resolution(self.shadowed())
        for frame in self.frames:
            resolution.add_names(frame)
        for reference, name, frame in self.inner:
            found = resolution.look_up(frame, name)
            if found.variable:
                self.values[reference >> 1] = (0, self.texts[f"{name} (comprehension)"])
        values, texts = self.values, self.texts
        for reference, name in resolution.names.items():
            values[reference >> 1] = (QUALIFIED, texts[name])
        resolution.add_attributes(self.attributes)
        called = {reference for body in self.definitions for reference in body.called}
        for reference, name in resolution.methods.items():
            if reference in called:
                values[reference >> 1] = (METHOD, *values[reference >> 1][1:], texts[name])
        return resolution

    def shadowed(self) -> dict[int, set[str]]:
        """Names by scope that are imported and then given another value, not just None or where the import failed."""
        doubtful = {frame.index: frame.imports.keys() & frame.bound for frame in self.frames if frame.imports}
        if not any(doubtful.values()):
            return {}
        spelled = list(self.texts)
        none = self.numbers.get((type(None), None))
        found: dict[int, set[str]] = {}
        for target, value, kind, block, *_ in self.bindings:
            if target & 1 or kind == FUNCTION_ENTRY or value == none:
                continue
            row = self.blocks[block]
            name = spelled[target >> 1]
            if name in doubtful.get(row[2], ()) and row[0] not in _FALLBACKS:
                found.setdefault(row[2], set()).add(name)
        return found

    def summary(self, resolution: Resolution) -> Summary:
        """What stays in memory."""
        names: set[str] = set()
        methods: set[str] = set()
        definitions: list[Definition] = []
        resolved, selves, attributes = resolution.names, resolution.methods, resolution.attributes
        for body in self.definitions:
            calls: dict[str, None] = {}
            references: dict[str, None] = {}
            for reference in body.called:
                attribute = attributes.get(reference)
                if attribute is not None:
                    methods.add(attribute)
                name = resolved.get(reference)
                if name is not None:
                    names.add(name)
                    calls[name] = None
                elif reference in selves:
                    calls[selves[reference]] = None
                elif attribute is not None:
                    calls[f"?.{attribute}"] = None
            for reference in body.used:
                name = resolved.get(reference) or selves.get(reference)
                if name is not None:
                    names.add(name)
                    if not name.startswith("builtins."):
                        references[name] = None
            definitions.append(
                Definition(
                    body.name,
                    body.kind,
                    body.line,
                    body.end_line,
                    tuple(calls),
                    tuple(references),
                    self.written(body.decorators, resolution),
                    self.written(body.bases, resolution),
                )
            )
        return Summary(
            tuple(self.imports),
            frozenset(name for name in names if not name.startswith(":")),
            frozenset(methods),
            tuple(definitions),
            self.main_guard,
            self.code_lines,
            self.module_constants(),
        )

    def written(self, references: Sequence[int], resolution: Resolution) -> tuple[str, ...]:
        """The resolved names of decorators and bases; of a call or an item, what is called or subscripted."""
        found: list[str] = []
        for one in references:
            reference = one
            while reference & 1 or self.values[reference >> 1][0] == ITEM:
                reference = self.calls[reference >> 1][0] if reference & 1 else self.values[reference >> 1][1]
            name = resolution.names.get(reference)
            attribute = resolution.attributes.get(reference)
            if name is not None:
                found.append(name)
            elif attribute is not None:
                found.append(f"?.{attribute}")
        return tuple(found)

    def module_constants(self) -> dict[str, str | Constant]:
        """Names of the module that are assigned once, to a text or number."""
        spelled = list(self.texts)
        elsewhere = self.frame.imports.keys() | {name for frame in self.frames for name in frame.outer}
        once: dict[str, int | None] = {}
        for target, value, kind, block, *_ in self.bindings:
            if target & 1 or kind == FUNCTION_ENTRY or self.blocks[block][2]:
                continue
            name = spelled[target >> 1]
            once[name] = value if name not in once and name not in elsewhere and kind == _ASSIGN else None
        constants: dict[str, str | Constant] = {}
        for name, reference in once.items():
            if reference is None or reference & 1:
                continue
            kind, *rest = self.values[reference >> 1]
            if kind == TEXT:
                constants[name] = spelled[rest[0]]
            elif kind == CONSTANT:
                constants[name] = self.constants[rest[0]]
        return constants

    def tables(self, wide: dict[str, str]) -> Tables:
        """The detail, ready to be packed."""
        scopes = self.scope_rows()
        return Tables(
            list(self.texts),
            self.constants,
            wide,
            flat(self.values),
            flat(scopes),
            flat(self.blocks),
            flat(self.functions),
            flat(self.classes),
            flat(self.calls),
            flat(self.bindings),
            flat(self.stores),
            flat(self.compares),
            flat(self.pieces),
            flat(self.statements),
            self.discarded,
            self.awaited,
        )

    def scope_rows(self) -> list[Row]:
        """The scopes with the names each declares global or nonlocal."""
        texts = self.texts
        return [
            (*row, len(frame.outer), *[texts[name] for name in frame.outer])
            for row, frame in zip(self.scopes, self.frames, strict=True)
        ]


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


def extract(data: bytes) -> Extracted:
    """Summary and packed detail of a Python file; a file that cannot be read gives one line of error text."""
    try:
        walk = _walked(data)
        resolution = walk.resolve()
        extracted = Extracted(walk.summary(resolution), pack(walk.tables(_wide_lines(data))), None)
        walk.visit = {}  # no cycles are left behind: the collector may be off
        return extracted
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as problem:
        return Extracted(None, b"", said(problem))


def _walked(data: bytes) -> Walk:
    tree = parse(data)
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


_CODING: Final = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)


def _wide_lines(data: bytes) -> dict[str, str]:
    """The lines that hold characters beyond ASCII, by number: their columns are counted in bytes by the parser."""
    if data.isascii():
        return {}
    coding = "utf-8"
    for line in data.split(b"\n", 2)[:2]:
        declared = _CODING.match(line.removeprefix(b"\xef\xbb\xbf"))
        if declared is not None:
            coding = declared[1].decode("ascii")
            break
    text = data.removeprefix(b"\xef\xbb\xbf").decode(coding, "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {
        str(number): line
        for number, line in enumerate(lines, 1)
        if not line.isascii() and not line.lstrip().startswith("#")
    }
