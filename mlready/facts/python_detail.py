"""Decode a packed detail into the plain data that rules read, each table when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Final

from mlready.facts.python import (
    Binding,
    Block,
    Call,
    Class,
    Compare,
    Detail,
    Function,
    Parameter,
    Scope,
    Statement,
    Store,
    Text,
    dotted,
)
from mlready.facts.python_code import (
    ABSENT,
    ATTRIBUTE,
    BINDING_KINDS,
    BLOCK_KINDS,
    CHOICE,
    CONSTANT,
    FSTRING,
    FUNCTION_ENTRY,
    ITEM,
    OPERATION,
    PARAMETER_KINDS,
    SCOPE_KINDS,
    SEQUENCE,
    STATEMENT_KINDS,
    TEXT_USES,
    UNKNOWN,
    Scalar,
    Tables,
    unpack,
)
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
    Qualified,
    Seq,
    Unknown,
    Value,
)
from mlready.location import Span

DEEPEST_VALUE: Final = 60
JOINING: Final = frozenset({"os.path.join", "posixpath.join", "ntpath.join", "pathlib.Path", "pathlib.PurePath"})
FORMATTING: Final = frozenset({"format", "format_map"})

_LEAVES: Final[tuple[type[Name | Qualified | Const], ...]] = (Name, Qualified, Const, Const)  # by kind of value
_STARRED: Final = "starred"
_new = tuple.__new__  # a named tuple's own constructor takes three times as long


def decode(packed: bytes) -> Detail:
    """The detail that `extract` packed. Raises ValueError where the bytes are something else."""
    tables = unpack(packed)
    return Detail(_Decoder(tables).table, sum(map(len, tables[3:])) // 8)


class _Decoder:
    """The tables of one module; `values` has the value of every reference, at the place of its number."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.texts = tables.texts
        self.values: list[Value] = [Unknown()] * (2 * max(len(tables.values), len(tables.calls)) + 2)
        self.number_calls()
        self.decode_values()
        self.span: Callable[[int, int, int, int], Span] = _wide_span(tables.wide) if tables.wide else _span

    def table(self, name: str) -> tuple[object, ...]:
        """One of the tables of `Detail`, by its name."""
        rows: Iterable[object] = getattr(self, name)()
        return tuple(rows)

    def many(self, references: Sequence[int]) -> tuple[Value, ...]:
        values = self.values
        return tuple([values[one] for one in references])

    def number_calls(self) -> None:
        """The value of every call: its index."""
        numbers, values = self.tables.calls, self.values
        position = index = 0
        total = len(numbers)
        while position < total:
            values[(position << 1) | 1] = _new(CallRef, (index, "call"))
            index += 1
            position += 8 + numbers[position + 6] + 2 * numbers[position + 7]

    def decode_values(self) -> None:
        """Values by reference; each comes after those inside it. One that is nested too deeply is Unknown."""
        numbers = self.tables.values
        texts, values = self.texts, self.values
        words: tuple[Sequence[Scalar | str], ...] = (texts, texts, texts, self.tables.constants)
        depths = [1] * len(values)
        position = 0
        total = len(numbers)
        found: Value
        while position < total:
            reference = position << 1
            kind = numbers[position]
            if kind <= CONSTANT:
                values[reference] = _new(_LEAVES[kind], (words[kind][numbers[position + 1]],))
                position += 2
                continue
            if kind == ATTRIBUTE:
                inner = numbers[position + 1]
                base = values[inner]
                name = texts[numbers[position + 2]]
                position += 3
                if type(base) is Qualified:
                    values[reference] = _new(Qualified, (f"{base.name}.{name}",))
                    continue
                found = _new(Attr, (base, name))
                depth = depths[inner]
            elif kind == ITEM:
                inner = numbers[position + 1]
                key = numbers[position + 2]
                position += 3
                found = _new(Item, (values[inner], values[key]))
                depth = max(depths[inner], depths[key])
            else:
                start = position + (2 if kind == CHOICE else 3)
                end = start + numbers[start - 1]
                references = numbers[start:end]
                parts = tuple([values[one] for one in references])
                found = self.composed(kind, numbers[position + 1], parts)
                depth = max([depths[one] for one in references]) if references else 0
                position = end
            if depth < DEEPEST_VALUE:
                values[reference] = found
                depths[reference] = depth + 1
            else:
                values[reference] = Unknown("deep")

    def composed(self, kind: int, word: int, parts: tuple[Value, ...]) -> Value:
        """A value made of other values."""
        if kind == UNKNOWN:
            return _new(Unknown, (self.texts[word], parts))
        if kind == OPERATION:
            return _new(Operation, (self.texts[word], parts))
        if kind == SEQUENCE:
            return _new(Seq, (parts, self.texts[word]))
        if kind == FSTRING:
            return _new(FString, (self.texts[word], parts))
        if kind == CHOICE:
            return _new(Choice, (parts,))
        return Mapping(tuple(zip(parts[::2], parts[1::2], strict=True)), bool(word))

    def scopes(self) -> Iterator[Scope]:
        numbers, texts = self.tables.scopes, self.texts
        for index, start in enumerate(self.scope_starts()):
            kind, name, parent, block, _, _, outers = numbers[start : start + 7]
            outer = tuple([texts[one] for one in numbers[start + 8 : start + 8 + outers]])
            yield Scope(index, SCOPE_KINDS[kind], texts[name], parent - 1, block, outer)

    def scope_starts(self) -> Iterator[int]:
        """Where the row of each scope begins."""
        numbers = self.tables.scopes
        position = 0
        while position < len(numbers):
            yield position
            position += 8 + numbers[position + 6] + numbers[position + 7]

    def receivers(self) -> list[tuple[str, str, frozenset[str]]]:
        """For each scope inside a method: the name of the instance, the class, and what the class assigns to it."""
        numbers, texts = self.tables.scopes, self.texts
        starts = list(self.scope_starts())
        assigned: dict[int, frozenset[str]] = {}
        found: list[tuple[str, str, frozenset[str]]] = []
        for start in starts:
            receiver, owner = numbers[start + 4 : start + 6]
            if not receiver:
                found.append(("", "", frozenset()))
                continue
            place = starts[owner]
            if owner not in assigned:
                first = place + 8 + numbers[place + 6]
                assigned[owner] = frozenset([texts[one] for one in numbers[first : first + numbers[place + 7]]])
            found.append((texts[receiver], texts[numbers[place + 1]], assigned[owner]))
        return found

    def block_scopes(self) -> list[int]:
        """The scope of each block."""
        found: dict[int, int] = {}
        for start in self.block_starts():
            found[self.tables.blocks[start]] = self.tables.blocks[start + 3]
        return [found[index] for index in range(len(found))]

    def block_starts(self) -> Iterator[int]:
        """Where the row of each block begins."""
        numbers = self.tables.blocks
        position = 0
        while position < len(numbers):
            yield position
            position += 11 + numbers[position + 9] + numbers[position + 10]

    def blocks(self) -> list[Block]:
        """The blocks by index; they were written as they ended."""
        numbers, texts, span = self.tables.blocks, self.texts, self.span
        found: list[Block] = []
        for start in self.block_starts():
            index, kind, parent, scope, letters, line, column, end_line, end_column, headers, names = numbers[
                start : start + 11
            ]
            first = start + 11
            header = self.many(numbers[first : first + headers]) if headers else ()
            first += headers
            named = tuple([texts[one] for one in numbers[first : first + names]]) if names else ()
            place = span(line, column, end_line, end_column)
            found.append(
                _new(Block, (index, BLOCK_KINDS[kind], parent - 1, scope, header, named, texts[letters], place))
            )
        found.sort(key=itemgetter(0))
        return found

    def functions(self) -> Iterator[Function]:
        numbers, texts, values, span = self.tables.functions, self.texts, self.values, self.span
        position = 0
        while position < len(numbers):
            name, scope, block, asynchronous, decorators, count, *place = numbers[position : position + 10]
            position += 10
            decorated = self.many(numbers[position : position + decorators])
            position += decorators
            parameters: list[Parameter] = []
            for text, default, annotation, kind, *_ in _rows(numbers[position : position + 8 * count], 8):
                annotated = values[annotation]
                parameters.append(
                    Parameter(
                        texts[text],
                        values[default] if default else None,
                        annotated.name if type(annotated) is Qualified and annotation != ABSENT else None,
                        PARAMETER_KINDS[kind],
                    )
                )
            position += 8 * count
            yield Function(texts[name], scope, block, bool(asynchronous), decorated, tuple(parameters), span(*place))

    def classes(self) -> Iterator[Class]:
        numbers, texts = self.tables.classes, self.texts
        position = 0
        while position < len(numbers):
            name, scope, block, decorators, bases, keywords, *place = numbers[position : position + 10]
            position += 10
            decorated = self.many(numbers[position : position + decorators])
            position += decorators
            inherited = self.many(numbers[position : position + bases])
            position += bases
            pairs = {
                texts[row[0]]: self.values[row[1]] for row in _rows(numbers[position : position + 2 * keywords], 2)
            }
            position += 2 * keywords
            yield Class(texts[name], scope, block, inherited, pairs, decorated, self.span(*place))

    def calls(self) -> list[Call]:
        numbers, texts, values, span = self.tables.calls, self.texts, self.values, self.span
        discarded, awaited = set(self.tables.discarded), set(self.tables.awaited)
        scopes, receivers = self.block_scopes(), self.receivers()
        found: list[Call] = []
        position = index = 0
        total = len(numbers)
        while position < total:
            start = (position << 1) | 1
            function, block, line, column, end_line, end_column, count, named = numbers[position : position + 8]
            position += 8
            args: tuple[Value, ...] = ()
            star = double_star = False
            if count:
                args = tuple([values[one] for one in numbers[position : position + count]])
                position += count
                for one in args:
                    if type(one) is Unknown and one.kind == _STARRED:
                        star = True
            keywords: dict[str, Value] = {}
            for _ in range(named):
                if numbers[position]:
                    keywords[texts[numbers[position]]] = values[numbers[position + 1]]
                else:
                    double_star = True
                position += 2
            name, method, receiver = self.called(function, receivers[scopes[block]])
            found.append(
                _new(
                    Call,
                    (
                        index,
                        name,
                        method,
                        receiver,
                        args,
                        keywords,
                        star,
                        double_star,
                        start in discarded,
                        start in awaited,
                        block,
                        span(line, column, end_line, end_column),
                    ),
                )
            )
            index += 1
        return found

    def called(
        self, function: int, itself: tuple[str, str, frozenset[str]]
    ) -> tuple[str | None, str | None, Value | None]:
        """Resolved name, method and receiver of what is called in a scope where `itself` is the instance."""
        value = self.values[function]
        place = function >> 1
        numbers = self.tables.values
        if function & 1 or numbers[place] != ATTRIBUTE:
            return (value.name, None, None) if type(value) is Qualified else (None, None, value)
        receiver, method = self.values[numbers[place + 1]], self.texts[numbers[place + 2]]
        if type(value) is Qualified:
            return value.name, method, receiver
        if type(receiver) is Name and receiver.id == itself[0] and method not in itself[2]:
            return f":{itself[1]}.{method}", method, receiver
        return None, method, receiver

    def bindings(self) -> Iterator[Binding]:
        span, values = self.span, self.values
        for target, reference, kind, block, line, column, end_line, end_column in _rows(self.tables.bindings, 8):
            if kind == FUNCTION_ENTRY:
                yield from self.parameters(reference, block)
                continue
            variable = values[target & ~1]
            name = variable.id if type(variable) is Name else _target(variable)
            if name is not None:
                place = span(line, column, end_line, end_column)
                yield _new(Binding, (name, values[reference], BINDING_KINDS[kind], block, place))

    def parameters(self, start: int, block: int) -> Iterator[Binding]:
        """The bindings of the parameters of the function whose row begins at `start`."""
        numbers, texts, values, span = self.tables.functions, self.texts, self.values, self.span
        first = start + 10 + numbers[start + 4]
        for text, default, _, _, *place in _rows(numbers[first : first + 8 * numbers[start + 5]], 8):
            value = values[default] if default else Unknown()
            yield _new(Binding, (texts[text], value, "parameter", block, span(*place)))

    def stores(self) -> Iterator[Store]:
        span, values = self.span, self.values
        for target, key, value, block, *place in _rows(self.tables.stores, 8):
            yield Store(values[target], values[key], values[value], block, span(*place))

    def compares(self) -> Iterator[Compare]:
        span, values, texts = self.span, self.values, self.texts
        for left, operator, right, block, *place in _rows(self.tables.compares, 8):
            yield Compare(values[left], texts[operator], values[right], block, span(*place))

    def statements(self) -> Iterator[Statement]:
        span, values = self.span, self.values
        for kind, value, block, *place in _rows(self.tables.statements, 7):
            yield Statement(STATEMENT_KINDS[kind], values[value] if value else None, block, span(*place))

    def pieces(self) -> Iterator[Text]:
        """The texts, each as it is used."""
        rows = list(_rows(self.tables.pieces, 8))
        uses = _Uses(self, {row[2] for row in rows}).uses if rows else {}
        for text, use, reference, block, *place in rows:
            said, call = uses.get(reference, ("other", None))
            yield Text(self.texts[text], TEXT_USES[use] if use else said, call, block, self.span(*place))


class _Uses:
    """How the texts that may be paths are used: by the reference of each, the use and the call."""

    def __init__(self, decoder: _Decoder, paths: set[int]) -> None:
        self.decoder = decoder
        self.texts = decoder.texts
        self.paths = paths
        self.uses: dict[int, tuple[str, int | None]] = {}
        self.note_operands()
        self.note_defaults()
        self.note_arguments()
        self.note_bindings()

    def note_operands(self) -> None:
        """Texts in `a + b` or `a / b`: the first is the head, the others are tails."""
        numbers = self.decoder.tables.values
        position = 0
        while position < len(numbers):
            kind = numbers[position]
            if kind <= ITEM:
                position += 2 if kind <= CONSTANT else 3
                continue
            start = position + (2 if kind == CHOICE else 3)
            end = start + numbers[start - 1]
            if kind == OPERATION and not self.paths.isdisjoint(numbers[start:end]):
                self.note_operation(self.texts[numbers[position + 1]], numbers[start:end])
            position = end

    def note_operation(self, operator: str, operands: Sequence[int]) -> None:
        """Texts in one operation."""
        for index, one in enumerate(operands):
            if one in self.paths and operator in {"+", "/", "%"} and (index == 0 or operator != "%"):
                self.uses[one] = ("tail" if index else "head", None)

    def note_defaults(self) -> None:
        """Texts that are defaults of parameters."""
        numbers = self.decoder.tables.functions
        position = 0
        while position < len(numbers):
            decorators, count = numbers[position + 4 : position + 6]
            position += 10 + decorators
            for _ in range(count):
                if numbers[position + 1] in self.paths:
                    self.uses[numbers[position + 1]] = (f"default:{self.texts[numbers[position]]}", None)
                position += 8

    def note_arguments(self) -> None:
        """Texts that are arguments; what is joined to a path is its tail."""
        numbers = self.decoder.tables.calls
        position = index = 0
        while position < len(numbers):
            function, count, named = numbers[position], numbers[position + 6], numbers[position + 7]
            position += 8
            arguments = numbers[position : position + count]
            self.note_formatting(function)
            if not self.paths.isdisjoint(arguments):
                self.note_positional(arguments, index, function)
            position += count
            for _ in range(named):
                if numbers[position + 1] in self.paths:
                    self.uses[numbers[position + 1]] = (f"keyword:{self.texts[numbers[position]]}", index)
                position += 2
            index += 1

    def note_formatting(self, function: int) -> None:
        """A text whose `format` is called is the head of what comes of it."""
        numbers = self.decoder.tables.values
        place = function >> 1
        if function & 1 or numbers[place] != ATTRIBUTE or numbers[place + 1] not in self.paths:
            return
        if self.texts[numbers[place + 2]] in FORMATTING:
            self.uses[numbers[place + 1]] = ("head", None)

    def note_positional(self, arguments: Sequence[int], index: int, function: int) -> None:
        """Texts among the arguments of one call."""
        value = self.decoder.values[function]
        name = value.name if type(value) is Qualified else None
        method = value.name if type(value) is Attr else (name or "").rpartition(".")[2]
        joins = name in JOINING
        for position, one in enumerate(arguments):
            if one in self.paths:
                use = "argument"
                if method == "joinpath" or (joins and position):
                    use = "tail"
                elif joins and method == "join":
                    use = "head"
                self.uses[one] = (use, index)

    def note_bindings(self) -> None:
        """Texts that a name is bound to."""
        values = self.decoder.values
        for target, reference, kind, *_ in _rows(self.decoder.tables.bindings, 8):
            if reference in self.paths and kind != FUNCTION_ENTRY:
                name = _target(values[target & ~1])
                if name is not None:
                    self.uses.setdefault(reference, (f"binding:{name}", None))


def _target(value: Value) -> str | None:
    """How a target of an assignment is named."""
    return value.name if type(value) is Qualified else dotted(value)


def _rows(numbers: Iterable[int], width: int) -> Iterator[tuple[int, ...]]:
    iterator = iter(numbers)
    return zip(*[iterator] * width, strict=True)


def _span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return _new(Span, (line, column + 1, end_line, end_column + 1))


def _wide_span(wide: dict[str, str]) -> Callable[[int, int, int, int], Span]:
    """Spans for a file with lines beyond ASCII, where the parser counts columns in bytes."""
    encoded = {int(number): line.encode("utf-8", "surrogatepass") for number, line in wide.items()}

    def span(line: int, column: int, end_line: int, end_column: int) -> Span:
        if line in encoded:
            column = len(encoded[line][:column].decode("utf-8", "ignore"))
        if end_line in encoded:
            end_column = len(encoded[end_line][:end_column].decode("utf-8", "ignore"))
        return _new(Span, (line, column + 1, end_line, end_column + 1))

    return span
