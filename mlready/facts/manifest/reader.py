"""Which files are manifests, and which reader each has."""

from __future__ import annotations

import re
from collections.abc import Callable

from mlready.facts.manifest.model import Manifest

_LIST = re.compile(r".*requirements?.*\.(?:txt|in|pip|lock)|.*constraints?.*\.txt|reqs?\.txt|.*[-_.]reqs?\.txt")
_LIST_FOLDER = re.compile(r"(?:.*[-_])?(?:requirements?|reqs|constraints)")
_CERTAIN_LIST = re.compile(
    r"requirements(?:[-_.]?(?:dev|test|tests|docs?|prod|ci|gpu|cpu))?\.(?:txt|in|lock)|constraints\.txt"
)
_EXPLICIT = re.compile(r"(?:.*conda.*|explicit.*|spec-?(?:list|file).*)\.(?:txt|lock)")
_CONDA = re.compile(r".*(?:conda|environment).*\.ya?ml|(?:.*[-_.])?env(?:[-_.].*|s)?\.ya?ml|meta-?env.*\.ya?ml")
_PYLOCK = re.compile(r"pylock(?:\.[^.]{1,80})?\.toml")


def _kind(path: str) -> str | None:
    folder, _, name = path.lower().rpartition("/")
    if name in _READERS:
        return name
    if _PYLOCK.fullmatch(name):
        return "pylock.toml"
    if name.endswith((".conda-lock.yml", "conda-lock.yaml")):
        return "conda-lock.yml"
    if _LIST.fullmatch(name) or (name.endswith((".txt", ".in")) and _LIST_FOLDER.fullmatch(folder.rpartition("/")[2])):
        return "list"
    if _EXPLICIT.fullmatch(name):
        return "explicit"
    return "conda.yml" if _CONDA.fullmatch(name) else None


def is_manifest(path: str) -> bool:
    """Whether a file of this name may be a manifest or lock; of some names only `read` can tell."""
    return _kind(path) is not None


def read(path: str, data: bytes) -> Manifest | None:
    """The manifest or lock in a file; None where name or content is none. What is malformed gives `error`, never a fault."""
    kind = _kind(path)
    if kind is None:
        return None
    if kind in ("list", "explicit"):
        return _read_list(path, data, kind)
    return _READERS[kind](path, data)


def _read_list(path: str, data: bytes, kind: str) -> Manifest | None:
    from mlready.facts.manifest.pip_list import read_pip_list

    if kind == "explicit" and b"@EXPLICIT" not in data:
        return None
    return read_pip_list(path, data, certain=bool(_CERTAIN_LIST.fullmatch(path.lower().rpartition("/")[2])))


def _pyproject(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.pyproject import read_pyproject

    return read_pyproject(path, data)


def _pixi(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.pyproject import read_pixi

    return read_pixi(path, data)


def _hatch(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.pyproject import read_hatch

    return read_hatch(path, data)


def _pipfile(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.pyproject import read_pipfile

    return read_pipfile(path, data)


def _setup_cfg(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.setup_cfg import read_setup_cfg

    return read_setup_cfg(path, data)


def _setup_py(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.setup_py import read_setup_py

    return read_setup_py(path, data)


def _conda(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.conda import read_conda

    return read_conda(path, data)


def _toml_lock(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.lock import read_toml_lock

    return read_toml_lock(path, data)


def _pipfile_lock(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.lock import read_pipfile_lock

    return read_pipfile_lock(path, data)


def _conda_lock(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.lock import read_conda_lock

    return read_conda_lock(path, data)


def _pixi_lock(path: str, data: bytes) -> Manifest | None:
    from mlready.facts.manifest.lock import read_pixi_lock

    return read_pixi_lock(path, data)


_READERS: dict[str, Callable[[str, bytes], Manifest | None]] = {
    "pyproject.toml": _pyproject,
    "pixi.toml": _pixi,
    "hatch.toml": _hatch,
    "pipfile": _pipfile,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "conda.yml": _conda,
    "uv.lock": _toml_lock,
    "poetry.lock": _toml_lock,
    "pdm.lock": _toml_lock,
    "pylock.toml": _toml_lock,
    "pipfile.lock": _pipfile_lock,
    "conda-lock.yml": _conda_lock,
    "pixi.lock": _pixi_lock,
}
