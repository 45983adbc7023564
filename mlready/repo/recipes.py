"""How the runs of a project are started, as its documents, pipelines and commands tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.once import once

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.repo.model import Project, Repo

_STARTER = re.compile(
    r"\b(?:python[\d.]*|torchrun|accelerate|deepspeed|horovodrun|srun|sbatch|bash|sh|make|papermill|jupyter|ipython|uv|poetry|"
    r"pipenv|spark-submit|modal|ray|mlflow|dvc|zenml|kedro|metaflow)\b|\./|\$ "
)
_RUNS_ALL = re.compile(
    r"\b(?:dvc (?:repro|exp run)|kedro run|mlflow (?:run|recipes run)|snakemake|nextflow run|zenml pipeline run)\b"
)
_SPOKEN = frozenset({"document", "make", "shell"})
_LARGEST = 500_000


@once
def starts(project: Project) -> tuple[tuple[Location, str], ...]:
    """(where, line) of every line of documents, scripts, CI, images, jobs and pipelines that may start something."""
    own = ((location, " ".join(command.words)) for location, command in project.commands())
    return (*own, *_written(project.repo))


@once
def _written(repo: Repo) -> tuple[tuple[Location, str], ...]:
    """Lines of documents and scripts that start something, and those of jobs and pipelines that name a script."""
    return tuple(_lines(repo))


def _lines(repo: Repo) -> Iterator[tuple[Location, str]]:
    for file in repo.files:
        spoken = file.kind in _SPOKEN or (file.kind in {"text", "other"} and "readme" in file.path.lower())
        job = file.kind == "yaml" or file.path.endswith(".json")
        if not (spoken or job) or file.zone in {"vendored", "template"} or file.size > _LARGEST:
            continue
        for number, line in enumerate((repo.text(file.path) or "").splitlines(), 1):
            if line.lstrip().startswith("#"):
                continue
            if ".py" in line if job else _STARTER.search(line):
                yield Location(file.path, number), line


def recipe_of(project: Project, module: Module) -> Location | None:
    """Where a line starts a module: by its path, its dotted name or the command that is installed for it."""
    named, full = _names(project, module), "/".join(module.path.split("/")[-2:])
    lines = ((place, line) for place, line in starts(project) if named.search(line))
    return next((place for place, line in lines if full in line or _is_near(place, module)), None)


def _is_near(place: Location, module: Module) -> bool:
    """Whether a line stands where a bare name can mean the module: at the root, in its part, or in a hidden folder."""
    top = place.path.split("/")[0]
    return "/" not in place.path or top.startswith(".") or top == module.path.split("/")[0] or "/" not in module.path


def started_by_code(project: Project, module: Module) -> bool:
    """Whether another module names the file, and so may start it."""
    last = module.path.rpartition("/")[2].encode()
    others = (one.path for one in project.code if one is not module and not one.is_notebook)
    return any(last in (project.repo.data(path) or b"") for path in others)


def runs_all(project: Project) -> Location | None:
    """Where a line starts every stage of a pipeline."""
    return next((place for place, line in starts(project) if _RUNS_ALL.search(line)), None)


def _names(project: Project, module: Module) -> re.Pattern[str]:
    last = module.path.rpartition("/")[2]
    dotted = module.name.rpartition(".")[2]
    names = [rf"(?:[\w./$-]*/)?{re.escape(last)}", rf"-m +[\w.]*\b{re.escape(dotted)}\b"]
    for manifest in project.all_manifests:
        for command, target in manifest.scripts:
            if module.name.endswith(target.partition(":")[0]):
                names.append(rf"\b{re.escape(command)}\b")
    return re.compile("|".join(rf"(?<![\w-]){one}(?![\w-])" for one in names))
