"""The data of a training run cannot be named again."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.data import own_data
from mlready.repo.files import yaml_documents
from mlready.tables.datasets import VERSIONED
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_data(project)
    version = next(versions(project), None)
    begun = next((Location(one.path) for one in project.files if one.path.rpartition("/")[0].endswith(".dvc")), None)
    if version is not None:
        yield passed(version[0], f"data has versions: {version[1]}")
    elif begun is not None:
        yield partial(begun, "DVC is set up, but nothing is tracked with it")
    elif not read:
        yield not_applicable("no data of its own is read")
    else:
        message = "no evidence in this repository that the data has versions: track it with DVC, or log which version a run read"
        yield failed(read[:5], message)


def versions(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of data that is kept, read or recorded by version."""
    for file in project.files:
        name = file.path.rpartition("/")[2]
        if file.zone not in {"test", "vendored", "template", "example"} and name.endswith(".dvc"):
            yield Location(file.path), "DVC"
    for path, document in yaml_documents(project, "dvc.lock"):
        if document.get("stages") is not None:
            yield Location(path), "DVC"
    attributes = project.repo.text(".gitattributes") or ""
    for number, line in enumerate(attributes.splitlines(), 1):
        if "filter=lfs" in line:
            yield Location(".gitattributes", number), "git-lfs"
    for tool, calls in VERSIONED.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool
    for module, call in project.calls_to("datasets.load_dataset"):
        if "revision" in call.keywords:
            yield module.at(call.span), "a revision of the hub"
    for module in project.code:
        for call in module.method_calls("option"):
            if any(getattr(one, "value", None) in {"versionAsOf", "timestampAsOf"} for one in call.args):
                yield module.at(call.span), "Delta"
