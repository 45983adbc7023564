"""What a value holds, and which side of a split it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.facts.python import Call, Module
from mlready.facts.values import Name
from mlready.repo import Repo
from mlready.repo.frames import kind_of
from mlready.repo.origins import Spot, makers, spot_of
from mlready.repo.preparing import learner
from mlready.repo.splits import sides

MakeRepo = Callable[..., Repo]


def use(repo: Repo) -> tuple[Module, Call, Spot]:
    """The call of an unknown function named `use` in `a.py`."""
    module = repo.module("a.py")
    assert module is not None
    call = next(one for one in module.calls if one.receiver == Name("use"))
    return module, call, spot_of(module, call)


def names(repo: Repo, *, sure: bool = False) -> list[str | None]:
    """What `use(...)` is given was made by, the last first."""
    _, call, spot = use(repo)
    return [one.name or one.method for _, one in makers(repo, call.args[0], spot, sure=sure)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import m\nx = m.f()\nuse(x)", ["m.f"], id="a name"),
        pytest.param("import m\nx, y = m.f()\nuse(y)", ["m.f"], id="an element"),
        pytest.param("import m\nx = m.f().copy()\nuse(x['a'])", ["copy", "m.f"], id="a copy"),
        pytest.param("import m\nx = m.f()\nuse(x.values)", ["m.f"], id="an attribute"),
        pytest.param("import m\nx = m.f()\nuse(x.shape)", [], id="what says something about it"),
        pytest.param("import m\nuse(m.f() / 2)", ["m.f"], id="a sum"),
        pytest.param("import m, pandas as pd\nuse(pd.concat([m.f(), m.g()]))", ["pandas.concat", "m.f", "m.g"], id="a join"),
        pytest.param("import m\nx = {}\nx['a'] = m.f()\nuse(x)", ["m.f"], id="a column put back"),
        pytest.param("import m\nx = m.g()\nif c:\n    x['a'] = m.f()\nuse(x)", ["m.g"], id="a column that may not be put back"),
        pytest.param("import m\ndef h():\n    return m.f()\nuse(h())", [":h", "m.f"], id="returned by a function"),
        pytest.param("import m\ndef h(v):\n    return v, 1\nx, n = h(m.f())\nuse(x)", ["m.f"], id="passed through a function"),
        pytest.param("import m\ndef h(v):\n    use(v)\nh(m.f())\nh(m.g())", ["m.f", "m.g"], id="a parameter"),
        pytest.param("import m\ndef h(v):\n    v = 1\n    use(v)\nh(m.f())", [], id="a parameter assigned anew"),
        pytest.param("x = x\nuse(x)", [], id="a name bound to itself"),
    ],
)  # fmt: skip
def test_makers(repo_of: MakeRepo, source: str, expected: list[str]) -> None:
    assert names(repo_of({"a.py": source})) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import m\ndef h(v):\n    use(v)\nh(m.f())\nh(m.g())", [], id="two callers"),
        pytest.param("import m\ndef h(v):\n    use(v)\nh(m.f())", ["m.f"], id="one caller"),
        pytest.param("import m, pandas as pd\nuse(pd.concat([m.f(), m.g()]))", ["pandas.concat"], id="a join"),
        pytest.param("import m\nx = m.g()\nx['a'] = m.f()\nuse(x)", ["m.g"], id="a column put back"),
    ],
)
def test_what_a_value_surely_is(repo_of: MakeRepo, source: str, expected: list[str]) -> None:
    assert names(repo_of({"a.py": source}), sure=True) == expected


def test_flow_crosses_files(repo_of: MakeRepo) -> None:
    files = {
        "b.py": "import m\n\ndef rows(n):\n    return m.f(n)\n",
        "a.py": "def h(v):\n    use(v)\n",
        "c.py": "from a import h\nfrom b import rows\nh(rows(1))\n",
    }
    assert names(repo_of(files)) == ["b.rows", "m.f"]


SPLIT = "from sklearn.model_selection import KFold, train_test_split\nimport pandas as pd\n"


@pytest.mark.parametrize(
    ("source", "held"),
    [
        pytest.param("a, b = train_test_split(x)\nuse(a)", [False], id="the training part"),
        pytest.param("a, b = train_test_split(x)\nuse(b['q'])", [True], id="a column of the held-out part"),
        pytest.param("a, b, c, d = train_test_split(x, y)\nuse(d)", [True], id="held-out labels"),
        pytest.param("a, r = train_test_split(x)\nb, c = train_test_split(r)\nuse(b)", [False, True], id="a part of a part"),
        pytest.param("a, b = train_test_split(x)\nuse(pd.concat([a, b]))", [], id="both parts together"),
        pytest.param("for i, j in KFold(3).split(x):\n    use(x[j])", [True], id="a fold"),
        pytest.param("for i, j in KFold(3).split(x):\n    use(x.iloc[i])", [False], id="the rest of a fold"),
        pytest.param("use(pd.read_csv('d/test.csv'))", [True], id="a file named after the part"),
        pytest.param("use(pd.read_csv('d/latest.csv'))", [], id="a file with another name"),
        pytest.param("b = x\nuse(b)", [], id="no split"),
        pytest.param("from datasets import load_dataset\nuse(load_dataset('x', split='test'))", [True], id="a loader"),
        pytest.param("d = load().train_test_split(seed=1)\nuse(d['train'])", [False], id="a dict of parts"),
        pytest.param("use(data['test']['X'])", [], id="a nested dict"),
        pytest.param("import keras\n(a, b), (c, d) = keras.datasets.mnist.load_data()\nuse(c)", [True], id="Keras"),
    ],
)  # fmt: skip
def test_sides(repo_of: MakeRepo, source: str, held: list[bool]) -> None:
    repo = repo_of({"a.py": SPLIT + source})
    _, call, spot = use(repo)
    assert list(sides(repo, call.args[0], spot).values()) == held


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        pytest.param("x = pd.read_csv('a')\nuse(x)", "frame", id="read"),
        pytest.param("x = pd.read_csv('a')\nuse(x['a'])", "series", id="a column"),
        pytest.param("x = pd.read_csv('a')\nuse(x[x.a > 1])", "frame", id="rows by a condition"),
        pytest.param("x = pd.read_csv('a')\nuse(x[name])", "table", id="picked by a variable"),
        pytest.param("x = pd.read_csv('a')\nuse(x.columns)", None, id="names"),
        pytest.param("x = pd.read_csv('a')\nuse(x.loc[1, 'a'])", None, id="a cell"),
        pytest.param("x = pd.read_csv('a')\nfor i in n:\n    x = x.dropna()\nuse(x)", "frame", id="changed in a loop"),
        pytest.param("x = {}\nif c:\n    x = pd.read_csv('a')\nuse(x)", None, id="perhaps a dict"),
        pytest.param("use(pd.read_csv('a', chunksize=9))", None, id="read in pieces"),
        pytest.param("def f(x: pd.DataFrame):\n    use(x)", "frame", id="annotated"),
        pytest.param("def f(x: dict):\n    use(x)\nf(pd.DataFrame())", None, id="annotated as something else"),
        pytest.param("def f(x):\n    use(x)\nf(pd.DataFrame())", "frame", id="passed by the caller"),
        pytest.param("def f(x):\n    use(x)\nf(pd.DataFrame())\nf(3)", None, id="passed by one caller of two"),
        pytest.param("def f():\n    return pd.DataFrame().copy()\nuse(f())", "frame", id="returned"),
        pytest.param("for n, g in pd.DataFrame().groupby('a'):\n    use(g)", "frame", id="a group"),
        pytest.param("use({}['a'])", None, id="a dict"),
    ],
)
def test_kinds_of_tables(repo_of: MakeRepo, source: str, kind: str | None) -> None:
    repo = repo_of({"a.py": "import pandas as pd\n" + source})
    _, call, spot = use(repo)
    assert kind_of(repo, call.args[0], spot) == kind


PREPARE = "from sklearn.preprocessing import Normalizer, StandardScaler\nfrom sklearn.pipeline import make_pipeline\n"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("s = StandardScaler()\ns.fit_transform(x)", "StandardScaler", id="fitted and transformed"),
        pytest.param("s = StandardScaler()\ns.fit(x)\ns.transform(x)", "StandardScaler", id="in two steps"),
        pytest.param("s = StandardScaler().fit(x)\ns.transform(y)", None, id="fitted on other rows"),
        pytest.param("Normalizer().fit_transform(x)", None, id="learns nothing"),
        pytest.param("def c():\n    return make_pipeline(StandardScaler())\nc().fit_transform(x)", "StandardScaler", id="a chain made by a function"),
    ],
)  # fmt: skip
def test_what_learns_from_the_rows_it_prepares(repo_of: MakeRepo, source: str, name: str | None) -> None:
    repo = repo_of({"a.py": PREPARE + source})
    module = repo.module("a.py")
    assert module is not None
    call = list(module.method_calls("fit_transform", "transform"))[-1]
    found = learner(repo, module, call)
    assert (found and (found[1].name or "").rpartition(".")[2]) == name
