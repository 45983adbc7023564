"""Calls that hand rows on, and words of a table that are no rows."""

KEEPING = frozenset(
    {
        "toarray", "todense", "tocsr", "copy", "to_numpy", "to_frame", "reshape", "ravel", "flatten", "squeeze", "astype", "dropna",
        "fillna", "drop", "drop_duplicates", "rename", "replace", "reset_index", "set_index", "sort_values", "sort_index", "sample",
        "assign", "join", "merge", "select_dtypes", "query", "filter", "head", "tail", "pipe", "clip", "round", "transpose",
    }
)  # fmt: skip
"""Methods that give the rows of their receiver."""

WRAPPING = frozenset(
    {
        "pandas.DataFrame", "pandas.Series", "pandas.get_dummies", "numpy.array", "numpy.asarray", "numpy.ascontiguousarray",
        "numpy.ravel", "numpy.squeeze", "numpy.reshape", "numpy.expand_dims", "numpy.log1p", "numpy.log", "torch.tensor",
        "torch.Tensor", "torch.FloatTensor", "torch.as_tensor", "torch.from_numpy", "tensorflow.convert_to_tensor",
        "scipy.sparse.csr_matrix", "xgboost.DMatrix", "lightgbm.Dataset", "catboost.Pool", "builtins.list", "builtins.zip",
        "sklearn.utils.shuffle", "sklearn.utils.resample", "tensorflow.keras.utils.to_categorical", "keras.utils.to_categorical",
    }
)  # fmt: skip
"""Functions that give the rows of their first argument."""

JOINING = frozenset(
    {
        "pandas.concat", "pandas.merge", "numpy.hstack", "numpy.vstack", "numpy.concatenate", "numpy.column_stack", "numpy.append",
        "scipy.sparse.hstack", "scipy.sparse.vstack",
    }
)  # fmt: skip
"""Functions that put the rows or columns of all their arguments together."""

TRANSFORMING = frozenset({"fit_transform", "transform"})
RESAMPLING = frozenset({"fit_resample", "fit_sample"})
"""Methods that give what was made of the rows of their first argument."""

NO_ROWS = frozenset({"shape", "index", "columns", "size", "dtype", "dtypes", "ndim", "name", "names", "empty"})
"""Attributes of a table that say something about it."""
