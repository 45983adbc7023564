"""Whether code can run at all: a function that nothing mentions is no evidence that something is done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlready.repo.once import once
from mlready.tables.hooks import HOOKS

if TYPE_CHECKING:
    from mlready.facts.python import Definition, Module
    from mlready.repo.model import Repo

_WORD = re.compile(rb"\w+")
_NAMING = ("manifest", "yaml", "toml", "ci", "make", "shell", "dockerfile")


def is_idle(repo: Repo, module: Module, block: int) -> bool:
    """Whether code stands in a function or class of a file that nothing in the repository uses or names.

    What a library offers, what is decorated or derived from a class of another package, and what platforms call by
    name may run all the same.
    """
    around = _outermost(module, module.scope_of(block).name)
    if around is None or around.decorators or around.name in HOOKS or module.is_notebook:
        return False
    if around.kind == "class" and any(not base.startswith((":", ".")) for base in around.bases):
        return False
    if repo.project_of(module.path).has("library"):
        return False
    if module.name.rpartition(".")[2] in _spread(repo):
        return False
    return around.name not in _mentioned(repo) and around.name.encode() not in _named(repo)


def _outermost(module: Module, name: str) -> Definition | None:
    """The function or class of the module's own level that holds the scope of a dotted name."""
    first = name.partition(".")[0]
    if not first or first.startswith("<"):
        return None
    return next((one for one in module.summary.definitions if one.name == first), None)


@once
def _mentioned(repo: Repo) -> frozenset[str]:
    """The last words of all that working code uses; a call of itself does not count, nor does an import without a use."""
    words: set[str] = set()
    for module in repo.working:
        words.update(name.rpartition(".")[2] for name in module.summary.names)
        for one in module.summary.definitions:
            own = f":{one.name}"
            for name in (*one.calls, *one.references, *one.bases, *one.decorators):
                if name != own and not name.startswith(own + "."):
                    words.add(name.rpartition(".")[2].lstrip(":"))
                    if name.startswith(":") and "." in name:
                        words.add(name[1:].partition(".")[0])
    return frozenset(words)


@once
def _spread(repo: Repo) -> frozenset[str]:
    """The last words of modules from which everything is imported: what is used of them is not told."""
    entries = (entry for module in repo.working for entry in module.summary.imports if entry.bound == "*")
    return frozenset(entry.name.removesuffix(".*").rpartition(".")[2] for entry in entries)


@once
def _named(repo: Repo) -> frozenset[bytes]:
    """The words of the files that say what is run."""
    return frozenset(word for file in repo.of_kind(*_NAMING) for word in _WORD.findall(repo.data(file.path) or b""))
