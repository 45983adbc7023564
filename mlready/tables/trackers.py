"""Calls that record experiments, and those that only write curves to a folder."""

TRACKING_CALLS = {
    "MLflow": (
        "mlflow.start_run", "mlflow.log_metric", "mlflow.log_metrics", "mlflow.log_param", "mlflow.log_params",
        "mlflow.autolog", "mlflow.sklearn.autolog", "mlflow.pytorch.autolog", "mlflow.tensorflow.autolog",
        "mlflow.keras.autolog", "mlflow.xgboost.autolog", "mlflow.lightgbm.autolog", "mlflow.sklearn.log_model",
        "mlflow.pytorch.log_model", "mlflow.pyfunc.log_model", "mlflow.recipes.Recipe", "mlflow.pipelines.Pipeline",
        "mlflow.tracking.MlflowClient", "mlflow.MlflowClient",
    ),
    "Weights & Biases": (
        "wandb.init", "wandb.log", "wandb.sdk.init", "pytorch_lightning.loggers.WandbLogger",
        "lightning.pytorch.loggers.WandbLogger", "lightning.loggers.WandbLogger",
    ),
    "Comet": ("comet_ml.Experiment", "comet_ml.start", "comet_ml.login", "pytorch_lightning.loggers.CometLogger"),
    "Neptune": ("neptune.init", "neptune.init_run", "neptune.new.init", "neptune.new.init_run", "neptune.create_experiment"),
    "ClearML": ("clearml.Task.init", "trains.Task.init", "clearml.Task.create"),
    "Aim": ("aim.Run", "aim.Session", "aim.pytorch_lightning.AimLogger"),
    "DVCLive": ("dvclive.Live", "dvclive.lightning.DVCLiveLogger"),
    "Sacred": ("sacred.Experiment",),
    "Guild": ("guild.ipy.run",),
    "SageMaker Experiments": ("sagemaker.experiments.run.Run", "sagemaker.experiments.Run", "smexperiments.tracker.Tracker.create"),
    "SageMaker Pipelines": ("sagemaker.workflow.pipeline.Pipeline",),
    "TensorFlow Extended": ("tfx.orchestration.pipeline.Pipeline", "tfx.v1.dsl.Pipeline"),
    "Vertex AI": ("google.cloud.aiplatform.start_run", "google.cloud.aiplatform.log_metrics", "google.cloud.aiplatform.log_params"),
    "Azure ML": ("azureml.core.Run.get_context", "azureml.core.run.Run.get_context", "azureml.core.Experiment"),
    "ZenML": ("zenml.log_metadata", "zenml.log_artifact_metadata", "zenml.pipeline", "zenml.step", "zenml.steps.step"),
    "Kubeflow Metadata": ("kubeflow.metadata.metadata.Run", "kubeflow.metadata.metadata.Metrics"),
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
