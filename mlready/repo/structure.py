"""How the code of a project hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mlready.repo.units import is_model_base
from mlready.tables.datasets import READING
from mlready.tables.measures import METRICS
from mlready.tables.web import WEB_FRAMEWORKS

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.location import Location
    from mlready.repo.model import Project

_EDITS = ("sys.path.append", "sys.path.insert", "sys.path.extend", "site.addsitedir")
_BUILDING = frozenset({"setup.py", "setup.cfg", "pyproject"})


def path_edits(modules: Iterable[Module]) -> Iterator[Location]:
    """Where files put folders on the path that modules are looked for on."""
    for module in modules:
        for call in module.calls_to(*_EDITS):
            yield module.at(call.span)


def is_installable(project: Project) -> bool:
    """Whether a manifest in the folder of the project, or of one around it, makes it a package."""
    folders = {project.path, *(project.path[:at] for at, letter in enumerate(project.path) if letter == "/"), ""}
    return any(
        one.build_backend or one.kind == "setup.py" or (one.kind in _BUILDING and one.project_name)
        for one in project.all_manifests
        if one.path.rpartition("/")[0] in folders
    )


def concerns(module: Module) -> tuple[str, ...]:
    """What a file does, of reading data, defining models, training, measuring and serving."""
    names, methods = module.summary.names, module.summary.methods
    bases = [base for one in module.summary.definitions for base in one.bases]
    found = {
        "reading": not names.isdisjoint(READING),
        "models": any(is_model_base(one) for one in bases),
        "training": "fit" in methods or {"backward", "step"} <= methods,
        "measuring": any(name.startswith(METRICS) for name in names),
        "serving": module.imports(*WEB_FRAMEWORKS),
    }
    return tuple(what for what, there in found.items() if there)
