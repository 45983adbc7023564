"""Secrets by the shape their providers give them: found, and masked in whatever is printed. Never by entropy."""

from mlready.facts.secret.credential import credentials, is_credential_file
from mlready.facts.secret.finder import Secret, find, mask
from mlready.facts.secret.placeholder import is_placeholder

__all__ = ["Secret", "credentials", "find", "is_credential_file", "is_placeholder", "mask"]
