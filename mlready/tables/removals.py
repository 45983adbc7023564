"""Names that libraries took away, and the release that did: a dated table.

Every row was looked up in the wheel of the release that it names. What is written of them:

- https://numpy.org/devdocs/release/1.24.0-notes.html and https://numpy.org/doc/stable/numpy_2_0_migration_guide.html,
  https://numpy.org/doc/stable/release/2.4.0-notes.html
- https://pandas.pydata.org/docs/whatsnew/v2.0.0.html, v1.0.0.html and v0.25.0.html (an empty class of the name `Panel` stayed until 1.2)
- https://scikit-learn.org/stable/whats_new.html, of 0.20, 0.22, 0.23, 1.2, 1.4 and 1.6
- https://github.com/pytorch/pytorch/pull/69857 and the pull requests it names
- https://www.tensorflow.org/guide/migrate: what only `tensorflow.compat.v1` still has
"""

from typing import NamedTuple

AS_OF = "2026-11"


class Removal(NamedTuple):
    """`since` is the first release that is known to lack the name, `until` the first that has it again (with another meaning or not)."""

    distribution: str
    since: str
    instead: str
    until: str | None = None


def _all(distribution: str, since: str, prefix: str, names: dict[str, str]) -> dict[str, Removal]:
    return {f"{prefix}.{name}": Removal(distribution, since, instead) for name, instead in names.items()}


REMOVED = {
    "numpy.bool": Removal("numpy", "1.24", "bool", until="2.0"),
    **_all("numpy", "1.24", "numpy", {"int": "int", "float": "float", "complex": "complex", "object": "object", "str": "str"}),
    **_all("numpy", "2.0", "numpy", {
        "float_": "np.float64", "complex_": "np.complex128", "unicode_": "np.str_", "string_": "np.bytes_", "Inf": "np.inf",
        "Infinity": "np.inf", "infty": "np.inf", "PINF": "np.inf", "NINF": "-np.inf", "NaN": "np.nan", "product": "np.prod",
        "cumproduct": "np.cumprod", "sometrue": "np.any", "alltrue": "np.all", "round_": "np.round",
        "asfarray": "np.asarray(x, dtype=float)", "find_common_type": "np.result_type", "mat": "np.asmatrix",
    }),
    **_all("numpy", "2.4", "numpy", {"in1d": "np.isin", "trapz": "np.trapezoid"}),
    "pandas.Panel": Removal("pandas", "1.2", "a DataFrame with a MultiIndex"),
    **_all("pandas", "2.0", "pandas", {"Int64Index": "pd.Index", "UInt64Index": "pd.Index", "Float64Index": "pd.Index"}),
    **_all("scikit-learn", "0.20", "sklearn", {
        "cross_validation": "sklearn.model_selection", "grid_search": "sklearn.model_selection",
        "learning_curve": "sklearn.model_selection",
    }),
    "sklearn.preprocessing.Imputer": Removal("scikit-learn", "0.22", "sklearn.impute.SimpleImputer"),
    **_all("scikit-learn", "0.23", "sklearn.externals", {"joblib": "joblib", "six": "six"}),
    "sklearn.datasets.load_boston": Removal("scikit-learn", "1.2", "fetch_california_housing"),
    **_all("scikit-learn", "1.2", "sklearn.metrics", {
        "plot_confusion_matrix": "ConfusionMatrixDisplay", "plot_roc_curve": "RocCurveDisplay",
        "plot_precision_recall_curve": "PrecisionRecallDisplay",
    }),
    **_all("torch", "1.13", "torch", {
        "eig": "torch.linalg.eig", "lstsq": "torch.linalg.lstsq", "matrix_rank": "torch.linalg.matrix_rank",
    }),
    "torch.solve": Removal("torch", "1.12", "torch.linalg.solve"),
    "torch.symeig": Removal("torch", "2.0", "torch.linalg.eigh"),
    **_all("tensorflow", "2.0", "tensorflow", {
        "Session": "eager execution", "InteractiveSession": "eager execution", "placeholder": "a function's argument",
        "global_variables_initializer": "eager execution", "get_variable": "tf.Variable",
        "reset_default_graph": "eager execution", "set_random_seed": "tf.random.set_seed", "ConfigProto": "tf.config",
        "app.run": "absl.app.run", "flags": "absl.flags", "app.flags": "absl.flags", "contrib": "tf_slim or tensorflow_addons",
        "log": "tf.math.log", "train.AdamOptimizer": "tf.keras.optimizers.Adam",
        "train.GradientDescentOptimizer": "tf.keras.optimizers.SGD", "train.Saver": "tf.train.Checkpoint",
    }),
}  # fmt: skip
"""Resolved name, of what is called, read or imported -> who removed it."""

REMOVED_KEYWORDS = {
    ("sklearn.metrics.mean_squared_error", "squared"): Removal("scikit-learn", "1.6", "root_mean_squared_error"),
    ("sklearn.metrics.mean_squared_log_error", "squared"): Removal("scikit-learn", "1.6", "root_mean_squared_log_error"),
    ("sklearn.preprocessing.OneHotEncoder", "sparse"): Removal("scikit-learn", "1.4", "sparse_output"),
}  # fmt: skip
"""(resolved name, keyword) of arguments that were taken away."""

REMOVED_METHODS = {
    "as_matrix": Removal("pandas", "1.0", "to_numpy"),
    "get_value": Removal("pandas", "1.0", "at"),
    "set_value": Removal("pandas", "1.0", "at"),
    "append": Removal("pandas", "2.0", "pd.concat"),
    "iteritems": Removal("pandas", "2.0", "items"),
    "mad": Removal("pandas", "2.0", "(x - x.mean()).abs().mean()"),
    "lookup": Removal("pandas", "2.0", "reindex with factorize"),
}
"""Method of a table or a column -> who removed it."""
