"""Names that tell what a repository does. Evidence for roles (catalogue, section 2)."""

PREDICTORS = (
    "sklearn.linear_model.",
    "sklearn.ensemble.",
    "sklearn.svm.",
    "sklearn.tree.",
    "sklearn.neighbors.",
    "sklearn.naive_bayes.",
    "sklearn.neural_network.",
    "sklearn.cluster.",
    "sklearn.mixture.",
    "sklearn.gaussian_process.",
    "sklearn.discriminant_analysis.",
    "sklearn.multiclass.",
    "sklearn.multioutput.",
    "sklearn.calibration.",
    "sklearn.pipeline.",
    "sklearn.model_selection.GridSearchCV",
    "sklearn.model_selection.RandomizedSearchCV",
    "sklearn.model_selection.HalvingGridSearchCV",
    "imblearn.ensemble.",
    "imblearn.pipeline.",
    "xgboost.XGB",
    "xgboost.sklearn.XGB",
    "lightgbm.LGBM",
    "catboost.CatBoost",
    "statsmodels.",
    "prophet.Prophet",
    "autogluon.",
    "flaml.AutoML",
    "pycaret.",
    "hdbscan.",
    "surprise.",
    "lightfm.",
    "implicit.",
    "ngboost.",
    "interpret.glassbox.",
    "sktime.",
    "darts.models.",
    "pyspark.ml.",
    "synapse.ml.",
    "keras.",
    "tensorflow.keras.",
    "tensorflow.",
    "fastai.",
    "transformers.",
    "trl.",
    "ray.train.",
    "sagemaker.",
    "pytorch_lightning.",
    "lightning.",
    "ultralytics.",
    "stable_baselines3.",
    "sb3_contrib.",
    "mmengine.runner.",
    "paddle.",
    "ray.tune.",
    "kubeflow.trainer.",
    "kubeflow.training.",
    "sentence_transformers.",
    "setfit.",
    "skorch.",
    "cuml.",
    "h2o.estimators.",
    "h2o.automl.",
    "pytorch_tabnet.",
    "gensim.models.",
    "neuralforecast.",
    "statsforecast.",
    "mlforecast.",
    "gluonts.",
    "tabpfn.",
    "river.",
    "sagemaker_core.",
    "tf_keras.",
    "xgboost.dask.",
    "xgboost.spark.",
    "dask_ml.",
    "snapml.",
    "sklearnex.",
    "aif360.sklearn.",
    "fairlearn.reductions.",
    "torchtune.",
)
"""Classes and modules whose objects learn when `.fit`, `.train` or `.run` is called on them."""

TRANSFORMERS_ONLY = (
    "sklearn.preprocessing.",
    "sklearn.impute.",
    "sklearn.decomposition.",
    "sklearn.feature_extraction.",
    "sklearn.feature_selection.",
    "sklearn.compose.",
    "sklearn.manifold.",
    "sklearn.random_projection.",
    "imblearn.over_sampling.",
    "imblearn.under_sampling.",
    "imblearn.combine.",
)
"""Objects whose `fit` prepares data and trains nothing."""

TRAINING_CALLS = frozenset(
    {
        "xgboost.train",
        "xgboost.cv",
        "lightgbm.train",
        "lightgbm.cv",
        "catboost.train",
        "sklearn.model_selection.cross_val_score",
        "sklearn.model_selection.cross_validate",
        "autogluon.tabular.TabularPredictor.fit",
        "mlflow.recipes.Recipe",
        "mlflow.pipelines.Pipeline",
        "azure.ai.ml.command",
        "azureml.core.ScriptRunConfig",
        "sagemaker.workflow.steps.TrainingStep",
        "tensorflow.estimator.train_and_evaluate",
        "optax.apply_updates",
        "equinox.apply_updates",
        "ray.tune.run",
        *(
            f"azure.ai.ml.automl.{name}"
            for name in ("classification", "regression", "forecasting", "image_classification", "text_classification")
        ),
        "xgboost.dask.train",
        "ray.train.xgboost.train",
        "autogluon.timeseries.TimeSeriesPredictor.fit",
        "pycaret.classification.compare_models",
        "pycaret.regression.compare_models",
        "pycaret.classification.create_model",
        "pycaret.regression.create_model",
        "flwr.server.start_server",
        "flwr.simulation.start_simulation",
        "flwr.simulation.run_simulation",
    }
)
"""Functions and steps that train by being called."""

GRADIENTS = frozenset(
    {
        "jax.grad",
        "jax.value_and_grad",
        "flax.nnx.grad",
        "flax.nnx.value_and_grad",
        "equinox.filter_grad",
        "equinox.filter_value_and_grad",
        "haiku.grad",
        "haiku.value_and_grad",
        "mlx.nn.value_and_grad",
        "mlx.core.value_and_grad",
    }
)
"""Functions of JAX and MLX that give the gradient of a function."""

STEPPING = frozenset({"apply_gradients", "apply_updates", "update"})
"""Methods by which a gradient moves weights."""

STEPPING_PACKAGES = ("optax", "flax", "equinox", "haiku", "mlx")

REMOTE_JOBS = (
    "google.cloud.aiplatform.CustomTrainingJob",
    "google.cloud.aiplatform.CustomContainerTrainingJob",
    "google.cloud.aiplatform.CustomPythonPackageTrainingJob",
    "google.cloud.aiplatform.CustomJob",
    "google.cloud.aiplatform.HyperparameterTuningJob",
    "google.cloud.aiplatform.AutoMLTabularTrainingJob",
    "google.cloud.aiplatform.AutoMLImageTrainingJob",
    "google.cloud.aiplatform.AutoMLTextTrainingJob",
    "google.cloud.aiplatform.AutoMLForecastingTrainingJob",
    "google.cloud.aiplatform.training_jobs.CustomTrainingJob",
)

TRAINING_KINDS = frozenset({"PyTorchJob", "TFJob", "MPIJob", "XGBoostJob", "PaddleJob", "MXJob", "TrainJob"})

INFERENCE_METHODS = frozenset(
    {
        "predict",
        "predict_proba",
        "predict_on_batch",
        "generate",
        "inference",
        "infer",
        "run_inference",
        "make_prediction",
        "transcribe",
        "encode",
        "batch_predict",
        "decision_function",
    }
)
"""Methods that are inference whatever object they are called on, once the application loads a model."""

HANDING_OVER = frozenset({"run_in_threadpool", "to_thread", "run_in_executor", "run_sync", "submit", "apply_async"})
"""Functions that run what they are given in a thread or a process."""

SESSION_TYPES = ("onnxruntime.InferenceSession",)

MODEL_LOADERS = frozenset(
    {
        "joblib.load",
        "sklearn.externals.joblib.load",
        "pickle.load",
        "pickle.loads",
        "cloudpickle.load",
        "dill.load",
        "torch.load",
        "torch.jit.load",
        "torch.hub.load",
        "tensorflow.keras.models.load_model",
        "keras.models.load_model",
        "tensorflow.saved_model.load",
        "onnxruntime.InferenceSession",
        "transformers.pipeline",
        "xgboost.Booster",
        "lightgbm.Booster",
        "mlflow.pyfunc.load_model",
        "mlflow.sklearn.load_model",
        "mlflow.pytorch.load_model",
        "mlflow.tensorflow.load_model",
        "mlflow.keras.load_model",
        "mlflow.xgboost.load_model",
        "mlflow.lightgbm.load_model",
        "bentoml.sklearn.load_model",
        "bentoml.sklearn.get",
        "skops.io.load",
        "safetensors.torch.load_file",
        "llama_cpp.Llama",
        "vllm.LLM",
        "whisper.load_model",
        "spacy.load",
        "ultralytics.YOLO",
        "fastai.learner.load_learner",
        "fastai.vision.all.load_learner",
        "tensorflow_hub.load",
        "gensim.models.KeyedVectors.load",
        "cv2.dnn.readNet",
    }
)

LOADER_METHODS = frozenset(
    {"from_pretrained", "load_from_checkpoint", "load_state_dict", "load_model", "load_weights", "load_learner"}
)

ARTIFACT_METHODS = frozenset({"get_artifact", "get_artifact_version", "get_model_artifact"})
"""Methods of ZenML's client after which `.load()` reads an artefact."""

SERVING_CALLS = frozenset(
    {
        "bentoml.Service",
        "bentoml.legacy.Service",
        "ray.serve.run",
        "ray.serve.start",
        "azure.ai.ml.entities.ManagedOnlineDeployment",
        "azure.ai.ml.entities.KubernetesOnlineDeployment",
        "litserve.LitServer",
        "vertexai.preview.reasoning_engines.ReasoningEngine.create",
    }
)

SERVING_DECORATORS = frozenset({"bentoml.service", "ray.serve.deployment", "modal.web_endpoint", "litserve.LitAPI"})

SERVING_BASES = (
    "ts.torch_handler.",
    "kserve.Model",
    "kserve.KFModel",
    "litserve.LitAPI",
    "cog.BasePredictor",
    "mlserver.MLModel",
    "triton_python_backend_utils.",
)

SERVING_KINDS = frozenset(
    {"InferenceService", "ServingRuntime", "ClusterServingRuntime", "SeldonDeployment", "RayService"}
)

SERVING_IMAGES = (
    "tensorflow/serving",
    "nvcr.io/nvidia/tritonserver",
    "vllm/vllm-openai",
    "vllm-openai",
    "text-generation-inference",
    "pytorch/torchserve",
    "jetstream",
    "ollama/ollama",
    "seldonio/",
)

SERVING_RESOURCES = (
    "aws_sagemaker_endpoint",
    "google_vertex_ai_endpoint",
    "azurerm_machine_learning_online_endpoint",
)

DEMO_PACKAGES = ("gradio", "streamlit")

PIPELINE_USES = (
    "airflow.DAG",
    "airflow.models.DAG",
    "airflow.models.dag.DAG",
    "airflow.decorators.dag",
    "airflow.sdk.dag",
    "airflow.sdk.DAG",
    "prefect.flow",
    "prefect.Flow",
    "dagster.Definitions",
    "dagster.asset",
    "dagster.job",
    "kfp.dsl.pipeline",
    "kfp.v2.dsl.pipeline",
    "flytekit.dynamic",
    "flyte.TaskEnvironment",
    "airflow.decorators.dag.dag",
    "airflow.sdk.definitions.dag.DAG",
    "clearml.PipelineController",
    "clearml.automation.PipelineController",
    "clearml.PipelineDecorator.pipeline",
    "clearml.automation.controller.PipelineDecorator.pipeline",
    "dagster.multi_asset",
    "dagster.graph",
    "dagster.define_asset_job",
    "sagemaker.mlops.workflow.pipeline.Pipeline",
    "zenml.pipeline",
    "zenml.pipelines.pipeline",
    "metaflow.FlowSpec",
    "kedro.pipeline.pipeline",
    "kedro.pipeline.Pipeline",
    "flytekit.workflow",
    "luigi.Task",
    "hera.workflows.Workflow",
    "hera.workflows.DAG",
    "sagemaker.workflow.pipeline.Pipeline",
    "azure.ai.ml.dsl.pipeline",
    "azureml.pipeline.core.Pipeline",
    "google.cloud.aiplatform.PipelineJob",
    "tfx.orchestration.pipeline.Pipeline",
    "tfx.v1.dsl.Pipeline",
    "mlflow.recipes.Recipe",
)

ML_PIPELINES = (
    "kfp.",
    "zenml.",
    "metaflow.",
    "kedro.",
    "flytekit.",
    "flyte.",
    "clearml.",
    "sagemaker.",
    "azure.ai.ml.",
    "azureml.",
    "google.cloud.aiplatform.",
    "tfx.",
    "mlflow.",
)
"""Orchestrators that exist for machine learning: using one is a role by itself."""

BATCH_CALLS = frozenset(
    {
        "sagemaker.workflow.steps.TransformStep",
        "google.cloud.aiplatform.BatchPredictionJob.create",
        "google.cloud.aiplatform.BatchPredictionJob",
        "azure.ai.ml.entities.BatchEndpoint",
        "azure.ai.ml.entities.ModelBatchDeployment",
    }
)

ML_PACKAGES = frozenset(
    {
        "torch",
        "torchvision",
        "tensorflow",
        "keras",
        "sklearn",
        "xgboost",
        "lightgbm",
        "catboost",
        "jax",
        "flax",
        "transformers",
        "diffusers",
        "datasets",
        "accelerate",
        "sentence_transformers",
        "timm",
        "fastai",
        "pytorch_lightning",
        "lightning",
        "imblearn",
        "statsmodels",
        "onnxruntime",
        "mlflow",
        "spacy",
        "gensim",
        "evidently",
        "optuna",
        "pyspark.ml",
        "ray.train",
        "ray.serve",
        "bentoml",
    }
)

LLM_PACKAGES = (
    "openai",
    "anthropic",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langchain_community",
    "langgraph",
    "llama_index",
    "litellm",
    "dspy",
    "haystack",
    "google.generativeai",
    "google.genai",
    "cohere",
    "mistralai",
)

ML_RESOURCES = (
    "aws_sagemaker_",
    "google_vertex_ai_",
    "google_ml_engine_",
    "azurerm_machine_learning_",
    "google_notebooks_",
    "google_workbench_",
    "databricks_model_serving",
    "databricks_mlflow_",
)
"""Terraform resource types that exist only for machine learning."""

MAKES_PICTURES = ("diffusers",)
"""Packages by which models that make pictures are trained."""
