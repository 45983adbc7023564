"""Reports written to files: only where the reader said, and whole or not at all."""

from __future__ import annotations

import os

import click


def known_format(name: str) -> str:
    from mlready.config import instead
    from mlready.output import FORMATS

    if name not in FORMATS:
        raise click.UsageError(f"unknown format {instead(name, FORMATS)} (one of {', '.join(FORMATS)})")
    return name


def parse_output(text: str) -> tuple[str, str]:
    """FORMAT=FILE taken apart, and refused before the scan where the file could not be written."""
    name, equals, path = text.partition("=")
    if not equals or not path:
        raise click.UsageError(f"--output {text}: expected FORMAT=FILE")
    known_format(name)
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise click.UsageError(f"--output {text}: no such folder: {folder}")
    if os.path.isdir(path):
        raise click.UsageError(f"--output {text}: this is a folder")
    return name, path


def write(path: str, text: str) -> None:
    """Write a file whole or not at all; what is no regular file is written to as it is."""
    path = os.path.realpath(path)
    passing = path if os.path.exists(path) and not os.path.isfile(path) else f"{path}.{os.getpid()}.part"
    try:
        try:
            with open(passing, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
            if passing != path:
                if os.path.exists(path):
                    os.chmod(passing, os.stat(path).st_mode & 0o7777)
                os.replace(passing, path)
        except BaseException:
            if passing != path and os.path.lexists(passing):
                os.unlink(passing)
            raise
    except OSError as error:
        raise click.FileError(path, error.strerror or type(error).__name__) from None
