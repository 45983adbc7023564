"""Downloads of models and data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.downloads import downloads, named

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        pytest.param("https://a.org/x/net.onnx?raw=true", "net.onnx", id="a model"),
        pytest.param("https://a.org/data/rows.zip", "rows.zip", id="an archive of data"),
        pytest.param("https://a.org/tool-1.0.zip", None, id="an archive of something"),
        pytest.param("https://a.org/databases/tool.zip", None, id="a word that only begins like data"),
        pytest.param("https://a.org/", None, id="a page"),
    ],
)
def test_an_address_leads_to_a_model_or_data(address: str, name: str | None) -> None:
    assert named(address) == name


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("a.sh", "wget https://a.org/rows.csv\n", [(1, False)], id="a script"),
        pytest.param(
            "a.sh", "wget https://a.org/rows.csv\nsha256sum -c sums\n", [(1, True)], id="a script that checks"
        ),
        pytest.param(
            "a.sh", "url=https://a.org/data/\nf='rows.zip'\ncurl -L $url$f -o $f\n", [(3, False)], id="variables"
        ),
        pytest.param("a.sh", "for f in 'a.csv' 'b.csv'; do\nwget https://a.org/$f\ndone\n", [(2, False)], id="a loop"),
        pytest.param("a.sh", "wget $1\n", [], id="an address from outside"),
        pytest.param("data/get.sh", "wget https://a.org/v1/part1.zip\n", [(1, False)], id="a script beside the data"),
        pytest.param("tools/get.sh", "wget https://a.org/v1/part1.zip\n", [], id="a script for anything"),
        pytest.param(
            "a.py",
            "import requests\nname = input()\nrequests.get(f'https://a.org/models/{name}')\nrequests.get(f'https://a.org/api/{name}')\n",
            [(3, False)],
            id="a folder of models",
        ),
        pytest.param("Dockerfile", "FROM a\nRUN x && \\\n  curl -O https://a.org/n.pt\n", [(3, False)], id="an image"),
        pytest.param(
            "a.py",
            "import torch\ntorch.hub.download_url_to_file('https://a.org/n.pt', 'n', hash_prefix='0f')\n",
            [(2, True)],
            id="a sum given to the call",
        ),
    ],
)
def test_downloads_have_a_place_and_may_be_checked(
    repo_of: MakeRepo, path: str, text: str, found: list[tuple[int, bool]]
) -> None:
    assert [(one.place.line, one.checked) for one in downloads(repo_of({path: text}), path)] == found
