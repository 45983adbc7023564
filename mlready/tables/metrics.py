"""Calls that measure a model, and words of the parts it is measured on."""

METRICS = frozenset(
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

PREDICTING = frozenset({"predict", "predict_proba", "predict_log_proba", "decision_function", "predict_classes"})

WATCHING = ("eval_set", "validation_data", "evals", "valid_sets", "X_val")
"""Arguments by which training is given rows to watch its score on."""

STOPPING = ("EarlyStopping", "early_stopping", "EarlyStoppingCallback")
KEEPING_BEST = ("ModelCheckpoint",)
"""Callbacks that stop training by that score, and those that keep the best model where they are told `save_best_only`."""
