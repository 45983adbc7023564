"""Where configuration stands, and how a file becomes one."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from typing import Any

from mlready.config.model import Config, ConfigError, Ignore, Suppress
from mlready.config.names import unknown_rule

FILES = ("mlready.toml", "pyproject.toml")
SIZE_LIMIT = 1_000_000  # bytes of a configuration file


def find(read: Callable[[str], bytes | None], names: Collection[str], prefix: str = "") -> Config | None:
    """The configuration among the files of one folder, None where there is none; `prefix` stands before shown names.

    `names` are the rules, aliases and families that may be named. Raises ConfigError.
    """
    for name in FILES:
        data = read(name)
        if data is not None:
            config = parse(data, prefix + name, names)
            if config is not None:
                return config
    return None


def find_above(folder: str, names: Collection[str]) -> Config | None:
    """The configuration of the nearest folder above this one, up to the root of its git work tree. Raises ConfigError."""
    folder = os.path.abspath(folder)
    prefix = ""
    for above in _work_tree_above(folder):
        prefix += "../"
        config = find(read_folder(above), names, prefix)
        if config is not None:
            return config._replace(inside=os.path.relpath(folder, above).replace(os.sep, "/") + "/")
    return None


def _work_tree_above(folder: str) -> list[str]:
    """The folders above, nearest first, as far as the git work tree reaches; none outside git or at its root."""
    above: list[str] = []
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        above.append(parent)
        folder = parent
    return above


def read_folder(folder: str) -> Callable[[str], bytes | None]:
    """Reads regular files of a folder, None where there is none; links are not followed."""

    def read(name: str) -> bytes | None:
        path = os.path.join(folder, name)
        if os.path.islink(path) or not os.path.isfile(path):
            return None
        try:
            with open(path, "rb") as file:
                return file.read(SIZE_LIMIT + 1)
        except OSError:
            return None

    return read


def load(path: str, names: Collection[str]) -> Config:
    """The configuration in a file the reader named. Raises ConfigError, also where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the configuration: {error.strerror or error}") from None
    return parse(data, path, names) or Config(path=path)


def parse(data: bytes, name: str, names: Collection[str]) -> Config | None:
    """The configuration in the bytes of a file, None for a pyproject.toml that has none. Raises ConfigError."""
    foreign = name.rsplit("/", 1)[-1] == "pyproject.toml"
    if foreign and b"mlready" not in data:
        return None
    if len(data) > SIZE_LIMIT:
        raise ConfigError(f"{name}: too large for a configuration: more than {SIZE_LIMIT} bytes")
    try:
        table = _toml(data, name)
    except ConfigError:
        if foreign and b"tool.mlready" not in data:
            return None
        raise
    if foreign:
        tool = table.get("tool")
        if not isinstance(tool, dict) or "mlready" not in tool:
            return None
        table = tool["mlready"]
    return _build(table, name, names)


def _toml(data: bytes, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax_error(str(error), data, name)) from None
    except RecursionError:
        raise ConfigError(f"{name}: nested too deeply") from None


def _syntax_error(message: str, data: bytes, name: str) -> str:
    import re

    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if found is None:
        return f"{name}: not valid TOML: {message}"
    line = found[1] or str(data.count(b"\n") + 1)
    column = f" (column {found[2]})" if found[2] else " (end of file)"
    return f"{name}:{line}: not valid TOML: {message[: found.start()].lower()}{column}"


def _build(table: Any, name: str, names: Collection[str]) -> Config:
    from mlready.config.check import first_fault

    fault = first_fault(table)
    if fault:
        raise ConfigError(f"{name}: {fault}")
    values = {key.replace("-", "_"): value for key, value in table.items()}
    config = Config(path=name, **{key: _frozen(key, value) for key, value in values.items()})
    for key, rule in _named_rules(config):
        unknown = unknown_rule(rule, names)
        if unknown:
            raise ConfigError(f"{name}: `{key}`: {unknown}")
    return config


def _named_rules(config: Config) -> Iterator[tuple[str, str]]:
    yield from (("select", rule) for rule in config.select)
    yield from (("ignore", ignore.rule) for ignore in config.ignore)
    yield from (("suppress", suppress.rule) for suppress in config.suppress)


def _frozen(key: str, value: Any) -> Any:
    if key == "ignore":
        pairs = value.items() if isinstance(value, dict) else ((item["rule"], item["reason"]) for item in value)
        return tuple(Ignore(rule, reason) for rule, reason in pairs)
    if key == "suppress":
        from mlready.config.check import as_day

        return tuple(Suppress(**item | {"until": as_day(item.get("until"))}) for item in value)
    if key == "limits":
        return {name: int(number) for name, number in value.items()}
    if key == "zones":
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value
