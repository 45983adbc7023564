"""What code fetches from a hub: names and commits, followed through files, told from what lies in the repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlready.facts.values import Const, Qualified, Value
from mlready.tables.hubs import LOCAL_FOLDERS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.repo.model import Repo

COMMIT = re.compile(r"[0-9a-f]{7,40}")
_REMOTE = re.compile(r"[\w.-]+(?:/[\w.-]+)?(?::[\w./-]+)?")


def literal(repo: Repo, module: Module, call: Call, value: Value | None) -> str | None:
    """The text a value holds, through names of this file or one imported from another file of the repository."""
    origin = module.origin(value, call.block, call.span.line)
    found = origin.value if isinstance(origin, Const) else None
    located = repo.names.locate(module, origin.name) if isinstance(origin, Qualified) else None
    if located is not None:
        found = located[0].summary.assignments.get(located[1])
    return found if isinstance(found, str) else None


def may_be_remote(repo: Repo, name: str) -> bool:
    """Whether a name can mean something on a hub: it is no path, and no folder of this repository."""
    if not _REMOTE.fullmatch(name) or name.startswith(".") or name.partition("/")[0].lower() in LOCAL_FOLDERS:
        return False
    folder = f"{name}/"
    return not any(one.path.startswith(folder) or one.path == name for one in repo.files)
