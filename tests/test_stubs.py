"""Files and imports that are there and stand for nothing: none of them makes a missing practice pass, or earns half credit."""

from __future__ import annotations

from datetime import date

import pytest

from mlready.config import Config
from mlready.pipeline import scan_source
from mlready.report import Report
from mlready.rulebook import RuleBook
from mlready.testing.memory import Memory

BOOK = RuleBook.load()
SETTINGS = Config(profile="preview", roles={"regulated": True, "affects-people": True})
BARE: dict[str, str | bytes] = {
    "app/calls.py": "print('the calls of one more day are read and counted here')\n" * 120,
    "app/train.py": (
        "import joblib\n"
        "import pandas as pd\n"
        "import torch\n"
        "from sklearn.ensemble import RandomForestClassifier\n"
        "from sklearn.model_selection import train_test_split\n"
        "\n"
        "from app.features import features\n"
        "from app.network import Net\n"
        "\n"
        "\n"
        "def main():\n"
        '    rows = pd.read_csv("data/rows.csv")\n'
        "    train, test = train_test_split(rows)\n"
        "    model = RandomForestClassifier(n_estimators=300, max_depth=7, min_samples_leaf=2, max_features=0.4, max_samples=0.8, min_samples_split=4)\n"
        '    model.fit(features(train), train["left"])\n'
        '    joblib.dump(model, "models/model.joblib")\n'
        "    net = Net()\n"
        "    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n"
        "    for epoch in range(100):\n"
        "        loss = net(rows).sum()\n"
        "        optimizer.zero_grad()\n"
        "        loss.backward()\n"
        "        optimizer.step()\n"
        '    torch.save(net.state_dict(), "models/net.pt")\n'
        "\n"
        "\n"
        'if __name__ == "__main__":\n'
        "    main()\n"
    ),
    "app/network.py": (
        "import torch\n"
        "\n"
        "\n"
        "class Net(torch.nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.layer = torch.nn.Linear(2, 1)\n"
        "\n"
        "    def forward(self, rows):\n"
        "        return self.layer(rows)\n"
    ),
    "app/features.py": ('def features(frame):\n    frame = frame.fillna(0.0)\n    return frame[["days", "calls"]]\n'),
    "app/api.py": (
        "import joblib\n"
        "import pandas as pd\n"
        "from fastapi import FastAPI\n"
        "\n"
        "app = FastAPI()\n"
        'model = joblib.load("models/model.joblib")\n'
        "\n"
        "\n"
        '@app.post("/predict")\n'
        "def predict(row: dict):\n"
        "    frame = pd.DataFrame([row]).fillna(0.0)\n"
        '    return {"days": model.predict(frame)[0]}\n'
    ),
    "app/__init__.py": "",
    "data/rows.csv": ("days,calls,left\n1,2,0\n"),
    "README.md": ("# Churn\n\nWhich customers leave.\n"),
}
"""A repository that trains and serves, and does nothing of what it should."""

UNUSED = (
    "mlflow",
    "wandb",
    "dvc.api",
    "evidently",
    "prometheus_client",
    "great_expectations",
    "pandera",
    "opentelemetry",
    "sentry_sdk",
    "shap",
    "fairlearn",
    "tenacity",
    "whylogs",
    "psutil",
    "pynvml",
    "alibi_detect",
    "nannyml",
    "deepchecks",
    "torch.distributed",
    "hydra",
    "pydantic",
    "structlog",
    "aequitas",
    "lime",
    "captum",
    "clearml",
    "neptune",
    "comet_ml",
    "bentoml",
    "random",
    "numpy",
    "lightning",
    "pytest",
    "hypothesis",
    "deltalake",
    "pachyderm",
    "lakefs",
)
LOCKS = (
    "uv.lock",
    "poetry.lock",
    "Pipfile.lock",
    "pdm.lock",
    "conda-lock.yml",
    "pixi.lock",
    "requirements.lock",
    "environment.lock",
    "requirements.txt.lock",
    "pylock.toml",
)
FILES: dict[str, dict[str, str | bytes]] = {
    "empty dvc config": {".dvc/config": ""},
    "dvc config comment": {".dvc/config": "# nothing\n", ".dvc/.gitignore": "/cache\n"},
    "dvc core only": {".dvc/config": "[core]\n    analytics = false\n"},
    "dvcignore": {".dvcignore": "# x\n", ".dvc/config": ""},
    "empty dvc.yaml": {"dvc.yaml": ""},
    "dvc.yaml no stages": {"dvc.yaml": "stages: {}\n"},
    "empty dvc.lock": {"dvc.lock": "", "dvc.yaml": "stages: {}\n"},
    "dvc.lock no stages": {"dvc.lock": "schema: '2.0'\nstages: {}\n", "dvc.yaml": "stages: {}\n"},
    "pointer empty": {"data/rows.csv.dvc": "outs: []\n"},
    "lock heads uv.lock": {"uv.lock": "version = 1\nrevision = 1\n"},
    "lock heads poetry.lock": {"poetry.lock": "# generated\npackage = []\n"},
    "lock heads Pipfile.lock": {"Pipfile.lock": "{}"},
    "lock heads Pipfile.lock2": {"Pipfile.lock": '{"_meta": {}, "default": {}, "develop": {}}'},
    "lock heads pdm.lock": {"pdm.lock": "[metadata]\n"},
    "lock heads conda-lock.yml": {"conda-lock.yml": "version: 1\npackage: []\n"},
    "empty requirements": {"requirements.txt": ""},
    "comment requirements": {"requirements.txt": "# numpy==1.0\n"},
    "requirements -r self": {"requirements.txt": "-r requirements.txt\n"},
    "requirements -r gone": {"requirements.txt": "-r gone.txt\n"},
    "requirements -e .": {"requirements.txt": "-e .\n"},
    "requirements options": {"requirements.txt": "--index-url https://pypi.org/simple\n"},
    "empty pyproject": {"pyproject.toml": ""},
    "pyproject no deps": {"pyproject.toml": "[project]\nname='x'\nversion='1'\n"},
    "pyproject deps empty": {"pyproject.toml": "[project]\nname='x'\nversion='1'\ndependencies=[]\n"},
    "setup.py empty": {"setup.py": ""},
    "setup.py stub": {"setup.py": "from setuptools import setup\nsetup()\n"},
    "empty env yml": {"environment.yml": ""},
    "env yml no deps": {"environment.yml": "name: x\ndependencies: []\n"},
    "env yml python": {"environment.yml": "name: x\ndependencies:\n  - python\n"},
    "flake empty": {"flake.nix": ""},
    "shell.nix": {"shell.nix": "# x\n"},
    "spack": {"spack.yaml": "spack: {}\n"},
    "Pipfile empty": {"Pipfile": "[packages]\n"},
    "uvx": {"run.sh": "uvx ruff check .\n"},
    "pipx": {"run.sh": "pipx run black .\n"},
    "pipx install": {"run.sh": "pipx install black\n"},
    "uv tool": {"run.sh": "uv tool install ruff\n"},
    "uv tool run": {"run.sh": "uv tool run ruff check\n"},
    "uv sync bare": {"run.sh": "uv sync\n"},
    "pip install -r gone": {"run.sh": "pip install -r gone.txt\n"},
    "pip install -r empty": {"run.sh": "pip install -r requirements.txt\n", "requirements.txt": ""},
    "pip install ruff": {"run.sh": "pip install ruff\n"},
    "pip install .": {"run.sh": "pip install .\n"},
    "poetry install": {"run.sh": "poetry install\n"},
    "conda create": {"run.sh": "conda create -n x python=3.11\n"},
    "empty monitoring.yml": {"monitoring.yml": "", "monitoring/monitoring.yml": ""},
    "empty alerts": {"monitoring/alerts.yml": "groups: []\n"},
    "alert rule without expr": {"monitoring/alerts.yml": "groups:\n  - name: a\n    rules:\n      - alert: X\n"},
    "prometheus empty": {"monitoring/prometheus.yml": "", "prometheus.yml": "global: {}\nscrape_configs: []\n"},
    "alertmanager empty": {"alertmanager.yml": "", "monitoring/alertmanager.yml": "route: {}\nreceivers: []\n"},
    "grafana empty": {"grafana/dashboard.json": "{}"},
    "tests init": {"tests/__init__.py": ""},
    "tests conftest": {"tests/conftest.py": "", "tests/__init__.py": ""},
    "tests empty": {"tests/test_a.py": ""},
    "tests pass": {"tests/test_a.py": "def test_a():\n    pass\n"},
    "tests ellipsis": {"tests/test_a.py": "def test_a(): ...\n"},
    "tests doc": {"tests/test_a.py": "def test_a():\n    'later'\n"},
    "tests assert true": {"tests/test_a.py": "def test_a():\n    assert True\n"},
    "tests skip": {"tests/test_a.py": "import pytest\n@pytest.mark.skip\ndef test_a():\n    assert f() == 1\n"},
    "tests skip call": {"tests/test_a.py": "import pytest\ndef test_a():\n    pytest.skip('x')\n"},
    "tests import": {"tests/test_a.py": "import app.api\nimport app.features\nimport app.network\nimport app.train\n"},
    "tests class": {"tests/test_a.py": "import unittest\nclass TestA(unittest.TestCase):\n    pass\n"},
    "pytest.ini": {"pytest.ini": "[pytest]\n", "tox.ini": "[tox]\n", "noxfile.py": ""},
    "Dockerfile comments": {
        "Dockerfile": "# FROM python:3.12\n# RUN pip install -r requirements.txt\n# HEALTHCHECK CMD curl x\n"
    },
    "Dockerfile empty": {"Dockerfile": ""},
    "Dockerfile from": {"Dockerfile": "FROM scratch\n"},
    "compose empty": {"compose.yml": "services: {}\n", "docker-compose.yml": ""},
    "used in dead mlflow": {"app/stub.py": "import mlflow\n\n\ndef never():\n    mlflow.start_run()\n"},
    "used in dead wandb": {"app/stub.py": "import wandb\n\n\ndef never():\n    wandb.init()\n"},
    "used in dead prometheus_client": {
        "app/stub.py": "import prometheus_client\n\n\ndef never():\n    prometheus_client.start_http_server(1)\n"
    },
    "used in dead sentry_sdk": {"app/stub.py": "import sentry_sdk\n\n\ndef never():\n    sentry_sdk.init()\n"},
    "used in dead torch": {"app/stub.py": "import torch\n\n\ndef never():\n    torch.manual_seed(0)\n"},
    "mentions": {
        "app/stub.py": '"""mlflow wandb dvc prometheus drift alert seed"""\n# mlflow.start_run()\nX = "mlflow.start_run()"\n'
    },
    "model card empty": {"MODEL_CARD.md": ""},
    "model card headings": {
        "MODEL_CARD.md": "# Model\n\n## Intended use\n\n## Training data\n\n## Metrics\n\n## Limitations\n"
    },
    "model card headings2": {
        "MODEL_CARD.md": "# Model\n\n## Intended use\n\nTODO\n\n## Training data\n\nTBD\n\n## Metrics\n\n...\n\n## Limitations\n\n[More Information Needed]\n"
    },
    "data doc headings": {"docs/data.md": "# Data\n\n## Source\n\n## Columns\n\n## Licence\n"},
    "datasheet": {"DATASHEET.md": "# Datasheet\n", "data/README.md": "# Data\n"},
    "runbook headings": {
        "RUNBOOK.md": "# Runbook\n\n## Restart\n\n## Roll back\n\n## Contacts\n",
        "docs/oncall.md": "# On call\n",
    },
    "adr headings": {"docs/adr/0001.md": "# 1. X\n\n## Status\n\n## Context\n\n## Decision\n\n## Consequences\n"},
    "risk empty": {"RISKS.md": "# Risks\n", "docs/risk-register.md": "# Risks\n\n| risk | owner |\n|---|---|\n"},
    "codeowners empty": {"CODEOWNERS": ""},
    "codeowners comment": {".github/CODEOWNERS": "# * @a\n"},
    "codeowners path only": {"CODEOWNERS": "*\n"},
    "maintainers stub": {"MAINTAINERS.md": "# Maintainers of this repository\n\n"},
    "owners comments": {"OWNERS": "# approvers:\n# - nobody yet, to be filled in\n"},
    "catalog": {"catalog-info.yaml": "spec:\n  owner:\n"},
    "pr template comment": {".github/pull_request_template.md": "<!-- please describe what your change does -->\n"},
    "contributing heads": {"CONTRIBUTING.md": "# Contributing\n\n## Pull requests\n"},
    "settings.yml empty": {".github/settings.yml": "# repository settings of this one\n"},
    "ruleset empty": {".github/rulesets/main.json": '{"rules": [], "name": "main"}\n'},
    "workflow no jobs": {".github/workflows/ci.yml": "on: push\njobs: {}\n"},
    "workflow no steps": {
        ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: []\n"
    },
    "workflow no steps key": {".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"},
    "workflow empty": {".github/workflows/ci.yml": ""},
    "workflow echo": {
        ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo pytest\n"
    },
    "workflow empty run": {
        ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ''\n"
    },
    "workflow checkout only": {
        ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"
    },
    "workflow if false": {
        ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    if: false\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n"
    },
    "workflow name only": {
        ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - name: pytest\n"
    },
    "gitlab empty": {".gitlab-ci.yml": ""},
    "gitlab stages": {".gitlab-ci.yml": "stages: [test]\n"},
    "gitlab no script": {".gitlab-ci.yml": "test:\n  stage: test\n"},
    "jenkinsfile empty": {"Jenkinsfile": ""},
    "jenkinsfile comment": {"Jenkinsfile": "// pipeline {}\n"},
    "circle empty": {".circleci/config.yml": "version: 2.1\n"},
    "travis empty": {".travis.yml": ""},
    "azure empty": {"azure-pipelines.yml": ""},
    "cloudbuild": {"cloudbuild.yaml": "steps: []\n"},
    "buildkite": {".buildkite/pipeline.yml": "steps: []\n"},
    "drone": {".drone.yml": ""},
    "bitbucket": {"bitbucket-pipelines.yml": ""},
    "tekton": {".tekton/ci.yaml": ""},
    "dependabot empty": {".github/dependabot.yml": ""},
    "dependabot none": {".github/dependabot.yml": "version: 2\nupdates: []\n"},
    "renovate empty": {"renovate.json": "{}"},
    "renovate off": {"renovate.json": '{"enabled": false}'},
    "precommit empty": {".pre-commit-config.yaml": "repos: []\n"},
    "params empty": {"params.yaml": ""},
    "params null": {
        "params.yaml": "train:\n",
        "config.yaml": "{}\n",
        "conf/config.yaml": "",
        "configs/train.yaml": "# lr: 1\n",
    },
    "python-version empty": {".python-version": "", "runtime.txt": "", ".tool-versions": "", "mise.toml": ""},
    "makefile empty": {"Makefile": ""},
    "makefile stub": {"Makefile": "train:\n\ntest:\n"},
    "makefile echo": {"Makefile": "train:\n\techo train\ntest:\n\techo pytest\n"},
    "makefile comments": {"Makefile": "# train:\n#\tpython -m app.train\n"},
    "MLproject empty": {"MLproject": ""},
    "MLproject name": {"MLproject": "name: x\n"},
    "licence empty": {"LICENSE": ""},
    "licence word": {"LICENSE": "TODO\n"},
    "readme blocks": {"README.md": "# Churn\n\n```sh\n```\n"},
    "readme headings": {"README.md": "# Churn\n\n## Installation\n\n## Usage\n\n## Training\n\n## License\n"},
    "security md": {"SECURITY.md": "# Security\n"},
    "fairness md": {"docs/fairness.md": "# Fairness\n\n## Groups\n"},
    "explain md": {"docs/explainability.md": "# Explainability\n\n## SHAP\n"},
    "tf empty": {"main.tf": ""},
    "tf comments": {"main.tf": '# resource "aws_cloudwatch_metric_alarm" "a" {}\n'},
    "k8s servicemonitor empty": {
        "k8s/monitor.yaml": "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: x\n"
    },
    "k8s rule empty": {
        "k8s/rule.yaml": "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: x\nspec:\n  groups: []\n"
    },
    "airflow empty": {"dags/__init__.py": "", "dags/daily.py": "from airflow import DAG\n"},
    "great_expectations empty": {
        "great_expectations/great_expectations.yml": "",
        "great_expectations/expectations/.ge_store_backend_id": "",
    },
    "soda": {"soda/checks.yml": ""},
    "whylabs": {"whylogs.yml": ""},
    "mlruns": {"mlruns/0/meta.yaml": ""},
    "evidently yaml": {"drift.yaml": "", "config/drift.yml": "drift: {}\n"},
    "git lfs attributes": {".gitattributes": ""},
    "git lfs comment": {".gitattributes": "# *.csv filter=lfs diff=lfs merge=lfs -text\n"},
    "git lfs unused": {".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n"},
    "golden": {"tests/golden.json": "{}", "tests/fixtures/rows.json": ""},
    "benchmarks": {
        "benchmarks/__init__.py": "",
        "evaluate.py": "",
        "app/evaluate.py": "",
        "app/drift.py": "",
        "app/validate.py": "",
        "app/monitoring.py": "",
        "app/health.py": "",
    },
    "notebook empty": {"a.ipynb": '{"cells": [], "nbformat": 4}'},
    "procfile": {"Procfile": ""},
    "bentofile": {"bentofile.yaml": ""},
    "cog": {"cog.yaml": ""},
    "helm": {"chart/Chart.yaml": "", "chart/values.yaml": ""},
    "otel": {"otel-collector.yaml": "", "otel.yaml": "receivers: {}\n"},
    "logging conf": {"logging.yaml": "", "logging.conf": ""},
    "loki": {"loki.yml": "limits_config: {}\n"},
    "trivy": {"trivy.yaml": "", ".trivyignore": "", ".gitleaks.toml": "", ".bandit": ""},
}
STUBS: dict[str, dict[str, str | bytes]] = {
    **FILES,
    **{f"an empty {name}": {name: ""} for name in LOCKS},
    **{f"{name} is imported and not used": {"app/stub.py": f"import {name}\n"} for name in UNUSED},
}


def report_of(files: dict[str, str | bytes]) -> Report:
    return scan_source(Memory.of({**BARE, **files}), SETTINGS, BOOK, today=date(2026, 1, 15))


@pytest.fixture(scope="module")
def bare() -> Report:
    return report_of({})


def test_the_bare_repository_owes_most_practices(bare: Report) -> None:
    assert sum(one.outcome == "failed" for one in bare.results) > 40


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in STUBS.items()])
def test_a_stub_earns_nothing(files: dict[str, str | bytes], bare: Report) -> None:
    missing = {one.rule for one in bare.results if one.outcome == "failed" and not BOOK[one.rule].is_site_rule}
    after = {one.rule: one.outcome for one in report_of(files).results}
    assert {rule: after[rule] for rule in missing if after[rule] not in {"failed", "not_applicable"}} == {}
