"""Puts the rule book and its index into the wheel."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RuleBookHook(BuildHookInterface):  # type: ignore[type-arg]
    """Ships `rules/` as `mlready/rules/` with the index that start-up reads; an editable install reads the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from mlready.rulebook import build_index
        finally:
            sys.path.remove(str(root))
        self._folder = tempfile.TemporaryDirectory()
        index = Path(self._folder.name, "index.json")
        index.write_text(build_index(root / "rules"), encoding="utf-8", newline="\n")
        build_data["force_include"][str(root / "rules")] = "mlready/rules"
        build_data["force_include"][str(index)] = "mlready/rules/index.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if version != "editable":
            self._folder.cleanup()
