"""Objects that learn something from the data they prepare, and calls that split data."""

LEARNING_PREPARERS = frozenset(
    {
        f"sklearn.preprocessing.{name}"
        for name in (
            "StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "PowerTransformer", "QuantileTransformer",
            "KBinsDiscretizer", "TargetEncoder", "SplineTransformer",
        )
    }
    | {f"sklearn.impute.{name}" for name in ("SimpleImputer", "KNNImputer", "IterativeImputer")}
    | {f"sklearn.decomposition.{name}" for name in ("PCA", "TruncatedSVD", "NMF", "FastICA", "KernelPCA", "IncrementalPCA", "FactorAnalysis")}
    | {
        f"sklearn.feature_selection.{name}"
        for name in ("SelectKBest", "SelectPercentile", "SelectFromModel", "RFE", "RFECV", "VarianceThreshold")
    }
    | {f"sklearn.feature_extraction.text.{name}" for name in ("TfidfVectorizer", "CountVectorizer", "TfidfTransformer")}
    | {"sklearn.discriminant_analysis.LinearDiscriminantAnalysis"}
    | {f"category_encoders.{name}" for name in ("TargetEncoder", "LeaveOneOutEncoder", "CatBoostEncoder", "WOEEncoder", "JamesSteinEncoder")}
)  # fmt: skip

SPLITTING_CALLS = frozenset(
    {
        "sklearn.model_selection.train_test_split", "sklearn.cross_validation.train_test_split",
        "sklearn.model_selection.cross_val_score", "sklearn.model_selection.cross_validate",
        "sklearn.model_selection.cross_val_predict",
    }
)  # fmt: skip
"""Functions that split what they are given."""
