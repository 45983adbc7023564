"""Decode a packed detail into the plain data that rules read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter

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
    ATTRIBUTE,
    BINDING_KINDS,
    BLOCK_KINDS,
    CHOICE,
    CONSTANT,
    FSTRING,
    FUNCTION_ENTRY,
    ITEM,
    MAPPING,
    NAME,
    OPERATION,
    PARAMETER_KINDS,
    QUALIFIED,
    SCOPE_KINDS,
    SEQUENCE,
    STATEMENT_KINDS,
    TEXT,
    TEXT_USES,
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

DEEPEST_VALUE = 60
JOINING = frozenset({"os.path.join", "posixpath.join", "ntpath.join", "pathlib.Path", "pathlib.PurePath"})
FORMATTING = frozenset({"format", "format_map"})


def decode(packed: bytes) -> Detail:
    """The detail that `extract` packed. Raises ValueError where the bytes are something else."""
    return _Decoder(unpack(packed)).detail()


class _Decoder:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.texts = tables.texts
        self.pieces = list(_rows(tables.pieces, 8))
        self.paths = {row[2]: None for row in self.pieces}
        self.uses: dict[int, tuple[str, int | None]] = {}
        self.attributes: dict[int, tuple[int, str]] = {}
        self.values: dict[int, Value] = {}
        self.number_calls()
        self.decode_values()
        self.receivers: list[tuple[str, int]] = []
        self.assigned: list[frozenset[str]] = []
        self.scopes = list(self.decode_scopes())
        self.span: Callable[[int, int, int, int], Span] = _wide_span(tables.wide) if tables.wide else _span

    def many(self, references: Sequence[int]) -> tuple[Value, ...]:
        values = self.values
        return tuple([values[one] for one in references])

    def detail(self) -> Detail:
        blocks = self.blocks()
        functions = self.functions()
        calls = self.calls(blocks)
        bindings = tuple(self.bindings(functions))
        tables, span, values = self.tables, self.span, self.values
        stores = [
            Store(values[row[0]], values[row[1]], values[row[2]], row[3], span(*row[4:]))
            for row in _rows(tables.stores, 8)
        ]
        compares = [
            Compare(values[row[0]], self.texts[row[1]], values[row[2]], row[3], span(*row[4:]))
            for row in _rows(tables.compares, 8)
        ]
        statements = [
            Statement(STATEMENT_KINDS[row[0]], values[row[1]] if row[1] else None, row[2], span(*row[3:]))
            for row in _rows(tables.statements, 7)
        ]
        return Detail(
            tuple(self.scopes),
            tuple(blocks),
            tuple([function for function, _ in functions.values()]),
            tuple(self.classes()),
            calls,
            bindings,
            tuple(stores),
            tuple(compares),
            tuple(self.found_texts()),
            tuple(statements),
        )

    def number_calls(self) -> None:
        """The value of every call: its index."""
        numbers = self.tables.calls
        values = self.values
        position = index = 0
        while position < len(numbers):
            values[(position << 1) | 1] = CallRef(index)
            index += 1
            position += 8 + numbers[position + 6] + 2 * numbers[position + 7]

    def decode_values(self) -> None:
        """Values by reference; one that is nested too deeply is Unknown."""
        numbers = self.tables.values
        texts, constants, values, attributes = self.texts, self.tables.constants, self.values, self.attributes
        depths: dict[int, int] = {}
        deep = Unknown("deep")
        position = 0
        total = len(numbers)
        while position < total:
            reference = position << 1
            kind = numbers[position]
            if kind == NAME:
                values[reference] = Name(texts[numbers[position + 1]])
                position += 2
                continue
            if kind == QUALIFIED:
                values[reference] = Qualified(texts[numbers[position + 1]])
                position += 2
                continue
            if kind == TEXT:
                values[reference] = Const(texts[numbers[position + 1]])
                position += 2
                continue
            if kind == CONSTANT:
                values[reference] = Const(constants[numbers[position + 1]])
                position += 2
                continue
            found: Value
            inner: Sequence[int]
            if kind == ATTRIBUTE:
                base = numbers[position + 1]
                name = texts[numbers[position + 2]]
                attributes[reference] = (base, name)
                position += 3
                outer = values[base]
                if type(outer) is Qualified:
                    values[reference] = Qualified(f"{outer.name}.{name}")
                    continue
                inner = (base,)
                found = Attr(outer, name)
            elif kind == ITEM:
                inner = numbers[position + 1 : position + 3]
                found = Item(values[inner[0]], values[inner[1]])
                position += 3
            else:
                start = position + (2 if kind == CHOICE else 3)
                position = start + numbers[start - 1]
                inner = numbers[start:position]
                word = texts[numbers[start - 2]] if kind not in {CHOICE, MAPPING} else ""
                parts = tuple([values[one] for one in inner])
                found = self.composed(kind, word, parts, bool(numbers[start - 2]))
                if kind == OPERATION and word in "+/%":
                    self.note_operands(word, inner)
            depth = 1 + max([depths.get(one, 0) for one in inner], default=0)
            if depth > DEEPEST_VALUE:
                values[reference] = deep
            else:
                values[reference] = found
                depths[reference] = depth

    def composed(self, kind: int, word: str, parts: tuple[Value, ...], opened: bool) -> Value:
        """A value made of other values."""
        if kind == SEQUENCE:
            return Seq(parts, word)
        if kind == OPERATION:
            return Operation(word, parts)
        if kind == FSTRING:
            return FString(word, parts)
        if kind == CHOICE:
            return Choice(parts)
        if kind == MAPPING:
            return Mapping(tuple(zip(parts[::2], parts[1::2], strict=True)), opened)
        return Unknown(word, parts)

    def note_operands(self, operator: str, operands: Sequence[int]) -> None:
        """Texts in `a + b` or `a / b`: the first is the head, the others are tails."""
        for index, one in enumerate(operands):
            if one in self.paths and (index == 0 or operator != "%"):
                self.uses.setdefault(one, ("tail" if index else "head", None))

    def decode_scopes(self) -> Iterator[Scope]:
        numbers = self.tables.scopes
        texts = self.texts
        position = index = 0
        while position < len(numbers):
            kind, name, parent, block, receiver, owner, outers, attributes = numbers[position : position + 8]
            position += 8
            outer = tuple([texts[one] for one in numbers[position : position + outers]])
            position += outers
            self.assigned.append(frozenset([texts[one] for one in numbers[position : position + attributes]]))
            position += attributes
            self.receivers.append((texts[receiver], owner))
            yield Scope(index, SCOPE_KINDS[kind], texts[name], parent - 1, block, outer)
            index += 1

    def blocks(self) -> list[Block]:
        """The blocks by index; they were written as they ended."""
        numbers = self.tables.blocks
        texts = self.texts
        found: list[Block] = []
        position = 0
        while position < len(numbers):
            index, kind, parent, scope, letters, *place, headers, names = numbers[position : position + 11]
            position += 11
            header = self.many(numbers[position : position + headers])
            position += headers
            named = tuple([texts[one] for one in numbers[position : position + names]])
            position += names
            found.append(
                Block(index, BLOCK_KINDS[kind], parent - 1, scope, header, named, texts[letters], self.span(*place))
            )
        found.sort(key=itemgetter(0))
        return found

    def functions(self) -> dict[int, tuple[Function, list[Span]]]:
        """Functions by their place in the table, with the spans of their parameters."""
        numbers = self.tables.functions
        texts = self.texts
        found: dict[int, tuple[Function, list[Span]]] = {}
        position = 0
        while position < len(numbers):
            start = position
            name, scope, block, asynchronous, decorators, count, *place = numbers[position : position + 10]
            position += 10
            decorated = self.many(numbers[position : position + decorators])
            position += decorators
            parameters: list[Parameter] = []
            spans: list[Span] = []
            for row in _rows(numbers[position : position + 8 * count], 8):
                annotation = self.values[row[2]] if row[2] else None
                default = self.values[row[1]] if row[1] else None
                if row[1] in self.paths:
                    self.uses[row[1]] = (f"default:{texts[row[0]]}", None)
                parameters.append(
                    Parameter(
                        texts[row[0]],
                        default,
                        annotation.name if isinstance(annotation, Qualified) else None,
                        PARAMETER_KINDS[row[3]],
                    )
                )
                spans.append(self.span(*row[4:]))
            position += 8 * count
            function = Function(
                texts[name], scope, block, bool(asynchronous), decorated, tuple(parameters), self.span(*place)
            )
            found[start] = function, spans
        return found

    def classes(self) -> Iterator[Class]:
        numbers = self.tables.classes
        texts = self.texts
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

    def calls(self, blocks: Sequence[Block]) -> tuple[Call, ...]:
        numbers = self.tables.calls
        texts, values, paths = self.texts, self.values, self.paths
        discarded, awaited = set(self.tables.discarded), set(self.tables.awaited)
        found: list[Call] = []
        position = 0
        total = len(numbers)
        index = 0
        while position < total:
            start = (position << 1) | 1
            function, block, line, column, end_line, end_column, count, keyword_count = numbers[position : position + 8]
            position += 8
            arguments = numbers[position : position + count]
            position += count
            keywords: dict[str, Value] = {}
            double_star = False
            pairs = numbers[position : position + 2 * keyword_count]
            position += 2 * keyword_count
            for place in range(0, len(pairs), 2):
                keyword, reference = pairs[place], pairs[place + 1]
                if not keyword:
                    double_star = True
                    continue
                keywords[texts[keyword]] = values[reference]
                if reference in paths:
                    self.uses[reference] = (f"keyword:{texts[keyword]}", index)
            args = tuple([values[one] for one in arguments])
            name, method, receiver = self.called(function, blocks[block].scope)
            if not paths.keys().isdisjoint(arguments):
                self.note_arguments(arguments, index, name, method)
            found.append(
                Call(
                    index,
                    name,
                    method,
                    receiver,
                    args,
                    keywords,
                    any(type(one) is Unknown and one.kind == "starred" for one in args),
                    double_star,
                    start in discarded,
                    start in awaited,
                    block,
                    self.span(line, column, end_line, end_column),
                )
            )
            index += 1
        return tuple(found)

    def called(self, function: int, scope: int) -> tuple[str | None, str | None, Value | None]:
        """Resolved name, method and receiver of what is called in a scope."""
        attribute = self.attributes.get(function)
        value = self.values[function]
        if attribute is None:
            return (value.name, None, None) if type(value) is Qualified else (None, None, value)
        base, method = attribute
        if base in self.paths and method in FORMATTING:
            self.uses.setdefault(base, ("head", None))
        receiver = self.values[base]
        if type(value) is Qualified:
            return value.name, method, receiver
        itself, owner = self.receivers[scope]
        if type(receiver) is Name and receiver.id == itself and method not in self.assigned[owner]:
            return f":{self.scopes[owner].name}.{method}", method, receiver
        return None, method, receiver

    def note_arguments(self, arguments: Sequence[int], index: int, name: str | None, method: str | None) -> None:
        """Texts among the arguments of a call; what is joined to a path is its tail."""
        joins = name in JOINING
        for position, one in enumerate(arguments):
            if one in self.paths:
                use = "argument"
                if method == "joinpath" or (joins and position):
                    use = "tail"
                elif joins and method == "join":
                    use = "head"
                self.uses[one] = (use, index)

    def bindings(self, functions: dict[int, tuple[Function, list[Span]]]) -> Iterator[Binding]:
        paths = self.paths
        span, values = self.span, self.values
        for target, reference, kind, block, *place in _rows(self.tables.bindings, 8):
            if kind == FUNCTION_ENTRY:
                function, places = functions[reference]
                for parameter, where in zip(function.parameters, places, strict=True):
                    default = parameter.default
                    yield Binding(parameter.name, Unknown() if default is None else default, "parameter", block, where)
                continue
            variable = values[target & ~1]
            name = variable.name if type(variable) is Qualified else dotted(variable)
            if name is None:
                continue
            if reference in paths:
                self.uses.setdefault(reference, (f"binding:{name}", None))
            yield Binding(name, values[reference], BINDING_KINDS[kind], block, span(*place))

    def found_texts(self) -> Iterator[Text]:
        for text, use, reference, block, *place in self.pieces:
            if use:
                said, call = TEXT_USES[use], self.uses.get(reference, ("", None))[1]
            else:
                said, call = self.uses.get(reference, ("other", None))
            yield Text(self.texts[text], said, call, block, self.span(*place))


def _rows(numbers: Iterable[int], width: int) -> Iterator[tuple[int, ...]]:
    iterator = iter(numbers)
    return zip(*[iterator] * width, strict=True)


def _span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(line, column + 1, end_line, end_column + 1)


def _wide_span(wide: dict[str, str]) -> Callable[[int, int, int, int], Span]:
    """Spans for a file with lines beyond ASCII, where the parser counts columns in bytes."""
    encoded = {int(number): line.encode("utf-8", "surrogatepass") for number, line in wide.items()}

    def span(line: int, column: int, end_line: int, end_column: int) -> Span:
        if line in encoded:
            column = len(encoded[line][:column].decode("utf-8", "ignore"))
        if end_line in encoded:
            end_column = len(encoded[end_line][:end_column].decode("utf-8", "ignore"))
        return Span(line, column + 1, end_line, end_column + 1)

    return span
