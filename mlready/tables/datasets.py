"""Calls that read data, those that read a version of it, and data sets that libraries bring along."""

READING = (
    "pandas.read_csv", "pandas.read_parquet", "pandas.read_json", "pandas.read_excel", "pandas.read_sql", "pandas.read_feather",
    "pandas.read_table", "pandas.read_hdf", "pandas.read_pickle", "pandas.read_sql_query", "pandas.read_gbq", "polars.read_csv",
    "polars.read_parquet", "polars.scan_csv", "polars.scan_parquet", "polars.read_json", "polars.read_ndjson", "polars.scan_ndjson", "polars.read_excel",
    "polars.read_database", "polars.read_database_uri", "polars.read_delta", "polars.scan_delta", "polars.scan_iceberg", "polars.read_ipc", "polars.scan_ipc",
    "pandas.read_orc", "pandas.read_xml", "pandas.read_fwf", "pandas.read_sql_table", "ray.data.read_parquet", "ray.data.read_csv", "ray.data.read_json",
    "pyarrow.dataset.dataset", "pyarrow.csv.read_csv", "duckdb.read_parquet", "duckdb.read_csv", "modin.pandas.read_csv", "modin.pandas.read_parquet",
    "cudf.read_csv", "cudf.read_parquet", "awswrangler.s3.read_parquet", "awswrangler.s3.read_csv", "awswrangler.athena.read_sql_query", "numpy.load", "numpy.loadtxt", "numpy.genfromtxt",
    "numpy.memmap", "torchvision.datasets.ImageFolder", "tensorflow.keras.utils.image_dataset_from_directory",
    "tensorflow.keras.preprocessing.image_dataset_from_directory", "tensorflow.data.TFRecordDataset",
    "tensorflow.data.TextLineDataset", "dask.dataframe.read_csv", "dask.dataframe.read_parquet", "pyarrow.parquet.read_table",
    "xgboost.DMatrix", "cv2.imread", "PIL.Image.open", "h5py.File", "scipy.io.loadmat", "librosa.load",
    "torchaudio.load",
)  # fmt: skip

TABLES = frozenset(name for name in READING if name.startswith(("pandas.", "polars.", "dask.", "pyarrow.", "xgboost.", "ray.", "duckdb.", "modin.", "cudf.", "awswrangler."))) | {
    "numpy.loadtxt", "numpy.genfromtxt",
}  # fmt: skip
"""Those of them that read rows and columns."""

TABLE_METHODS = frozenset({"read_parquet", "read_csv"})

SPARK_READERS = frozenset({"parquet", "csv", "json", "orc", "table", "load", "jdbc", "text", "xml", "avro"})
"""Methods of `spark.read`, and of what its options give, that read a table."""

READING_METHODS = frozenset({"flow_from_directory", "flow_from_dataframe", "read_parquet", "read_csv", "imread"})

BUILT_IN = (
    "sklearn.datasets.*", "torchvision.datasets.MNIST", "torchvision.datasets.CIFAR10", "torchvision.datasets.FashionMNIST",
    "torchvision.datasets.CIFAR100", "keras.datasets.*", "tensorflow.keras.datasets.*", "tensorflow_datasets.load", "seaborn.load_dataset",
    "datasets.load_dataset", "torchtext.datasets.*", "statsmodels.datasets.*", "tensorflow.keras.datasets.mnist.load_data",
)  # fmt: skip
"""Public sets that a library names and fetches."""

VERSIONED = {
    "DVC": ("dvc.api.open", "dvc.api.read", "dvc.api.get_url", "dvc.api.DVCFileSystem"),
    "lakeFS": ("lakefs.*", "lakefs_client.*", "lakefs_spec.*"),
    "MLflow": ("mlflow.log_input", "mlflow.data.*"),
    "ClearML": ("clearml.Dataset.get", "clearml.Dataset.create"),
    "Azure ML": ("azureml.core.Dataset.get_by_name", "azureml.core.Dataset.*", "azure.ai.ml.entities.Data"),
    "Feast": ("feast.FeatureStore",),
    "Hopsworks": ("hopsworks.login", "hsfs.connection"),
    "Pachyderm": ("python_pachyderm.*", "pachyderm_sdk.*"),
    "Delta": ("delta.tables.DeltaTable.forPath", "deltalake.DeltaTable"),
    "Quilt": ("quilt3.Package.browse", "quilt3.Package.install"),
    "ZenML": ("zenml.step", "zenml.steps.step", "zenml.pipeline"),
    "Kedro": ("kedro.io.DataCatalog",),
}  # fmt: skip
"""Tool -> the calls that read or record a version of data."""

ARTIFACTS = ("wandb.Artifact", "wandb.use_artifact", "wandb.run.use_artifact", "azure.ai.ml.Input")
"""Calls that read or record a version of anything: of data where their arguments say so."""

FETCHING = (
    "urllib.request.urlretrieve", "tensorflow.keras.utils.get_file", "keras.utils.get_file", "gdown.download", "wget.download",
    "torchvision.datasets.utils.download_url", "torchvision.datasets.utils.download_and_extract_archive", "datasets.load_dataset",
    "tensorflow_datasets.load", "kagglehub.dataset_download", "opendatasets.download",
)  # fmt: skip
FETCHING_PROGRAMS = frozenset({"wget", "curl", "gdown", "kaggle"})
"""Calls and programs that fetch public data by address or name."""
