"""DVC files as data: the stages of `dvc.yaml`, what `dvc.lock` holds, `.dvc` pointers and the remotes of `.dvc/config`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlready.facts.yaml import Node

_SUMS = ("md5", "etag", "checksum", "hash")
_REMOTE = re.compile(r"'?remote \"(.+)\"'?")
_DEFAULT_PARAMS = "params.yaml"


class Entry(NamedTuple):
    """A path as written. `cached`: DVC keeps its content; `pushed`: and takes it to the remote."""

    path: str
    line: int
    cached: bool = True
    pushed: bool = True


class Stage(NamedTuple):
    """A stage; paths are relative to `folder`, which is relative to the file. `many`: foreach or matrix makes several of it.

    `params` maps a file to the keys read from it, None for all of them. `idle`: frozen, so never run; `always`: run
    every time, as what depends on nothing and makes nothing is.
    """

    name: str
    line: int
    commands: tuple[str, ...]
    command_line: int
    folder: str
    deps: tuple[Entry, ...]
    params: dict[str, tuple[str, ...] | None]
    outs: tuple[Entry, ...]
    many: bool
    idle: bool
    always: bool


class Locked(NamedTuple):
    """What a stage was last run with. `deps` maps a path to the sum of its content; `params` a file to its values by key."""

    name: str
    line: int
    commands: tuple[str, ...]
    deps: dict[str, str | None]
    params: dict[str, dict[str, Node]]


class Pointer(NamedTuple):
    """A `.dvc` file. `imported`: what it names can be fetched again from where it came."""

    outs: tuple[Entry, ...]
    imported: bool


def stages(document: Node) -> tuple[Stage, ...]:
    """The stages of a `dvc.yaml` in order."""
    found = document.get("stages")
    return tuple(_stage(name, key.line, one) for key, name, one in _named(found))


def locked(document: Node) -> dict[str, Locked]:
    """The stages of a `dvc.lock` by name; files of before the schema have them at the top."""
    found = document.get("stages") or (document if document.get("schema") is None else None)
    return {name: _locked(name, key.line, one) for key, name, one in _named(found)}


def pointer(document: Node) -> Pointer:
    """What a `.dvc` file names; an entry without a sum fixes nothing, an empty folder holds nothing: they are left out."""
    outs = document.get("outs")
    kept = [one for one in (outs.list() if outs else ()) if any(one.get(name) is not None for name in _SUMS)]
    kept = [one for one in kept if (size := one.get("size")) is None or size.text != "0"]
    found = [Entry(path.text or "", one.line, *_keeping(one)) for one in kept if (path := one.get("path")) is not None]
    return Pointer(tuple(found), imported=document.get("deps") is not None)


def remotes(text: str) -> dict[str, str]:
    """Name -> address of the remotes that a `.dvc/config` names; what cannot be read has none."""
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except ConfigError:
        return {}
    named = ((_REMOTE.fullmatch(section), parser[section].get("url")) for section in parser.sections())
    return {name[1]: url for name, url in named if name is not None and url}


def _named(node: Node | None) -> Iterator[tuple[Node, str, Node]]:
    for key, value in node.pairs() if node is not None else ():
        if value.kind == "map":
            yield key, key.value, value


def _stage(name: str, line: int, node: Node) -> Stage:
    body = node.get("do") or node
    command = body.get("cmd")
    folder = body.get("wdir")
    deps, params = tuple(_entries(body.get("deps"))), _params(body.get("params"))
    outs = tuple(one for key in ("outs", "metrics", "plots") for one in _entries(body.get(key)))
    return Stage(
        name,
        line,
        command.texts() if command is not None else (),
        command.line if command is not None else line,
        (folder.text or "") if folder is not None else "",
        deps,
        params,
        outs,
        many=node.get("foreach") is not None or node.get("matrix") is not None,
        idle=_is_true(body.get("frozen")),
        always=_is_true(body.get("always_changed")) or not (deps or params or outs),
    )


def _is_true(node: Node | None) -> bool:
    return node is not None and node.truth is True


def _entries(node: Node | None) -> Iterator[Entry]:
    """Paths of a list, each a text or a mapping of one path to its options."""
    for one in node.several() if node is not None else ():
        if one.text is not None:
            yield Entry(one.text, one.line)
        for path, options in one.items() if one.kind == "map" else ():
            yield Entry(path, one.line, *_keeping(options))


def _keeping(options: Node) -> tuple[bool, bool]:
    """(cached, pushed) as the options of an output say."""
    cache, push = options.get("cache"), options.get("push")
    cached = cache is None or cache.truth is not False
    return cached, cached and (push is None or push.truth is not False)


def _params(node: Node | None) -> dict[str, tuple[str, ...] | None]:
    found: dict[str, tuple[str, ...] | None] = {}
    for one in node.several() if node is not None else ():
        if one.text is not None:
            found[_DEFAULT_PARAMS] = (*(found.get(_DEFAULT_PARAMS) or ()), one.text)
        for path, keys in one.items() if one.kind == "map" else ():
            found[path] = keys.texts() or None
    return found


def _locked(name: str, line: int, node: Node) -> Locked:
    command, deps, params = node.get("cmd"), node.get("deps"), node.get("params")
    return Locked(
        name,
        line,
        command.texts() if command is not None else (),
        {path.text or "": _sum(one) for one in (deps.list() if deps else ()) if (path := one.get("path")) is not None},
        {file: dict(values.items()) for file, values in (params.items() if params else ()) if values.kind == "map"},
    )


def _sum(node: Node) -> str | None:
    found = node.get("md5")
    return found.text if found is not None else None
