"""A step forward never raises the debt, in whatever order the steps are taken: a first test, CI, a lock, a seed, alert rules."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from mlready.config import Config
from mlready.pipeline import scan_source
from mlready.report import Report
from mlready.rulebook import RuleBook
from mlready.score import score, weighted
from mlready.testing.memory import Memory

BOOK = RuleBook.load(str(Path(__file__).parent.parent / "rules"))
WEIGHTED = weighted(BOOK)
SLACK = 1e-9


class Step(NamedTuple):
    """Files that are written, and texts that are put in the place of others."""

    write: Mapping[str, str] = {}
    replace: tuple[tuple[str, str, str], ...] = ()


SMALL = {
    "README.md": "# Churn\n\nTells which customers will leave. Run `python train.py`, then `uvicorn api:app`.\n",
    "features.py": """\
import pandas as pd


def features(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.fillna({"calls": 0.0})
    return frame.assign(calls_a_day=frame["calls"] / frame["days"].clip(lower=1))[["days", "calls_a_day"]]
""",
    "network.py": """\
import torch


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 1)

    def forward(self, rows):
        return torch.sigmoid(self.layer(rows))
""",
    "train.py": """\
import pandas as pd
import torch
from features import features
from network import Network


def main():
    frame = pd.read_csv("data/rows.csv")
    rows = torch.tensor(features(frame).to_numpy(), dtype=torch.float32)
    left = torch.tensor(frame[["left"]].to_numpy(), dtype=torch.float32)
    model = Network()
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(50):
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy(model(rows), left)
        loss.backward()
        optimizer.step()
    torch.save(model.state_dict(), "model.pt")


if __name__ == "__main__":
    main()
""",
    "api.py": """\
import pandas as pd
import torch
from fastapi import FastAPI
from features import features
from network import Network
from pydantic import BaseModel

app = FastAPI()
model = Network()
model.load_state_dict(torch.load("model.pt", weights_only=True))
model.eval()


class Customer(BaseModel):
    days: int
    calls: float


@app.post("/predict")
def predict(customer: Customer) -> dict[str, float]:
    rows = features(pd.DataFrame([customer.model_dump()]))
    with torch.no_grad():
        return {"probability": model(torch.tensor(rows.to_numpy(), dtype=torch.float32)).item()}
""",
}

CI = """\
on: [pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
      - run: {}
"""
PACKAGES = ("fastapi", "pandas", "pydantic", "scikit-learn", "torch", "uvicorn")
STEPS = {
    "a test of something": Step({"tests/test_round.py": "def test_rounds():\n    assert round(0.51) == 1\n"}),
    "a test of the features": Step(
        {
            "tests/test_features.py": """\
import pandas as pd
from features import features


def test_no_calls_are_none():
    frame = pd.DataFrame({"days": [10], "calls": [None]})
    assert features(frame)["calls_a_day"].tolist() == [0.0]
"""
        }
    ),
    "CI that lints": Step({".github/workflows/lint.yml": CI.format("ruff check .")}),
    "CI that tests": Step({".github/workflows/test.yml": CI.format("pytest")}),
    "a list of packages": Step({"requirements.in": "\n".join(PACKAGES)}),
    "a lock": Step({"requirements.txt": "\n".join(f"{one}==2.5.1" for one in PACKAGES)}),
    "a seed": Step(
        replace=(("train.py", "    model = Network()\n", "    torch.manual_seed(1)\n    model = Network()\n"),)
    ),
    "an evaluation": Step(
        replace=(
            (
                "train.py",
                "    torch.save(",
                """\
    kept = pd.read_csv("data/kept.csv")
    kept_rows = torch.tensor(features(kept).to_numpy(), dtype=torch.float32)
    model.eval()
    with torch.no_grad():
        print("auc", roc_auc_score(kept["left"], model(kept_rows)))
    torch.save(""",
            ),
            ("train.py", "import torch\n", "import torch\nfrom sklearn.metrics import roc_auc_score\n"),
        )
    ),
    "checks of the data": Step(
        replace=(
            (
                "train.py",
                "    rows = torch",
                """\
    if list(frame.columns) != ["days", "calls", "left"] or frame["days"].isna().any():
        raise ValueError("the rows are not as expected")
    rows = torch""",
            ),
        )
    ),
    "data under version": Step(
        {
            "data/rows.csv.dvc": "outs:\n- md5: 5f1d7a84db00d2fce00b31a7fc73224f\n  size: 1\n  path: rows.csv\n",
            ".dvc/config": "[core]\n    remote = store\n['remote \"store\"']\n    url = s3://churn/data\n",
        }
    ),
    "an image": Step(
        {
            "Dockerfile": """\
FROM python:3.12.7-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd --uid 10001 churn
USER churn
CMD ["uvicorn", "api:app", "--host", "0.0.0.0"]
"""
        }
    ),
    "alert rules": Step(
        {
            "alerts.yml": """\
groups:
  - name: churn
    rules:
      - alert: ChurnFails
        expr: rate(http_requests_total{status="500"}[5m]) > 0.01
        for: 10m
        labels: {severity: page}
"""
        }
    ),
    "a log of the answers": Step(
        replace=(
            (
                "api.py",
                "    rows = features",
                '    log.info("asked", extra=customer.model_dump())\n    rows = features',
            ),
            ("api.py", "app = FastAPI()", "log = logging.getLogger(__name__)\napp = FastAPI()"),
            ("api.py", "import pandas", "import logging\n\nimport pandas"),
        )
    ),
    "metrics of the service": Step(
        replace=(
            ("api.py", "app = FastAPI()\n", "app = FastAPI()\nInstrumentator().instrument(app).expose(app)\n"),
            (
                "api.py",
                "from pydantic import BaseModel\n",
                "from prometheus_fastapi_instrumentator import Instrumentator\nfrom pydantic import BaseModel\n",
            ),
        )
    ),
}


BASES = {
    "a small repository": (SMALL, {}),
    "a grown repository": (SMALL | {"report.py": "print('one more line that says what was found')\n" * 200}, {}),
    "a course": (SMALL | {"report.py": "print('one more line that says what was found')\n" * 200}, {"course": True}),
}


def taken(files: Mapping[str, str], steps: Iterable[Step]) -> dict[str, str]:
    found = dict(files)
    for step in steps:
        found |= step.write
        for path, old, new in step.replace:
            assert old in found[path], f"{path} does not hold {old!r}"
            found[path] = found[path].replace(old, new, 1)
    return found


@cache
def report_of(base: str, names: frozenset[str], profile: str = "recommended") -> Report:
    files, roles = BASES[base]
    steps = (step for name, step in STEPS.items() if name in names)
    return scan_source(Memory.of(taken(files, steps)), Config(profile=profile, roles=roles), BOOK)


def debt(report: Report, *, whole_book: bool = False) -> float:
    """The debt of what was assessed; with the whole book, as if every rule were a recommended one."""
    rules = {name: rule._replace(recommended=rule.recommended or whole_book) for name, rule in WEIGHTED.items()}
    found = score(report.results, rules, roles_present=True)
    return 100 * found.tally.owed / found.weight


def woken(before: Report, after: Report) -> set[str]:
    """The rules that fail after a step and had nothing to say before it."""
    silent = {one.rule for one in before.results if one.outcome in {"not_applicable", "unknown"}}
    return {one.rule for one in after.results if one.outcome == "failed" and one.rule in silent}


def check_step(before: Report, after: Report, *, whole_book: bool = False) -> None:
    raised = debt(after, whole_book=whole_book) - debt(before, whole_book=whole_book)
    assert raised <= SLACK, f"it wakes {woken(before, after)}"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("base", BASES)
def test_the_first_or_the_last_step_never_raises_the_debt_even_if_every_rule_counted(base: str, step: str) -> None:
    for others in (frozenset[str](), frozenset(STEPS.keys() - {step})):
        before = report_of(base, others, "preview")
        after = report_of(base, others | {step}, "preview")
        check_step(before, after)
        check_step(before, after, whole_book=True)


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("base", BASES)
def test_no_step_of_a_long_way_raises_the_debt(base: str, number: int) -> None:
    way = random.Random(number).sample(sorted(STEPS), len(STEPS))
    for reached in range(len(way)):
        check_step(report_of(base, frozenset(way[:reached])), report_of(base, frozenset(way[: reached + 1])))
