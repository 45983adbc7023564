"""Calls that fetch models or data from a hub by name."""

HUB_CALLS = {
    "transformers.pipeline": (None, "model"),
    "huggingface_hub.hf_hub_download": (0, "repo_id"),
    "huggingface_hub.snapshot_download": (0, "repo_id"),
    "datasets.load_dataset": (0, "path"),
    "torch.hub.load": (0, "repo_or_dir"),
    "sentence_transformers.SentenceTransformer": (0, "model_name_or_path"),
    "sentence_transformers.CrossEncoder": (0, "model_name_or_path"),
}
"""Call -> where its artefact is named: (position, keyword)."""

HUB_PACKAGES = (
    "transformers.",
    "diffusers.",
    "sentence_transformers.",
    "peft.",
    "timm.",
    "open_clip.",
    "huggingface_hub.",
    "trl.",
    "optimum.",
    "adapters.",
)
"""Packages whose classes have `from_pretrained`."""

LOCAL_FOLDERS = frozenset(
    {
        "model", "models", "data", "dataset", "datasets", "output", "outputs", "out", "checkpoint", "checkpoints", "ckpt", "ckpts",
        "results", "runs", "artifacts", "saved_model", "saved_models", "weights", "tmp", "cache", "logs", "trained", "exports",
    }
)  # fmt: skip
"""First parts of a name that say a folder of the machine, not an owner on a hub."""
