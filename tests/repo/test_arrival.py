"""Where bytes come from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.arrival import is_checked, source_of

MakeRepo = Callable[..., Repo]

FETCHING = """
import json, pickle, requests
def fetch():
    answer = requests.get("https://host/a")
    return answer.content
"""


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param("import pickle, requests\npickle.loads(requests.get(u).content)\n", "the web", id="an answer"),
        pytest.param("import pickle\npickle.load(open('a.pkl', 'rb'))\n", None, id="a file"),
        pytest.param("import pickle\npickle.load(open('https://host/a', 'rb'))\n", None, id="open fetches nothing"),
        pytest.param(
            "import pickle\ndef f(c):\n    c.download_file('b', 'k', '/t')\n    return pickle.load(open('/t', 'rb'))\n",
            "a bucket",
            id="a file that the function wrote",
        ),
        pytest.param(
            "import pickle\ndef f(c):\n    c.download_file('b', 'k', '/t')\n    return pickle.load(open('/u', 'rb'))\n",
            None,
            id="another file",
        ),
        pytest.param(
            "import pickle\ndef f(c, path):\n    if c:\n        path = '/t'\n        c.download_to_filename(path)\n"
            "    return pickle.load(open(path, 'rb'))\n",
            "a bucket",
            id="a file under one name",
        ),
        pytest.param(
            "import pickle, requests\ndef f(u):\n    with open('a', 'wb') as file:\n        file.write(requests.get(u).content)\n"
            "    with open('a', 'rb') as file:\n        return pickle.load(file)\n",
            "the web",
            id="a file written with an answer",
        ),
        pytest.param(
            "import pickle, requests\ndef f(u):\n    with open('a', 'wb') as file:\n        file.write(requests.get(u).content)\n"
            "    with open('b', 'rb') as file:\n        return pickle.load(file)\n",
            None,
            id="another file under the same name",
        ),
        pytest.param("import pickle\nfrom fetching import fetch\npickle.loads(fetch())\n", "the web", id="a function elsewhere"),
        pytest.param("import pickle\nfrom flask import request\npickle.loads(request.data)\n", "a request", id="a request"),
    ],
)  # fmt: skip
def test_bytes_are_followed_to_their_source(repo_of: MakeRepo, text: str, source: str | None) -> None:
    repo = repo_of({"a.py": text, "fetching.py": FETCHING})
    module = repo.module("a.py")
    assert module is not None
    call = next(module.calls_to("pickle.load", "pickle.loads"))
    assert source_of(repo, module, call.args[0], call) == source


@pytest.mark.parametrize(
    ("body", "checked"),
    [
        ("    assert hashlib.sha256(data).hexdigest() == SUM\n    pickle.loads(data)\n", True),
        ("    pickle.loads(data)\n    print(hashlib.sha256(data).hexdigest())\n", False),
        ("    print(len(data))\n    pickle.loads(data)\n", False),
    ],
)
def test_a_checksum_counts_before_the_call(repo_of: MakeRepo, body: str, checked: bool) -> None:
    module = repo_of({"a.py": "import hashlib, pickle\ndef f(data):\n" + body}).module("a.py")
    assert module is not None
    assert is_checked(module, next(module.calls_to("pickle.loads"))) is checked
