"""Secrets by the shape their providers give them: found, and masked in whatever is printed. Never by entropy.

`mlready.facts.secret.credential` judges files that exist to hold credentials, `mlready.facts.secret.placeholder` values.
"""

from mlready.facts.secret.finder import Secret, find, mask

__all__ = ["Secret", "find", "mask"]
