"""Whether a table is a configuration, by the published schema; every fault names the key and what is right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlready.config.names import instead

if TYPE_CHECKING:
    from datetime import date

_SCHEMA_PATH = os.path.join(os.path.dirname(os.path.dirname(__file__)), "output", "schema", "config.schema.json")
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

Fault = tuple[tuple[str | int, ...], str]


def schema() -> dict[str, Any]:
    """The JSON Schema of the configuration."""
    import json

    with open(_SCHEMA_PATH, encoding="utf-8") as file:
        loaded: dict[str, Any] = json.load(file)
    return loaded


def first_fault(table: Any) -> str | None:
    """What is wrong first with a table, and under which key; None where it is a configuration."""
    for where, message in _faults(table, schema(), ()):
        return f"{_key(where)}{message}"
    return None


def _key(path: tuple[str | int, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    return f"`{text}`: " if text else ""


def as_day(value: Any) -> date | None:
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
        return isinstance(value, str) or as_day(value) is not None
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
        if as_day(value) is None:
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
