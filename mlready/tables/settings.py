"""Ways in which a script takes its numbers from outside, and calls that take hyper-parameters."""

SETTING_SOURCES = (
    "argparse.", "click.", "typer.", "fire.", "hydra.", "omegaconf.", "yaml.", "ruamel.", "json.load", "tomllib.", "tomli.", "toml.", "os.environ.get",
    "os.getenv", "sys.argv", "configparser.", "absl.", "tyro.", "simple_parsing.", "jsonargparse.", "ml_collections.", "gin.", "pydantic_settings.",
    "dynaconf.", "decouple.", "environs.", "dvc.api.params_show", "dvclive.", "transformers.HfArgumentParser", "trl.TrlParser", "confection.",
    "docopt.", "plac.", "sacred.", "draccus.", "optuna.", "ray.tune.", "wandb.config", "wandb.sweep", "mlflow.recipes.", "tensorflow.flags", "tensorflow.app.flags",
    "tensorflow.compat.v1.flags", "lightning.pytorch.cli.", "pytorch_lightning.cli.", "zenml.step", "zenml.pipeline", "metaflow.Parameter", "prefect.", "kfp.", "builtins.exec", "configargparse.", "kedro.",
    "strictyaml.", "jsonnet.", "_jsonnet.", "confuse.", "luigi.", "dagster.", "airflow.", "papermill.", "flytekit.", "flyte.", "sagemaker.", "gin.", "fiddle.", "ray.train.RunConfig", "optuna_integration.", "clearml.Task.connect", "aim.Run",
)  # fmt: skip
"""Starts of names that read arguments, files of settings or the environment, or that search for the best numbers."""

TUNED = (
    "torch.optim.", "tensorflow.keras.optimizers.", "keras.optimizers.", "optax.", "transformers.get_", "torch.utils.data.DataLoader",
    "transformers.TrainingArguments", "transformers.Seq2SeqTrainingArguments", "trl.", "xgboost.", "lightgbm.", "catboost.", "lightning.Trainer", "lightning.pytorch.Trainer",
    "pytorch_lightning.Trainer", "sklearn.ensemble.", "sklearn.linear_model.", "sklearn.svm.", "sklearn.neural_network.", "sklearn.tree.",
    "sklearn.neighbors.", "sklearn.cluster.",
)  # fmt: skip
"""Starts of names of optimisers, estimators, loaders and trainers."""

TUNING_KEYWORDS = frozenset(
    {"epochs", "batch_size", "learning_rate", "lr", "num_boost_round", "validation_split", "steps_per_epoch"}
)
"""Keywords that say how a model is trained, whatever is called."""

NOT_TUNING = frozenset(
    {"random_state", "seed", "random_seed", "n_jobs", "num_workers", "verbose", "verbosity", "generator"}
)
"""Keywords whose number changes no model."""
