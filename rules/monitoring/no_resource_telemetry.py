"""Nobody knows how much of the GPU is used."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.training import is_collection
from mlready.tables.resources import CHOOSING, EXPORTERS, GPU_METHODS, GPU_NAMES, WATCHING, WATCHING_KEYWORDS
from mlready.verdict import Location, Verdict, failed, not_applicable, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    used = next(gpus(project), None)
    found = None if used is None else next(watched(project), None)
    if used is None:
        yield not_applicable("no code of this project uses a GPU")
    elif found is not None:
        yield passed(found[0], f"the load of the machine is recorded: {found[1]}")
    elif is_collection(repo):
        yield not_applicable("a collection of implementations, each trained by itself")
    else:
        message = "no evidence in this repository that the load of GPUs and memory is recorded: log it with the run, or run an exporter"
        yield failed(used, message)


def gpus(project: Project) -> Iterator[Location]:
    """Where code outside notebooks puts work on a GPU."""
    for module in project.code:
        if module.is_notebook or project.repo.zone(module.path) != "prod":
            continue
        used = module.summary.names & GPU_NAMES
        if used or (module.imports("torch") and not module.summary.methods.isdisjoint(GPU_METHODS)):
            call = next((one for one in module.calls if one.name in used or one.method in GPU_METHODS), None)
            yield module.at(1) if call is None else module.at(call.span)


def watched(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of whatever records the load of a machine."""
    for tool, calls in WATCHING.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for module, call in project.calls_to(*CHOOSING, zones=("prod",)):
        if not WATCHING_KEYWORDS.isdisjoint(call.keywords):
            yield module.at(call.span), "the tracker that is chosen"
    for file in project.repo.of_kind("yaml", "terraform"):
        data = project.repo.data(file.path) or b"" if file.zone in {"prod", "infra"} else b""
        if any(one in data for one in EXPORTERS):
            yield Location(file.path), "an exporter"
    for place, command in project.commands():
        if command.program == "nvidia-smi" and len(command.words) > 1:
            yield place, "nvidia-smi"
