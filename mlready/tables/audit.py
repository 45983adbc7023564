"""Resources and settings by which decisions can be looked up later."""

TRAIL_RESOURCES = (
    "aws_cloudtrail", "aws_cloudtrail_event_data_store", "google_project_iam_audit_config", "google_folder_iam_audit_config",
    "google_organization_iam_audit_config", "google_logging_project_sink", "google_logging_organization_sink",
    "azurerm_monitor_diagnostic_setting", "databricks_mws_log_delivery",
)  # fmt: skip
"""Terraform resources that record who did what."""

TRAIL_TYPES = frozenset({"AWS::CloudTrail::Trail", "AWS::CloudTrail::EventDataStore"})
"""The same of CloudFormation."""

RETENTION = {
    "aws_cloudwatch_log_group": ("retention_in_days",),
    "aws_cloudtrail_event_data_store": ("retention_period",),
    "google_logging_project_bucket_config": ("retention_days",),
    "azurerm_log_analytics_workspace": ("retention_in_days",),
    "azurerm_application_insights": ("retention_in_days",),
    "aws_s3_bucket_object_lock_configuration": ("rule", "default_retention", "days"),
}  # fmt: skip
"""Terraform resource -> where it says for how many days records are kept."""

RETENTION_KEYS = frozenset({"retention_period", "retentionPeriod", "RetentionInDays", "retention_in_days", "retention"})
"""Keys of YAML files of log stores and CloudFormation that say so."""

FEWEST_DAYS = 180
"""Six months: what the European AI Act asks for logs of high-risk systems at the least."""
