"""Names by which bytes come from elsewhere, and what reads them."""

ARRIVING = {
    "the web": (
        "requests.get", "requests.post", "requests.request", "httpx.get", "httpx.post", "httpx.stream", "urllib.request.urlopen",
        "urllib.request.urlretrieve", "urllib2.urlopen", "wget.download", "gdown.download", "gdown.cached_download", "pooch.retrieve",
        "torch.hub.download_url_to_file", "torchvision.datasets.utils.download_url", "tensorflow.keras.utils.get_file",
        "keras.utils.get_file", "cached_path.cached_path", "fsspec.open", "smart_open.open", "smart_open.smart_open",
        "datasets.DownloadManager.download",
    ),
    "a hub": (
        "huggingface_hub.hf_hub_download", "huggingface_hub.snapshot_download", "huggingface_hub.cached_download",
        "kagglehub.model_download", "kagglehub.dataset_download", "modelscope.snapshot_download", "transformers.utils.cached_file",
    ),
    "an upload": ("streamlit.file_uploader",),
}  # fmt: skip
"""Source -> calls that return bytes of it, a response with them, or the file they were written to."""

ARRIVING_METHODS = {
    "a bucket": frozenset(
        {"get_object", "download_as_bytes", "download_as_string", "download_blob", "download_as_text", "open_input_stream"}
    ),
    "a queue or store": frozenset({"lpop", "rpop", "blpop", "brpop", "recv", "recv_bytes", "recv_pyobj", "basic_get"}),
}  # fmt: skip
"""Source -> methods whose result is bytes of it, whatever client they are called on."""

WRITING = {
    "urllib.request.urlretrieve": (1, "filename", "the web"),
    "wget.download": (1, "out", "the web"),
    "gdown.download": (1, "output", "the web"),
    "torch.hub.download_url_to_file": (1, "dst", "the web"),
}  # fmt: skip
"""Call -> where it is told the file to write (position, keyword), and what it writes."""

WRITING_METHODS = {
    "download_file": (2, "Filename", "a bucket"),
    "download_fileobj": (2, "Fileobj", "a bucket"),
    "download_to_filename": (0, "filename", "a bucket"),
    "download_to_file": (0, "file_obj", "a bucket"),
    "fget_object": (2, "file_path", "a bucket"),
}  # fmt: skip

REQUESTS = (
    "flask.request",
    "fastapi.Request",
    "starlette.requests.Request",
    "django.http.HttpRequest",
    "quart.request",
    "bottle.request",
)
UPLOADS = (
    "fastapi.UploadFile",
    "starlette.datastructures.UploadFile",
    "werkzeug.datastructures.FileStorage",
    "fastapi.File",
)
REQUEST_PARTS = frozenset({"data", "files", "get_data", "stream", "body", "read", "get_json", "json", "form", "FILES"})

SCHEMES = {
    "the web": ("http://", "https://", "ftp://"),
    "a bucket": ("s3://", "s3a://", "gs://", "gcs://", "abfs://", "abfss://", "wasbs://", "az://", "oss://", "hdfs://"),
    "a hub": ("hf://",),
}  # fmt: skip

OPENING_ADDRESSES = frozenset(
    {"pandas.read_pickle", "tensorflow.io.gfile.GFile", "tensorflow.gfile.GFile", "xarray.open_dataset"}
)
"""Calls that fetch what an address names."""

UNPICKLING = {
    "pickle.load": (0, "file"), "pickle.loads": (0, "data"), "pickle.Unpickler": (0, "file"), "_pickle.load": (0, "file"),
    "_pickle.loads": (0, "data"), "cPickle.load": (0, "file"), "cPickle.loads": (0, "data"), "cloudpickle.load": (0, "file"),
    "cloudpickle.loads": (0, "data"), "dill.load": (0, "file"), "dill.loads": (0, "str"), "joblib.load": (0, "filename"),
    "sklearn.externals.joblib.load": (0, "filename"), "pandas.read_pickle": (0, "filepath_or_buffer"), "numpy.load": (0, "file"),
    "jsonpickle.decode": (0, "string"), "jsonpickle.loads": (0, "string"), "shelve.open": (0, "filename"),
}  # fmt: skip
"""Call -> what it reads (position, keyword). Reading runs what the bytes say."""
