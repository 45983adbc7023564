"""Calls that record experiments, and those that only write curves to a folder."""

_LOGGERS = ("lightning.pytorch.loggers", "pytorch_lightning.loggers", "lightning.loggers")
_FLAVOURS = (
    "sklearn", "pytorch", "tensorflow", "keras", "xgboost", "lightgbm", "catboost", "spark", "pyspark.ml", "statsmodels", "fastai", "transformers", "pyfunc",
    "onnx", "prophet", "sentence_transformers", "openai", "langchain", "paddle", "spacy",
)  # fmt: skip

TRACKING_CALLS = {
    "MLflow": (
        "mlflow.start_run", "mlflow.log_metric", "mlflow.log_metrics", "mlflow.log_param", "mlflow.log_params",
        "mlflow.autolog", "mlflow.recipes.Recipe", "mlflow.pipelines.Pipeline", "mlflow.tracking.MlflowClient", "mlflow.MlflowClient",
        "mlflow.client.MlflowClient", "mlflow.log_table", "mlflow.evaluate", "mlflow.models.evaluate", "mlflow.keras.MlflowCallback",
        "mlflow.keras.callback.MlflowCallback", *(f"mlflow.{flavour}.{call}" for flavour in _FLAVOURS for call in ("autolog", "log_model")),
        *(f"{package}.MLFlowLogger" for package in _LOGGERS), "optuna.integration.MLflowCallback", "optuna_integration.MLflowCallback",
        "flytekitplugins.mlflow.mlflow_autolog", "kedro_mlflow.io.metrics.MlflowMetricDataset",
    ),
    "Weights & Biases": (
        "wandb.init", "wandb.log", "wandb.sdk.init", *(f"{package}.WandbLogger" for package in _LOGGERS), "wandb.keras.WandbCallback",
        "wandb.integration.keras.WandbCallback", "wandb.integration.keras.WandbMetricsLogger", "wandb.keras.WandbMetricsLogger",
        "wandb.xgboost.WandbCallback", "wandb.integration.xgboost.WandbCallback", "wandb.integration.lightgbm.wandb_callback",
        "wandb.lightgbm.wandb_callback", "optuna.integration.WeightsAndBiasesCallback", "optuna_integration.WeightsAndBiasesCallback",
    ),
    "Comet": (
        "comet_ml.Experiment", "comet_ml.ExistingExperiment", "comet_ml.OfflineExperiment", "comet_ml.CometExperiment", "comet_ml.start", "comet_ml.login",
        *(f"{package}.CometLogger" for package in _LOGGERS),
    ),
    "Neptune": (
        "neptune.init", "neptune.init_run", "neptune.new.init", "neptune.new.init_run", "neptune.create_experiment", "neptune.Run", "neptune_scale.Run",
        *(f"{package}.NeptuneLogger" for package in _LOGGERS),
    ),
    "ClearML": ("clearml.Task.init", "trains.Task.init", "clearml.Task.create", "clearml.task.Task.init"),
    "Aim": ("aim.Run", "aim.Session", "aim.sdk.run.Run", "aim.pytorch_lightning.AimLogger", "aim.hugging_face.AimCallback", "aim.xgboost.AimCallback", "aim.keras.AimCallback"),
    "DVCLive": (
        "dvclive.Live", "dvclive.lightning.DVCLiveLogger", "dvclive.huggingface.DVCLiveCallback", "dvclive.keras.DVCLiveCallback",
        "dvclive.lgbm.DVCLiveCallback", "dvclive.xgb.DVCLiveCallback", "dvclive.fastai.DVCLiveCallback", "dvclive.optuna.DVCLiveCallback",
    ),
    "Sacred": ("sacred.Experiment",),
    "Guild": ("guild.ipy.run",),
    "SageMaker Experiments": ("sagemaker.experiments.run.Run", "sagemaker.experiments.Run", "sagemaker.experiments.load_run", "sagemaker.experiments.run.load_run", "sagemaker.core.experiments.run.Run", "sagemaker.core.experiments.Run", "smexperiments.tracker.Tracker.create"),
    "SageMaker Pipelines": ("sagemaker.workflow.pipeline.Pipeline", "sagemaker.mlops.workflow.pipeline.Pipeline"),
    "TensorFlow Extended": ("tfx.orchestration.pipeline.Pipeline", "tfx.v1.dsl.Pipeline"),
    "Vertex AI": ("google.cloud.aiplatform.start_run", "google.cloud.aiplatform.log_metrics", "google.cloud.aiplatform.log_params", "google.cloud.aiplatform.autolog", "google.cloud.aiplatform.log_time_series_metrics"),
    "Azure ML": ("azureml.core.Run.get_context", "azureml.core.run.Run.get_context", "azureml.core.Experiment", "azureml.core.experiment.Experiment"),
    "ZenML": ("zenml.log_metadata", "zenml.log_artifact_metadata", "zenml.pipeline", "zenml.step", "zenml.steps.step"),
    "Kubeflow Metadata": ("kubeflow.metadata.metadata.Run", "kubeflow.metadata.metadata.Metrics"),
    "Ray": (
        "ray.air.integrations.mlflow.MLflowLoggerCallback", "ray.air.integrations.wandb.WandbLoggerCallback",
        "ray.air.integrations.mlflow.setup_mlflow", "ray.air.integrations.wandb.setup_wandb",
        "ray.tune.integration.mlflow.MLflowLoggerCallback", "ray.tune.integration.wandb.WandbLoggerCallback",
        "ray.air.integrations.comet.CometLoggerCallback",
    ),
    "SwanLab": ("swanlab.init",),
    "trackio": ("trackio.init",),
}  # fmt: skip
"""Tool -> the calls that record a run with it."""

TRACKING_METHODS = frozenset({"init_trackers"})
"""Methods that start the trackers of Accelerate."""

TRACKERS = ("mlflow", "wandb", "comet-ml", "neptune", "clearml", "swanlab", "trackio", "azureml-mlflow")
"""Distributions that a Hugging Face trainer reports to where they are installed."""

LOCAL_LOGGERS = (
    "torch.utils.tensorboard.SummaryWriter", "torch.utils.tensorboard.writer.SummaryWriter", "tensorboardX.SummaryWriter",
    "tensorflow.summary.create_file_writer", "keras.callbacks.TensorBoard", "tensorflow.keras.callbacks.TensorBoard",
    "pytorch_lightning.loggers.TensorBoardLogger", "pytorch_lightning.loggers.CSVLogger",
    "lightning.pytorch.loggers.TensorBoardLogger", "lightning.pytorch.loggers.CSVLogger",
    "keras.callbacks.CSVLogger", "tensorflow.keras.callbacks.CSVLogger",
)  # fmt: skip
"""Calls that write metrics to files beside the run: better than nothing, not comparable between people."""

REPORT_TO = frozenset(
    {"wandb", "mlflow", "comet_ml", "neptune", "clearml", "all", "azure_ml", "dvclive", "swanlab", "trackio"}
)
"""Values of `report_to` of a Hugging Face trainer that record runs with a tracker."""

METRIC_CALLS = ("mlflow.log_metric", "mlflow.log_metrics", "wandb.log", "wandb.run.log")
"""Calls that record a score of the run that is open."""

PARAMETER_NAMES = {
    "mlflow": (
        "mlflow.log_param", "mlflow.log_params", "mlflow.log_dict", "mlflow.log_artifact", "mlflow.log_artifacts", "mlflow.log_text",
        "mlflow.projects.run", "mlflow.set_tags", "mlflow.evaluate",
    ),
    "wandb": ("wandb.config", "wandb.run.config", "wandb.agent", "wandb.sweep"),
}  # fmt: skip
"""Tool -> beginnings of names whose use records parameters, or a file that may hold them."""

PARAMETER_METHODS = frozenset(
    {
        "log_param",
        "log_params",
        "log_hyperparams",
        "log_parameters",
        "save_hyperparameters",
        "log_hyperparameters",
        "log_hparams",
    }
)

TRAINERS = ("transformers", "pytorch_lightning", "lightning", "accelerate", "trl", "ray", "optuna")
"""Packages whose trainers, loggers and callbacks record parameters by themselves."""
