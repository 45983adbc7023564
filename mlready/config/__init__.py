"""Configuration: `mlready.toml`, else `[tool.mlready]` of pyproject.toml, in the scanned folder or the nearest one above it.

It is data only: names, numbers, globs and texts. A folder above is looked at only inside the same git work tree. In a
monorepo the file of the scanned root counts for all projects; files of projects below it are not read. What a file may
hold is said once, in `output/schema/config.schema.json`, and checked against that schema.
"""

from mlready.config.files import find, find_above, load, parse, read_folder
from mlready.config.model import Config, ConfigError, Ignore, Suppress, covers, globs
from mlready.config.names import instead, nearest, unknown_rule

__all__ = [
    "Config",
    "ConfigError",
    "Ignore",
    "Suppress",
    "covers",
    "find",
    "find_above",
    "globs",
    "instead",
    "load",
    "nearest",
    "parse",
    "read_folder",
    "unknown_rule",
]
