"""conda environment files, and MLflow's python_env.yaml."""

from __future__ import annotations

from mlready.facts.manifest.model import Manifest, Option, Requirement, locked_versions, mostly_pinned
from mlready.facts.manifest.pip_list import Line, ListReader
from mlready.facts.manifest.requirement import from_conda_spec
from mlready.facts.yaml import Node, documents

_LARGEST = 5_000_000
_TELLING = frozenset(("python", "pip", "numpy", "pytorch", "cudatoolkit", "ipykernel", "nodejs"))


def read_conda(path: str, data: bytes) -> Manifest | None:
    """The environment a YAML file describes; None where it describes none."""
    if b"dependencies" not in data or len(data) > _LARGEST:
        return None
    file = documents(data)
    root = file.documents[0] if file.documents else None
    dependencies = root.get("dependencies") if root is not None and root.kind == "map" else None
    if root is None or dependencies is None or dependencies.kind != "list":
        return None
    if root.get("python") is not None and root.get("build_dependencies") is not None:
        return _python_environment(path, root, dependencies, file.error)
    if not _is_environment(root, dependencies):
        return None
    return _environment(path, root, dependencies, file.error)


def _is_environment(root: Node, dependencies: Node) -> bool:
    items = dependencies.list()
    if not all(item.kind == "scalar" or item.get("pip") is not None for item in items):
        return False
    if root.get("channels") is not None or root.get("name") is not None:
        return True
    specs = [from_conda_spec(item.text or "") for item in items if item.kind == "scalar"]
    return any(item.kind == "map" for item in items) or any(spec and spec.name in _TELLING for spec in specs)


def _environment(path: str, root: Node, dependencies: Node, error: str | None) -> Manifest:
    requirements: list[Requirement] = []
    python = None
    pip = ListReader("")
    bad: list[str] = []
    for item in dependencies.list():
        if item.kind == "map":
            for entry in _entries(item):
                pip.read(entry)
            continue
        spec = from_conda_spec(item.text or "", item.line)
        if spec is None:
            bad.append(f"line {item.line}: not a package: {(item.text or '')[:80]}")
        elif spec.name == "python":
            python = spec.specifier
        else:
            requirements.append(spec)
    kept = (*requirements, *pip.requirements)
    name = root.get("name")
    return Manifest(
        path=path,
        kind="conda",
        requirements=kept,
        includes=tuple(pip.includes),
        local=tuple(pip.local),
        is_lock=mostly_pinned(kept),
        project_name=name.text if name is not None else None,
        python=python,
        locked=locked_versions(kept),
        error=error or (bad[0] if bad else pip.error()),
        options=(*_channels(root), *pip.options),
    )


def _entries(item: Node) -> tuple[Line, ...]:
    """The lines of the `pip:` section, whether it is a list or one block of text."""
    found = item.get("pip")
    if found is None:
        return ()
    nodes = found.list() if found.kind == "list" else (found,)
    return tuple(
        Line(line.split(" #", 1)[0].strip(), node.line + offset)
        for node in nodes
        for offset, line in enumerate((node.text or "").splitlines())
        if line.strip() and not line.lstrip().startswith("#")
    )


def _channels(root: Node) -> tuple[Option, ...]:
    channels = root.get("channels")
    prefix = root.get("prefix")
    found = [
        Option("--channel", node.text or "", node.line) for node in (channels.list() if channels is not None else ())
    ]
    if prefix is not None:
        found.append(Option("--prefix", prefix.text or "", prefix.line))
    return tuple(found)


def _python_environment(path: str, root: Node, dependencies: Node, error: str | None) -> Manifest:
    """MLflow's python_env.yaml: a Python version and lines in pip's format."""
    reader = ListReader("")
    for item in dependencies.list():
        if item.kind == "scalar" and item.text:
            reader.read(Line(item.text, item.line))
    python = root.get("python")
    version = python.text if python is not None else None
    requirements = tuple(reader.requirements)
    return Manifest(
        path=path,
        kind="python-env",
        requirements=requirements,
        includes=tuple(reader.includes),
        local=tuple(reader.local),
        is_lock=mostly_pinned(requirements),
        python=f"=={version}" if version else None,
        locked=locked_versions(requirements),
        error=error or reader.error(),
        options=tuple(reader.options),
    )
