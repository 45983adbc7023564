"""One file of a CI system, read by the reader of its system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.ci.model import Workflow
from mlready.facts.ci.node import MAX_EXPANDED, expanded
from mlready.facts.ci.path import is_active, system_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlready.facts.yaml import Node, YamlFile

_TEMPLATE_SUFFIXES = (".tmpl", ".tpl", ".j2", ".jinja", ".jinja2")
_AMBIGUOUS = frozenset({"azure"})
"""Systems that share their folders with other files: broken YAML there is not called CI."""


def read(path: str, data: bytes) -> Workflow | None:
    """What a CI file says; None where its content is no CI. YAML of any path is read as Azure Pipelines if it has that shape."""
    name = path
    for suffix in _TEMPLATE_SUFFIXES:
        name = name.removesuffix(suffix)
    system = system_of(name)
    if system == "jenkins":
        from mlready.facts.ci.jenkins import read as read_jenkins

        return read_jenkins(path, data)._replace(active=is_active(path, system))
    from mlready.facts.yaml import documents

    file = documents(data)
    active = name == path and system is not None and is_active(path, system)
    if not file.documents or file.documents[0].kind != "map":
        if system is None or system in _AMBIGUOUS or (system == "gitlab" and "/.gitlab/" in f"/{path}"):
            return None
        return Workflow(path, system, active=active, error=file.error or "not a mapping", templated=file.templated)
    return _read_yaml(path, name, system, file, active=active)


def _read_yaml(path: str, name: str, system: str | None, file: YamlFile, *, active: bool) -> Workflow | None:
    root = file.documents[0]
    if expanded(root) > MAX_EXPANDED:
        error = f"aliases stand for more than {MAX_EXPANDED} values"
        return None if system is None else Workflow(path, system, active=active, error=error, root=root)
    if system in ("github", "gitlab", "azure", "circleci", None):
        main = root
        if system == "gitlab" and root.get("spec") is not None and len(file.documents) > 1:
            main = file.documents[1]
        found = _reader(system or "azure")(name, main)
    else:
        from mlready.facts.ci.other import read_all

        found = read_all(name, system, file.documents)
    if found is None or (system is None and found.kind != "workflow"):
        return None
    active = active or (system is None and is_active(path, found.system))
    return found._replace(path=path, error=file.error or found.error, templated=file.templated, active=active)


def _reader(system: str) -> Callable[[str, Node], Workflow | None]:
    from mlready.facts.ci import azure, circleci, github, gitlab

    readers = {"azure": azure.read, "circleci": circleci.read, "github": github.read, "gitlab": gitlab.read}
    return readers[system]
