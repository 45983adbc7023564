"""Shell text (Dockerfile RUN, CI steps, Makefile recipes, pipeline commands) as the commands it would run."""

from mlready.facts.shell.command import Command, commands, from_words, program
from mlready.facts.shell.install import Install, installs
from mlready.facts.shell.run import Run, python_run, runs_python, runs_tests

__all__ = [
    "Command",
    "Install",
    "Run",
    "commands",
    "from_words",
    "installs",
    "program",
    "python_run",
    "runs_python",
    "runs_tests",
]
