"""Calls that check data and complain when it is wrong."""

VALIDATING = {
    "Great Expectations": ("great_expectations.*", "great_expectations.dataset.*"),
    "pandera": ("pandera.DataFrameSchema", "pandera.SeriesSchema", "pandera.check_types", "pandera.check_input", "pandera.check_output", "pandera.check_io", "pandera.pandas.DataFrameSchema", "pandera.polars.DataFrameSchema"),
    "TensorFlow Data Validation": ("tensorflow_data_validation.validate_statistics", "tensorflow_data_validation.validate_examples_in_tfrecord", "tensorflow_data_validation.infer_schema"),
    "Deequ": ("pydeequ.verification.VerificationSuite", "pydeequ.checks.Check"),
    "deepchecks": ("deepchecks.*",),
    "Soda": ("soda.scan.Scan", "soda.core.scan.Scan"),
    "Evidently": ("evidently.test_suite.TestSuite", "evidently.tests.*"),
    "whylogs": ("whylogs.core.constraints.*",),
    "cerberus": ("cerberus.Validator",),
    "JSON Schema": ("jsonschema.validate", "jsonschema.Draft7Validator", "jsonschema.Draft202012Validator"),
    "frictionless": ("frictionless.validate",),
    "patito": ("patito.Model",),
    "MLflow Recipes": ("mlflow.recipes.Recipe",),
}  # fmt: skip
"""Tool -> calls that validate with it (`pkg.*`: everything below)."""

SCHEMA_BASES = ("pandera.DataFrameModel", "pandera.SchemaModel", "pandera.pandas.DataFrameModel", "pandera.polars.DataFrameModel", "pydantic.BaseModel", "patito.Model")
"""Base classes that describe rows or tables."""
