"""Frameworks of today and of the last major version are known by their qualified names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.alerts import alerts
from mlready.repo.data import own_tables
from mlready.repo.monitoring import drift, metrics
from mlready.repo.saving import model_saves
from mlready.repo.schedules import schedules
from mlready.repo.seeding import seed_of
from mlready.repo.tracking import records
from mlready.repo.validation import validations

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import jax, optax\nloss, g = jax.value_and_grad(f)(p)\nu, s = tx.update(g, s)\n", id="jax with optax"),
        pytest.param("from flax import nnx\nl, g = nnx.value_and_grad(f)(m)\noptimizer.update(m, g)\n", id="flax nnx"),
        pytest.param(
            "import jax\nfrom flax.training import train_state\ng = jax.grad(f)(p)\ns = s.apply_gradients(grads=g)\n", id="flax linen"
        ),
        pytest.param(
            "import equinox as eqx\n@eqx.filter_value_and_grad\ndef f(m): ...\nm = eqx.apply_updates(m, u)\n", id="equinox"
        ),
        pytest.param("from ultralytics import YOLO\nYOLO('n.pt').train(data='c.yaml')\n", id="ultralytics"),
        pytest.param(
            "from sentence_transformers import SentenceTransformer\nm = SentenceTransformer('x')\nm.fit(train_objectives=[])\n",
            id="sentence transformers 2",
        ),
        pytest.param("from stable_baselines3 import PPO\nPPO('MlpPolicy', env).learn(total_timesteps=1000)\n", id="stable-baselines3"),
        pytest.param("import deepspeed\nengine, o, d, s = deepspeed.initialize(model=m)\nengine.backward(loss)\nengine.step()\n", id="DeepSpeed"),
        pytest.param("from ray.tune import Tuner\nTuner(f).fit()\n", id="Ray Tune"),
        pytest.param("from fastai.vision.all import *\nlearn = vision_learner(dls, resnet34)\nlearn.fine_tune(3)\n", id="fastai"),
        pytest.param("from trl import GRPOTrainer\nGRPOTrainer(model='x').train()\n", id="trl"),
        pytest.param("from h2o.estimators import H2OXGBoostEstimator\nH2OXGBoostEstimator().train(x=x, y=y)\n", id="h2o"),
        pytest.param("from cuml.ensemble import RandomForestClassifier\nRandomForestClassifier().fit(x, y)\n", id="cuml"),
        pytest.param("from xgboost import dask as dxgb\ndxgb.train(client, {}, rows)\n", id="xgboost on dask"),
        pytest.param("from pyspark.ml.regression import GBTRegressor\nGBTRegressor().fit(rows)\n", id="Spark"),
        pytest.param("from sagemaker.train import ModelTrainer\nModelTrainer(training_image='x').train()\n", id="SageMaker 3"),
        pytest.param("from sagemaker.pytorch import PyTorch\nPyTorch(entry_point='t.py').fit()\n", id="SageMaker 2"),
        pytest.param(
            "from google.cloud import aiplatform\naiplatform.AutoMLTabularTrainingJob(display_name='x').run()\n", id="Vertex AutoML"
        ),
        pytest.param("from ray.train.torch import TorchTrainer\nTorchTrainer(loop).fit()\n", id="Ray Train"),
        pytest.param("from catboost import CatBoostRanker\nCatBoostRanker().fit(pool)\n", id="catboost"),
        pytest.param("import tf_keras\nm = tf_keras.Sequential([])\nm.compile('adam')\nm.fit(x, y)\n", id="Keras 2 beside 3"),
    ],
)  # fmt: skip
def test_frameworks_train(repo_of: MakeRepo, code: str) -> None:
    assert repo_of({"train.py": code}).projects[0].has("trains", strong=True)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import jax\njax.grad(f)(x)\n", id="a gradient alone"),
        pytest.param("import jax, optax\ncounts.update(new)\n", id="an update alone"),
    ],
)
def test_what_only_looks_like_a_step_of_jax_trains_nothing(repo_of: MakeRepo, code: str) -> None:
    assert not repo_of({"train.py": code}).projects[0].has("trains")


@pytest.mark.parametrize(
    ("code", "role"),
    [
        pytest.param(
            "from azure.ai.ml.entities import ManagedOnlineDeployment\nManagedOnlineDeployment(name='x', model=m)\n", "serves", id="Azure ML"
        ),
        pytest.param("import flyte\nenv = flyte.TaskEnvironment(name='x')\n", "pipeline", id="Flyte 2"),
        pytest.param("from airflow.sdk import dag\n@dag(schedule='@daily')\ndef d(): ...\n", "", id="Airflow 3 alone is no ML"),
        pytest.param("from clearml import PipelineController\nPipelineController(name='x')\n", "pipeline", id="ClearML"),
    ],
)  # fmt: skip
def test_platforms_have_roles(repo_of: MakeRepo, code: str, role: str) -> None:
    project = repo_of({"run.py": code}).projects[0]
    assert project.has(role, strong=True) if role else not project.is_ml


LOGGING = {
    "Lightning and MLflow": "from lightning.pytorch.loggers import MLFlowLogger\nMLFlowLogger()\n",
    "Lightning 1 and Neptune": "from pytorch_lightning.loggers import NeptuneLogger\nNeptuneLogger()\n",
    "Neptune 3": "from neptune_scale import Run\nRun(experiment_name='x')\n",
    "Comet": "from comet_ml import CometExperiment\nCometExperiment()\n",
    "Aim": "from aim.sdk.run import Run\nRun()\n",
    "DVCLive": "from dvclive.huggingface import DVCLiveCallback\nDVCLiveCallback()\n",
    "MLflow of catboost": "import mlflow\nmlflow.catboost.log_model(m, name='m')\n",
    "wandb and Keras": "from wandb.integration.keras import WandbMetricsLogger\nWandbMetricsLogger()\n",
    "Vertex": "from google.cloud import aiplatform\naiplatform.autolog()\n",
    "ClearML": "from clearml import Task\nTask.init(project_name='x')\n",
    "trl": "from trl import DPOConfig\nDPOConfig(report_to='wandb')\n",
}


@pytest.mark.parametrize("code", LOGGING.values(), ids=LOGGING)
def test_trackers_record(repo_of: MakeRepo, code: str) -> None:
    assert list(records(repo_of({"train.py": code}).projects[0]))


SEEDING = {
    "jax": "import jax, optax\nkey = jax.random.key(0)\nloss, g = jax.value_and_grad(f)(p)\noptax.apply_updates(p, g)\n",
    "flax": "from flax import nnx\nr = nnx.Rngs(0)\nl, g = nnx.value_and_grad(f)(m)\no.update(g)\n",
    "trl": "from trl import RewardTrainer\nRewardTrainer(model='x').train()\n",
    "full determinism": "from transformers import enable_full_determinism\nfrom torch import optim\nenable_full_determinism(0)\n"
    "o = optim.SGD(p)\nloss.backward()\no.step()\n",
    "accelerate": "from accelerate.utils.random import set_seed\nfrom torch import optim\nset_seed(0)\no = optim.SGD(p)\nloss.backward()\no.step()\n",
    "xgboost": "from xgboost import XGBRFClassifier\nXGBRFClassifier().fit(x, y)\n",
}


@pytest.mark.parametrize("code", SEEDING.values(), ids=SEEDING)
def test_seeds_are_found(repo_of: MakeRepo, code: str) -> None:
    repo = repo_of({"train.py": code})
    assert seed_of(repo, repo.modules[0]) is not None


VALIDATING = {
    "pandera for pandas": "import pandera.pandas as pa\n@pa.check_types\ndef load(p): ...\nload(1)\n",
    "pandera of before": "import pandera as pa\n@pa.check_types(lazy=True)\ndef load(p): ...\nload(1)\n",
    "pandera for polars": "import pandera.polars as pa\nS = pa.DataFrameSchema({})\nS.validate(f)\n",
    "Great Expectations 1": "import great_expectations as gx\nc = gx.get_context()\nc.checkpoints.get('x').run()\n",
    "Great Expectations 0": "import great_expectations as gx\ngx.get_context().run_checkpoint('x')\n",
    "Soda": "from soda.scan import Scan\nScan().execute()\n",
    "deepchecks": "from deepchecks.tabular import Suite\nSuite('x').run(d)\n",
    "TensorFlow Data Validation": "import tensorflow_data_validation as tfdv\ntfdv.validate_statistics(s, m)\n",
}


@pytest.mark.parametrize("code", VALIDATING.values(), ids=VALIDATING)
def test_validators_are_known(repo_of: MakeRepo, code: str) -> None:
    assert list(validations(repo_of({"src/rows.py": code}).projects[0]))


MEASURING = {
    "Litestar": "from litestar.plugins.prometheus import PrometheusConfig\nPrometheusConfig()\n",
    "Litestar 2.0": "from litestar.contrib.opentelemetry import OpenTelemetryConfig\nOpenTelemetryConfig()\n",
    "FastAPI": "from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor\nFastAPIInstrumentor().instrument(app=app)\n",
    "Ray": "from ray.util.metrics import Counter\nCounter('x')\n",
    "Datadog": "from datadog import statsd\nstatsd.gauge('x', 1)\n",
    "Prometheus": "from prometheus_client import Info\nInfo('x', 'y')\n",
}


@pytest.mark.parametrize("code", MEASURING.values(), ids=MEASURING)
def test_metrics_are_known(repo_of: MakeRepo, code: str) -> None:
    assert list(metrics(repo_of({"app.py": code}).projects[0]))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("from deepchecks.tabular.checks import TrainTestFeatureDrift\nTrainTestFeatureDrift().run(a, b)\n", id="deepchecks"),
        pytest.param("from evidently.legacy.report import Report\nReport([]).run(a, b)\n", id="evidently of before"),
        pytest.param("from alibi_detect.cd import KSDrift\nKSDrift(x)\n", id="alibi-detect"),
        pytest.param("import nannyml as nml\nnml.CBPE().fit(x)\n", id="nannyml"),
        pytest.param("from whylogs.viz import NotebookProfileVisualizer\nNotebookProfileVisualizer()\n", id="whylogs"),
    ],
)  # fmt: skip
def test_drift_is_known(repo_of: MakeRepo, code: str) -> None:
    assert list(drift(repo_of({"watch.py": code}).projects[0]))


@pytest.mark.parametrize(
    ("code", "orchestrator"),
    [
        pytest.param(
            "from flytekit import LaunchPlan, CronSchedule\nLaunchPlan.get_or_create(w, schedule=CronSchedule('0 3 * * 1'))\n", "Flyte", id="Flyte"
        ),
        pytest.param("from airflow.sdk import dag\n@dag(schedule='@daily')\ndef d(): ...\n", "Airflow", id="Airflow 3"),
        pytest.param("from prefect import flow\nweekly.serve(name='x', cron='0 3 * * 1')\n", "Prefect", id="Prefect 3"),
        pytest.param("import dagster as dg\ndg.ScheduleDefinition(job=j, cron_schedule='@daily')\n", "Dagster", id="Dagster"),
        pytest.param("from azure.ai.ml.entities import JobSchedule\nJobSchedule(name='x', trigger=t, create_job=j)\n", "Azure ML", id="Azure ML"),
    ],
)  # fmt: skip
def test_schedules_are_known(repo_of: MakeRepo, code: str, orchestrator: str) -> None:
    assert [one.orchestrator for one in schedules(repo_of({"flow.py": code}).projects[0])] == [orchestrator]


@pytest.mark.parametrize(
    "reading",
    [
        "spark.read.parquet('s3a://lake/rows')",
        "spark.read.format('delta').option('a', 'b').load('/lake/rows')",
        "pl.scan_delta('lake/rows')",
    ],
)
def test_tables_that_training_reads(repo_of: MakeRepo, reading: str) -> None:
    head = "import polars as pl\nfrom pyspark.ml.regression import GBTRegressor\n"
    repo = repo_of({"train.py": f"{head}rows = {reading}\nGBTRegressor().fit(rows)\n"})
    assert own_tables(repo.projects[0])


@pytest.mark.parametrize(
    "saving",
    [
        pytest.param("from pyspark.ml import Pipeline\nmodel.write().overwrite().save('m')\n", id="Spark"),
        pytest.param("import orbax.checkpoint as ocp\nkeeper = ocp.StandardCheckpointer()\nkeeper.save('m', s)\n", id="orbax"),
        pytest.param("from flax.training.checkpoints import save_checkpoint\nsave_checkpoint('checkpoints', s, 1)\n", id="flax"),
    ],
)  # fmt: skip
def test_models_are_saved(repo_of: MakeRepo, saving: str) -> None:
    assert list(model_saves(repo_of({"train.py": saving}).projects[0]))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "from airflow.providers.slack.notifications.slack import send_slack_notification\nsend_slack_notification(text='x')\n", id="Airflow"
        ),
        pytest.param("from prefect.blocks.notifications import MicrosoftTeamsWebhook\nMicrosoftTeamsWebhook.load('x')\n", id="Prefect"),
        pytest.param("import apprise\napprise.Apprise()\n", id="Apprise"),
    ],
)  # fmt: skip
def test_alerts_are_known(repo_of: MakeRepo, code: str) -> None:
    assert list(alerts(repo_of({"flow.py": code}).projects[0]))
