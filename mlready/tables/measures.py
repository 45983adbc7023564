"""Calls and names by which a model is measured, compared and looked at by groups."""

METRICS = (
    "sklearn.metrics.", "torchmetrics.", "evaluate.load", "evaluate.evaluator", "datasets.load_metric", "keras.metrics.",
    "tensorflow.keras.metrics.", "tensorflow.metrics.", "tensorflow_model_analysis.", "ignite.metrics.", "pytorch_lightning.metrics.",
    "mlflow.evaluate", "mlflow.models.evaluate", "statsmodels.tools.eval_measures.", "pyspark.ml.evaluation.", "imblearn.metrics.",
    "seqeval.metrics.", "sacrebleu.", "rouge_score.", "jiwer.", "nltk.translate.bleu_score.", "pycocotools.cocoeval.",
    "sklearn.model_selection.cross_val_score", "sklearn.model_selection.cross_validate", "sklearn.model_selection.GridSearchCV",
    "sklearn.model_selection.RandomizedSearchCV", "xgboost.cv", "lightgbm.cv", "catboost.cv", "lm_eval.", "ragas.", "deepeval.",
    "evidently.presets.Classification", "evidently.presets.Regression", "evidently.metric_preset.Classification",
    "evidently.metric_preset.Regression", "deepchecks.tabular.suites.model_evaluation", "deepchecks.tabular.checks.",
    "tfx.components.Evaluator", "tfx.v1.components.Evaluator", "mlflow.recipes.Recipe",
    "stable_baselines3.common.evaluation.evaluate_policy", "surprise.accuracy.", "implicit.evaluation.", "darts.metrics.",
    "prophet.diagnostics.", "autogluon.", "torch_fidelity.", "pytorch_fid.", "lpips.", "fairlearn.metrics.",
)  # fmt: skip
"""Beginnings of resolved names of calls that measure."""

METRIC_FUNCTIONS = frozenset(
    f"sklearn.metrics.{name}"
    for name in (
        "accuracy_score", "balanced_accuracy_score", "f1_score", "fbeta_score", "precision_score", "recall_score", "roc_auc_score",
        "average_precision_score", "log_loss", "brier_score_loss", "cohen_kappa_score", "matthews_corrcoef", "jaccard_score",
        "classification_report", "confusion_matrix", "mean_squared_error", "root_mean_squared_error", "mean_absolute_error",
        "mean_absolute_percentage_error", "mean_squared_log_error", "median_absolute_error", "r2_score", "explained_variance_score",
        "max_error", "precision_recall_fscore_support",
    )
)  # fmt: skip
"""Functions of what is true and what was predicted, in whatever order they are called."""

SCORING = frozenset({"score", "evaluate"})
"""Methods that measure a model on the rows they are given."""

METRIC_METHODS = frozenset(
    {*SCORING, "eval_metrics", "compute_metrics", "validation_step", "test_step", "leaderboard", "cross_validation"}
)  # fmt: skip
"""Methods that measure on rows they are given; `validation_step` and `test_step` are called by trainers."""

PREDICTING = frozenset({"predict", "predict_proba", "predict_log_proba", "decision_function", "predict_classes"})

WATCHING = ("eval_set", "validation_data", "evals", "valid_sets", "X_val")
"""Arguments by which training is given rows to watch its score on."""

HELD_OUT_ARGUMENTS = frozenset(
    {
        *WATCHING, "validation_split", "eval_dataset", "compute_metrics", "val_dataloaders",
        "val_dataset", "valid_data", "eval_data", "watchlist", "validation_dataset", "val_data",
    }
)  # fmt: skip
"""Keywords by which a learner is given rows that it only measures itself on."""

STOPPING = ("EarlyStopping", "early_stopping", "EarlyStoppingCallback")
KEEPING_BEST = ("ModelCheckpoint",)
"""Callbacks that stop training by that score, and those that keep the best model where they are told `save_best_only`."""

DUMMIES = (
    "sklearn.dummy.", "statsforecast.models.Naive", "statsforecast.models.SeasonalNaive", "sktime.forecasting.naive.",
    "darts.models.NaiveSeasonal", "darts.models.NaiveMean", "darts.models.NaiveDrift", "surprise.NormalPredictor",
    "surprise.BaselineOnly", "mlflow.models.MetricThreshold",
)  # fmt: skip
"""Beginnings of the names of models that know nothing, or of limits set relative to another model."""

SLICERS = (
    "fairlearn.metrics.MetricFrame", "tensorflow_model_analysis.SlicingSpec", "tensorflow_model_analysis.slicer.",
    "deepchecks.tabular.checks.WeakSegmentsPerformance", "deepchecks.tabular.checks.SegmentPerformance",
    "deepchecks.nlp.checks.", "giskard.", "robustness_gym.", "aif360.", "sliceline.", "raiwidgets.", "responsibleai.",
    "sagemaker.clarify.", "evidently.presets.ClassificationQuality", "azureml.interpret.",
)  # fmt: skip
"""Beginnings of the names of calls that measure by groups."""
