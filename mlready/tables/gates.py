"""Calls and words by which a model can be rejected."""

GATE_CALLS = {
    "MLflow thresholds": ("mlflow.models.MetricThreshold", "mlflow.validate_evaluation_results", "mlflow.models.evaluation.validation.MetricThreshold"),
    "a SageMaker condition": ("sagemaker.workflow.condition_step.ConditionStep", "sagemaker.workflow.fail_step.FailStep", "sagemaker.mlops.workflow.condition_step.ConditionStep"),
    "a Kubeflow condition": ("kfp.dsl.Condition", "kfp.dsl.If", "kfp.dsl.Elif", "kfp.v2.dsl.Condition"),
    "the TFX evaluator": ("tfx.components.Evaluator", "tfx.v1.components.Evaluator", "tensorflow_model_analysis.GenericValueThreshold"),
    "deepchecks conditions": ("deepchecks.tabular.suites.model_evaluation", "deepchecks.tabular.suites.full_suite"),
    "Evidently tests": ("evidently.test_suite.TestSuite", "evidently.legacy.test_suite.TestSuite", "zenml.integrations.evidently.steps.evidently_test_step"),
}  # fmt: skip

METRIC_WORDS = frozenset(
    {
        "accuracy", "acc", "auc", "auroc", "f1", "f1_score", "precision", "recall", "mse", "rmse", "mae", "mape", "r2", "r2_score",
        "score", "metric", "metrics", "loss", "perplexity", "bleu", "rouge", "wer", "cer", "iou", "map", "ap", "ndcg", "mrr",
        "error", "psnr", "ssim", "fid", "logloss", "gini", "kappa", "mcc", "val_loss", "test_loss", "fitness",
    }
)  # fmt: skip
"""Words that name a measure of quality when they are a part of a name."""
