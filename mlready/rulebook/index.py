"""The index of a rule book: everything start-up needs in one file, made from the pages when they have changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlready import __version__, cache
from mlready.rule import Rule
from mlready.rulebook.page import RuleError, hint, read_rule

INDEX = "index.json"
_FORMAT = 1
_TUPLES = ("zones", "triggers", "silences", "unblocks", "sources", "aliases")


def build_index(rules_dir: str | os.PathLike[str]) -> str:
    """The index of a book as JSON text, the same bytes for the same book; raises RuleError."""
    return json.dumps(build(os.fspath(rules_dir)), ensure_ascii=False, sort_keys=True, indent=None) + "\n"


def index_of(folder: str, cache_dir: str | os.PathLike[str] | None, *, complete: bool) -> dict[str, Any]:
    """The index of a folder: the one shipped in it, the one kept in the cache if current, or a new one."""
    if not os.path.isdir(folder):
        raise RuleError(f"{folder}: no such folder of rules")
    shipped = _read_index(os.path.join(folder, INDEX))
    if shipped is not None:
        return shipped
    stamp = _stamp(folder)
    kept_at = _cached_index(folder, cache_dir)
    kept = _read_index(kept_at)
    if kept is not None and kept.get("stamp") == [__version__, complete, stamp]:
        return kept
    index = build(folder, complete=complete)
    _write(kept_at, json.dumps(index | {"stamp": [__version__, complete, stamp]}))
    return index


def _cached_index(folder: str, cache_dir: str | os.PathLike[str] | None) -> str:
    import hashlib

    where = os.path.realpath(folder)
    name = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(cache.folder() if cache_dir is None else os.fspath(cache_dir), f"rules-{name}.json")


def _read_index(path: str) -> dict[str, Any] | None:
    try:
        with open(path, encoding="utf-8") as file:
            index = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    return (
        index if isinstance(index, dict) and index.get("format") == _FORMAT and _is_whole(index.get("rules")) else None
    )


def _is_whole(rows: Any) -> bool:
    """Whether every row of an index has the fields of a rule."""
    fields = set(Rule._fields) - {"foreign"}
    return isinstance(rows, list) and all(isinstance(row, dict) and row.keys() == fields for row in rows)


def _write(path: str, text: str) -> None:
    """Writes whole or not at all; a folder that cannot be written costs only time."""
    passing = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(passing, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(passing, path)
    except OSError:
        return


def _pages(folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """(family, file) of every page and check, sorted."""
    with os.scandir(folder) as found:
        families = sorted(one.name for one in found if one.is_dir() and one.name[0] not in "._")
    for family in families:
        with os.scandir(os.path.join(folder, family)) as found:
            files = sorted((one for one in found if one.name.endswith((".md", ".py"))), key=lambda one: one.name)
        for file in files:
            yield family, file


def _stamp(folder: str) -> list[list[Any]]:
    return [
        [family, file.name, status.st_mtime_ns, status.st_size]
        for family, file in _pages(folder)
        for status in (file.stat(),)
    ]


def build(folder: str, *, foreign: bool = False, complete: bool = True, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """Reads every page; `known` are names of other books that may be named, `complete` refuses names of no rule."""
    if not os.path.isdir(folder):
        raise RuleError(f"{folder}: no such folder of rules")
    import hashlib

    digest = hashlib.sha256()
    rules: list[Rule] = []
    faults: list[str] = []
    files = [(f"{family}/{file.name}", file.path) for family, file in _pages(folder)]
    checks = {path for path, _ in files if path.endswith(".py")}
    for path, place in files:
        with open(place, "rb") as file:
            data = file.read()
        digest.update(f"{path} {len(data)}\n".encode() + data)
        if not path.endswith(".md"):
            continue
        try:
            rules.append(read_rule(path, data.decode("utf-8", "replace"), foreign=foreign))
        except RuleError as error:
            faults.append(str(error))
    faults += _pairs({rule.path: rule for rule in rules}, files, checks)
    faults += clashes(rules, "")
    faults += _references(rules, known, complete=complete)
    raise_all(faults)
    return {"format": _FORMAT, "digest": digest.hexdigest(), "rules": [_row(rule) for rule in rules]}


def _row(rule: Rule) -> dict[str, Any]:
    row = rule._asdict()
    del row["foreign"]
    return row


def from_row(row: dict[str, Any]) -> Rule:
    """A rule of an index."""
    fields: dict[str, Any] = {key: tuple(value) if key in _TUPLES else value for key, value in row.items()}
    return Rule(**fields)


def raise_all(faults: list[str]) -> None:
    """Raises RuleError with every fault, where there is one."""
    if faults:
        raise RuleError("\n".join(faults))


def _pairs(rules: dict[str, Rule], files: list[tuple[str, str]], checks: set[str]) -> Iterator[str]:
    pages = {path for path, _ in files if path.endswith(".md")}
    for path, rule in sorted(rules.items()):
        if rule.check_path and rule.check_path not in checks:
            yield f"{path}: its check {rule.check_path} is missing"
    for check in sorted(checks):
        page = check.removesuffix(".py") + ".md"
        if page not in pages:
            yield f"{check}: its page {page} is missing"
        elif page in rules and not rules[page].check_path:
            yield f"{check}: mlready judges subject {rules[page].subject} itself, no check is called"


def clashes(rules: Iterable[Rule], folder: str) -> list[str]:
    """Names that two rules claim; `folder` stands before shown paths."""
    owners: dict[str, Rule] = {}
    faults = []
    for rule in rules:
        for name in (rule.name, *rule.aliases):
            owner = owners.setdefault(name, rule)
            if owner is not rule:
                where = os.path.join(folder, rule.path) if folder else rule.path
                faults.append(f"{where}: the name {name} is taken by {owner.path}")
    return faults


def _references(rules: list[Rule], known: tuple[str, ...], *, complete: bool) -> Iterator[str]:
    names = dict.fromkeys([*(rule.name for rule in rules), *known])
    for rule in rules:
        for key in ("silences", "unblocks"):
            for name in getattr(rule, key):
                if name == rule.name:
                    yield f"{rule.path}: {key}: a rule cannot name itself"
                elif complete and name not in names:
                    yield f"{rule.path}: {key}: there is no rule {name!r}{hint(name, names)}"
    parts = {rule.name: rule.silences for rule in rules}
    for rule in rules:
        if rule.name in _reached(parts, rule.name) and rule.name not in rule.silences:
            yield f"{rule.path}: silences: it silences itself by way of {', '.join(rule.silences)}"


def _reached(parts: Mapping[str, tuple[str, ...]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(parts[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += parts.get(name, ())
    return reached
