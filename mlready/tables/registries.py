"""Calls that give a saved model a version, and calls that save one."""

REGISTERING = {
    "MLflow": (
        "mlflow.register_model", "mlflow.sklearn.log_model", "mlflow.pytorch.log_model", "mlflow.pyfunc.log_model",
        "mlflow.tensorflow.log_model", "mlflow.keras.log_model", "mlflow.xgboost.log_model", "mlflow.lightgbm.log_model",
        "mlflow.transformers.log_model", "mlflow.sklearn.autolog", "mlflow.pytorch.autolog", "mlflow.tensorflow.autolog",
        "mlflow.keras.autolog", "mlflow.xgboost.autolog", "mlflow.lightgbm.autolog",
        "mlflow.autolog", "mlflow.recipes.Recipe",
    ),
    "Weights & Biases": ("wandb.log_model", "wandb.link_model"),
    "SageMaker": (
        "sagemaker.workflow.step_collections.RegisterModel", "sagemaker.workflow.model_step.ModelStep",
        "sagemaker.model.ModelPackage", "sagemaker.ModelPackage",
    ),
    "Vertex AI": ("google.cloud.aiplatform.Model.upload",),
    "Azure ML": ("azureml.core.Model.register", "azureml.core.model.Model.register", "azure.ai.ml.entities.Model"),
    "BentoML": (
        "bentoml.sklearn.save_model", "bentoml.pytorch.save_model", "bentoml.keras.save_model", "bentoml.xgboost.save_model",
        "bentoml.lightgbm.save_model", "bentoml.transformers.save_model", "bentoml.picklable_model.save_model",
    ),
    "Hugging Face Hub": ("huggingface_hub.upload_folder", "huggingface_hub.HfApi.upload_folder", "huggingface_hub.push_to_hub_keras"),
    "ClearML": ("clearml.OutputModel",),
    "Comet": ("comet_ml.Experiment.log_model",),
    "Neptune": ("neptune.init_model", "neptune.init_model_version"),
    "ZenML": ("zenml.Model", "zenml.pipeline"),
}  # fmt: skip

REGISTERING_METHODS = frozenset({"push_to_hub", "register_model", "log_model", "create_model_version"})

ARTIFACT_CALLS = ("wandb.Artifact", "mlflow.log_artifact", "mlflow.log_artifacts", "wandb.log_artifact", "wandb.save")
"""Calls that keep any file with a run: a model where their arguments say so."""

CARD_CALLS = (
    "huggingface_hub.ModelCard", "huggingface_hub.ModelCard.from_template", "model_card_toolkit.ModelCardToolkit",
    "sagemaker.model_card.ModelCard", "skops.card.Card",
)  # fmt: skip
"""Calls that write a model card."""

SAVING = (
    "joblib.dump", "pickle.dump", "cloudpickle.dump", "dill.dump", "torch.save", "torch.jit.save", "skops.io.dump",
    "safetensors.torch.save_file", "tensorflow.saved_model.save", "onnx.save", "tensorflow.keras.models.save_model",
    "keras.models.save_model",
)  # fmt: skip

SAVING_METHODS = frozenset({"save_pretrained", "save_model", "save_checkpoint", "save_weights"})

SIGNED_FLAVOURS = frozenset(
    {
        "sklearn", "xgboost", "lightgbm", "catboost", "pytorch", "tensorflow", "keras", "onnx", "statsmodels", "prophet", "spark",
        "h2o", "fastai", "paddle", "pmdarima", "diviner", "spacy", "mxnet", "gluon",
    }
)  # fmt: skip
"""Flavours of MLflow that say what a model takes only where they are told, or shown an example."""

OPEN_FLAVOURS = frozenset({"pyfunc"})
"""Flavours that may read it from type hints."""

READING_ARTIFACTS = frozenset({"use_artifact", "artifact", "use_model"})
"""Methods that fetch an artefact of a run by its name."""
