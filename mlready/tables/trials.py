"""Names by which tests try out a model, its training or its service."""

SNAPSHOT_FIXTURES = frozenset(
    {
        "snapshot", "data_regression", "num_regression", "dataframe_regression", "ndarrays_regression", "file_regression",
        "image_regression", "snapshot_json", "golden", "regtest", "lazy_datadir", "image_snapshot",
    }
)  # fmt: skip
"""Fixtures of syrupy, pytest-regressions, pytest-golden and others."""

SNAPSHOT_PACKAGES = (
    "syrupy",
    "pytest_regressions",
    "snapshottest",
    "inline_snapshot",
    "approvaltests",
    "pytest_golden",
)

STORED = frozenset(
    {
        "json.load", "json.loads", "builtins.open", "pickle.load", "joblib.load", "torch.load", "numpy.load", "numpy.loadtxt", "yaml.safe_load",
        "csv.reader", "csv.DictReader", "datasets.load_dataset", "sklearn.datasets.*", "cv2.imread", "PIL.Image.open", "soundfile.read",
        "librosa.load", "torchaudio.load", "safetensors.torch.load_file", "diffusers.utils.load_image", "dvc.api.open", "dvc.api.read",
        "importlib.resources.files", "importlib.resources.open_text", "pkg_resources.resource_filename", "pkgutil.get_data",
    }
)  # fmt: skip
"""Calls that read what is kept with the tests, beside those that read tables."""

STORED_METHODS = frozenset({"read_text", "read_bytes", "read_csv", "read_parquet", "load_dataset", "load_data", "open", "get_object", "download_file"})  # fmt: skip

COMPARING = (
    "pytest.approx", "math.isclose", "numpy.allclose", "numpy.isclose", "numpy.array_equal", "numpy.testing.", "pandas.testing.",
    "torch.allclose", "torch.equal", "torch.isclose", "torch.testing.", "polars.testing.", "tensorflow.debugging.assert_near",
    "jax.numpy.allclose", "chex.assert_trees_all_close",
)  # fmt: skip
"""Beginnings of the names of calls that compare numbers."""

COMPARING_METHODS = frozenset(
    {"assertAlmostEqual", "assertEqual", "assertListEqual", "assertDictEqual", "assertCountEqual", "assertAllClose", "assertGreater", "assertLess", "assertGreaterEqual", "assertLessEqual"}
)  # fmt: skip
"""Methods that compare their first two arguments."""

MATCHING_METHODS = frozenset({"equals", "allclose", "isclose", "check", "assert_match"})
"""Methods that compare an argument with what they are a method of: another value or a snapshot."""

OUTLINES = frozenset(
    {"shape", "ndim", "dtype", "dtypes", "size", "columns", "status_code", "status", "ok", "__class__"}
)
"""Attributes that tell of an answer what it looks like, and not what it says."""

OUTLINING = frozenset(
    {"builtins.len", "builtins.type", "builtins.isinstance", "numpy.shape", "builtins.hasattr", "builtins.callable"}
)
"""Calls that do."""

OBVIOUS = frozenset({None, "", 0, 1, 100, 200, 201, 202, 204, 400, 401, 403, 404, 405, 415, 422, 429, 500, 503})
"""Values that say nothing of a single answer: a status, a bound of every share, or nothing."""

ASKING = frozenset(
    {
        "predict", "predict_proba", "make_prediction", "transcribe", "generate", "evaluate", "score", "infer", "inference", "decision_function",
        "run_inference", "predict_batch", "batch_predict", "forward", "recommend", "classify", "detect", "forecast", "embed", "post",
        "invoke_endpoint",
    }
)  # fmt: skip
"""Calls that ask a model, or the service before it."""

ASKING_WORDS = frozenset({"predict", "predictions", "prediction", "infer", "inference", "transcribe", "classify", "forecast", "evaluate"})  # fmt: skip
"""Words that a call begins or ends with when it asks a model."""

LEARNING_WORDS = frozenset({"fit", "train", "trained", "training", "trainer"})
"""Words in the name of a call, or of its file, that say that it trains."""

SMALL_RUNS = frozenset({"fast_dev_run", "limit_train_batches", "overfit_batches", "smoke_test", "dry_run", "smoke", "max_steps", "limit_batches"})  # fmt: skip
"""Arguments by which a run of training is made short."""

PIPELINE_TRIALS = (
    "airflow.models.DagBag", "airflow.models.dagbag.DagBag", "kfp.local.", "dagster.materialize", "dagster.build_",
    "prefect.testing.", "mlflow.recipes.Recipe", "mlflow.pipelines.Pipeline", "kedro.runner.", "kedro.framework.session.",
    "sagemaker.local.", "sagemaker.workflow.pipeline_context.LocalPipelineSession", "tfx.orchestration.local.", "metaflow.Runner",
    "flytekit.testing.", "luigi.build", "luigi.run", "dvc.repo.Repo", "zenml.client.Client", "hypothesis_airflow.",
)  # fmt: skip
"""Beginnings of the names of calls that run or load a pipeline where it is tested."""

PIPELINE_COMMANDS = (
    ("dvc", "repro"), ("dvc", "exp", "run"), ("mlflow", "run"), ("mlflow", "recipes", "run"), ("kedro", "run"), ("kedro", "test"),
    ("airflow", "dags", "test"), ("airflow", "tasks", "test"), ("prefect", "deployment", "run"), ("zenml", "pipeline", "run"),
    ("dagster", "job", "execute"), ("dagster", "asset", "materialize"), ("accelerate", "test"), ("az", "ml", "job", "create"),
    ("aws", "sagemaker", "start-pipeline-execution"), ("databricks", "bundle", "run"), ("metaflow", "run"), ("pyflyte", "run"),
    ("argo", "submit"), ("snakemake",), ("cml", "runner"), ("gcloud", "ai", "custom-jobs", "create"),
)  # fmt: skip
"""Beginnings of commands that run a pipeline or a training job."""

SERVICE_TRIALS = (
    "fastapi.testclient.", "starlette.testclient.", "flask.testing.", "django.test.", "litestar.testing.", "aiohttp.test_utils.",
    "httpx.", "requests.", "urllib.request.urlopen", "tornado.testing.", "bentoml.testing.", "bentoml.SyncHTTPClient", "grpc.insecure_channel",
    "bentoml.AsyncHTTPClient", "tritonclient.", "locust.", "kserve.", "schemathesis.", "moto.", "sagemaker.predictor.",
    "sagemaker.local.", "google.cloud.aiplatform.Endpoint", "async_asgi_testclient.", "sanic_testing.", "tavern.", "gradio_client.",
)  # fmt: skip
"""Beginnings of the names of calls that ask a service where it is tested."""

SERVICE_METHODS = frozenset(
    {"test_client", "test_request_context", "invoke_endpoint", "test_cli_runner", "raw_predict", "test_api"}
)

SERVICE_COMMANDS = (
    ("curl",), ("http",), ("https",), ("wget",), ("hey",), ("ab",), ("locust",), ("k6",), ("newman",), ("grpcurl",), ("schemathesis",),
    ("az", "ml", "online-endpoint", "invoke"), ("aws", "sagemaker-runtime", "invoke-endpoint"), ("mlflow", "models", "predict"),
    ("gcloud", "ai", "endpoints", "predict"), ("perf_analyzer",), ("st",),
)  # fmt: skip
"""Beginnings of commands that ask a service."""
