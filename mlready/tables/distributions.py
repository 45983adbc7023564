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
        "uvicorn", "gunicorn", "zenml", "kfp", "metaflow", "prefect", "dvc",
    }
)  # fmt: skip

IMPORTED_AS = {
    "scikit-learn": "sklearn", "sklearn": "sklearn", "scikit-image": "skimage", "pillow": "PIL", "opencv-python": "cv2",
    "opencv-python-headless": "cv2", "opencv-contrib-python": "cv2", "pyyaml": "yaml", "python-dotenv": "dotenv", "beautifulsoup4": "bs4",
    "pytorch": "torch", "pytorch-cpu": "torch", "tensorflow-cpu": "tensorflow", "tensorflow-gpu": "tensorflow", "python-dateutil": "dateutil",
    "psycopg2-binary": "psycopg2", "faiss-cpu": "faiss", "faiss-gpu": "faiss", "pytorch-lightning": "pytorch_lightning", "u8darts": "darts",
    "category-encoders": "category_encoders", "imbalanced-learn": "imblearn", "protobuf": "google", "grpcio": "grpc", "attrs": "attr",
    "pyjwt": "jwt", "pygithub": "github", "gitpython": "git", "msgpack-python": "msgpack", "mysqlclient": "MySQLdb", "umap-learn": "umap",
    "azureml-sdk": "azureml", "azureml-core": "azureml", "azure-ai-ml": "azure", "sentence-transformers": "sentence_transformers",
}  # fmt: skip
"""Distributions whose package has another name."""
