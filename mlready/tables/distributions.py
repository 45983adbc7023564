"""Distributions whose versions change the results of training or the answers of a model."""

MATTERING = frozenset(
    {
        "torch", "torchvision", "torchaudio", "tensorflow", "tensorflow-cpu", "tensorflow-gpu", "keras", "jax", "jaxlib", "flax",
        "scikit-learn", "xgboost", "lightgbm", "catboost", "numpy", "pandas", "polars", "scipy", "transformers", "datasets",
        "accelerate", "diffusers", "sentence-transformers", "timm", "peft", "trl", "lightning", "pytorch-lightning",
        "pytorch", "fastai", "imbalanced-learn", "statsmodels", "spacy", "gensim", "onnx", "onnxruntime", "mlflow", "pyspark",
        "ray", "optuna", "feature-engine", "category-encoders", "opencv-python", "opencv-python-headless", "pillow",
    }
)  # fmt: skip
