"""What starts a pipeline by the clock, what tells of its failure, and what tries a failed step again."""

DAGS = frozenset(
    {
        "airflow.DAG", "airflow.models.DAG", "airflow.models.dag.DAG", "airflow.sdk.DAG", "airflow.decorators.dag", "airflow.sdk.dag",
        "airflow.decorators.dag.dag",
    }
)  # fmt: skip
"""Calls and decorators that make a DAG of Airflow."""

TIMES = (
    "schedule",
    "schedule_interval",
    "timetable",
    "cron",
    "cron_schedule",
    "interval",
    "rrule",
    "schedules",
    "cron_expression",
)
"""Arguments that say when a pipeline starts."""

CLOCKS = {
    "dagster.ScheduleDefinition": "Dagster",
    "dagster.schedule": "Dagster",
    "dagster.build_schedule_from_partitioned_job": "Dagster",
    "zenml.config.schedule.Schedule": "ZenML",
    "zenml.config.Schedule": "ZenML",
    "zenml.Schedule": "ZenML",
    "metaflow.schedule": "Metaflow",
    "flytekit.LaunchPlan.get_or_create": "Flyte",
    "flytekit.LaunchPlan.create": "Flyte",
    "flyte.Trigger": "Flyte",
    "azure.ai.ml.entities.JobSchedule": "Azure ML",
    "prefect.deployments.Deployment.build_from_flow": "Prefect",
}
"""Calls that are a schedule -> the orchestrator."""

CLOCK_METHODS = {
    "create_recurring_run": ("kfp", "Kubeflow"),
    "create_schedule": ("google.cloud.aiplatform", "Vertex AI"),
    "serve": ("prefect", "Prefect"),
    "deploy": ("prefect", "Prefect"),
    "to_deployment": ("prefect", "Prefect"),
}
"""Methods that are a schedule -> (the package that the file imports, the orchestrator)."""

TELLERS = {
    "Dagster": (
        "dagster.run_failure_sensor", "dagster.make_email_on_run_failure_sensor", "dagster_slack.make_slack_on_run_failure_sensor",
        "dagster_msteams.make_teams_on_run_failure_sensor", "dagster.failure_hook", "dagster_slack.slack_on_failure",
        "dagster_pagerduty.*",
    ),
    "Kubeflow": ("kfp.dsl.ExitHandler", "kfp.v2.dsl.ExitHandler"),
    "Vertex AI": (
        "kfp.dsl.ExitHandler", "kfp.v2.dsl.ExitHandler", "google_cloud_pipeline_components.v1.vertex_notification_email.*",
        "google_cloud_pipeline_components.experimental.vertex_notification_email.*",
    ),
    "Prefect": ("prefect.automations.*", "prefect.blocks.notifications.*", "prefect_slack.*", "prefect_email.*"),
    "ZenML": ("zenml.hooks.*",),
    "Metaflow": ("metaflow.exit_hook",),
    "Flyte": (
        "flytekit.Email", "flytekit.Slack", "flytekit.PagerDuty", "flytekit.core.notification.*", "flytekit.Notification", "flyte.notify.*",
    ),
    "Azure ML": ("azure.ai.ml.entities.NotificationConfiguration", "azure.mgmt.monitor.*"),
    "Airflow": ("airflow.listeners.*",),
}  # fmt: skip
"""Orchestrator -> what tells of a failure wherever it stands in the project."""

FAILURE_KEYWORDS = frozenset(
    {
        "on_failure_callback",
        "on_failure",
        "on_crashed",
        "sla_miss_callback",
        "failure_hook",
        "on_failure_fn",
        "notifications",
        "failure_node",
        "email",
        "hooks",
    }
)
"""Arguments, or keys of default arguments, that tell of a failure."""

FAILURE_RULES = frozenset({"one_failed", "all_failed", "all_done", "all_done_min_one_success"})
"""Trigger rules of Airflow under which a task runs although another one failed."""

RETRYING_KEYWORDS = frozenset(
    {
        "retries",
        "retry",
        "retry_policy",
        "retry_policies",
        "retry_settings",
        "retry_count",
        "max_retries",
        "max_retry_count",
    }
)

RETRYING_CALLS = (
    "tenacity.*", "backoff.on_exception", "backoff.on_predicate", "retry.retry", "retrying.retry", "stamina.retry", "metaflow.retry",
    "dagster.RetryPolicy", "zenml.config.retry_config.StepRetryConfig", "zenml.StepRetryConfig", "sagemaker.workflow.retry.*",
    "urllib3.util.retry.Retry", "urllib3.util.Retry", "urllib3.Retry", "requests.packages.urllib3.util.retry.Retry", "tenacity.retry",
)  # fmt: skip

RETRYING_METHODS = frozenset({"set_retry", "with_retry"})
