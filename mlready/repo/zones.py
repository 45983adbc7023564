"""Zones: what a file is for, by its path, first match. The largest lever on precision."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from mlready.tables.paths import (
    DATA_SUFFIXES,
    DEVCONTAINER_FILES,
    DEVCONTAINER_FOLDERS,
    DOCS_FOLDERS,
    EXAMPLE_FOLDERS,
    GENERATED_FILES,
    INFRA_FOLDERS,
    NOTEBOOK_FOLDERS,
    TEST_FILES,
    TEST_FOLDERS,
    VENDORED_FOLDERS,
)

ZONES = (
    "vendored",
    "generated",
    "template",
    "devcontainer",
    "test",
    "example",
    "docs",
    "notebook",
    "infra",
    "prod",
)

WORKING_ZONES = ("prod", "notebook", "infra")
"""Zones whose Python the project itself runs: it is parsed at once, that of other zones when something asks for it."""

_INFRA_KINDS = frozenset({"dockerfile", "ci", "terraform"})
_DEVCONTAINER_NAME = re.compile("|".join(DEVCONTAINER_FILES))
_TEST_NAME = re.compile("|".join(TEST_FILES))


def zone_of(path: str, kind: str, overrides: tuple[tuple[str, str], ...] = (), inside: str = "") -> str:
    """The zone of a file of a kind (`mlready.repo.kinds`).

    `overrides` are (glob, zone) pairs of a configuration in whose folder the scanned one lies at `inside`.
    """
    for pattern, zone in overrides:
        if fnmatchcase(inside + path, pattern):
            return zone
    lowered = path.lower()
    *folders, name = lowered.split("/")
    around = set(folders)
    if around & VENDORED_FOLDERS:
        return "vendored"
    if any(fnmatchcase(name, pattern) for pattern in GENERATED_FILES):
        return "generated"
    if "{{" in path or name.endswith((".tmpl", ".j2", ".jinja", ".jinja2", ".tpl")):
        return "template"
    if around & DEVCONTAINER_FOLDERS or _DEVCONTAINER_NAME.fullmatch(name):
        return "devcontainer"
    if around & TEST_FOLDERS or _TEST_NAME.fullmatch(name):
        return "test"
    if around & EXAMPLE_FOLDERS or any(_is_for_examples(one) for one in folders):
        return "example"
    if around & DOCS_FOLDERS and kind != "ci":
        return "docs"
    if kind == "notebook" or around & NOTEBOOK_FOLDERS:
        return "notebook"
    if kind in _INFRA_KINDS or (around & INFRA_FOLDERS and kind != "python"):
        return "infra"
    return "prod"


def _is_for_examples(folder: str) -> bool:
    """Whether a folder is named by several words for examples (`tutorials-and-examples`)."""
    words = set(folder.replace("_", "-").split("-")) - {"and", "more"}
    return len(words) > 1 and words <= EXAMPLE_FOLDERS


def is_data(path: str) -> bool:
    """Whether the name says a data or model file."""
    return path.lower().endswith(DATA_SUFFIXES)
