"""Which values are networks of torch."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.networks import is_network

MakeRepo = Callable[..., Repo]
NETS = "from torch import nn\n\n\nclass Base(nn.Module):\n    pass\n\n\nclass Net(Base):\n    pass\n"
HANDING = """

Other = Net


def bare(net):
    return net.module if hasattr(net, "module") else net


def wrapped(net):
    return nn.DataParallel(net)


def weights(net):
    return net.state_dict()
"""


@pytest.mark.parametrize(
    ("making", "expected"),
    [
        pytest.param("x = Net()", True, id="a class of the repository, two steps from torch"),
        pytest.param("x = Net().to('cuda')", True, id="moved to a device"),
        pytest.param("x = torch.nn.DataParallel(Net()).module", True, id="taken out of what wraps it"),
        pytest.param("x = torch.jit.script(Net())", False, id="an exported program"),
        pytest.param("x = Net().state_dict()", False, id="its weights"),
        pytest.param("x = torch.nn.Parameter(torch.zeros(1))", False, id="a tensor"),
        pytest.param(
            "if old:\n    x = torch.load('f')\nelse:\n    x = Net()", True, id="made in one branch, read in another"
        ),
        pytest.param(
            "if old:\n    x = Net().state_dict()\nelse:\n    x = Net()", False, id="its weights in one branch"
        ),
        pytest.param("x = model", False, id="a name alone"),
        pytest.param("x = Other()", True, id="another name of the class"),
        pytest.param("x = bare(Net())", True, id="a function that gives back what it is given"),
        pytest.param(
            "x = Net()\nif sync:\n    x = torch.nn.SyncBatchNorm.convert_sync_batchnorm(x).to('cuda')",
            True,
            id="changed in a branch",
        ),
        pytest.param("x = bare(rows)", False, id="the same function with something else"),
        pytest.param("x = wrapped(rows)", True, id="a function that makes one"),
        pytest.param("x = weights(Net())", False, id="a function that gives its weights"),
        pytest.param("x = torch.nn.SyncBatchNorm.convert_sync_batchnorm(Net()).to('cuda')", True, id="converted"),
    ],
)
def test_a_network_is_told_by_what_made_it(repo_of: MakeRepo, making: str, expected: bool) -> None:
    code = f"import torch\nfrom nets import Net, Other, bare, weights, wrapped\n\n{making}\ntorch.save(x, 'f')\n"
    repo = repo_of({"nets.py": NETS + HANDING, "train.py": code})
    module = repo.module("train.py")
    assert module is not None
    call = next(module.calls_to("torch.save"))
    assert is_network(repo, module, call.args[0], call.block, call.span.line) is expected
