"""Facts of a Python file: what names mean, what is called, and where everything stands."""

from __future__ import annotations

import ast
import gc
import subprocess
import sys
import sysconfig
import textwrap
import warnings
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.python import Call, Definition, Detail, Module, Summary, Text
from mlready.facts.python_walk import Extracted, decode, extract
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


def read(source: str) -> tuple[Summary, Detail]:
    found = extract(dedent(source).encode())
    assert found.error is None
    assert found.summary is not None
    return found.summary, decode(found.detail)


def summary(source: str) -> Summary:
    return read(source)[0]


def detail(source: str) -> Detail:
    return read(source)[1]


def module(source: str) -> Module:
    found = extract(dedent(source).encode())
    assert found.summary is not None
    return Module("a.py", "a", found.summary, lambda: decode(found.detail))


def last_call(source: str) -> Call:
    return detail(source).calls[-1]


def argument(expression: str, before: str = "") -> Value:
    """The value of an expression where it is an argument."""
    return last_call(f"{before}\nf({expression})").args[0]


def definition(source: str, name: str) -> Definition:
    return next(one for one in summary(source).definitions if one.name == name)


def texts(source: str) -> list[tuple[str, str]]:
    return [(text.value, text.use) for text in detail(source).texts]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("import numpy as np\nnp.random.seed(1)", "numpy.random.seed", id="an alias of a package"),
        pytest.param("import os.path\nos.path.join()", "os.path.join", id="import of a submodule binds the package"),
        pytest.param("import os.path as p\np.join()", "os.path.join", id="an alias of a submodule"),
        pytest.param("from torch import nn\nnn.Linear()", "torch.nn.Linear", id="from import"),
        pytest.param("from torch import load as l\nl()", "torch.load", id="from import with alias"),
        pytest.param("from .utils import seed\nseed()", ".utils.seed", id="relative import keeps its dot"),
        pytest.param("from ..pkg.more import f\nf()", "..pkg.more.f", id="relative import keeps all its dots"),
        pytest.param("from . import utils\nutils.f()", ".utils.f", id="import from the package itself"),
        pytest.param("open()", "builtins.open", id="a builtin"),
        pytest.param("str.join()", "builtins.str.join", id="an attribute of a builtin"),
        pytest.param("exit()", "builtins.exit", id="what site adds to the builtins"),
        pytest.param("def f(): pass\nf()", ":f", id="a function of the file"),
        pytest.param("def g():\n    f()\ndef f(): pass", ":f", id="a function defined further down"),
        pytest.param("class A: pass\nA()", ":A", id="a class of the file"),
        pytest.param("class A:\n    def m(): pass\nA.m()", ":A.m", id="a method through its class"),
        pytest.param("def f():\n    def g(): pass\n    g()", ":f.g", id="a nested function"),
        pytest.param("def f():\n    g()\nfrom x import g", "x.g", id="an import further down"),
        pytest.param("def f():\n    import json\n    json.load()", "json.load", id="an import inside a function"),
        pytest.param(
            "def f():\n    import json\n    def g():\n        json.load()",
            "json.load",
            id="an import inside a function is seen by those nested in it",
        ),
        pytest.param(
            "try:\n    import a as x\nexcept ImportError:\n    import b as x\nx.f()",
            "a.f",
            id="the first of alternative imports counts",
        ),
        pytest.param(
            "try:\n    import a\nexcept ImportError:\n    a = None\na.f()", "a.f", id="None where an import failed"
        ),
        pytest.param(
            "try:\n    from a import f\nexcept ImportError:\n    def f(): pass\nf()",
            "a.f",
            id="a function defined where an import failed",
        ),
        pytest.param(
            "def g():\n    try:\n        import a\n    except ImportError:\n        a = None\n    a.f()",
            "a.f",
            id="None where an import inside a function failed",
        ),
        pytest.param("a = None\ntry:\n    import a\nexcept E: pass\na.f()", "a.f", id="None before an import"),
        pytest.param("if x:\n    import a as b\nb.f()", "a.f", id="an import under a condition"),
        pytest.param("if x:\n    import a\nelse:\n    a = None\na.f()", "a.f", id="None where there was no import"),
        pytest.param("for x in y:\n    import a as b\nb.f()", "a.f", id="an import in a loop"),
        pytest.param("while x:\n    import a as b\n    b.f()", "a.f", id="an import in a while loop"),
        pytest.param("with x:\n    import a as b\nb.f()", "a.f", id="an import in a with block"),
        pytest.param("match x:\n    case 1:\n        import a as b\nb.f()", "a.f", id="an import in a case"),
        pytest.param("try: pass\nfinally:\n    import a as b\nb.f()", "a.f", id="an import in a finally block"),
        pytest.param("class A:\n    import a as b\n    x = b.f()", "a.f", id="an import in a class"),
        pytest.param(
            "def g():\n    global b\n    import a as b\ndef h():\n    b.f()", "a.f", id="an import made global"
        ),
        pytest.param(
            "b = None\ndef g():\n    global b\n    from a import b\n    b.f()",
            "a.b.f",
            id="None until an import is made global",
        ),
        pytest.param(
            "class A:\n    def m(self):\n        self.n()\n    def n(self): pass", ":A.n", id="a method through self"
        ),
        pytest.param("class A:\n    @classmethod\n    def m(cls):\n        cls.n()", ":A.n", id="a method through cls"),
        pytest.param("class A:\n    def m(self):\n        self.n()", ":A.n", id="a method of self that is inherited"),
        pytest.param(
            "class A:\n    def m(this):\n        def g():\n            this.n()",
            ":A.n",
            id="self, whatever its name, is known in functions nested in a method",
        ),
        pytest.param("import g\nx = [g.f() for f in y]", "g.f", id="a name that no variable of a comprehension hides"),
    ],
)
def test_name_of_a_call(source: str, name: str) -> None:
    assert last_call(source).name == name


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("f()", id="an unknown name"),
        pytest.param("from x import *\nf()", id="a name that may come from a star import"),
        pytest.param("import a\na = g()\na.f()", id="an import that is given another value"),
        pytest.param("import a\ndef g(a):\n    a.f()", id="a parameter with the name of an import"),
        pytest.param("import a\ndef g():\n    a = h\n    a.f()", id="a variable with the name of an import"),
        pytest.param("import a\nfor a in b: a.f()", id="a loop variable with the name of an import"),
        pytest.param("import a\n[a.f() for a in b]", id="a variable of a comprehension with the name of an import"),
        pytest.param("import a\nx = lambda a: a.f()", id="a parameter of a lambda with the name of an import"),
        pytest.param("def open(f): f()", id="a parameter"),
        pytest.param("x = g()\nx.f()", id="a method of a variable"),
        pytest.param("g().f()", id="a method of a result"),
        pytest.param("class A:\n    def f(self): pass\n    def g(self, x): x.f()", id="a method of something else"),
        pytest.param(
            "class A:\n    def g(self):\n        self.f = h\n        self.f()", id="an attribute of the instance"
        ),
        pytest.param("class A:\n    @staticmethod\n    def g(x): x.f()", id="the first parameter of a static method"),
        pytest.param("class A:\n    def f(): pass\n    def g(): f()", id="a name of the class body inside a method"),
    ],
)
def test_name_of_a_call_is_unknown(source: str) -> None:
    assert last_call(source).name is None


def test_names_of_a_function_end_with_it() -> None:
    source = """
        import a
        def f(a):
            a.x()
        def g():
            import b as a
            a.x()
        a.x()
    """
    assert [call.name for call in detail(source).calls] == [None, "b.x", "a.x"]


def test_names_of_a_class_body_are_seen_in_it_alone() -> None:
    source = """
        import a
        class C:
            import b as a
            a.x()
            def f(self):
                a.x()
        a.x()
    """
    assert [call.name for call in detail(source).calls] == ["b.x", "a.x", "a.x"]


def test_a_global_variable_is_that_of_the_module() -> None:
    source = """
        import a
        def f():
            global a
            a = 1
        a.x()
    """
    assert last_call(source).name is None


def test_method_and_receiver_of_a_call() -> None:
    call = last_call("import torch\ntorch.cuda.manual_seed(1)")
    assert (call.name, call.method, call.receiver) == ("torch.cuda.manual_seed", "manual_seed", Qualified("torch.cuda"))
    call = last_call("import numpy as np\nnp.random.default_rng(0).normal()")
    assert (call.name, call.method, call.receiver) == (None, "normal", CallRef(0))
    call = last_call("x.y.f()")
    assert (call.name, call.method, call.receiver) == (None, "f", Attr(Name("x"), "y"))
    call = last_call("super().f()")
    assert (call.name, call.method, call.receiver) == (None, "f", CallRef(0))
    call = last_call("print()")
    assert (call.name, call.method, call.receiver) == ("builtins.print", None, None)
    call = last_call("unknown()")
    assert (call.name, call.method, call.receiver) == (None, None, Name("unknown"))


def test_arguments_of_a_call() -> None:
    call = last_call("f(1, *a, k=2, **b)")
    assert call.args == (Const(1), Unknown("starred", (Name("a"),)))
    assert call.keywords == {"k": Const(2)}
    assert (call.star, call.double_star) == (True, True)
    assert call.argument(0) is None
    assert call.argument(None, "k") == Const(2)
    assert last_call("f(1)").argument(0, "x") == Const(1)
    assert last_call("f(x=1)").argument(0, "x") == Const(1)
    assert last_call("f()").argument(0, "x") is None


def test_calls_stand_in_the_order_of_evaluation() -> None:
    calls = detail("a(b(), c()).d()").calls
    assert [call.method or call.receiver for call in calls] == [Name("b"), Name("c"), Name("a"), "d"]
    assert [call.index for call in calls] == [0, 1, 2, 3]


def test_a_call_is_discarded_where_it_is_a_statement_of_its_own() -> None:
    calls = detail("f(g())\nx = h()\nasync def k():\n    await l()\n    return await m()").calls
    assert [call.discarded for call in calls] == [False, True, False, True, False]
    assert [call.awaited for call in calls] == [False, False, False, True, True]


def test_await_at_the_top_is_read() -> None:
    assert last_call("await f()").awaited is True


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        pytest.param("'a'", Const("a"), id="text"),
        pytest.param("'a' 'b'", Const("ab"), id="texts side by side"),
        pytest.param("1", Const(1), id="number"),
        pytest.param("-1", Const(-1), id="negative number"),
        pytest.param("1.5", Const(1.5), id="fraction"),
        pytest.param("1e999", Const(float("inf")), id="infinity"),
        pytest.param("True", Const(value=True), id="truth"),
        pytest.param("1 == 1.0 == True", Unknown("compare", (Const(1), Const(1.0), Const(value=True))), id="kinds"),
        pytest.param("None", Const(None), id="None"),
        pytest.param("b'a'", Unknown("bytes"), id="bytes"),
        pytest.param("...", Unknown("ellipsis"), id="ellipsis"),
        pytest.param("2j", Unknown("number"), id="complex number"),
        pytest.param("0x" + "f" * 300, Unknown("number"), id="number beyond any use"),
        pytest.param("x", Name("x"), id="name"),
        pytest.param("len", Qualified("builtins.len"), id="builtin"),
        pytest.param("x.y.z", Attr(Attr(Name("x"), "y"), "z"), id="attributes"),
        pytest.param("x[0]['k']", Item(Item(Name("x"), Const(0)), Const("k")), id="items"),
        pytest.param("x[1:n]", Item(Name("x"), Unknown("slice", (Const(1), Name("n")))), id="slice"),
        pytest.param("(1, x)", Seq((Const(1), Name("x"))), id="tuple"),
        pytest.param("[1]", Seq((Const(1),), "list"), id="list"),
        pytest.param("{1}", Seq((Const(1),), "set"), id="set"),
        pytest.param("{'k': 1}", Mapping(((Const("k"), Const(1)),)), id="dict"),
        pytest.param("{'k': 1, **x}", Mapping(((Const("k"), Const(1)),), open=True), id="open dict"),
        pytest.param("f'a{x}b{y:.2f}'", FString("a", (Name("x"), Name("y"))), id="f-string"),
        pytest.param("f'{x}a'", FString("", (Name("x"),)), id="f-string that begins with a value"),
        pytest.param("a + b + c", Operation("+", (Name("a"), Name("b"), Name("c"))), id="sum"),
        pytest.param(
            "a - b + c", Operation("+", (Operation("-", (Name("a"), Name("b"))), Name("c"))), id="mixed operations"
        ),
        pytest.param("a and b and c", Operation("and", (Name("a"), Name("b"), Name("c"))), id="and"),
        pytest.param("not a", Operation("not", (Name("a"),)), id="not"),
        pytest.param("-a", Operation("-", (Name("a"),)), id="minus"),
        pytest.param("a if b else c", Choice((Name("a"), Name("c"))), id="choice"),
        pytest.param("a < b", Unknown("compare", (Name("a"), Name("b"))), id="comparison"),
        pytest.param("[x for y in z]", Unknown("comprehension", (Name("x"), Name("z"))), id="comprehension"),
        pytest.param("lambda: x", Unknown("lambda", (Name("x"),)), id="lambda"),
        pytest.param("(x := 1)", Const(1), id="walrus"),
        pytest.param("g(1)", CallRef(0), id="call"),
    ],
)
def test_value(expression: str, value: Value) -> None:
    assert repr(argument(expression)) == repr(value)


def test_a_variable_of_a_comprehension_is_told_apart_from_another_of_its_name() -> None:
    assert argument("[p for p in x]") == Unknown("comprehension", (Name("p"), Name("x")))
    found = argument("[p for p in p]", "p = 1")
    assert found == Unknown("comprehension", (Name("p (comprehension)"), Name("p")))


def test_imports_say_how_they_stand() -> None:
    source = """
        import a.b
        from c import d as e
        try:
            import f
        except ImportError:
            pass
        if x:
            from . import g
        def h():
            from i import *
        with suppress(ImportError):
            import j
    """
    assert [tuple(one) for one in summary(source).imports] == [
        ("a.b", "a", 2, False, False),
        ("c.d", "e", 3, False, False),
        ("f", "f", 5, True, False),
        (".g", "g", 9, True, False),
        ("i.*", "*", 11, False, True),
        ("j", "j", 13, False, False),
    ]


def test_a_module_knows_the_packages_it_imports() -> None:
    found = module("import torch.nn\nfrom sklearn.svm import SVC")
    assert found.imports("torch")
    assert found.imports("sklearn")
    assert found.imports("x", "torch.nn")
    assert not found.imports("tor", "sklearn.svm.SVC.x")


def test_names_hold_every_resolved_use_and_only_whole_chains() -> None:
    source = """
        import a, b, c, d, e, f, g, h
        @a.decorator
        class K(b.Base, meta=c.Meta):
            def m(self, x: e.Annotation = d.default):
                if x == f.CONSTANT:
                    return g.called()
        y = h
        def local(): pass
        local()
    """
    assert summary(source).names == {
        "a.decorator",
        "b.Base",
        "c.Meta",
        "d.default",
        "f.CONSTANT",
        "g.called",
        "h",
    }


def test_names_hold_a_name_that_is_used_beside_its_attributes() -> None:
    source = "from torch.optim import Adam\nAdam.x\nAdam()"
    assert summary(source).names == {"torch.optim.Adam", "torch.optim.Adam.x"}


def test_methods_are_the_attributes_called_on_whatever() -> None:
    assert summary("import a\na.b.c()\nx.d().e()\nf()\nx.g").methods == {"c", "d", "e"}


def test_definitions_say_what_each_calls() -> None:
    source = """
        import a
        def f(x):
            a.b()
            x.c()
            def g():
                a.d()
            g()
            a.b()
        class K(a.Base):
            y = a.e()
            def m(self):
                self.n()
                super().m()
            def n(self):
                lambda: a.h()
        f()
    """
    calls = {one.name: one.calls for one in summary(source).definitions}
    assert calls == {
        "": (":f",),
        "f": ("a.b", "?.c", ":f.g"),
        "f.g": ("a.d",),
        "K": ("a.e",),
        "K.m": (":K.n", "builtins.super", "?.m"),
        "K.n": ("a.h",),
    }


@pytest.mark.parametrize(
    ("statement", "keyed"),
    [
        ("for i, name in enumerate(names):\n    table[name] = i", True),
        ("for i, name in enumerate(names):\n    if name:\n        table[i] = name", True),
        ("for i, name in enumerate(names):\n    table[0] = name", False),
        ("for i, name in enumerate(names):\n    print(name)\ntable[name] = i", False),
        ("for name in names:\n    table[name] = 1", False),
        ("table = {name: i for i, name in enumerate(names)}", True),
        ("table = [name for i, name in enumerate(names)]", False),
    ],
)
def test_definitions_say_whether_they_store_by_what_a_loop_goes_over(statement: str, keyed: bool) -> None:
    source = "def f(names, table):\n" + textwrap.indent(statement, "    ")
    assert {one.name: one.keyed for one in summary(source).definitions} == {"": False, "f": keyed}


def test_definitions_say_their_kind_place_decorators_and_bases() -> None:
    source = """
        import a
        @a.b
        @a.c(1)
        @x.d
        def f():
            pass
        class K(a.Base[int], Generic, a.make("T")): pass
    """
    assert definition(source, "f")[1:4] == ("function", 6, 7)
    assert definition(source, "f").decorators == ("a.b", "a.c", "?.d")
    assert definition(source, "K").kind == "class"
    assert definition(source, "K").bases == ("a.Base", "a.make")
    assert definition(source, "").kind == "module"


def test_references_are_functions_passed_returned_or_stored() -> None:
    source = """
        from x import work
        def train(): pass
        def f(pool):
            Thread(target=train)
            pool.map(work, y)
            handlers = {"a": g}
            return h
        def g(): pass
        def h(): pass
        class K:
            def m(self):
                return run(self.n)
            def n(self): pass
    """
    assert definition(source, "f").references == (":train", "x.work", ":g", ":h")
    assert definition(source, "K.m").references == (":K.n",)
    assert definition("@d\ndef f(): pass\ndef d(x): pass", "").references == (":d",)


def test_the_main_guard_is_seen_at_the_top_alone() -> None:
    assert summary("x\nif __name__ == '__main__':\n    main()").main_guard == 2
    assert summary("def f():\n    if __name__ == '__main__': pass").main_guard is None


def test_code_lines_are_those_with_a_statement() -> None:
    assert summary('"""text"""\n\n# note\nimport a\nif a:\n    b()\nelif c:\n    pass\n').code_lines == 5


def test_module_constants_are_assigned_once() -> None:
    source = """
        import e
        A = "text"
        B = -1
        C = f()
        D = 1
        D = 2
        e = 1
        G = 1
        H: int = 3
        I, J = 1, 2
        def f():
            global G
            G = 2
            K = 1
        for L in x: pass
        M = 1
        M += 1
    """
    assert summary(source).assignments == {"A": "text", "B": -1, "H": 3}


def blocks(source: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.parent, block.statements) for block in detail(source).blocks]


def test_letters_of_statements() -> None:
    source = '''
        """text"""
        pass
        f()
        x = 1
        x += 1
        x: int
        assert x
        def g():
            return
            return 1
            return x
        class K: pass
        import a
        from a import b
        if x: raise y
        for z in x:
            continue
            break
        while x: global q
        with x: del y
        try: 1
        finally: yield
        match x:
            case 1: pass
    '''
    found = blocks(source)
    assert found[0][2] == "SPEAAATDDIIFLLWYO"
    assert found[1] == ("function", 0, "KKR")
    assert [one[2] for one in found[3:]] == ["X", "CB", "O", "O", "S", "E", "P"]


def test_blocks_of_an_if_chain() -> None:
    source = "if a:\n    pass\nelif b:\n    pass\nelse:\n    pass"
    assert blocks(source)[1:] == [("if", 0, "P"), ("else", 0, "F"), ("if", 2, "P"), ("else", 2, "P")]


def test_blocks_of_loops_with_and_try() -> None:
    source = """
        for a in b: pass
        else: pass
        while c: pass
        else: pass
        async def f():
            async for x in y: pass
            async with y as x: pass
        try: pass
        except E: pass
        except: pass
        else: pass
        finally: pass
    """
    assert [kind for kind, _, _ in blocks(source)] == [
        *("module", "for", "else", "while", "else", "function", "for", "with"),
        *("try", "except", "except", "else", "finally"),
    ]


def test_headers_and_names_of_blocks() -> None:
    source = """
        if a: pass
        while b: pass
        for c, (d, *e) in f: pass
        with g as h, i: pass
        try: pass
        except (J, K) as l: pass
        except: pass
        match m:
            case 1 if n: pass
    """
    found = {(one.kind, one.header, one.names) for one in detail(source).blocks}
    assert found >= {
        ("if", (Name("a"),), ()),
        ("while", (Name("b"),), ()),
        ("for", (Name("f"),), ("c", "d", "e")),
        ("with", (Name("g"), Name("i")), ("h",)),
        ("except", (Name("J"), Name("K")), ("l",)),
        ("except", (), ()),
        ("case", (Name("m"), Name("n")), ()),
    }


def test_calls_of_a_header_stand_outside_its_block() -> None:
    source = "if a(): b()\nfor x in c(): d()\nwith e() as x: f()"
    assert [call.block for call in detail(source).calls] == [0, 1, 0, 2, 0, 3]


def test_calls_of_a_comprehension_stand_in_the_block_around_it() -> None:
    assert [call.block for call in detail("if a:\n    x = [f(y) for y in g() if h(y)]").calls] == [1, 1, 1]


def test_scopes() -> None:
    source = """
        class K:
            def m(self):
                lambda x: y
        def f():
            global g
            def h(): nonlocal i
    """
    found = detail(source).scopes
    assert [(one.kind, one.name, one.parent, one.outer) for one in found] == [
        ("module", "", -1, ()),
        ("class", "K", 0, ()),
        ("function", "K.m", 1, ()),
        ("lambda", "K.m.<lambda>", 2, ()),
        ("function", "f", 0, ("g",)),
        ("function", "f.h", 4, ("i",)),
    ]
    assert [detail(source).blocks[one.block].scope for one in found] == [0, 1, 2, 3, 4, 5]


def test_functions_and_their_parameters() -> None:
    source = """
        import a
        @a.d
        async def f(b, /, c: a.T = 1, *args, e=a.x, **kwargs) -> None:
            pass
    """
    (function,) = detail(source).functions
    assert (function.name, function.asynchronous, function.decorators) == ("f", True, (Qualified("a.d"),))
    assert [tuple(one) for one in function.parameters] == [
        ("b", None, None, "positional"),
        ("c", Const(1), "a.T", "positional"),
        ("args", None, None, "args"),
        ("e", Qualified("a.x"), None, "keyword"),
        ("kwargs", None, None, "kwargs"),
    ]
    assert function.span == Span(4, 1, 5, 9)


def test_classes() -> None:
    (found,) = detail("import a\n@d(1)\nclass K(a.B, metaclass=M):\n    x = 1").classes
    assert (found.name, found.bases, found.keywords) == ("K", (Qualified("a.B"),), {"metaclass": Name("M")})
    assert found.decorators == (CallRef(0),)
    assert found.span == Span(3, 1, 4, 10)


def test_calls_inside_annotations_are_seen() -> None:
    source = "def f(x: T[int, Field(gt=0)] | g()) -> h().y: pass\nx: Annotated[int, k()] = 1"
    assert [call.receiver for call in detail(source).calls] == [Name("Field"), Name("g"), Name("h"), Name("k")]


def bound(source: str) -> list[tuple[str, Value, str]]:
    return [(one.target, one.value, one.kind) for one in detail(source).bindings]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x = 1", [("x", Const(1), "assign")], id="assignment"),
        pytest.param("x = y = 1", [("x", Const(1), "assign"), ("y", Const(1), "assign")], id="two targets"),
        pytest.param("x: int = 1\ny: int", [("x", Const(1), "assign")], id="annotated assignment"),
        pytest.param("x.y.z = 1", [("x.y.z", Const(1), "assign")], id="attribute"),
        pytest.param("import a as b\nb.c.d = 1", [("a.c.d", Const(1), "assign")], id="attribute of an import"),
        pytest.param("f().x = 1", [], id="attribute of a result"),
        pytest.param(
            "a, (b, c) = x",
            [
                ("a", Item(Name("x"), Const(0)), "assign"),
                ("b", Item(Item(Name("x"), Const(1)), Const(0)), "assign"),
                ("c", Item(Item(Name("x"), Const(1)), Const(1)), "assign"),
            ],
            id="tuple",
        ),
        pytest.param(
            "a, *b, c = x",
            [
                ("a", Item(Name("x"), Const(0)), "assign"),
                ("b", Unknown("starred", (Name("x"),)), "assign"),
                ("c", Item(Name("x"), Unknown()), "assign"),
            ],
            id="starred target",
        ),
        pytest.param("x += 1", [("x", Operation("+", (Name("x"), Const(1))), "augmented")], id="augmented"),
        pytest.param(
            "x.y -= 1", [("x.y", Operation("-", (Attr(Name("x"), "y"), Const(1))), "augmented")], id="augmented item"
        ),
        pytest.param("for x in y: pass", [("x", Item(Name("y"), Unknown()), "for")], id="for"),
        pytest.param("with x as y: pass", [("y", Name("x"), "with")], id="with"),
        pytest.param("f(x := 1)", [("x", Const(1), "walrus")], id="walrus"),
        pytest.param("del x, y[0]", [("x", Unknown(), "delete")], id="delete"),
        pytest.param(
            "def f(x, y=1): pass", [("x", Unknown(), "parameter"), ("y", Const(1), "parameter")], id="parameters"
        ),
        pytest.param("lambda x=1: x", [("x", Const(1), "parameter")], id="parameters of a lambda"),
        pytest.param(
            "try: pass\nexcept E as x: pass", [("x", Unknown("exception", (Name("E"),)), "assign")], id="exception"
        ),
        pytest.param("match x:\n    case [y]: pass", [("y", Unknown("pattern", (Name("x"),)), "assign")], id="pattern"),
        pytest.param("x = None\nimport x", [("x", Const(None), "assign")], id="a name that is imported, too"),
    ],
)
def test_bindings(source: str, expected: list[tuple[str, Value, str]]) -> None:
    assert bound(source) == expected


def test_stores() -> None:
    source = "import os\nos.environ['A'] = '1'\nx['a']['b'] = y\nx[0] += 1"
    assert [one[:3] for one in detail(source).stores] == [
        (Qualified("os.environ"), Const("A"), Const("1")),
        (Item(Name("x"), Const("a")), Const("b"), Name("y")),
        (Name("x"), Const(0), Operation("+", (Item(Name("x"), Const(0)), Const(1)))),
    ]


def test_comparisons() -> None:
    source = "a < b <= 1\nx is not None\ny not in z"
    assert [one[:3] for one in detail(source).compares] == [
        (Name("a"), "<", Name("b")),
        (Name("b"), "<=", Const(1)),
        (Name("x"), "is not", Const(None)),
        (Name("y"), "not in", Name("z")),
    ]


def test_asserts_raises_and_returns() -> None:
    source = "assert a, b()\nraise C() from d\nraise\ndef f():\n    return\n    return 1"
    assert [one[:2] for one in detail(source).statements] == [
        ("assert", Name("a")),
        ("raise", CallRef(1)),
        ("raise", None),
        ("return", None),
        ("return", Const(1)),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f('/a/b')", [("/a/b", "argument")], id="argument"),
        pytest.param("f(path='/a')", [("/a", "keyword:path")], id="keyword"),
        pytest.param("def f(x='a/b'): pass", [("a/b", "default:x")], id="default"),
        pytest.param("X = 's3://a'", [("s3://a", "binding:X")], id="binding"),
        pytest.param("x.y = 'C:\\\\a'", [("C:\\a", "binding:x.y")], id="binding of an attribute"),
        pytest.param("f(['/a'])", [("/a", "other")], id="inside a list"),
        pytest.param("return_ = x\n'/a'", [], id="a text of its own is a docstring"),
        pytest.param("f('plain words')", [], id="plain words are no path"),
        pytest.param("f('model.pkl')", [("model.pkl", "argument")], id="file name"),
        pytest.param("f(f'/a/{x}/b')", [("/a/", "head"), ("/b", "tail")], id="f-string"),
        pytest.param("f('/a/' + x + '/b')", [("/a/", "head"), ("/b", "tail")], id="concatenation"),
        pytest.param("x / 'a/b'", [("a/b", "tail")], id="path operator"),
        pytest.param("import os\nos.path.join('/a', 'b/c')", [("/a", "head"), ("b/c", "tail")], id="join"),
        pytest.param("from pathlib import Path\nPath('/a') / 'b/c'", [("/a", "argument"), ("b/c", "tail")], id="Path"),
        pytest.param("'/a/%s' % x", [("/a/%s", "head")], id="percent format"),
        pytest.param("'/a/{}'.format(x)", [("/a/{}", "head")], id="format"),
        pytest.param("f('" + "/" * 5000 + "')", [], id="text too long for a path"),
        pytest.param("f('a/b')\nf('a/b')", [("a/b", "argument"), ("a/b", "argument")], id="every place counts"),
    ],
)
def test_texts(source: str, expected: list[tuple[str, str]]) -> None:
    assert texts(source) == expected


def test_a_text_names_its_call_and_place() -> None:
    assert detail("f(1)\nif x:\n    g('/a')").texts == (Text("/a", "argument", 1, 1, Span(3, 7, 3, 11)),)


def test_columns_count_characters_from_one() -> None:
    assert last_call("x = f(1)").span == Span(1, 5, 1, 9)
    assert last_call("é = 'ü'; f('ö', 1)").span == Span(1, 10, 1, 19)
    assert last_call("f(\n    'ä', 1)").span == Span(1, 1, 2, 12)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"\xef\xbb\xbff('\xc3\xa9', 1)", Const("é"), id="byte order mark"),
        pytest.param(b"# coding: latin-1\nf('\xe9', 1)", Const("é"), id="declared encoding"),
        pytest.param(b"#!/bin/sh\n# -*- coding: cp1252 -*-\nf('\x80', 1)", Const("€"), id="declared on line two"),
    ],
)
def test_encodings(data: bytes, expected: Value) -> None:
    found = decode(extract(data).detail).calls[0]
    assert found.args[0] == expected
    assert (found.span.column, found.span.end_column) == (1, 10)


@pytest.mark.parametrize(
    "newline", [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF"), pytest.param("\r", id="CR")]
)
def test_line_ends(newline: str) -> None:
    source = newline.join(["x = 'é'", "\f", "f('é')", ""])
    assert decode(extract(source.encode()).detail).calls[0].span == Span(3, 1, 3, 7)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(b"x = 1\nprint 'a'\n", "line 2: ", id="Python 2"),
        pytest.param(b"def f(:", "line 1: invalid syntax", id="syntax error"),
        pytest.param(b"if x:\npass", "line 2: expected an indented block", id="indentation"),
        pytest.param(b"x = '\xff'", "line 1: ", id="not UTF-8"),
        pytest.param(b"# coding: nonsense\nx", "line 1: ", id="unknown encoding"),
        pytest.param(b"x = 1\0", "line 1: ", id="zero byte"),
        pytest.param(b"(" * 20_000 + b"1" + b")" * 20_000, "line 1: too many nested parentheses", id="parentheses"),
        pytest.param(b"x = " + b"9" * 5000, "line 1: ", id="number too long"),
    ],
)
def test_what_cannot_be_read_is_one_line_of_error(data: bytes, error: str) -> None:
    found = extract(data)
    assert found.summary is None
    assert found.error is not None
    assert found.error.startswith(error)
    assert "\n" not in found.error


def test_an_empty_file_has_facts() -> None:
    found = extract(b"")
    assert found.error is None
    assert decode(found.detail).calls == ()


def test_doubtful_escapes_are_no_warnings() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert extract(rb"x = '\d'; 1 is 1").error is None


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = " + "1+" * 50_000 + "1", id="long sum"),
        pytest.param("x = a" + ".b(1)" * 5000, id="long chain of calls"),
        pytest.param("if a: f()\n" + "elif b: f()\n" * 5000 + "else: f()", id="long chain of elif"),
        pytest.param("x = " + "not " * 5000 + "y", id="many times not"),
        pytest.param("x = a" + ".b" * 5000, id="long chain of attributes"),
        pytest.param("x = a" + "[0]" * 5000, id="long chain of items"),
        pytest.param("x = " + "lambda: " * 5000 + "y", id="lambda in lambda"),
        pytest.param("x = " + "-" * 50_000 + "y", id="many times minus"),
        pytest.param("x = f(" + "a or b if c else " * 5000 + "d)", id="long chain of choices"),
    ],
)
def test_deep_nesting_loses_at_most_its_statement(source: str) -> None:
    found = extract(f"before()\n{source}\nafter()\n".encode())
    assert found.error is None
    calls = decode(found.detail).calls
    assert (calls[0].receiver, calls[-1].receiver) == (Name("before"), Name("after"))
    assert calls[-1].span.line == source.count("\n") + 3


def test_a_file_nested_deeply_leaves_the_recursion_limit_alone() -> None:
    before = sys.getrecursionlimit()
    extract(b"x = a" + b".b(1)" * 400)
    assert sys.getrecursionlimit() == before


def test_values_are_bounded_in_depth() -> None:
    value: Value = argument("x" + "[0]" * 200)
    depth = 0
    while isinstance(value, Item):
        value = value.value
        depth += 1
    assert depth < 100
    assert value == Unknown("deep")


def standard_library() -> list[Path]:
    root = Path(sysconfig.get_path("stdlib"))
    kept = [path for path in sorted(root.rglob("*.py")) if not {"site-packages", "test"} & set(path.parts)]
    return kept[::12]


def test_every_call_of_the_standard_library_is_found() -> None:
    files = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in standard_library():
            data = path.read_bytes()
            try:
                tree = ast.parse(data)
            except SyntaxError:
                continue
            found = extract(data)
            assert found.error is None, path
            expected = sorted((one.lineno, one.end_lineno) for one in ast.walk(tree) if isinstance(one, ast.Call))
            assert sorted((call.span.line, call.span.end_line) for call in decode(found.detail).calls) == expected, path
            files += 1
    assert files > 20


def test_every_kind_of_expression_is_entered() -> None:
    source = """
        async def f(a=c(), *b: c(), d: c() = c()) -> c():
            x = [c(), *c()], {c(): c(), **c()}, {c()}, c()[c():c():c()], -c(), c() + c() * c(), c() and c()
            y = c() if c() else c(), lambda z=c(): c(), f"{c():{c()}}", (c() < c() < c()), (w := c())
            [c() for c().x in c() if c()], {c(): c() for q in c()}, {c() for q in c()}, (c() async for q in c())
            yield c(), (yield), (yield c()), await c()
            x[c()] += c(); c().y += c(); x[c()] = c(); c().y = c(); c().z: int = c(); c().z: int; del c().y, c()[c()]
            for c().x, c()[0] in c(): c()
            async for q in c(): c()
            with c() as c().x, c(): c()
            async with c() as (q, r): c()
            while c(): c()
            else: c()
            try: c()
            except c(): c()
            except (c(), K) as e: c()
            else: c()
            finally: c()
            assert c(), c()
            raise c() from c()
            match c():
                case c.X | {"k": [1, *_], **r} | K(a=(1 as b)) if c(): c()
            @c()
            class K(c(), *c(), k=c(), **c()): c()
            x: c()[c()] | c().T = c(); v: (c(), [c()])
            return c()
        try: c()
        except* c(): c()
        global g
        import m
    """
    tree = ast.parse(dedent(source))
    assert len(detail(source).calls) == sum(isinstance(one, ast.Call) for one in ast.walk(tree))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_type_parameters_and_aliases_are_entered() -> None:
    source = "import a\ntype X[T] = list[c()]\ndef f[T: (c(), int)](x: T): a.x()\nclass K[**P]: pass\nX = T"
    calls = detail(source).calls
    assert [call.name for call in calls] == [None, None, "a.x"]


def test_an_unknown_kind_of_node_has_its_children_visited() -> None:
    from mlready.facts.python_value import VISIT
    from mlready.facts.python_walk import Walk

    node = ast.parse("x = f(g())").body[0]
    walk = Walk()
    VISIT[ast.keyword](walk, node)
    assert len(walk.calls) == 8 + 9


def test_a_generated_file_takes_time_in_proportion() -> None:
    """Rows are counted, not seconds: nothing is recorded twice however long the file."""

    def rows(count: int) -> int:
        found = detail("".join(f"x{n} = f(x{n - 1}, k='a/{n}')\n" for n in range(count)))
        return len(found.calls) + len(found.bindings) + len(found.texts) + found.records

    assert rows(4000) - rows(2000) == rows(3000) - rows(1000)


def test_no_garbage_is_left_for_the_collector() -> None:
    source = b"class K:\n    def f(self, x=1):\n        return [self.g(y) for y in x]\n" * 3
    extract(source)
    gc.collect()
    extract(source)
    assert gc.collect() == 0


def test_damaged_bytes_are_refused() -> None:
    packed = extract(b"f(1)").detail
    for damaged in (b"", b"nonsense", packed[:10], packed[:-1], b"7\n" + packed):
        with pytest.raises(ValueError, match="not a packed detail"):
            decode(damaged)


def test_the_same_source_gives_the_same_bytes() -> None:
    source = "import a\ndef f(x): return {a.b, a.c, x.d, 'a/b'}\n"
    code = (
        "from mlready.facts.python_walk import extract; import hashlib\n"
        f"found = extract({source.encode()!r})\n"
        "print(hashlib.sha256(found.detail).hexdigest(), found.summary.definitions)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_reading_python_imports_nothing_heavy() -> None:
    code = "import sys; import mlready.facts.python_walk; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"yaml", "click", "rich", "git", "libcst", "packaging", "dataclasses", "inspect", "tokenize"} & set(
        loaded
    )


names = st.sampled_from(["a", "b", "self", "np", "é"])
leaves = st.one_of(names, st.sampled_from(["1", "'a/b'", "None", "-1", "...", "b''"]))


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, names).map(lambda one: f"({one[0]}).{one[1]}"),
        pair.map(lambda one: f"({one[0]})({one[1]}, k={one[0]})"),
        pair.map(lambda one: f"({one[0]})[{one[1]}]"),
        pair.map(lambda one: f"(({one[0]}) + ({one[1]}))"),
        pair.map(lambda one: f"[({one[0]}) for a in ({one[1]})]"),
        pair.map(lambda one: f"(lambda b=({one[0]}): ({one[1]}))"),
        pair.map(lambda one: f"(({one[0]}) if ({one[1]}) else 1)"),
        inner.map(lambda one: f"[*({one}), {{1: {one}}}]"),
    )


expressions = st.recursive(leaves, grow, max_leaves=12)
statements = st.one_of(
    expressions.map(lambda one: f"a = {one}"),
    expressions.map(lambda one: f"a, *b = {one}"),
    expressions.map(lambda one: f"for a in {one}: b = a"),
    expressions.map(lambda one: f"def f(self, x={one}): return {one}"),
    expressions.map(lambda one: f"class K({one}): a = {one}"),
    expressions.map(lambda one: f"if {one}: pass\nelif a: b"),
    st.just("import np"),
)


@given(st.lists(statements, max_size=6))
def test_any_program_is_walked_whole(program: list[str]) -> None:
    source = "\n".join(program).encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source)
    found = decode(extract(source).detail)
    assert len(found.calls) == sum(isinstance(one, ast.Call) for one in ast.walk(tree))
    lines = len(source.splitlines())
    for place in (*found.calls, *found.bindings, *found.texts):
        assert 1 <= place.span.line <= place.span.end_line <= max(lines, 1)
        assert place.block < len(found.blocks)


@given(st.binary(max_size=200))
def test_any_bytes_are_facts_or_an_error(data: bytes) -> None:
    found: Extracted = extract(data)
    assert (found.summary is None) == (found.error is not None)


def test_the_result_of_a_call_is_no_number() -> None:
    code = "import os\nfirst = os.getenv('A')\nrun(debug=os.getenv('B'))\n"
    (call,) = [one for one in detail(code).calls if one.keywords]
    assert call.keywords["debug"] != Const(value=True)
    assert call.keywords["debug"] == CallRef(1)
