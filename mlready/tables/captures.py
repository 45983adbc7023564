"""Endpoints of cloud platforms, and what keeps the requests that they answer."""

CAPTURING_CALLS = (
    "sagemaker.model_monitor.DataCaptureConfig", "sagemaker.model_monitor.data_capture_config.DataCaptureConfig",
    "sagemaker.inputs.DataCaptureConfig", "google.cloud.aiplatform.ModelDeploymentMonitoringJob.create",
    "google.cloud.aiplatform.ModelDeploymentMonitoringJob", "azure.ai.ml.entities.MonitorSchedule", "azure.ai.ml.entities.DataCollector",
    "azureml.ai.monitoring.Collector", "azureml.monitoring.ModelDataCollector", "azureml.contrib.datadrift.DataDriftDetector",
)  # fmt: skip

CAPTURING_METHODS = frozenset({"enable_data_capture", "update_data_capture_config"})

CAPTURING_KEYWORDS = frozenset(
    {
        "data_capture_config", "DataCaptureConfig", "data_collector", "collect_model_data", "enable_request_response_logging",
        "predict_request_response_logging_config", "request_response_logging_sampling_rate",
    }
)  # fmt: skip

DEPLOYMENTS = frozenset(
    {"azure.ai.ml.entities.ManagedOnlineDeployment", "azure.ai.ml.entities.KubernetesOnlineDeployment"}
)

ENDPOINT_CONFIGS = frozenset({"create_endpoint_config"})

CLOUD_HINTS = frozenset(
    {
        "instance_type",
        "initial_instance_count",
        "machine_type",
        "min_replica_count",
        "accelerator_type",
        "deployed_model_display_name",
    }
)
"""Arguments of `deploy` by which it is one of a cloud platform."""

CAPTURING_BLOCKS = {
    "aws_sagemaker_endpoint_configuration": "data_capture_config",
    "google_vertex_ai_endpoint": "predict_request_response_logging_config",
}
"""Terraform resource -> the block that makes it keep requests and answers."""
