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

METRIC_METHODS = frozenset(
    {"evaluate", "score", "eval_metrics", "compute_metrics", "validation_step", "test_step", "leaderboard", "cross_validation"}
)  # fmt: skip
"""Methods that measure on rows they are given; `validation_step` and `test_step` are called by trainers."""

HELD_OUT_ARGUMENTS = frozenset(
    {
        "validation_data", "validation_split", "eval_set", "valid_sets", "eval_dataset", "compute_metrics", "evals", "val_dataloaders",
        "val_dataset", "valid_data", "eval_data", "watchlist", "validation_dataset", "val_data",
    }
)  # fmt: skip
"""Keywords by which a learner is given rows that it only measures itself on."""

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
