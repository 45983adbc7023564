"""Kinds: which reader a file needs, by its path."""

from __future__ import annotations

from mlready.tables.paths import BINARY_SUFFIXES, DATA_SUFFIXES, TEXT_SUFFIXES

_NAMED = {
    "makefile": "make",
    "gnumakefile": "make",
    "justfile": "make",
    "tox.ini": "text",
    "mlproject": "yaml",
    "dvc.lock": "yaml",
    "codeowners": "text",
    "license": "text",
    "procfile": "text",
}
_SUFFIXES = {
    ".py": "python",
    ".ipynb": "notebook",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".dvc": "yaml",
    ".tf": "terraform",
    ".tfvars": "text",
    ".md": "document",
    ".rst": "document",
    ".toml": "toml",
    ".sh": "shell",
    ".bash": "shell",
}


def kind_of(path: str) -> str:
    """python, notebook, yaml, terraform, document, toml, make, shell, dockerfile, ci, manifest, text, data, binary or other.

    Names say dockerfile, ci and manifest before their suffix does.
    """
    name = path.rsplit("/", 1)[-1].lower()
    dot = name.rfind(".")
    suffix = name[dot:] if dot >= 0 else ""
    if suffix == ".py":
        return "manifest" if name == "setup.py" else "python"
    if suffix == ".ipynb":
        return "notebook"
    from mlready.facts.ci import is_ci
    from mlready.facts.dockerfile import is_dockerfile
    from mlready.facts.manifest import is_manifest

    if is_dockerfile(path):
        return "dockerfile"
    if is_ci(path):
        return "ci"
    if is_manifest(path):
        return "manifest"
    kind = _NAMED.get(name) or _SUFFIXES.get(suffix)
    if kind:
        return kind
    if suffix in DATA_SUFFIXES:
        return "data"
    if suffix in BINARY_SUFFIXES:
        return "binary"
    if suffix in TEXT_SUFFIXES or name.startswith("."):
        return "text"
    return "other"
