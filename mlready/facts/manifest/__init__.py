"""Dependency manifests and locks of Python projects and conda environments as one kind of plain data."""

from mlready.facts.manifest.model import Include, Local, Manifest, Option, Requirement
from mlready.facts.manifest.reader import is_manifest, read
from mlready.facts.manifest.requirement import normalised, parse
from mlready.facts.manifest.version import admits, specifier_floor, version_key

__all__ = [
    "Include",
    "Local",
    "Manifest",
    "Option",
    "Requirement",
    "admits",
    "is_manifest",
    "normalised",
    "parse",
    "read",
    "specifier_floor",
    "version_key",
]
