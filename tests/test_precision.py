"""What was measured on public repositories decides what is recommended."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from mlready.rule import BUILT_IN_SUBJECTS, Rule
from mlready.rulebook import RuleBook
from mlready.testing import examples

ROOT = Path(__file__).parent.parent
THIN = 3
"""Fewer hits than this are thin evidence."""
RULES = [rule for rule in RuleBook.load(str(ROOT / "rules")) if rule.subject not in BUILT_IN_SUBJECTS]
RECOMMENDED = [rule for rule in RULES if rule.profile == "recommended"]
MEASURED_ON = {
    "Azure/mlops-project-template",
    "GoogleCloudPlatform/ai-on-gke",
    "Kludex/starlette",
    "alexeygrigorev/mlbookcamp-code",
    "aws-samples/mlops-sagemaker-github-actions",
    "awslabs/data-on-eks",
    "bentoml/BentoML",
    "cookiecutter/cookiecutter",
    "databricks/mlops-stacks",
    "drivendataorg/cookiecutter-data-science",
    "eightBEC/fastapi-ml-skeleton",
    "eriklindernoren/PyTorch-GAN",
    "evidentlyai/evidently",
    "facebookresearch/fairseq",
    "full-stack-deep-learning/fsdl-text-recognizer-2022",
    "httpie/cli",
    "huggingface/diffusers",
    "iterative/example-get-started",
    "jakevdp/PythonDataScienceHandbook",
    "karpathy/nanoGPT",
    "kubeflow/examples",
    "mlflow/recipes-regression-template",
    "pytorch/serve",
    "rasbt/LLMs-from-scratch",
    "trainindata/deploying-machine-learning-models",
    "ultralytics/yolov5",
    "zenml-io/mlstacks",
    "zenml-io/zenml-projects",
}
"""The repositories that all figures speak of, so that they stay comparable."""


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("precision", ROOT / ".ci" / "precision.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PRECISION = _script()
MEASURED = PRECISION.measured()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_was_measured(rule: Rule) -> None:
    assert rule.name in MEASURED


def test_rows_are_of_the_named_repositories_and_each_place_is_judged_once() -> None:
    with PRECISION.TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["repository"].partition("@")[0] for row in rows} <= MEASURED_ON
    places = [(row["rule"], row["repository"], row["place"]) for row in rows]
    assert [place for place, count in Counter(places).items() if count > 1] == []
    verdicts = {(row["kind"], row["verdict"]) for row in rows}
    assert verdicts <= {("hit", "true"), ("hit", "false"), ("candidate", "silent"), ("candidate", "missed")}


@pytest.mark.parametrize("rule", [one for one in RULES if one.profile != "preview"], ids=lambda rule: rule.name)
def test_a_rule_that_is_no_preview_is_precise_and_misses_little(rule: Rule) -> None:
    found = MEASURED[rule.name]
    assert found.precision is None or found.precision >= 0.9
    assert found.miss_rate is None or found.miss_rate <= 0.2


@pytest.mark.parametrize(
    "rule", [one for one in RECOMMENDED if MEASURED[one.name].hits < THIN], ids=lambda rule: rule.name
)
def test_a_recommended_rule_with_few_hits_is_sure_and_has_examples_of_several_files(rule: Rule) -> None:
    own = [one for one in examples(ROOT / "rules") if one.rule is not None and one.rule.name == rule.name]
    assert rule.confidence == "high"
    assert (MEASURED[rule.name].miss_rate or 0) <= 0.1
    assert sum(len(one.files) > 1 for one in own) >= 4


def test_the_summary_is_up_to_date() -> None:
    assert PRECISION.PAGE.read_text() == PRECISION.page()
