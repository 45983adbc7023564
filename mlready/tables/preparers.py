"""Objects that learn something from the data they prepare, and calls that hold part of the data back."""

LEARNING_PREPARERS = frozenset(
    {
        f"sklearn.preprocessing.{name}"
        for name in (
            "StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "PowerTransformer", "QuantileTransformer",
            "KBinsDiscretizer", "TargetEncoder", "SplineTransformer", "Imputer",
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

CHAINS = frozenset(
    {
        "sklearn.pipeline.Pipeline", "sklearn.pipeline.make_pipeline", "sklearn.pipeline.FeatureUnion", "sklearn.pipeline.make_union",
        "sklearn.compose.ColumnTransformer", "sklearn.compose.make_column_transformer", "imblearn.pipeline.Pipeline",
        "imblearn.pipeline.make_pipeline",
    }
)  # fmt: skip
"""Objects made of preparers, which learn where one of those does."""

HOLDING_BACK = {
    "sklearn.model_selection.train_test_split": None,
    "sklearn.cross_validation.train_test_split": None,
    "sklearn.model_selection.cross_val_score": 1,
    "sklearn.model_selection.cross_validate": 1,
    "sklearn.model_selection.cross_val_predict": 1,
}
"""Functions that hold part of their rows back, and where the rows stand; None: every argument is rows."""

FOLDS = frozenset(
    f"sklearn.model_selection.{name}"
    for name in (
        "KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold", "RepeatedKFold", "RepeatedStratifiedKFold",
        "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit", "TimeSeriesSplit", "LeaveOneOut",
    )
)  # fmt: skip
"""Objects whose `split` holds part of the rows back."""

ENCODERS = frozenset(
    {f"sklearn.preprocessing.{name}" for name in ("LabelEncoder", "OneHotEncoder", "OrdinalEncoder", "LabelBinarizer", "MultiLabelBinarizer")}
    | {"sklearn.feature_extraction.DictVectorizer"}
    | {f"category_encoders.{name}" for name in ("OneHotEncoder", "OrdinalEncoder", "BinaryEncoder", "CountEncoder", "HelmertEncoder")}
)  # fmt: skip
"""Objects that learn only which categories there are."""

SEARCHES = frozenset(
    f"sklearn.model_selection.{name}" for name in ("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV")
)  # fmt: skip
"""Objects whose `fit` holds part of its rows back again and again."""

OVERSAMPLERS = frozenset(
    {
        f"imblearn.over_sampling.{name}"
        for name in ("SMOTE", "SMOTENC", "SMOTEN", "ADASYN", "BorderlineSMOTE", "KMeansSMOTE", "SVMSMOTE", "RandomOverSampler")
    }
    | {"imblearn.combine.SMOTEENN", "imblearn.combine.SMOTETomek"}
)  # fmt: skip
"""Objects that add copies of rows, or rows made from their neighbours."""

UNDERSAMPLERS = frozenset(
    f"imblearn.under_sampling.{name}"
    for name in (
        "RandomUnderSampler", "NearMiss", "TomekLinks", "ClusterCentroids", "EditedNearestNeighbours", "RepeatedEditedNearestNeighbours",
        "AllKNN", "CondensedNearestNeighbour", "OneSidedSelection", "NeighbourhoodCleaningRule", "InstanceHardnessThreshold",
    )
)  # fmt: skip
"""Objects that leave rows of the larger class out."""
