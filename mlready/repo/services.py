"""The services that a project runs side by side, and what follows a request through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.values import Const
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.tables.roles import SERVING_IMAGES
from mlready.tables.tracing import BACKING_IMAGES, TRACING_CALLS, TRACING_KINDS, TRACING_PROGRAMS, TRACING_TEXTS

if TYPE_CHECKING:
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_OWN = frozenset({"Deployment", "StatefulSet"})


def services(project: Project) -> Iterator[tuple[str, Location]]:
    """(name, where) of services that are built here: of compose files, and deployments of Kubernetes; each name once."""
    seen: set[str] = set()
    for path, document in yaml_documents(project):
        for name, line in (*_of_compose(document), *_of_kubernetes(document)):
            if name not in seen:
                seen.add(name)
                yield name, Location(path, line)


def _of_compose(document: Node) -> Iterator[tuple[str, int]]:
    """Services of a compose file that are built from this repository and open a port for others."""
    found = document.get("services")
    for key, service in found.items() if found is not None and found.kind == "map" else ():
        opened = service.kind == "map" and (service.get("ports") is not None or service.get("expose") is not None)
        if opened and service.get("build") is not None:
            yield key, service.line


def _of_kubernetes(document: Node) -> Iterator[tuple[str, int]]:
    kind, metadata = document.get("kind"), document.get("metadata")
    name = metadata.get("name") if metadata is not None and metadata.kind == "map" else None
    if kind is None or kind.text not in _OWN or name is None or name.text is None:
        return
    images = [
        one.text or "" for node in document.walk() if node.kind == "map" and (one := node.get("image")) is not None
    ]
    ports = any(node.kind == "map" and node.get("containerPort") is not None for node in document.walk())
    if ports and images and not any(_is_backing(one) for one in images):
        yield name.text, kind.line


def _is_backing(image: str) -> bool:
    if any(one in image for one in SERVING_IMAGES):
        return True
    return image.startswith(BACKING_IMAGES) or image.rpartition("/")[2].startswith(BACKING_IMAGES)


def traced(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of tracing in code, commands and configuration."""
    for module, call in project.calls_to(*TRACING_CALLS, zones=("prod",)):
        yield module.at(call.span), (call.name or "").partition(".")[0]
    for module, call in project.calls_to("sentry_sdk.init", zones=("prod",)):
        if call.keywords.get("traces_sample_rate", Const(value=0)) not in {
            Const(value=0),
            Const(value=0.0),
            Const(value=None),
        }:
            yield module.at(call.span), "Sentry"
    for place, command in project.commands():
        if command.program in TRACING_PROGRAMS:
            yield place, command.program
    for file in project.of_kind("yaml"):
        data = project.repo.data(file.path) or b"" if file.zone in {"prod", "infra"} else b""
        if any(text in data for text in TRACING_TEXTS):
            yield Location(file.path), "configuration of a tracer"
    for path, document in yaml_documents(project, containing=b"kind:"):
        kind = document.get("kind")
        if kind is not None and kind.text in TRACING_KINDS:
            yield Location(path, kind.line), f"a {kind.text}"
