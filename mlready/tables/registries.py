"""Calls that give a saved model a version, and calls that save one."""

REGISTERING = {
    "MLflow": (
        "mlflow.register_model", "mlflow.autolog", "mlflow.recipes.Recipe",
        *(
            f"mlflow.{flavour}.{call}"
            for flavour in (
                "sklearn", "pytorch", "pyfunc", "tensorflow", "keras", "xgboost", "lightgbm", "catboost", "transformers", "spark", "onnx", "statsmodels",
                "prophet", "sentence_transformers", "paddle", "spacy", "fastai", "langchain",
            )
            for call in ("log_model", "autolog")
        ),
    ),
    "Weights & Biases": ("wandb.log_model", "wandb.link_model"),
    "SageMaker": (
        "sagemaker.workflow.step_collections.RegisterModel", "sagemaker.workflow.model_step.ModelStep",
        "sagemaker.model.ModelPackage", "sagemaker.ModelPackage",
    ),
    "Vertex AI": (
        "google.cloud.aiplatform.Model.upload", "google.cloud.aiplatform.Model.upload_scikit_learn_model_file",
        "google.cloud.aiplatform.Model.upload_xgboost_model_file", "google.cloud.aiplatform.Model.upload_tensorflow_saved_model",
        "google_cloud_pipeline_components.v1.model.ModelUploadOp",
    ),
    "Azure ML": ("azureml.core.Model.register", "azureml.core.model.Model.register", "azure.ai.ml.entities.Model"),
    "BentoML": (
        "bentoml.sklearn.save_model", "bentoml.pytorch.save_model", "bentoml.keras.save_model", "bentoml.xgboost.save_model",
        "bentoml.lightgbm.save_model", "bentoml.catboost.save_model", "bentoml.tensorflow.save_model", "bentoml.onnx.save_model",
        "bentoml.torchscript.save_model", "bentoml.pytorch_lightning.save_model", "bentoml.flax.save_model", "bentoml.diffusers.save_model",
        "bentoml.mlflow.import_model", "bentoml.models.create", "bentoml.transformers.save_model", "bentoml.picklable_model.save_model",
    ),
    "Hugging Face Hub": ("huggingface_hub.upload_folder", "huggingface_hub.HfApi.upload_folder", "huggingface_hub.push_to_hub_keras", "huggingface_hub.upload_file", "huggingface_hub.HfApi.upload_file"),
    "ClearML": ("clearml.OutputModel", "clearml.Task.update_output_model"),
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
    "keras.models.save_model", "keras.saving.save_model", "tensorflow.keras.saving.save_model", "flax.training.checkpoints.save_checkpoint",
    "equinox.tree_serialise_leaves", "torch.export.save", "tf_keras.models.save_model", "safetensors.torch.save_model", "safetensors.numpy.save_file",
    "safetensors.flax.save_file", "torch.distributed.checkpoint.save",
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
