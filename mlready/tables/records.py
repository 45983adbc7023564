"""What keeps a prediction: stores, clients made for it, and words for the version of a model."""

RECORDING = {
    "SageMaker data capture": ("sagemaker.model_monitor.DataCaptureConfig", "sagemaker.model_monitor.data_capture_config.DataCaptureConfig"),
    "Azure ML data collection": (
        "azure.ai.ml.entities.DataCollector", "azureml.ai.monitoring.Collector", "azureml.monitoring.ModelDataCollector",
    ),
    "BentoML's monitor": ("bentoml.monitor", "bentoml.monitoring.monitor"),
    "whylogs": ("whylogs.log", "whylogs.logger"),
    "Arize": ("arize.pandas.logger.Client", "arize.api.Client"),
    "Fiddler": ("fiddler.FiddlerApi", "fiddler.init"),
    "Langfuse": ("langfuse.Langfuse", "langfuse.observe", "langfuse.decorators.observe"),
    "Evidently": ("evidently.collector.client.CollectorClient", "evidently.ui.collector.app.main"),
    "Vertex AI": ("google.cloud.aiplatform.ModelDeploymentMonitoringJob.create",),
    "Phoenix": ("phoenix.otel.register",),
    "LangSmith": ("langsmith.traceable", "langsmith.Client"),
}  # fmt: skip
"""Tool -> calls by which requests and answers are kept, inputs and version included."""

STORE_METHODS = frozenset(
    {
        "insert", "insert_one", "insert_many", "execute", "executemany", "put_item", "put_record", "send", "send_message", "publish", "produce",
        "insert_rows_json", "insert_rows", "add_row", "xadd", "lpush", "rpush", "writerow", "write", "to_csv", "to_sql", "to_parquet",
        "log_table", "log_metric", "log_dict", "create", "save", "add", "put_object", "upload_fileobj", "index", "append_row", "add_task",
        "send_nowait", "put_nowait", "delay", "capture_message", "track",
    }
)  # fmt: skip
"""Methods that put what they are given somewhere it stays."""

STORE_CALLS = frozenset(
    {
        "json.dump",
        "pickle.dump",
        "builtins.print",
        "mlflow.log_dict",
        "mlflow.log_table",
        "wandb.log",
        "zenml.log_metadata",
        "zenml.log_model_metadata",
    }
)

VERSION_WORDS = r"version|model_?(?:name|id|hash|uri|sha|tag|path)\b|run_?id|git_?(?:sha|commit)|revision|checksum"
