"""Distributions whose versions change the results of training, the answers of a model or how it is served."""

MATTERING = frozenset(
    {
        "torch", "torchvision", "torchaudio", "tensorflow", "tensorflow-cpu", "tensorflow-gpu", "keras", "jax", "jaxlib", "flax",
        "scikit-learn", "xgboost", "lightgbm", "catboost", "numpy", "pandas", "polars", "scipy", "transformers", "datasets",
        "accelerate", "diffusers", "sentence-transformers", "timm", "peft", "trl", "lightning", "pytorch-lightning",
        "pytorch", "fastai", "imbalanced-learn", "statsmodels", "spacy", "gensim", "onnx", "onnxruntime", "mlflow", "pyspark",
        "ray", "optuna", "feature-engine", "category-encoders", "opencv-python", "opencv-python-headless", "pillow",
        "tensorflow-datasets", "tensorflow-hub", "tensor2tensor", "torchmetrics", "tokenizers", "sentencepiece", "nltk", "prophet",
        "darts", "sktime", "autokeras", "implicit", "ultralytics", "albumentations", "shap", "evidently", "langchain", "llama-index",
        "openai", "vllm", "litellm", "bentoml", "torchserve", "kserve", "seldon-core", "gradio", "streamlit", "fastapi", "flask",
        "uvicorn", "gunicorn", "zenml", "kfp", "metaflow", "prefect", "dvc", "sklearn", "bitsandbytes", "deepspeed", "xformers", "flash-attn",
        "faiss-cpu", "faiss-gpu",
    }
)  # fmt: skip

TELLING = frozenset({"tqdm", "colorama", "termcolor", "rich", "tabulate", "prettytable", "typing-extensions", "argparse", "six"})  # fmt: skip
"""Distributions that show progress, colour or tables, or bridge releases of Python: no version of them changes what is computed."""

IMPORTED_AS = {
    "scikit-learn": "sklearn", "sklearn": "sklearn", "scikit-image": "skimage", "pillow": "PIL", "opencv-python": "cv2",
    "opencv-python-headless": "cv2", "opencv-contrib-python": "cv2", "pyyaml": "yaml", "python-dotenv": "dotenv", "beautifulsoup4": "bs4",
    "pytorch": "torch", "pytorch-cpu": "torch", "tensorflow-cpu": "tensorflow", "tensorflow-gpu": "tensorflow", "python-dateutil": "dateutil",
    "psycopg2-binary": "psycopg2", "faiss-cpu": "faiss", "faiss-gpu": "faiss", "pytorch-lightning": "pytorch_lightning", "u8darts": "darts",
    "category-encoders": "category_encoders", "imbalanced-learn": "imblearn", "protobuf": "google", "grpcio": "grpc", "attrs": "attr",
    "pyjwt": "jwt", "pygithub": "github", "gitpython": "git", "msgpack-python": "msgpack", "mysqlclient": "MySQLdb", "umap-learn": "umap",
    "hydra-core": "hydra", "neptune-client": "neptune", "dm-haiku": "haiku", "orbax-checkpoint": "orbax", "apache-airflow": "airflow", "soda-core": "soda",
    "scikit-optimize": "skopt", "flwr-nightly": "flwr", "nvidia-ml-py": "pynvml", "opencv-contrib-python-headless": "cv2", "open-clip-torch": "open_clip",
    "scikit-learn-intelex": "sklearnex", "tensorflow-intel": "tensorflow", "tensorflow-macos": "tensorflow", "azureml-sdk": "azureml", "azureml-core": "azureml", "azure-ai-ml": "azure", "sentence-transformers": "sentence_transformers",
}  # fmt: skip
"""Distributions whose package has another name."""

ALSO_FROM = {
    "torch": ("pytorch",), "sklearn": ("scikit-learn", "sklearn"), "cv2": ("opencv", "py-opencv"), "PIL": ("pillow",),
    "keras": ("tensorflow", "tf-keras", "tf-nightly"), "tensorflow": ("tf-nightly", "intel-tensorflow"), "lightning": ("pytorch-lightning",),
    "pytorch_lightning": ("lightning",), "xgboost": ("py-xgboost", "dask-xgboost"), "lightgbm": ("py-lightgbm",),
    "pyspark": ("databricks-connect", "apache-spark"), "imblearn": ("imbalanced-learn",), "prophet": ("fbprophet",), "darts": ("u8darts",),
    "mlflow": ("azureml-mlflow", "databricks-ml"), "jaxlib": ("jax",), "kserve": ("kfserving",), "gradio": ("gradio-client",),
}  # fmt: skip
"""Package -> starts of names of other distributions that hold it; one that starts with the package's own name does as well."""

BRINGS = {
    "lightning": ("torch", "torchmetrics"), "pytorch-lightning": ("torch", "torchmetrics"), "fastai": ("torch", "torchvision", "sklearn", "PIL", "spacy"),
    "ultralytics": ("torch", "torchvision", "cv2", "PIL", "polars"), "timm": ("torch", "torchvision"), "torchvision": ("torch", "PIL"),
    "torchaudio": ("torch",), "torchmetrics": ("torch",), "accelerate": ("torch",), "peft": ("torch", "transformers", "accelerate"),
    "trl": ("torch", "transformers", "accelerate", "datasets"), "diffusers": ("PIL",), "sentence-transformers": ("torch", "transformers", "sklearn", "PIL"),
    "vllm": ("torch", "transformers", "fastapi", "uvicorn", "openai", "ray", "PIL", "cv2"), "spacy-transformers": ("torch", "transformers", "spacy"),
    "flair": ("torch", "transformers", "sklearn", "gensim"), "allennlp": ("torch", "transformers", "spacy", "nltk"), "openmim": ("cv2",),
    "easyocr": ("torch", "torchvision", "cv2", "PIL"), "transformers": ("tokenizers",), "evaluate": ("datasets",), "setfit": ("torch", "transformers", "datasets", "sklearn", "sentence_transformers"),
    "scikit-learn": ("joblib",), "imbalanced-learn": ("sklearn",), "feature-engine": ("sklearn", "statsmodels"), "category-encoders": ("sklearn", "statsmodels"),
    "mlflow": ("sklearn", "flask", "gunicorn", "fastapi", "uvicorn"), "azureml-mlflow": ("mlflow",), "evidently": ("sklearn", "nltk", "statsmodels", "uvicorn"),
    "shap": ("sklearn",), "sktime": ("sklearn",), "darts": ("sklearn", "statsmodels", "torch"), "pycaret": ("sklearn", "lightgbm", "imblearn", "category_encoders", "statsmodels"),
    "autogluon": ("sklearn", "torch", "lightgbm", "catboost", "xgboost", "transformers", "PIL"), "tsfresh": ("sklearn", "statsmodels"), "yellowbrick": ("sklearn",),
    "azureml-defaults": ("flask", "gunicorn"), "azureml-automl-runtime": ("sklearn", "lightgbm", "statsmodels"), "azureml-train-automl": ("sklearn", "lightgbm"),
    "flax": ("jax", "optax"), "dm-haiku": ("jax",), "optax": ("jax",), "tfx": ("tensorflow", "tensorflow_hub", "keras"), "tensorflow": ("keras",),
    "tensorflow-hub": ("tensorflow",), "tensor2tensor": ("tensorflow_datasets", "flask", "gunicorn", "PIL"), "tf-models-official": ("tensorflow", "tensorflow_hub", "tensorflow_datasets", "cv2", "PIL", "sentencepiece"),
    "autokeras": ("tensorflow", "keras"), "albumentations": ("cv2",), "imgaug": ("cv2", "PIL"), "torchserve": ("PIL",), "streamlit": ("PIL",),
    "gradio": ("fastapi", "uvicorn", "PIL"), "bentoml": ("uvicorn",), "kserve": ("fastapi", "uvicorn", "ray"), "unstructured": ("nltk",),
    "langchain-openai": ("openai",), "llama-index": ("openai", "nltk"), "litellm": ("openai", "tokenizers"), "ragas": ("openai", "datasets"), "phoenix": ("sklearn",),
    "open-clip-torch": ("torch", "torchvision", "timm"), "clip": ("torch", "torchvision"), "fairseq": ("torch", "torchaudio"), "deepspeed": ("torch",), "xformers": ("torch",),
    "bitsandbytes": ("torch",), "flash-attn": ("torch",), "kornia": ("torch",), "skorch": ("torch", "sklearn"), "pyro-ppl": ("torch",), "gpytorch": ("torch",),
    "stable-baselines3": ("torch",), "keras-image-helper": ("PIL",), "facenet-pytorch": ("torch", "torchvision", "PIL"), "modelscope": ("torch",), "matplotlib": ("PIL",), "scikit-image": ("PIL",),
}  # fmt: skip
"""Distribution -> packages that are installed with it and may be imported without being named."""

SCIENTIFIC = frozenset({"numpy", "scipy", "pandas"})
"""Packages that come with nearly every library of machine learning."""
