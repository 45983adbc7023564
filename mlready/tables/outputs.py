"""Files that runs and tools leave behind, by the shape of their paths."""

import re

RUN_OUTPUT = re.compile(
    r"(?P<folder>(?:.*/)?(?:"
    r"__pycache__|\.ipynb_checkpoints|catboost_info|\.dvc/(?:cache|tmp)"
    r"|mlruns(?=/(?:\d+|models|\.trash)/)"
    r"|wandb(?=/(?:(?:offline-)?run-\d{8}_|latest-run|debug[\w-]*\.log))"
    r"|(?:lightning|tb)_logs(?=/(?:\w+/)?version_\d+/)"
    r"|(?:outputs|multirun)(?=/\d{4}-\d\d-\d\d/)"
    r"))/.+"
    r"|(?:.*/)?(?:events\.out\.tfevents\.[^/]+|mlflow\.db)$"
)
"""`folder` is what to take out as a whole; None where it is the file alone."""

IGNORED = (
    "__pycache__/x.pyc", ".ipynb_checkpoints/x.ipynb", "mlruns/0/meta.yaml", "wandb/latest-run", "lightning_logs/version_0/x",
    "outputs/2024-01-01/x", "catboost_info/x",
)  # fmt: skip
"""Paths that a repository that thinks of such files has its ignore file leave out."""

COPIES = frozenset(
    {"PKG-INFO", ".hg_archival.txt", ".hgignore", ".dockerignore", ".gitignore", ".gitattributes", ".gitlab-ci.yml"}
)
"""Names that say that a folder is a copy or a part of something that is kept under version control elsewhere."""
