"""Calls that fix random numbers, and calls that draw them."""

from mlready.tables.trainers import HF_ARGUMENTS, HF_TRAINERS

SEEDS_EVERYTHING = frozenset(
    {
        "accelerate.utils.set_seed", "accelerate.utils.random.set_seed", "diffusers.training_utils.set_seed", "keras.utils.set_random_seed",
        "tf_keras.utils.set_random_seed", "keras_core.utils.set_random_seed", "lightning_fabric.seed_everything", "lightning_lite.seed_everything",
        "transformers.enable_full_determinism", "transformers.trainer_utils.enable_full_determinism", "torch_geometric.seed_everything",
        "torch_geometric.seed.seed_everything", "timm.utils.random_seed", "timm.utils.random.random_seed", "mmengine.runner.utils.set_random_seed",
        "stable_baselines3.common.utils.set_random_seed", "pyro.set_rng_seed", "composer.utils.reproducibility.seed_all", "composer.utils.seed_all",
        "fastai.basics.set_seed", "fastai.tabular.all.set_seed", "fastai.text.all.set_seed", "mlx.core.random.seed", "paddle.seed", "mxnet.random.seed",
        "pycaret.utils.set_seed", "tensorflow.keras.utils.set_random_seed",
        "lightning.pytorch.seed_everything", "lightning.seed_everything", "lightning.fabric.seed_everything",
        "lightning.fabric.utilities.seed.seed_everything", "pytorch_lightning.seed_everything",
        "pytorch_lightning.utilities.seed.seed_everything", "pytorch_lightning.trainer.seed_everything", "transformers.set_seed", "transformers.trainer_utils.set_seed",
        "monai.utils.set_determinism", "monai.utils.misc.set_determinism", "fastai.torch_core.set_seed", "fastai.vision.all.set_seed",
        "ignite.utils.manual_seed", "mmengine.runner.set_random_seed", "detectron2.utils.env.seed_all_rng",
        "ultralytics.utils.torch_utils.init_seeds", "flash.seed_everything", "catalyst.utils.set_global_seed",
    }
)  # fmt: skip

SEEDS_PYTHON = frozenset({"random.seed", "random.Random"})
SEEDS_NUMPY = frozenset(
    {"numpy.random.seed", "numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.SeedSequence", "cupy.random.seed"}
)  # fmt: skip
SEEDS_TORCH = frozenset(
    {"torch.manual_seed", "torch.random.manual_seed", "torch.cuda.manual_seed_all", "torch.cuda.manual_seed"}
)
SEEDS_TENSORFLOW = frozenset(
    {
        "tensorflow.random.set_seed",
        "tensorflow.set_random_seed",
        "tensorflow.compat.v1.set_random_seed",
        "tensorflow.random.set_random_seed",
    }
)
SEEDS_JAX = frozenset({"jax.random.PRNGKey", "jax.random.key", "flax.nnx.Rngs", "haiku.PRNGSequence"})
SEEDS_POLARS = frozenset({"polars.set_random_seed"})

GLOBAL_SEEDS = {
    "numpy": SEEDS_EVERYTHING | {"numpy.random.seed"},
    "torch": SEEDS_EVERYTHING | SEEDS_TORCH,
    "polars": SEEDS_POLARS,
    "": frozenset(),
}
"""What seeds the generator of a library that calls draw from when they are given none of their own."""

SEEDING = SEEDS_EVERYTHING | SEEDS_PYTHON | SEEDS_NUMPY | SEEDS_TORCH | SEEDS_TENSORFLOW | SEEDS_JAX | SEEDS_POLARS

GENERATORS = frozenset(
    {"random.Random", "numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.Generator"}
)
"""What makes a generator of its own."""

RESEEDING = frozenset({"random.seed", "numpy.random.seed"})
"""Seeding calls that take a number from the system where they are given none."""

ENTROPY = (
    "time.", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.now", "os.getpid", "os.urandom", "uuid.", "secrets.",
    "random.randint", "random.randrange", "random.random", "random.getrandbits", "random.SystemRandom", "numpy.random.randint",
    "numpy.random.random", "torch.randint", "torch.seed", "torch.random.seed",
)  # fmt: skip
"""Starts of calls that answer something else in every run."""

REPORTING = frozenset(
    {
        "print", "debug", "info", "warning", "warn", "error", "log", "log_param", "log_params", "log_dict", "log_hyperparams", "write",
        "writelines", "dump", "dumps", "save", "add_scalar", "add_text", "add_hparams", "set_tag", "set_tags", "update", "vars", "echo",
        "save_config", "asdict",
    }
)  # fmt: skip
"""Last words of calls after which a value can be read somewhere."""

BENCHMARKS = frozenset({"torch.backends.cudnn.benchmark"})
"""Flags that let the fastest algorithm be picked by trying."""

DETERMINISM_FLAGS = frozenset({"torch.backends.cudnn.deterministic"})
DETERMINISM_CALLS = frozenset(
    {
        "torch.use_deterministic_algorithms", "torch.set_deterministic", "tensorflow.config.experimental.enable_op_determinism",
        "transformers.enable_full_determinism", "transformers.trainer_utils.enable_full_determinism", "monai.utils.set_determinism",
    }
)  # fmt: skip
"""Calls that ask for the same result from the same input."""

SEEDS_OF = {
    "python": SEEDS_EVERYTHING | {"random.seed"},
    "numpy": SEEDS_EVERYTHING | {"numpy.random.seed"},
    "torch": SEEDS_EVERYTHING | SEEDS_TORCH,
    "tensorflow": SEEDS_EVERYTHING | SEEDS_TENSORFLOW,
}
"""What seeds the global generator of a library."""

_LAYERS = (
    "Linear", "Bilinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Embedding", "RNN", "LSTM",
    "GRU", "LSTMCell", "GRUCell", "MultiheadAttention", "Transformer", "TransformerEncoderLayer", "TransformerDecoderLayer", "Dropout",
)  # fmt: skip

DRAWS = {
    "python": frozenset(
        f"random.{name}"
        for name in ("random", "randint", "randrange", "choice", "choices", "shuffle", "sample", "uniform", "gauss", "normalvariate", "betavariate")
    ),
    "numpy": frozenset(
        f"numpy.random.{name}"
        for name in (
            "rand", "randn", "randint", "random", "random_sample", "choice", "shuffle", "permutation", "uniform", "normal", "beta",
            "binomial", "poisson", "standard_normal", "multinomial", "exponential", "gamma", "dirichlet",
        )
    ),
    "torch": frozenset(
        {f"torch.{name}" for name in ("rand", "randn", "randint", "randperm", "rand_like", "randn_like", "normal", "multinomial", "bernoulli")}
        | {f"torch.nn.{name}" for name in _LAYERS}
    ),
    "tensorflow": frozenset(
        {f"tensorflow.random.{name}" for name in ("normal", "uniform", "shuffle", "truncated_normal", "categorical")}
        | {f"{keras}.layers.{name}" for keras in ("tensorflow.keras", "keras") for name in ("Dense", "Conv1D", "Conv2D", "LSTM", "GRU", "Embedding", "Dropout")}
    ),
}  # fmt: skip
"""Calls that draw from the global generator of a library; layers draw their first weights."""

SEED_ARGUMENTS = frozenset(
    {"random_state", "seed", "random_seed", "global_seed", "rng_seed", "data_seed", "session_id"}
)
"""Keywords by which a call is given its own seed."""

SEEDED_BY_DEFAULT = HF_ARGUMENTS | HF_TRAINERS | {
    *(f"xgboost.{name}" for name in ("train", "cv", "XGBClassifier", "XGBRegressor", "XGBRanker", "XGBRFClassifier", "XGBRFRegressor", "XGBModel")),
    *(f"xgboost.dask.{name}" for name in ("train", "DaskXGBClassifier", "DaskXGBRegressor", "DaskXGBRanker")),
    *(f"xgboost.spark.{name}" for name in ("SparkXGBClassifier", "SparkXGBRegressor", "SparkXGBRanker")),
    *(f"lightgbm.{name}" for name in ("train", "cv", "LGBMClassifier", "LGBMRegressor", "LGBMRanker", "LGBMModel", "DaskLGBMClassifier", "DaskLGBMRegressor", "DaskLGBMRanker")),
    *(f"catboost.{name}" for name in ("train", "cv", "CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker")),
    "ultralytics.YOLO", "ultralytics.RTDETR", "autogluon.tabular.TabularPredictor", "autogluon.timeseries.TimeSeriesPredictor",
    "autogluon.multimodal.MultiModalPredictor", "flaml.AutoML", "statsforecast.StatsForecast", "lightning.pytorch.cli.LightningCLI",
    "pytorch_lightning.cli.LightningCLI", "pytorch_lightning.utilities.cli.LightningCLI",
}  # fmt: skip
"""Learners whose default seed is fixed."""

DETERMINISTIC = (
    "sklearn.linear_model.LinearRegression", "sklearn.linear_model.Ridge", "sklearn.naive_bayes.", "sklearn.neighbors.",
    "sklearn.linear_model.LogisticRegression", "sklearn.discriminant_analysis.", "sklearn.svm.SVR", "statsmodels.",
    "sklearn.dummy.", "sklearn.gaussian_process.", "sklearn.preprocessing.", "sklearn.pipeline.", "sklearn.compose.", "sklearn.impute.",
    "sklearn.feature_extraction.", "sklearn.metrics.", "sklearn.base.", "sklearn.exceptions.", "sklearn.utils.",
)  # fmt: skip
"""Learners, and what stands around them, that draw no random numbers by default."""

RANDOM_SOLVERS = frozenset({"sag", "saga", "liblinear"})
"""Solvers of linear models that draw random numbers."""

LOADS_BY_NAME = frozenset(
    {"importlib.import_module", "builtins.__import__", "hydra.utils.instantiate", "hydra.utils.get_class"}
)
"""Calls that run code which no import statement names."""

RUNS_ELSEWHERE = (
    "sagemaker.", "azure.ai.ml.", "azureml.", "google.cloud.aiplatform.", "vertexai.", "kfp.", "mlflow.recipes.", "mlflow.projects.", "kubeflow.",
)  # fmt: skip
"""Packages that start training as a job: what draws random numbers is in the image or script they name."""
