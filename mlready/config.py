"""Configuration: `mlready.toml`, else `[tool.mlready]` of pyproject.toml, in the scanned folder or the nearest one above it.

It is data only: names, numbers, globs and texts. A folder above is looked at only inside the same git work tree. In a
monorepo the file of the scanned root counts for all projects; files of projects below it are not read. What a file may
hold is said once, in `output/schema/config.schema.json`, and checked here against that schema.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

FILES = ("mlready.toml", "pyproject.toml")
SIZE_LIMIT = 1_000_000  # bytes of a configuration file

_SCHEMA_PATH = os.path.join(os.path.dirname(__file__), "output", "schema", "config.schema.json")
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_WORDS = {
    "object": "a table",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
_BOTH = {"regulated": True, "affects-people": True}
_DECLARED: dict[str, dict[str, bool]] = {
    "biometrics": _BOTH,
    "credit": _BOTH,
    "critical-infrastructure": {"regulated": True},
    "education": _BOTH,
    "health": _BOTH,
    "hr": _BOTH,
    "insurance": _BOTH,
    "justice": _BOTH,
    "public-services": _BOTH,
    "other": {},
}


class ConfigError(ValueError):
    """The configuration cannot be used; the message is one sentence that names the file and the key."""


class Ignore(NamedTuple):
    """A rule or family set aside by configuration."""

    rule: str
    reason: str


class Suppress(NamedTuple):
    """Findings set aside by configuration: by fingerprint, or by a glob of paths, up to and including the day `until`."""

    rule: str
    reason: str
    fingerprint: str | None = None
    path: str | None = None
    until: date | None = None


class Config(NamedTuple):
    """What a repository or its reader decides about a scan; None where nothing is said."""

    path: str | None = None  # the file it was read from, as shown to the reader
    profile: str = "recommended"
    select: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()  # by the command line only: not shown, but counted
    ignore: tuple[Ignore, ...] = ()
    exclude: tuple[str, ...] = ()
    roles: Mapping[str, bool] = MappingProxyType({})
    domain: tuple[str, ...] = ()
    environment: str | None = None
    goals: tuple[str, ...] = ()
    fail_on: str = "high"
    max_debt: float | None = None
    min_grade: str | None = None
    zones: tuple[tuple[str, str], ...] = ()
    limits: Mapping[str, int] = MappingProxyType({})
    suppress: tuple[Suppress, ...] = ()
    infra_repo: str | None = None
    related_repos: tuple[str, ...] = ()

    @property
    def asserted_roles(self) -> dict[str, bool]:
        """Roles asserted or denied by `roles`, and those that `domain` declares."""
        declared = {role: True for domain in self.domain for role in _DECLARED[domain]}
        return declared | dict(self.roles)


def globs(pattern: str) -> tuple[str, ...]:
    """The `fnmatch` patterns of a configured glob: the file itself, or everything below the folder it names."""
    pattern = pattern.removeprefix("./").rstrip("/")
    tails = dict.fromkeys((pattern, pattern.removeprefix("**/")))
    return tuple(glob for tail in tails for glob in (tail, tail + "/*"))


def covers(pattern: str, path: str) -> bool:
    """Whether a configured glob names this file or a folder above it; `*` also crosses folders."""
    from fnmatch import fnmatchcase

    return any(fnmatchcase(path, glob) for glob in globs(pattern))


def nearest(word: str, words: Collection[str]) -> str | None:
    """The known word that an unknown one was probably meant to be."""
    from difflib import get_close_matches

    matches = get_close_matches(word.lower().replace("_", "-"), sorted(words), n=1, cutoff=0.5)
    return matches[0] if matches else None


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
    prefix = ""
    for above in _work_tree_above(os.path.abspath(folder)):
        prefix += "../"
        config = find(read_folder(above), names, prefix)
        if config is not None:
            return config
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


def schema() -> dict[str, Any]:
    """The JSON Schema of the configuration."""
    import json

    with open(_SCHEMA_PATH, encoding="utf-8") as file:
        loaded: dict[str, Any] = json.load(file)
    return loaded


def _build(table: Any, name: str, names: Collection[str]) -> Config:
    for where, message in _faults(table, schema(), ()):
        raise ConfigError(f"{name}: {_key(where)}{message}")
    values = {key.replace("-", "_"): value for key, value in table.items()}
    config = Config(path=name, **{key: _frozen(key, value) for key, value in values.items()})
    for key, rule in _named_rules(config):
        unknown = unknown_rule(rule, names)
        if unknown:
            raise ConfigError(f"{name}: {_key((key,))}{unknown}")
    return config


def _key(path: tuple[str | int, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    return f"`{text}`: " if text else ""


def unknown_rule(rule: str, names: Collection[str]) -> str | None:
    """What is wrong with the name of a rule or family, with the nearest valid one; None where it is known."""
    return None if rule in names else "unknown rule " + instead(rule, names)


def instead(word: str, words: Collection[str]) -> str:
    """An unknown word quoted, with the known one it was probably meant to be."""
    guess = nearest(word, words)
    return f"`{word}`" + (f", did you mean `{guess}`?" if guess else "")


def _named_rules(config: Config) -> Iterator[tuple[str, str]]:
    yield from (("select", rule) for rule in config.select)
    yield from (("ignore", ignore.rule) for ignore in config.ignore)
    yield from (("suppress", suppress.rule) for suppress in config.suppress)


def _frozen(key: str, value: Any) -> Any:
    if key == "ignore":
        pairs = value.items() if isinstance(value, dict) else ((item["rule"], item["reason"]) for item in value)
        return tuple(Ignore(rule, reason) for rule, reason in pairs)
    if key == "suppress":
        return tuple(Suppress(**item | {"until": _day(item.get("until"))}) for item in value)
    if key == "limits":
        return {name: int(number) for name, number in value.items()}
    if key == "zones":
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value


def _day(value: Any) -> date | None:
    """The date of a TOML date or of a text like 2027-03-01, None for anything else."""
    from datetime import date

    if type(value) is date:
        return value
    if not isinstance(value, str) or not _matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


Fault = tuple[tuple[str | int, ...], str]


def _faults(value: Any, schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[Fault]:
    """What of a value the schema does not allow: (key, message), in the order of the file."""
    if "oneOf" in schema:
        schema = _branch(value, schema)
    kind = schema["type"]
    if not _is_a(value, kind, schema):
        expected = _WORDS[kind] if schema.get("format") != "date" else "a date like 2027-03-01"
        yield path, f"expected {expected}, not {_shown(value)}"
    elif kind == "object":
        yield from _table_faults(value, schema, path)
    elif kind == "array":
        for index, item in enumerate(value):
            yield from _faults(item, schema["items"], (*path, index))
    else:
        yield from _plain_faults(value, schema, path)


def _branch(value: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Of alternatives that differ in type the one this value belongs to, else the first."""
    branches: list[dict[str, Any]] = schema["oneOf"]
    return next((branch for branch in branches if _is_a(value, branch["type"], branch)), branches[0])


def _is_a(value: Any, kind: str, schema: dict[str, Any]) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if schema.get("format") == "date":
        return isinstance(value, str) or _day(value) is not None
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    for kind, types in _TYPES.items():
        if isinstance(value, types):
            return _WORDS[kind]
    return f"`{value}`"


def _table_faults(value: dict[str, Any], schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[Fault]:
    properties: dict[str, Any] = schema.get("properties", {})
    others = schema["additionalProperties"]
    for key, entry in value.items():
        if key in properties:
            yield from _faults(entry, properties[key], (*path, key))
        elif others:
            yield from _faults(entry, others, (*path, key))
        else:
            yield path, "unknown key " + instead(key, properties)
    missing = [key for key in schema.get("required", ()) if key not in value]
    if missing:
        yield path, f"`{missing[0]}` is missing"
    choices = [branch["required"][0] for branch in schema.get("anyOf", ())]
    if choices and not any(choice in value for choice in choices):
        yield path, "needs " + " or ".join(f"`{choice}`" for choice in choices)


def _plain_faults(value: Any, schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[Fault]:
    if "enum" in schema and value not in schema["enum"]:
        yield path, f"unknown value {instead(value, schema['enum'])} (one of {', '.join(schema['enum'])})"
    elif "maximum" in schema and not schema["minimum"] <= value <= schema["maximum"]:
        yield path, f"expected a number from {schema['minimum']} to {schema['maximum']}, not {value}"
    elif "minimum" in schema and not value >= schema["minimum"]:
        yield path, f"expected a number of at least {schema['minimum']}, not {value}"
    elif schema.get("format") == "date":
        if _day(value) is None:
            yield path, f'expected a date like 2027-03-01, not the text "{value[:40]}"'
    elif "pattern" in schema and not _matches(schema["pattern"], value):
        yield path, _pattern_fault(value, schema["pattern"])


def _matches(pattern: str, value: str) -> bool:
    import re

    return re.search(pattern, value) is not None


def _pattern_fault(value: str, pattern: str) -> str:
    if pattern == r"\S":
        return "must not be empty"
    if "f]{32}" in pattern:
        return f'expected a fingerprint of 32 hexadecimal digits, not "{value[:40]}"'
    return f'expected owner/name without an address, not "{value[:60]}"'
