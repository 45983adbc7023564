"""Calls that turn raw tables, texts, images and sounds into what a model is given."""

TRANSFORMING = (
    "sklearn.preprocessing.", "sklearn.feature_extraction.", "sklearn.impute.", "sklearn.compose.", "feature_engine.",
    "category_encoders.", "pandas.get_dummies", "pandas.cut", "pandas.qcut", "pandas.merge", "pandas.to_datetime",
    "pandas.to_numeric", "pyspark.sql.functions.", "pyspark.ml.feature.", "tensorflow_transform.", "polars.when",
    "torchvision.transforms.", "albumentations.", "imgaug.", "kornia.", "PIL.ImageOps.", "cv2.resize", "cv2.cvtColor",
    "cv2.warpAffine", "cv2.copyMakeBorder", "skimage.transform.", "torchaudio.transforms.", "librosa.feature.",
    "librosa.stft", "nltk.", "tensorflow.keras.preprocessing.", "keras.preprocessing.", "tensorflow.image.",
)  # fmt: skip
"""Beginnings of resolved names."""

TABLE_TRANSFORMS = frozenset(
    {
        "fillna", "dropna", "groupby", "group_by", "merge", "pivot", "pivot_table", "melt", "rolling", "resample", "interpolate",
        "get_dummies", "with_columns", "withColumn", "drop_duplicates", "asfreq", "shift", "cumsum", "explode",
    }
)  # fmt: skip
"""Methods of data frames."""

TABLE_PACKAGES = ("pandas", "polars", "pyspark", "dask", "cudf", "modin")

MODEL_BASES = (
    "torch.nn.Module", "torch.nn.modules.", "pytorch_lightning.LightningModule", "lightning.LightningModule",
    "lightning.pytorch.LightningModule", "pytorch_lightning.core.", "keras.Model", "keras.layers.Layer", "keras.losses.Loss",
    "tensorflow.keras.Model", "tensorflow.keras.models.Model", "keras.models.Model", "tensorflow.keras.layers.Layer",
    "tensorflow.keras.losses.Loss", "tensorflow.Module", "sklearn.base.BaseEstimator", "sklearn.base.ClassifierMixin",
    "sklearn.base.RegressorMixin", "sklearn.base.TransformerMixin", "flax.linen.Module", "flax.nnx.Module", "equinox.Module",
    "haiku.Module", "transformers.PreTrainedModel", "transformers.modeling_utils.PreTrainedModel", "sklearn.ensemble.",
    "sklearn.linear_model.", "gpytorch.models.", "pyro.nn.PyroModule", "mlx.nn.Module", "paddle.nn.Layer",
)  # fmt: skip
"""Beginnings of the names of classes from which models, layers, losses and estimators are derived."""

FRAMES = frozenset({"pandas.DataFrame", "polars.DataFrame", "cudf.DataFrame", "pandas.DataFrame.from_dict"})
"""Calls that make a table of columns or rows."""

ADDING_METHODS = frozenset({"assign", "with_columns"})
"""Methods whose keywords are new columns."""

ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**"})

ANSWER_WORDS = frozenset(
    {"pred", "predicted", "prediction", "predictions", "probability", "proba", "score", "label", "target", "error", "loss", "residual", "time", "timestamp"}
)  # fmt: skip
"""Words of columns that hold an answer, or when it was given, and no feature."""
