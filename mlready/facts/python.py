"""Python facts as rules read them: the summary of a module, always at hand, and its detail, decoded on demand.

`mlready.facts.python_walk` extracts both in one walk; this module holds the data and answers questions about it.
Resolved names: `numpy.nan` through imports and aliases, `builtins.float` for builtins, `:helper` and `:Model.fit` for
definitions of the same file, `.utils.seed` (leading dots kept) through relative imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from mlready.facts.values import (
    Attr,
    CallRef,
    Choice,
    Const,
    FString,
    Item,
    Mapping,
    Name,
    Operation,
    Seq,
    Unknown,
    Value,
)
from mlready.location import Location, Span


class Import(NamedTuple):
    """`bound` is the name it gives in the file; `guarded`: inside try or if; `local`: inside a function."""

    name: str
    bound: str
    line: int
    guarded: bool
    local: bool


class Definition(NamedTuple):
    """A function, method or class, or the module's own body (name "").

    `name` is dotted inside the file (`Model.fit`). `calls` are the resolved names called in its body, each once, in
    order; `self.x()` inside class C is `:C.x`; a call on an unknown receiver is `?.method`. `references` are the
    resolved names of functions and classes passed or returned without being called. `decorators` and `bases` are resolved.
    `keyed`: whether a loop over pairs stores something under one of its names, or a comprehension makes a dictionary.
    """

    name: str
    kind: str  # module, function, class
    line: int
    end_line: int
    calls: tuple[str, ...]
    references: tuple[str, ...]
    decorators: tuple[str, ...]
    bases: tuple[str, ...]
    keyed: bool = False


class Summary(NamedTuple):
    """`names`: every resolved name used (called, read, subclassed, decorated with), without `:local` ones.

    `methods`: names of every attribute that is called, whatever its receiver. `main_guard`: line of
    `if __name__ == "__main__"` or None. `code_lines` counts lines that hold a statement.
    `assignments`: module-level constant texts and numbers, name -> value (one assignment only).
    """

    imports: tuple[Import, ...]
    names: frozenset[str]
    methods: frozenset[str]
    definitions: tuple[Definition, ...]
    main_guard: int | None
    code_lines: int
    assignments: dict[str, str | int | float | bool | None]


class Block(NamedTuple):
    """A list of statements under one header. Block 0 is the module body.

    `kind`: module, function, class, if, else, for, while, try, except, finally, with, case.
    `header`: if/while: (test,); for: (iterable,); with: context values; except: the exception types, () when bare.
    `names`: for: loop targets; with: `as` names; except: the `as` name. `statements` has one letter a statement:
    P pass, C continue, B break, K return of a constant or nothing, R other return, X raise, E expression,
    A assignment, T assert, D definition, I import, F if, L loop, W with, Y try, S docstring or bare constant, O other.
    """

    index: int  # type: ignore[assignment]  # hides the method of tuple
    kind: str
    parent: int
    scope: int
    header: tuple[Value, ...]
    names: tuple[str, ...]
    statements: str
    span: Span


class Scope(NamedTuple):
    """The module (0), a function, a class or a lambda; `name` is dotted inside the file.

    `outer` are the names it declares global or nonlocal.
    """

    index: int  # type: ignore[assignment]  # hides the method of tuple
    kind: str
    name: str
    parent: int
    block: int
    outer: tuple[str, ...] = ()


class Parameter(NamedTuple):
    name: str
    default: Value | None
    annotation: str | None  # the resolved name of the annotation where it is a plain name, else None
    kind: str  # positional, keyword, args, kwargs


class Function(NamedTuple):
    name: str
    scope: int
    block: int  # the block its `def` stands in
    asynchronous: bool
    decorators: tuple[Value, ...]
    parameters: tuple[Parameter, ...]
    span: Span  # of the `def` line header up to the end of the body


class Class(NamedTuple):
    name: str
    scope: int
    block: int
    bases: tuple[Value, ...]
    keywords: dict[str, Value]
    decorators: tuple[Value, ...]
    span: Span


class Call(NamedTuple):
    """`name`: resolved name or None; `method`: last attribute where it is an attribute call; `receiver`: what stands before it.

    Where nothing stands before it and no name is resolved, `receiver` is what is called. Calls are in the order of
    their evaluation: arguments before the call they are given to.
    `discarded`: the call is a statement of its own. `star` / `double_star`: `*args` / `**kwargs` are passed.
    """

    index: int  # type: ignore[assignment]  # hides the method of tuple
    name: str | None
    method: str | None
    receiver: Value | None
    args: tuple[Value, ...]
    keywords: dict[str, Value]
    star: bool
    double_star: bool
    discarded: bool
    awaited: bool
    block: int
    span: Span

    def argument(self, position: int | None, keyword: str | None = None) -> Value | None:
        """The argument at `position` (from 0) or named `keyword`; None where it is not given in plain sight."""
        if keyword is not None and keyword in self.keywords:
            return self.keywords[keyword]
        if position is not None and position < len(self.args) and not self.star:
            return self.args[position]
        return None


class Binding(NamedTuple):
    """`target` gets `value`: `x`, `self.x` or `x.y`. `kind`: assign, augmented, for, with, parameter, walrus, delete.

    A tuple target binds each name to `Item(value, Const(i))`. A target that starts with an imported name is resolved
    (`torch.backends.cudnn.benchmark`). The name in `except E as e` and the names of a `case` are assigned Unknown.
    """

    target: str
    value: Value
    kind: str
    block: int
    span: Span


class Store(NamedTuple):
    """`target[key] = value`, where `target` may itself be an Item (chained)."""

    target: Value
    key: Value
    value: Value
    block: int
    span: Span


class Compare(NamedTuple):
    left: Value
    operator: str  # ==, !=, <, <=, >, >=, is, is not, in, not in
    right: Value
    block: int
    span: Span


class Text(NamedTuple):
    """A text constant that may be a path, URL or template. `use`: `argument` or `keyword:NAME` of `call`, `default:PARAM`,

    `binding:TARGET`, `tail` (not the first part of an f-string or concatenation), `head` (the first part), or `other`.
    """

    value: str
    use: str
    call: int | None
    block: int
    span: Span


class Statement(NamedTuple):
    """An assert (`value` = test), a raise (`value` = what is raised) or a return (`value`), by `kind`."""

    kind: str
    value: Value | None
    block: int
    span: Span


class Detail:
    """What a module says in full; each table is decoded when it is first asked for. `records`: about how many rows."""

    def __init__(self, table: Callable[[str], Any], records: int) -> None:
        self._table = table
        self.records = records

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        return self._rows("scopes")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return self._rows("blocks")

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        return self._rows("functions")

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        return self._rows("classes")

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        return self._rows("calls")

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        return self._rows("bindings")

    @cached_property
    def stores(self) -> tuple[Store, ...]:
        return self._rows("stores")

    @cached_property
    def compares(self) -> tuple[Compare, ...]:
        return self._rows("compares")

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return self._rows("pieces")

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return self._rows("statements")

    def _rows(self, name: str) -> tuple[Any, ...]:
        rows: tuple[Any, ...] = self._table(name)
        return rows


NO_SUMMARY = Summary((), frozenset(), frozenset(), (), None, 0, {})
NO_DETAIL = Detail(lambda _: (), 0)


class Module:
    """One Python file or notebook, as rules see it.

    `name` is the dotted name it is imported by (`pkg.train`). `cells` maps a line of the joined source to
    (cell index, line in cell) in notebooks, None elsewhere.
    """

    def __init__(
        self,
        path: str,
        name: str,
        summary: Summary | Callable[[], Summary],
        load: Callable[[], Detail],
        cells: tuple[tuple[int, int], ...] | None = None,
    ) -> None:
        self.path = path
        self.name = name
        self.cells = cells
        self._load = load
        if isinstance(summary, Summary):
            self.__dict__["summary"] = summary
        else:
            self._summarise = summary

    def __repr__(self) -> str:
        return f"Module({self.path!r})"

    @cached_property
    def summary(self) -> Summary:
        """What is always at hand; of a file that no rule judges, from when it is first asked for."""
        return self._summarise()

    @cached_property
    def detail(self) -> Detail:
        return self._load()

    def release(self) -> None:
        """Forget the decoded detail; it is decoded again where it is asked for again."""
        for name in ("detail", "_functions", "_bindings", "_class_bindings"):
            self.__dict__.pop(name, None)

    @property
    def is_notebook(self) -> bool:
        return self.cells is not None

    @property
    def calls(self) -> tuple[Call, ...]:
        return self.detail.calls

    def at(self, place: Span | int) -> Location:
        """The location of a span or of a whole line."""
        span = Span(place, 1, place, 1) if isinstance(place, int) else place
        if self.cells is None:
            if isinstance(place, int):
                return Location(self.path, place)
            return Location(self.path, *span)
        cell, line = self.cells[span.line - 1]
        end_cell, end_line = self.cells[min(span.end_line, len(self.cells)) - 1]
        if isinstance(place, int) or end_cell != cell:
            return Location(self.path, line, cell=cell)
        return Location(self.path, line, span.column, end_line, span.end_column, cell)

    def imports(self, *packages: str) -> bool:
        """Whether a package, or something under it, is imported anywhere in the file."""
        inside = tuple(f"{package}." for package in packages)
        return any(f"{entry.name}.".startswith(inside) for entry in self.summary.imports)

    def calls_to(self, *names: str) -> Iterator[Call]:
        """Calls whose resolved name is one of `names`; a name ending in `.*` matches everything under it."""
        exact = {name for name in names if not name.endswith(".*")}
        under = tuple(name[:-1] for name in names if name.endswith(".*"))
        for call in self.calls if self._may_call(exact, under) else ():
            if call.name is not None and (call.name in exact or (under and call.name.startswith(under))):
                yield call

    def method_calls(self, *methods: str) -> Iterator[Call]:
        """Calls of an attribute named one of `methods`, whatever its receiver."""
        if self.summary.methods.isdisjoint(methods):
            return iter(())
        return (call for call in self.calls if call.method in methods)

    def _may_call(self, exact: set[str], under: tuple[str, ...]) -> bool:
        """Whether the summary leaves it open that one of the names is called: then the detail has to be decoded."""
        used = self.summary.names
        if not used.isdisjoint(exact) or any(name.startswith(":") for name in (*exact, *under)):
            return True
        return bool(under) and any(name.startswith(under) for name in used)

    def scope_of(self, block: int) -> Scope:
        return self.detail.scopes[self.detail.blocks[block].scope]

    def ancestors(self, block: int, across_scopes: bool = False) -> Iterator[Block]:
        """The block itself and those around it, innermost first; stops at the scope's own body unless told otherwise."""
        blocks = self.detail.blocks
        current = blocks[block]
        scope = current.scope
        while True:
            yield current
            if current.parent < 0:
                return
            current = blocks[current.parent]
            if current.scope != scope and not across_scopes:
                return

    def inside(self, block: int, outer: int) -> bool:
        """Whether `block` is `outer` or lies in it, in whatever scope."""
        return any(one.index == outer for one in self.ancestors(block, across_scopes=True))

    def loop_of(self, block: int) -> Block | None:
        """The innermost loop around `block` within its scope."""
        return next((one for one in self.ancestors(block) if one.kind in {"for", "while"}), None)

    def function_of(self, block: int) -> Function | None:
        """The innermost function around `block`."""
        scopes = self.detail.scopes
        scope = self.scope_of(block)
        while scope.kind != "function":
            if scope.parent < 0:
                return None
            scope = scopes[scope.parent]
        return self._functions.get(scope.index)

    @cached_property
    def _functions(self) -> dict[int, Function]:
        return {function.scope: function for function in self.detail.functions}

    @cached_property
    def _bindings(self) -> dict[tuple[int, str], list[Binding]]:
        """Bindings by scope and target; one declared global or nonlocal counts where the name lives."""
        table: dict[tuple[int, str], list[Binding]] = {}
        declared: list[Binding] = []
        scopes, blocks = self.detail.scopes, self.detail.blocks
        for binding in self.detail.bindings:
            scope = scopes[blocks[binding.block].scope]
            if binding.target in scope.outer:
                declared.append(binding)
            else:
                table.setdefault((scope.index, binding.target), []).append(binding)
        for binding in declared:
            home = self._home(binding, table)
            table.setdefault((home, binding.target), []).append(binding)
            table[home, binding.target].sort(key=lambda one: one.span)
        return table

    def _home(self, binding: Binding, table: dict[tuple[int, str], list[Binding]]) -> int:
        """The scope a name lives in that the scope of the binding declares global or nonlocal."""
        scopes = self.detail.scopes
        scope = self.scope_of(binding.block)
        while scope.parent >= 0:
            scope = scopes[scope.parent]
            if scope.kind == "function" and (scope.index, binding.target) in table:
                return scope.index
        return 0

    @cached_property
    def _class_bindings(self) -> dict[str, dict[str, list[Binding]]]:
        """Bindings of `self.x`, `cls.x` and, as `x`, of the class body, by class and target."""
        table: dict[str, dict[str, list[Binding]]] = {}
        scopes = self.detail.scopes
        for (index, target), found in self._bindings.items():
            scope = scopes[index]
            if scope.kind == "class":
                owner = scope.name
            elif target.startswith(("self.", "cls.")):
                owner = self._class_around(scope)
            else:
                continue
            table.setdefault(owner, {}).setdefault(target, []).extend(found)
        return table

    def _class_around(self, scope: Scope) -> str:
        """The name of the innermost class around a scope, or ""."""
        while scope.kind != "class":
            if scope.parent < 0:
                return ""
            scope = self.detail.scopes[scope.parent]
        return scope.name

    def bindings_of(self, target: str, block: int) -> list[Binding]:
        """Every binding of `target` in the nearest scope around `block` that binds it, in source order."""
        scopes = self.detail.scopes
        scope = self.scope_of(block)
        first = True
        while True:
            found = self._bindings.get((scope.index, target))
            if found and (first or scope.kind != "class"):
                return found
            first = False
            if scope.parent < 0:
                return []
            scope = scopes[scope.parent]

    def binding(self, value: Value, block: int, line: int | None = None) -> Binding | None:
        """The one binding that reaches a name or `self.x` at `line` of `block`, or None where it cannot be told."""
        target = dotted(value)
        if target is None:
            return None
        found = self.bindings_of(target, block)
        scope = self.detail.blocks[block].scope
        own = [one for one in found if self.detail.blocks[one.block].scope == scope]
        if own and (line is None or any(_before(one, line) for one in own)):
            return None if self._changed_elsewhere(found, scope) else self._reaching(own, block, line)
        if target.startswith(("self.", "cls.")):
            found = self._attribute_bindings(target, block)
            return found[0] if found and all(one.value == found[0].value for one in found) else None
        return found[0] if len(found) == 1 and not own else None

    def _changed_elsewhere(self, found: list[Binding], scope: int) -> bool:
        """Whether a function other than `scope` binds the name by global or nonlocal."""
        scopes, blocks = self.detail.scopes, self.detail.blocks
        around = {blocks[one.block].scope for one in found} - {scope}
        return any(found[0].target in scopes[index].outer for index in around)

    def _attribute_bindings(self, target: str, block: int) -> list[Binding]:
        """Bindings of `self.x` in all methods of the class around `block`, or else of `x` in its body."""
        table = self._class_bindings.get(self._class_around(self.scope_of(block)), {})
        name = target.partition(".")[2]
        return table.get(f"self.{name}", []) + table.get(f"cls.{name}", []) or table.get(name, [])

    def _reaching(self, found: list[Binding], block: int, line: int | None) -> Binding | None:
        """The last binding before a line, where it is sure to be run before the line and none after it can be."""
        before = [one for one in found if line is None or _before(one, line)]
        if not before:
            return None
        last = before[-1]
        around = {one.index: one.kind for one in self.ancestors(block)}
        if self._surely(last.block) not in around:
            return None
        later = found[len(before) :]
        for index, kind in around.items():
            looping = kind in {"for", "while"} and not self.inside(last.block, index)
            if looping and any(self.inside(one.block, index) for one in later):
                return None
        return last

    def _surely(self, block: int) -> int:
        """The outermost block whose run means that `block` is run: what stands in `with` is."""
        blocks = self.detail.blocks
        while blocks[block].kind in {"with", "finally"}:
            block = blocks[block].parent
        return block

    def origin(self, value: Value | None, block: int, line: int | None = None, depth: int = 8) -> Value | None:
        """What a value comes from: names followed through their reaching bindings, as far as that is certain.

        Returns the last value that is certain: a Name with no single reaching binding is returned as it is.
        """
        while depth and isinstance(value, Name | Attr | Item):
            if isinstance(value, Item):
                element = _element(value)
                if element is None:
                    return value
                value = element
                continue
            binding = self.binding(value, block, line)
            if binding is None or binding.kind in {"parameter", "augmented", "delete"}:
                return value
            value, block, line, depth = binding.value, binding.block, binding.span.line, depth - 1
        return value

    def call_of(self, value: Value | None) -> Call | None:
        return self.calls[value.index] if isinstance(value, CallRef) else None

    def made_by(self, value: Value | None, block: int, line: int | None = None) -> str | None:
        """The resolved name of the call a value comes from (`torch.optim.Adam`), or None."""
        call = self.call_of(self.origin(value, block, line))
        return None if call is None else call.name

    def constant(self, value: Value | None, block: int = 0, line: int | None = None) -> Const | None:
        """The literal a value holds, followed through names of this file, or None."""
        origin = self.origin(value, block, line)
        return origin if isinstance(origin, Const) else None


def _before(binding: Binding, line: int) -> bool:
    return binding.span.line < line or binding.kind == "parameter"


def _element(item: Item) -> Value | None:
    """The element of a tuple or list display that `item` picks by a plain index."""
    if not (isinstance(item.value, Seq) and isinstance(item.key, Const) and type(item.key.value) is int):
        return None
    items = item.value.items
    index = item.key.value
    if not 0 <= index < len(items) or any(isinstance(one, Unknown) and one.kind == "starred" for one in items):
        return None
    return items[index]


def dotted(value: Value | None) -> str | None:
    """`x`, `self.x` or `a.b.c` for a chain of attributes on a name; None for anything else."""
    names: list[str] = []
    while isinstance(value, Attr):
        names.append(value.name)
        value = value.value
    return ".".join([value.id, *reversed(names)]) if isinstance(value, Name) else None


def parts(value: Value | None) -> Iterator[Value]:
    """A value and every value written inside it (calls are not entered)."""
    stack = [] if value is None else [value]
    while stack:
        one = stack.pop()
        yield one
        stack.extend(reversed(_inside(one)))


def _inside(value: Value) -> Sequence[Value]:
    """The values written directly inside a value."""
    match value:
        case Attr():
            return (value.value,)
        case Item():
            return (value.value, value.key)
        case Seq():
            return value.items
        case Mapping():
            return [one for pair in value.items for one in pair]
        case FString() | Unknown():
            return value.parts
        case Operation():
            return value.operands
        case Choice():
            return value.options
        case _:
            return ()
