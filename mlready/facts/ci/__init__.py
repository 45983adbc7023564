"""CI files of every system, read into one model."""

from __future__ import annotations

from mlready.facts.ci.model import Include, Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.path import is_active, is_ci, system_of
from mlready.facts.ci.read import read

__all__ = ["Include", "Job", "Step", "Text", "Trigger", "Workflow", "is_active", "is_ci", "read", "system_of"]
