"""Calls and commands that check data and complain when it is wrong."""

VALIDATING = {
    "pandera": ("pandera.check_types", "pandera.check_input", "pandera.check_output", "pandera.check_io"),
    "TensorFlow Data Validation": (
        "tensorflow_data_validation.validate_statistics", "tensorflow_data_validation.validate_examples_in_tfrecord",
        "tensorflow_data_validation.validate_examples_in_csv", "tfx.components.ExampleValidator",
        "tfx.v1.components.ExampleValidator",
    ),
    "Deequ": ("pydeequ.verification.VerificationSuite",),
    "deepchecks": (
        "deepchecks.tabular.suites.*", "deepchecks.tabular.checks.*", "deepchecks.vision.suites.*", "deepchecks.vision.checks.*",
        "zenml.integrations.deepchecks.steps.*",
    ),
    "Great Expectations": ("zenml.integrations.great_expectations.steps.*",),
    "Soda": ("soda.scan.Scan", "soda.core.scan.Scan"),
    "Evidently": ("evidently.test_suite.TestSuite", "evidently.legacy.test_suite.TestSuite"),
    "whylogs": ("whylogs.core.constraints.*",),
    "cerberus": ("cerberus.Validator",),
    "JSON Schema": ("jsonschema.validate", "jsonschema.Draft7Validator", "jsonschema.Draft202012Validator"),
    "frictionless": ("frictionless.validate",),
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

MISSING_METHODS = frozenset({"isna", "isnull", "notna", "notnull", "is_null", "is_not_null", "hasnans", "null_count"})
FILLING_METHODS = frozenset({"fillna", "dropna", "fill_null", "drop_nulls", "interpolate", "ffill", "bfill"})
IMPUTERS = ("sklearn.impute.*", "feature_engine.imputation.*", "numpy.isnan", "numpy.isfinite", "numpy.nan_to_num")
DUPLICATE_METHODS = frozenset(
    {"duplicated", "drop_duplicates", "dropDuplicates", "drop_duplicated", "is_duplicated", "n_unique", "distinct"}
)
