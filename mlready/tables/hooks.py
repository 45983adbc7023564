"""Functions that a platform calls by their name alone."""

HOOKS = frozenset(
    {
        "main", "run", "init", "handler", "handle", "lambda_handler", "initialize", "preprocess", "inference", "postprocess",
        "model_fn", "input_fn", "predict_fn", "output_fn", "transform_fn", "load_fn", "estimator_fn", "transformer_fn",
        "split_fn", "fetch", "setup", "predict", "train", "score", "register_pipelines", "create_pipeline", "get_pipeline",
        "azureml_main", "execute", "entrypoint", "app", "create_app", "serve", "proc_request", "trainer_fn", "run_fn",
        "tuner_fn", "preprocessing_fn", "log_fn", "driver", "load_model",
    }
)  # fmt: skip
"""Of SageMaker, Azure ML, TorchServe, Lambda, MLflow Recipes, TFX, Kedro and command-line programs."""
