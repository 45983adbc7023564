"""Tests that look at what a model answers: held to what is kept, or trained or asked twice in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Call, Definition, Function, Module, dotted, parts
from mlready.facts.values import Attr, CallRef, Const, Item, Name, Qualified, Seq, Value
from mlready.location import Location
from mlready.repo.flow import holders, holds, within
from mlready.repo.measuring import words
from mlready.repo.once import once
from mlready.repo.tests import asserting, test_files
from mlready.tables.datasets import READING
from mlready.tables.gates import METRIC_WORDS
from mlready.tables.trials import (
    ASKING,
    ASKING_WORDS,
    COMPARING,
    COMPARING_METHODS,
    LEARNING_WORDS,
    MATCHING_METHODS,
    OBVIOUS,
    OUTLINES,
    OUTLINING,
    SNAPSHOT_FIXTURES,
    SNAPSHOT_PACKAGES,
    STORED,
    STORED_METHODS,
)

if TYPE_CHECKING:
    from mlready.repo.model import Project

_ORDERS = frozenset({"<", "<=", ">", ">="})
_DEEP = 5
Pair = tuple[Value, Value]
Says = Callable[[Call], bool]


class Body(NamedTuple):
    """A function of a test; `kept` and `asked` are its parameters that hold what is kept, or answers."""

    test: Module
    function: Function
    kept: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    @property
    def block(self) -> int:
        return self.test.detail.scopes[self.function.scope].block

    @property
    def parameters(self) -> frozenset[str]:
        return frozenset(one.name for one in self.function.parameters)


class Fixtures(NamedTuple):
    """Names of fixtures that read what is kept, and of those that ask a model."""

    kept: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


def golden_tests(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of tests that compare what a model answers with what is kept."""
    for test, fixtures in _telling_tests(project):
        for one in asserting(test):
            if any(_is_golden(body) for body in _bodies(test, one, fixtures)):
                yield test.at(one.line), f"`{one.name}` compares with what is expected"


def repeat_tests(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of tests that train or ask twice in the same way and compare, or compare with what is kept."""
    for test, _ in _telling_tests(project):
        for one in asserting(test):
            function = _function(test, one.name)
            if function is not None and _is_repeat(Body(test, function)):
                yield test.at(one.line), f"`{one.name}` does the same twice and compares"
    yield from golden_tests(project)


def own_tests(project: Project) -> tuple[Module, ...]:
    """The tests in the folder of a project, and those of the projects around it."""
    return tuple(
        one
        for one in test_files(project.repo)
        if (other := project.repo.project_of(one.path)) is project
        or not other.path
        or project.path.startswith(other.path + "/")
    )


@once
def _telling_tests(project: Project) -> tuple[tuple[Module, Fixtures], ...]:
    """Tests around a project that ask or train a model, with the fixtures that they may ask for."""
    tests = own_tests(project)
    shared = {folder: _fixtures(one) for one in tests if (folder := _folder_of_conftest(one.path)) is not None}
    found = []
    for test in tests:
        around = [_fixtures(test), *(one for folder, one in shared.items() if test.path.startswith(folder))]
        fixtures = Fixtures(
            frozenset().union(*(one.kept for one in around)), frozenset().union(*(one.asked for one in around))
        )
        called = {name for one in test.summary.definitions for name in one.calls}
        if fixtures.asked or any(is_asking(name) or is_learning(name) for name in called):
            found.append((test, fixtures))
    return tuple(found)


def _folder_of_conftest(path: str) -> str | None:
    return path.removesuffix("conftest.py") if path.rpartition("/")[2] == "conftest.py" else None


def _fixtures(test: Module) -> Fixtures:
    found = [one for one in test.summary.definitions if "pytest.fixture" in one.decorators]
    return Fixtures(
        frozenset(one.name for one in found if any(map(is_reading, one.calls))),
        frozenset(one.name for one in found if any(map(is_asking, one.calls))),
    )


def is_reading(name: str) -> bool:
    """Whether a resolved name reads something that is kept: data, or what is expected of it."""
    if name in STORED or name in READING or name.rpartition(".")[2] in STORED_METHODS:
        return True
    return name.startswith(("sklearn.datasets.load_", *(f"{one}." for one in SNAPSHOT_PACKAGES)))


def is_asking(name: str) -> bool:
    """Whether what is called asks a model, by its name."""
    own = name.rpartition(".")[2].lstrip(":")
    found = words(own)
    return own in ASKING or (bool(found) and not ASKING_WORDS.isdisjoint({found[0], found[-1]}))


def is_learning(name: str) -> bool:
    """Whether what is called trains, by its name or that of its file."""
    return any(not LEARNING_WORDS.isdisjoint(words(one)) for one in name.split(".")[-2:])


def _function(test: Module, name: str) -> Function | None:
    return next((one for one in test.detail.functions if one.name == name), None)


def _bodies(test: Module, one: Definition, fixtures: Fixtures) -> Iterator[Body]:
    """A test and, where it has something that is kept, the functions of its file that it hands it to."""
    function = _function(test, one.name)
    if function is None:
        return
    body = Body(test, function)
    given = body.parameters
    yield body._replace(kept=given & (fixtures.kept | SNAPSHOT_FIXTURES), asked=given & fixtures.asked)
    if given.isdisjoint(fixtures.kept) and not any(map(is_reading, one.calls)):
        return
    for name in one.calls:
        helper = _function(test, name[1:]) if name.startswith(":") else None
        if helper is not None:
            yield Body(test, helper, kept=Body(test, helper).parameters)


def _is_golden(body: Body) -> bool:
    """Whether an answer is compared with what is kept, or an answer about what is kept with a value."""
    pairs = list(_compared(body))
    if not pairs:
        return False
    test, helpers = body.test, _helpers(body.test, is_asking)
    is_kept = _source(test, body.kept | _kept_above(test), lambda call: is_reading(_name(call)))
    is_answer = _source(test, body.asked, lambda call: is_asking(_name(call)) or call.name in helpers)
    kept = holders(test, body.function, is_kept)
    answers = holders(test, body.function, is_answer, _outlines)
    for pair in pairs:
        asked = [holds(test, one, answers, is_answer, _outlines) for one in pair]
        if any(asked) and not all(asked) and any(holds(test, one, kept, is_kept) for one in pair):
            return True
    return False


def _name(call: Call) -> str:
    return call.name or f"?.{call.method}"


def _helpers(test: Module, says: Callable[[str], bool]) -> frozenset[str]:
    """Functions of a test file that call what is so named."""
    return frozenset(f":{one.name}" for one in test.summary.definitions if one.name and any(map(says, one.calls)))


def _source(test: Module, names: frozenset[str], says: Says) -> Callable[[Value], bool]:
    """Whether a value is one of some names, or the result of some calls."""

    def is_source(value: Value) -> bool:
        if isinstance(value, CallRef):
            return says(test.calls[value.index])
        return isinstance(value, Name) and value.id in names

    return is_source


def _kept_above(test: Module) -> frozenset[str]:
    """The names at the top of a file that hold what it reads."""
    is_kept = _source(test, frozenset(), lambda call: is_reading(_name(call)))
    top = [one for one in test.detail.bindings if one.block == 0]
    return frozenset(one.target for one in top if any(map(is_kept, within(test, one.value))))


def _compared(body: Body) -> Iterator[Pair]:
    """What is held equal or close to what, or limits a metric: no shapes, counts or statuses."""
    yield from _equal(body)
    for compare in body.test.detail.compares:
        pair = compare.left, compare.right
        limits = compare.operator in _ORDERS and any(_says_metric(body.test, one) for one in pair)
        if limits and body.test.inside(compare.block, body.block):
            yield from _content(body.test, pair)


def _equal(body: Body) -> Iterator[Pair]:
    test = body.test
    for compare in test.detail.compares:
        if compare.operator == "==" and test.inside(compare.block, body.block):
            yield from _content(
                test, (_unzipped(test, compare.left, compare.block), _unzipped(test, compare.right, compare.block))
            )
    for call in test.calls:
        compared = _compared_by(call)
        if compared is not None and test.inside(call.block, body.block):
            yield from _content(test, compared)


def _unzipped(test: Module, value: Value, block: int) -> Value:
    """What a name runs through that a loop over `zip` binds."""
    binding = test.binding(value, block)
    match binding.value if binding is not None else value:
        case Item(Item(CallRef(index)), Const(int(place))) if test.calls[index].name == "builtins.zip":
            return test.calls[index].argument(place) or value
    return value


def _compared_by(call: Call) -> Pair | None:
    """Two arguments, or an argument and the snapshot that it is held against."""
    named = call.name is not None and call.name.startswith(COMPARING)
    if len(call.args) > 1 and (named or call.method in COMPARING_METHODS):
        return call.args[0], call.args[1]
    if call.args and call.receiver is not None and call.method in MATCHING_METHODS:
        return call.args[0], call.receiver
    return None


def _content(test: Module, pair: Pair) -> Iterator[Pair]:
    if not any(_is_obvious(one) or _is_outline(test, one) for one in pair):
        yield pair


def _is_obvious(value: Value) -> bool:
    """Whether a value is the status of a request, a bound of every share, or nothing."""
    if isinstance(value, Seq):
        return all(map(_is_obvious, value.items))
    return isinstance(value, Const) and value.value in OBVIOUS


def _is_outline(test: Module, value: Value) -> bool:
    """Whether a value is a shape, a type or a count, and not the content."""
    call = test.call_of(value)
    return (call is not None and _outlines(call)) or any(
        isinstance(one, Attr) and one.name in OUTLINES for one in parts(value)
    )


def _outlines(call: Call) -> bool:
    return call.name in OUTLINING


def _says_metric(test: Module, value: Value) -> bool:
    """Whether a value is named after a metric, or is the result of a call that is."""
    for part in parts(value):
        call = test.call_of(part)
        name = ((dotted(part) or "") if call is None else _name(call)).rpartition(".")[2]
        if not METRIC_WORDS.isdisjoint({name.lower(), *words(name)}):
            return True
    return False


def _is_repeat(body: Body) -> bool:
    """Whether two results of calls that are written alike, or of one loop, are held equal or close."""
    for pair in _equal(body):
        left, right = ({one.index: one for one in _makers(body, value)} for value in pair)
        if left.keys() & right.keys():
            if _are_of_one_loop(body, pair):
                return True
        elif any(_form(body.test, one) == _form(body.test, other) for one in left.values() for other in right.values()):
            return True
    return False


def _makers(body: Body, value: Value) -> Iterator[Call]:
    """The calls by which a value came about that train or ask, directly or in a function of the same file."""
    test, waiting, seen = body.test, [value], set[str]()
    telling = _helpers(test, lambda name: is_asking(name) or is_learning(name))
    while waiting:
        for part in within(test, waiting.pop(), _outlines):
            call, target = test.call_of(part), dotted(part)
            if call is not None and (is_asking(_name(call)) or is_learning(_name(call)) or call.name in telling):
                yield call
            if target is not None and target not in seen:
                seen.add(target)
                waiting.extend(one.value for one in test.bindings_of(target, body.block) if one.kind != "parameter")


def _are_of_one_loop(body: Body, pair: Pair) -> bool:
    """Whether two values are different elements of what a comprehension made: `runs[0]` and `runs[1]`."""
    first, second = (_origin(body, one) for one in pair)
    if not (isinstance(first, Item) and isinstance(second, Item)) or first.value != second.value:
        return False
    rows = _origin(body, first.value)
    return first.key != second.key and not isinstance(rows, CallRef | Name)


def _origin(body: Body, value: Value) -> Value | None:
    return body.test.origin(value, body.block)


def _form(test: Module, call: Call, depth: int = _DEEP) -> tuple[object, ...]:
    """How a call is written, names followed to the calls and literals that they hold."""
    given: Iterable[tuple[str, Value]] = [("", one) for one in (call.receiver, *call.args) if one is not None]
    written = [(key, _form_of(test, one, call, depth)) for key, one in (*given, *sorted(call.keywords.items()))]
    return _name(call), *written


def _form_of(test: Module, value: Value, user: Call, depth: int) -> tuple[object, ...]:
    found: list[object] = []
    for part in parts(value):
        origin = test.origin(part, user.block, user.span.line) if isinstance(part, Name) else part
        call = test.call_of(origin)
        if call is not None and depth:
            found.append(_form(test, call, depth - 1))
        elif isinstance(origin, Const | Name | Qualified):
            found.append(origin)
        else:
            found.append((type(part).__name__, getattr(part, "name", "")))
    return tuple(found)
