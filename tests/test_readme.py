"""What the README shows is what the command prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_sample_is_what_the_command_prints() -> None:
    text = (ROOT / "README.md").read_text()
    shown = re.search(r"`mlready (scan [^`]+)`.*?```text\n(.*?)\n```", text, re.DOTALL)
    assert shown is not None
    environ = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mlready", *shown[1].split(), "--fail-on", "never"]
    run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    assert run.stdout.rstrip("\n") == shown[2]
