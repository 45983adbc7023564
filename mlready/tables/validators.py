"""Calls and commands that check data and complain when it is wrong."""

VALIDATING = {
    "pandera": tuple(
        f"pandera.{inner}{name}"
        for inner in ("", "pandas.", "polars.", "pyspark.", "decorators.", "ibis.")
        for name in ("check_types", "check_input", "check_output", "check_io")
    ),
    "TensorFlow Data Validation": (
        "tensorflow_data_validation.validate_statistics", "tensorflow_data_validation.validate_examples_in_tfrecord",
        "tensorflow_data_validation.validate_examples_in_csv", "tfx.components.ExampleValidator",
        "tfx.v1.components.ExampleValidator",
    ),
    "Deequ": ("pydeequ.verification.VerificationSuite",),
    "deepchecks": (
        "deepchecks.tabular.Suite", "deepchecks.vision.Suite", "deepchecks.nlp.suites.*", "deepchecks.nlp.checks.*", "deepchecks.tabular.suites.*", "deepchecks.tabular.checks.*", "deepchecks.vision.suites.*", "deepchecks.vision.checks.*",
        "zenml.integrations.deepchecks.steps.*",
    ),
    "Great Expectations": (
        "zenml.integrations.great_expectations.steps.*", "great_expectations_provider.operators.great_expectations.GreatExpectationsOperator",
        "great_expectations.ValidationDefinition", "great_expectations.core.validation_definition.ValidationDefinition",
    ),
    "Soda": ("soda.scan.Scan", "soda.core.scan.Scan"),
    "Evidently": (
        "evidently.test_suite.TestSuite", "evidently.legacy.test_suite.TestSuite", "zenml.integrations.evidently.steps.evidently_test_step",
    ),
    "whylogs": ("whylogs.core.constraints.*",),
    "Pointblank": ("pointblank.Validate",),
    "dataframely": ("dataframely.*",),
    "cerberus": ("cerberus.Validator",),
    "JSON Schema": ("jsonschema.validate", "jsonschema.Draft7Validator", "jsonschema.Draft202012Validator", "jsonschema.validators.validator_for", "fastjsonschema.compile"),
    "frictionless": ("frictionless.validate", "frictionless.Resource.validate", "frictionless.Package.validate"),
}  # fmt: skip
"""Tool -> calls that validate with it (`pkg.*`: everything below)."""

VALIDATING_METHODS = {
    "Great Expectations": (
        "great_expectations",
        ("validate", "run_checkpoint", "run_validation_operator", "expect_column_to_exist", "expect_column_values_to_not_be_null",
         "expect_column_values_to_be_between", "expect_column_values_to_be_in_set", "expect_column_values_to_be_unique"),
    ),
    "pandera": ("pandera", ("validate",)),
    "patito": ("patito", ("validate",)),
}  # fmt: skip
"""Tool -> (package that the file, or one that it imports, imports; methods that validate)."""

VALIDATING_COMMANDS = {
    "dbt": (("dbt", "test"), ("dbt", "build")),
    "Soda": (("soda", "scan"),),
    "Great Expectations": (
        ("great_expectations", "checkpoint", "run"),
        ("great_expectations", "--v3-api", "checkpoint", "run"),
    ),
}
"""Tool -> the words that commands start with which validate with it."""

ROW_BASES = ("pydantic.BaseModel", "pydantic.main.BaseModel")
"""Base classes that check the fields of one row."""

COLUMNS, MISSING, DUPLICATES, RANGES = "columns and shape", "missing values", "duplicates", "ranges"
"""Kinds of checks of a table."""

COVERED = {
    "pandera": frozenset({COLUMNS, MISSING, RANGES}),
    "patito": frozenset({COLUMNS, MISSING, RANGES}),
    "TensorFlow Data Validation": frozenset({COLUMNS, MISSING, RANGES}),
    "deepchecks": frozenset({COLUMNS, MISSING, DUPLICATES, RANGES}),
    "cerberus": frozenset({COLUMNS, MISSING, RANGES}),
    "JSON Schema": frozenset({COLUMNS, MISSING, RANGES}),
    "frictionless": frozenset({COLUMNS, MISSING, RANGES}),
    "rows are described by a class": frozenset({COLUMNS, MISSING, RANGES}),
}
"""Tool -> the kinds of checks that using it brings; what others check is written in suites of their own."""

SCHEMA_ARGUMENTS = frozenset({"dtype", "dtypes", "schema", "usecols", "columns", "schema_overrides", "converters"})
"""Keywords of readers that name the columns or their types: reading fails where they are not there."""

MISSING_METHODS = frozenset(
    {
        "isna",
        "isnull",
        "notna",
        "notnull",
        "is_null",
        "is_not_null",
        "is_nan",
        "isNull",
        "isNotNull",
        "drop_nans",
        "fill_nan",
        "hasnans",
        "null_count",
    }
)
FILLING_METHODS = frozenset({"fillna", "dropna", "fill_null", "drop_nulls", "interpolate", "ffill", "bfill"})
IMPUTERS = (
    "pyspark.ml.feature.Imputer",
    "pyspark.sql.functions.isnan",
    "pyspark.sql.functions.isnull",
    "sklearn.impute.*",
    "feature_engine.imputation.*",
    "numpy.isnan",
    "numpy.isfinite",
    "numpy.nan_to_num",
)
DUPLICATE_METHODS = frozenset(
    {"duplicated", "drop_duplicates", "dropDuplicates", "drop_duplicated", "is_duplicated", "n_unique", "distinct"}
)

RESULT_CALLS = (
    "tensorflow_data_validation.validate_statistics", "tensorflow_data_validation.validate_examples_in_tfrecord",
    "tensorflow_data_validation.validate_examples_in_csv", "frictionless.validate",
)  # fmt: skip
"""Calls that only give back what they found wrong: the data goes on unless somebody asks."""

RESULT_METHODS = {
    "great_expectations.": ("run_checkpoint", "run_validation_operator", "validate", "run"),
    "cerberus.Validator": ("validate", "validated"),
    "pydeequ.verification.VerificationSuite": ("run",),
    "deepchecks.tabular.suites.": ("run",),
    "deepchecks.tabular.Suite": ("run",),
    "deepchecks.vision.suites.": ("run",),
    "deepchecks.nlp.suites.": ("run",),
    "deepchecks.Suite": ("run",),
    "frictionless.Package": ("validate",),
    "frictionless.Resource": ("validate",),
    "whylogs.core.constraints.": ("validate", "generate_constraints_report"),
    "evidently.test_suite.TestSuite": ("run",),
    "evidently.legacy.test_suite.TestSuite": ("run",),
    "soda.scan.Scan": ("execute",),
    "soda.core.scan.Scan": ("execute",),
}
"""Start of the name of what makes an object -> its methods that only give back, or keep, what they found wrong."""

TESTED_REPORTS = frozenset({"evidently.Report", "evidently.core.report.Report"})
"""Reports whose `run` tests the data where they are made with `include_tests=True`."""

HOLDING = {
    "cerberus.Validator": ("errors",),
    "evidently.test_suite.TestSuite": ("as_dict", "json", "as_pandas"),
    "evidently.legacy.test_suite.TestSuite": ("as_dict", "json", "as_pandas"),
    "soda.scan.Scan": (
        "assert_no_checks_fail", "assert_no_checks_warn_or_fail", "assert_no_error_logs", "has_check_fails", "has_checks_warn_or_fail",
        "has_check_warns_or_fails", "get_checks_fail", "get_checks_warn_or_fail", "get_scan_results", "get_error_logs_text",
        "get_checks_fail_text", "get_all_checks_text",
    ),
}  # fmt: skip
"""What makes an object that keeps what it found -> its methods that say so afterwards."""
HOLDING["soda.core.scan.Scan"] = HOLDING["soda.scan.Scan"]

SHOWING_RESULT = frozenset(
    {
        "save_as_html", "show", "save", "save_html", "save_json", "to_json_dict", "describe", "display", "show_in_iframe", "show_in_window",
        "show_not_interactive", "to_json", "to_html",
    }
)  # fmt: skip
SHOWING_CALLS = frozenset(
    {
        "builtins.print", "IPython.display.display", "pprint.pprint", "rich.print", "tensorflow_data_validation.display_anomalies",
        "tensorflow_data_validation.write_anomalies_text", "tensorflow_data_validation.utils.anomalies_util.write_anomalies_text",
    }
)  # fmt: skip
"""Methods of a result and calls with it by which it is looked at by people only."""

TELLING_ACTIONS = frozenset(
    {
        "SlackNotificationAction", "EmailAction", "PagerdutyAlertAction", "OpsgenieAlertAction", "MicrosoftTeamsNotificationAction",
        "SNSNotificationAction", "APINotificationAction",
    }
)  # fmt: skip
"""Actions of a checkpoint of Great Expectations that send a message."""

LENIENT = {
    "great_expectations_provider.operators.great_expectations.GreatExpectationsOperator": "fail_task_on_validation_failure",
    "airflow_provider_great_expectations.operators.great_expectations.GreatExpectationsOperator": "fail_task_on_validation_failure",
}
"""Calls that stop on wrong data unless an argument is false -> the argument."""

RAISED = ("pandera.errors.SchemaError", "pandera.errors.SchemaErrors")
"""What a validation raises: catching it and going on lets the data through."""

COERCING_CALLS = frozenset({"pandas.to_numeric", "pandas.to_datetime", "pandas.to_timedelta"})
"""Calls that make missing what they cannot read where they are told `errors="coerce"`."""

COERCING_METHODS = frozenset({"cast", "strptime", "to_date", "to_datetime", "to_time", "to_integer", "to_decimal"})
"""Methods of polars that do so where they are told `strict=False`."""

VALIDATING_PACKAGES = (
    "pandera", "patito", "great_expectations", "deepchecks", "tensorflow_data_validation", "pydeequ", "soda", "frictionless", "whylogs", "pydantic",
    "pointblank", "dataframely",
)  # fmt: skip
"""Packages that look at values themselves, however they are used."""
