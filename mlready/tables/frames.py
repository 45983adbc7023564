"""What gives tables of pandas, and the methods they have."""

MAKERS = frozenset(
    f"pandas.{name}"
    for name in (
        "DataFrame", "DataFrame.from_dict", "DataFrame.from_records", "read_csv", "read_table", "read_fwf", "read_excel", "read_parquet",
        "read_feather", "read_orc", "read_sql", "read_sql_query", "read_sql_table", "read_gbq", "json_normalize", "concat", "merge",
        "get_dummies", "melt", "pivot_table", "crosstab", "merge_asof",
    )
)  # fmt: skip
"""Functions that give a table, unless they are told to give several or pieces."""

SERIES_MAKERS = frozenset({"pandas.Series"})

IN_PIECES = ("chunksize", "iterator", "sheet_name")
"""Arguments that make a reader give something else than one table."""

ANNOTATIONS = {"pandas.DataFrame": "frame", "pandas.core.frame.DataFrame": "frame", "pandas.Series": "series"}

SAME_KIND = frozenset(
    {
        "copy", "dropna", "fillna", "drop", "drop_duplicates", "rename", "replace", "astype", "sort_values", "sort_index", "reset_index",
        "set_index", "head", "tail", "sample", "query", "assign", "merge", "join", "select_dtypes", "filter", "nlargest", "nsmallest",
        "ffill", "bfill", "interpolate", "clip", "round", "shift", "diff", "where", "mask", "reindex", "append", "add_prefix", "add_suffix",
        "convert_dtypes", "infer_objects", "explode", "melt", "pivot", "truncate",
    }
)  # fmt: skip
"""Methods that give a table of a table and a column of a column."""

GIVING_NEW = {
    "dropna": "rows", "fillna": "values", "drop": "rows or columns", "drop_duplicates": "rows", "rename": "names", "replace": "values",
    "astype": "types", "sort_values": "order", "sort_index": "order", "reset_index": "index", "set_index": "index", "ffill": "values",
    "bfill": "values", "interpolate": "values", "clip": "values", "assign": "columns", "merge": "columns", "join": "columns",
    "reindex": "index", "where": "values", "mask": "values", "convert_dtypes": "types", "add_prefix": "names", "add_suffix": "names",
}  # fmt: skip
"""Methods that leave the table as it is and give a new one -> what they are called for."""

IN_PLACE = frozenset(
    {
        "dropna", "fillna", "drop", "drop_duplicates", "rename", "replace", "sort_values", "sort_index", "reset_index", "set_index",
        "ffill", "bfill", "pad", "backfill", "interpolate", "clip", "where", "mask", "query", "eval", "rename_axis", "set_axis",
        "set_names", "rename_categories", "add_categories", "remove_categories", "set_categories",
    }
)  # fmt: skip
"""Methods that give nothing when they are called with `inplace=True`."""

LIKE_PANDAS = ("pandas", "geopandas", "modin", "cudf", "dask", "pyspark.pandas", "databricks.koalas")
TELLING = frozenset({"dropna", "fillna", "drop_duplicates", "sort_values", "reset_index", "set_index"})
"""Methods that hardly anything but tables has."""

NOT_COLUMNS = frozenset(
    {"columns", "index", "values", "shape", "dtypes", "dtype", "size", "attrs", "str", "dt", "cat", "plot", "style", "flags", "loc", "iloc", "at", "iat"}
)  # fmt: skip
"""Attributes of a table that are no column of it."""

ROW_READERS = (
    "pandas.read_csv",
    "pandas.read_table",
    "dask.dataframe.read_csv",
    "modin.pandas.read_csv",
    "polars.read_csv",
    "polars.scan_csv",
)
"""Functions that read rows from text, and may be told to leave out those they cannot read."""
