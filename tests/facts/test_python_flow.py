"""Where values come from: names followed through the bindings that reach them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.python_walk import decode, extract
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
from mlready.location import Location


def module(source: str, cells: tuple[tuple[int, int], ...] | None = None) -> Module:
    found = extract(dedent(source).encode())
    assert found.summary is not None
    return Module("a.py", "a", found.summary, lambda: decode(found.detail), cells)


def use(source: str) -> tuple[Module, Call]:
    """The module, and its call of an unknown function named `use`."""
    found = module(source)
    return found, next(call for call in found.calls if call.receiver == Name("use"))


def origin(source: str) -> Value | None:
    """What the argument of `use(...)` comes from."""
    found, call = use(source)
    return found.origin(call.args[0], call.block, call.span.line)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x = 1\nuse(x)", Const(1), id="one assignment"),
        pytest.param("x = 1\nx = 2\nuse(x)", Const(2), id="the last assignment"),
        pytest.param("x = 1\ny = x\nuse(y)", Const(1), id="through another name"),
        pytest.param("a, b = 1, 2\nuse(b)", Const(2), id="out of a tuple"),
        pytest.param("a, b = f()\nuse(b)", Item(CallRef(0), Const(1)), id="out of a result"),
        pytest.param("x = 1\nif c:\n    use(x)", Const(1), id="from outside the branch"),
        pytest.param("if c:\n    x = 1\n    use(x)", Const(1), id="inside one branch"),
        pytest.param("if c:\n    x = 1\nelse:\n    x = 2\nuse(x)", Name("x"), id="either of two branches"),
        pytest.param("x = 1\nif c:\n    x = 2\nuse(x)", Name("x"), id="perhaps changed in a branch"),
        pytest.param("if c:\n    x = 1\nx = 2\nuse(x)", Const(2), id="overwritten after a branch"),
        pytest.param("with f():\n    x = 1\nuse(x)", Const(1), id="assigned inside with"),
        pytest.param("try: pass\nfinally:\n    x = 1\nuse(x)", Const(1), id="assigned in finally"),
        pytest.param("try:\n    x = 1\nexcept E:\n    pass\nuse(x)", Name("x"), id="assigned inside try"),
        pytest.param("x = 1\nfor i in y:\n    use(x)\n    x = 2", Name("x"), id="changed later in the loop"),
        pytest.param("for i in y:\n    x = 1\n    use(x)\n    x = 2", Const(1), id="assigned first in every round"),
        pytest.param("for i in y:\n    x = 1\nuse(x)", Name("x"), id="assigned in a loop perhaps never entered"),
        pytest.param("for i in y:\n    use(i)", Item(Name("y"), Unknown()), id="the variable of a loop"),
        pytest.param("with open('a') as f:\n    use(f)", CallRef(0), id="the variable of with"),
        pytest.param("use(x)\nx = 1", Name("x"), id="assigned later alone"),
        pytest.param("use(x)", Name("x"), id="never assigned"),
        pytest.param("x = 1\nx += 1\nuse(x)", Name("x"), id="augmented"),
        pytest.param("x = 1\ndel x\nuse(x)", Name("x"), id="deleted"),
        pytest.param("x = 1\ndef f():\n    use(x)", Const(1), id="a constant of the module"),
        pytest.param("def f():\n    use(x)\nx = 1", Const(1), id="a constant of the module further down"),
        pytest.param("x = 1\nx = 2\ndef f():\n    use(x)", Name("x"), id="a variable of the module"),
        pytest.param("x = 1\ndef f():\n    x = 2\n    use(x)", Const(2), id="a variable of the function"),
        pytest.param("x = 1\ndef f():\n    x = 2\nuse(x)", Const(1), id="a variable of another function"),
        pytest.param("x = 1\ndef f(x):\n    use(x)", Name("x"), id="a parameter"),
        pytest.param("x = 1\ndef f(x=2):\n    use(x)", Name("x"), id="a parameter with a default"),
        pytest.param("x = 1\ndef f():\n    global x\n    x = 2\nuse(x)", Name("x"), id="changed through global"),
        pytest.param("def f():\n    global x\n    x = 2\n    use(x)", Const(2), id="global assigned in the function"),
        pytest.param(
            "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    use(x)",
            Name("x"),
            id="changed through nonlocal",
        ),
        pytest.param("def f():\n    x = 1\n    def g():\n        use(x)", Const(1), id="of the function around"),
        pytest.param("x = 1\n[use(x) for x in y]", Name("x (comprehension)"), id="a variable of a comprehension"),
        pytest.param("x = 1\nlambda x: use(x)", Name("x"), id="a parameter of a lambda"),
        pytest.param("x = 1\nlambda: use(x)", Const(1), id="inside a lambda"),
        pytest.param("class K:\n    x = 1\n    use(x)", Const(1), id="in a class body"),
        pytest.param("class K:\n    x = 1\n    def f(self):\n        use(x)", Name("x"), id="not from a class body"),
        pytest.param("(x := 1)\nuse(x)", Const(1), id="walrus"),
        pytest.param("e = 1\ntry: f()\nexcept E as e:\n    use(e)", Unknown("exception", (Name("E"),)), id="exception"),
        pytest.param("x.y = 1\nuse(x.y)", Const(1), id="an attribute of a variable"),
        pytest.param("use([1, 2][1])", Const(2), id="an item of a list in place"),
        pytest.param("use((*a, 2)[1])", Item(Seq((Unknown("starred", (Name("a"),)), Const(2))), Const(1)), id="star"),
    ],
)
def test_origin(source: str, expected: Value) -> None:
    assert origin(source) == expected


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        pytest.param("def __init__(self): self.x = 1", Const(1), id="assigned in another method"),
        pytest.param("x = 1", Const(1), id="assigned in the class body"),
        pytest.param(
            "x = 1\n    def __init__(self): self.x = 2", Const(2), id="assigned in the class body and a method"
        ),
        pytest.param(
            "def a(self): self.x = 1\n    def b(self): self.x = 1", Const(1), id="assigned the same in two methods"
        ),
        pytest.param(
            "def a(self): self.x = 1\n    def b(self): self.x = 2",
            Attr(Name("self"), "x"),
            id="assigned differently in two methods",
        ),
        pytest.param("pass", Attr(Name("self"), "x"), id="never assigned"),
    ],
)
def test_origin_of_an_attribute_of_self(methods: str, expected: Value) -> None:
    source = f"class K:\n    {methods}\n    def use(self):\n        use(self.x)\n"
    other = "class Other:\n    def __init__(self): self.x = 7\n"
    assert origin(other + source) == expected


def test_an_attribute_of_self_assigned_in_the_same_method() -> None:
    source = (
        "class K:\n    def a(self):\n        self.x = 1\n        use(self.x)\n    def b(self):\n        self.x = 2\n"
    )
    assert origin(source) == Const(1)


def test_a_chain_of_names_is_followed_only_so_far() -> None:
    chain = "".join(f"x{n + 1} = x{n}\n" for n in range(40))
    assert origin(f"x0 = 1\n{chain}use(x40)") == Name("x32")


def test_a_name_bound_to_itself_ends() -> None:
    assert origin("def f():\n    use(x)\nx = x") == Name("x")


def test_made_by_names_the_call_a_value_comes_from() -> None:
    source = """
        import torch
        class K:
            def __init__(self):
                self.optimizer = torch.optim.Adam(p)
            def step(self):
                use(self.optimizer)
    """
    found, call = use(source)
    assert found.made_by(call.args[0], call.block, call.span.line) == "torch.optim.Adam"
    assert found.made_by(Name("other"), 0) is None
    assert found.made_by(Const(1), 0) is None


def test_constant_follows_names() -> None:
    found, call = use("BATCH = 32\nuse(BATCH)")
    assert found.constant(call.args[0], call.block, call.span.line) == Const(32)
    assert found.constant(Name("other")) is None
    assert found.constant(None) is None


def test_calls_by_name_and_by_method() -> None:
    found = module("import a.b\na.b.c()\na.d()\nab.c()\nx.c()")
    assert [call.name for call in found.calls_to("a.d", "a.b.*")] == ["a.b.c", "a.d"]
    assert [call.span.line for call in found.method_calls("c")] == [2, 4, 5]


def test_loop_function_and_ancestors_of_a_block() -> None:
    source = """
        def f():
            for x in y:
                if z:
                    use(1)
                    g = lambda: inner()
    """
    found, call = use(source)
    loop = found.loop_of(call.block)
    assert loop is not None
    assert loop.kind == "for"
    assert [block.kind for block in found.ancestors(call.block)] == ["if", "for", "function"]
    assert [block.kind for block in found.ancestors(call.block, across_scopes=True)][-1] == "module"
    assert found.inside(call.block, loop.index)
    assert not found.inside(loop.index, call.block)
    inner = found.calls[-1]
    assert found.loop_of(inner.block) is None
    function = found.function_of(inner.block)
    assert function is not None
    assert function.name == "f"
    assert found.function_of(0) is None
    assert found.scope_of(inner.block).kind == "lambda"


def test_places_in_a_file_and_in_a_notebook() -> None:
    source = "use(1)\nuse(\n2)"
    found, call = use(source)
    assert found.at(call.span) == Location("a.py", 1, 1, 1, 7)
    assert found.at(3) == Location("a.py", 3)
    assert not found.is_notebook
    notebook = module(source, cells=((0, 1), (2, 1), (2, 2)))
    assert notebook.is_notebook
    assert notebook.at(notebook.calls[1].span) == Location("a.py", 1, 1, 2, 3, cell=2)
    assert notebook.at(3) == Location("a.py", 2, cell=2)


def test_a_released_detail_is_decoded_again() -> None:
    source = extract(b"x = 1\nf(x)")
    assert source.summary is not None
    asked: list[int] = []

    def load() -> object:
        asked.append(1)
        return decode(source.detail)

    found = Module("a.py", "a", source.summary, load)  # type: ignore[arg-type]
    assert asked == []
    first = found.origin(Name("x"), 0)
    assert found.origin(Name("x"), 0) == first == Const(1)
    assert asked == [1]
    found.release()
    assert found.origin(Name("x"), 0) == first
    assert asked == [1, 1]


def test_a_module_shows_its_path() -> None:
    assert repr(module("")) == "Module('a.py')"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Name("x"), "x"),
        (Attr(Attr(Name("self"), "a"), "b"), "self.a.b"),
        (Qualified("a.b"), None),
        (Attr(CallRef(0), "a"), None),
        (None, None),
    ],
)
def test_dotted(value: Value | None, expected: str | None) -> None:
    assert dotted(value) == expected


def test_parts_are_all_values_inside_a_value() -> None:
    inner = [Name(letter) for letter in "abcdefghij"]
    value = Operation(
        "+",
        (
            Seq((inner[0], Mapping(((inner[1], inner[2]),)))),
            Item(Attr(inner[3], "x"), inner[4]),
            FString("", (inner[5],)),
            Choice((inner[6], inner[7])),
            Unknown("", (inner[8], CallRef(1), Qualified("q"))),
            inner[9],
        ),
    )
    assert [part for part in parts(value) if isinstance(part, Name)] == inner
    assert next(parts(value)) == value
    assert list(parts(None)) == []
