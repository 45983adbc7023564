"""DVC in a repository: what its pipelines were last run with, what they run, and what is to be shared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import md5
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from mlready.facts.dvc import Locked, Stage, locked, pointer, remotes, stages
from mlready.facts.shell import Command, commands, python_run
from mlready.location import Location

if TYPE_CHECKING:
    from mlready.facts.yaml import Node
    from mlready.repo.model import File, Repo

PIPELINE, LOCK = "dvc.yaml", "dvc.lock"
_ASIDE = frozenset({"vendored", "template", "test", "example", "docs"})
_TEXTS = frozenset({"python", "notebook", "yaml", "toml", "shell", "text", "document", "make", "manifest"})
_LARGEST = 1_000_000
_LARGE_FILE = b"version https://git-lfs"
_MODEL = re.compile(r"model|weights|checkpoint|ckpt|\.(?:pt|pth|h5|keras|onnx|safetensors|joblib|gguf)$", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{[^}]{0,200}\}")


def is_kept(repo: Repo, path: str) -> bool:
    """Whether a file is in git, or just there where the repository is read without git."""
    file = repo.file(path)
    return file is not None and (file.tracked or repo.source.kind == "folder")


def beside(path: str, name: str) -> str:
    """The path of a file in the folder of another."""
    return join(dirname(path), name)


def pipeline(repo: Repo, path: str) -> tuple[Stage, ...]:
    """The stages of a `dvc.yaml`, none where the file is another or cannot be read."""
    document = _document(repo, path) if path.rpartition("/")[2] == PIPELINE else None
    return stages(document) if document is not None else ()


def lock_of(repo: Repo, path: str) -> dict[str, Locked] | None:
    """What the lock beside a `dvc.yaml` holds by stage, None where there is no lock that can be read."""
    lock = beside(path, LOCK)
    document = _document(repo, lock) if repo.file(lock) is not None else None
    return locked(document) if document is not None else None


def _document(repo: Repo, path: str) -> Node | None:
    found = repo.yaml(path)
    return found.documents[0] if found.documents and not found.error and not found.templated else None


def place_of(path: str, stage: Stage, written: str) -> str:
    """The path in the repository of what a stage of the `dvc.yaml` at `path` names."""
    return normpath(join(dirname(path), stage.folder, written.replace("\\", "/")))


def difference(repo: Repo, path: str, stage: Stage, lock: Locked) -> str | None:
    """What a stage differs in from its last run, None where nothing tells."""
    if not _alike(" ".join(stage.commands), " ".join(lock.commands)):
        return "the command is another one"
    return _dependencies(stage, lock) or _parameters(repo, path, stage, lock) or _contents(repo, path, stage, lock)


def _alike(written: str, run: str) -> bool:
    """Whether a text can be what was run, its variables filled in; white space does not count."""
    pieces = (re.escape(" ".join(one.split())) for one in _VARIABLE.split(" ".join(written.split())))
    return re.fullmatch(r"\s*.*?\s*".join(pieces), " ".join(run.split())) is not None


def _dependencies(stage: Stage, lock: Locked) -> str | None:
    now = {_clean(one.path) for one in stage.deps}
    then = {_clean(one) for one in lock.deps}
    if any("${" in one for one in now):
        return None
    for gone, new in ((then - now, False), (now - then, True)):
        if gone:
            name = min(gone)
            return f"it depends on `{name}`, which the lock does not know" if new else f"`{name}` is no dependency now"
    return None


def _clean(written: str) -> str:
    return normpath(written.replace("\\", "/"))


def _parameters(repo: Repo, path: str, stage: Stage, lock: Locked) -> str | None:
    for file, keys in stage.params.items():
        values = lock.params.get(file, {})
        wanted = [one for one in keys or () if "${" not in one]
        new = next((one for one in wanted if one not in values), None)
        if new is not None:
            return f"it reads the parameter `{new}`, which the lock does not know"
        changed = next(_changed(repo, place_of(path, stage, file), {one: values[one] for one in wanted}), None)
        if changed is not None:
            return f"the parameter `{changed}` has another value now"
    return None


def _changed(repo: Repo, path: str, values: dict[str, Node]) -> Iterator[str]:
    """The keys whose single value in a file of parameters is not the one given."""
    file = repo.file(path)
    document = _document(repo, path) if file is not None and file.kind == "yaml" else None
    for key, value in values.items():
        now = document.at(*key.split(".")) if document is not None else None
        if now is not None and now.text is not None and value.text is not None and not _same(now.text, value.text):
            yield key


def _same(one: str, other: str) -> bool:
    if one.lower() == other.lower():
        return True
    try:
        return float(one.replace("_", "")) == float(other.replace("_", ""))
    except ValueError:
        return False


def _contents(repo: Repo, path: str, stage: Stage, lock: Locked) -> str | None:
    """A source file that is another one than at the last run; line ends do not count."""
    for written, known in lock.deps.items():
        place = place_of(path, stage, written)
        file = repo.file(place)
        if known is None or known.endswith(".dir") or file is None or not _is_source(file):
            continue
        data = repo.data(place)
        if data and not data.startswith(_LARGE_FILE) and known not in _sums(data):
            return f"`{place}` has changed since"
    return None


def _is_source(file: File) -> bool:
    return file.kind in _TEXTS and 0 < file.size <= _LARGEST


def _sums(data: bytes) -> set[str]:
    plain = data.replace(b"\r\n", b"\n")
    texts = (data, plain, plain.replace(b"\n", b"\r\n"))
    return {md5(one, usedforsecurity=False).hexdigest() for one in texts}


def scripts(repo: Repo, path: str, stage: Stage) -> Iterator[str]:
    """The Python files of the repository that the commands of a stage run, as far as that is written in plain sight."""
    for text in stage.commands:
        folder = ""
        for command in commands(text):
            if command.program == "cd" and len(command.words) == 2:
                folder = join(folder, command.words[1])
            script = _script(repo, path, stage, folder, command)
            if script is not None:
                yield script


def _script(repo: Repo, path: str, stage: Stage, folder: str, command: Command) -> str | None:
    run = python_run(command)
    if run is None or run.target is None or "$" in run.target:
        return None
    if run.kind in {"script", "notebook"}:
        place = place_of(path, stage, join(folder, run.target))
        return place if repo.module(place) is not None else None
    if run.kind != "module":
        return None
    parts = run.target.replace(".", "/")
    names = (f"{source}{parts}{ending}" for source in ("", "src/") for ending in (".py", "/__main__.py"))
    places = (place_of(path, stage, join(folder, name)) for name in names)
    return next((one for one in places if repo.module(one) is not None), None)


def covers(path: str, stage: Stage, script: str) -> bool | None:
    """Whether a stage depends on a file or on a folder around it; None where its dependencies are not written out."""
    places = [place_of(path, stage, one.path) for one in stage.deps]
    if any(one in {script, "."} or script.startswith(one + "/") for one in places):
        return True
    return None if any("${" in one.path for one in stage.deps) else False


def roots(repo: Repo) -> Iterator[str]:
    """The folders in which DVC was set up."""
    found = {one.path.rpartition("/")[0] for one in repo.files if one.path.rpartition("/")[0].endswith(".dvc")}
    for folder in sorted(found):
        if folder.rpartition("/")[2] == ".dvc" and repo.zone(beside(f"{folder}/x", "config")) not in _ASIDE:
            yield dirname(folder)


def kept_content(repo: Repo, root: str) -> Iterator[Location]:
    """Where files below a folder name content that DVC keeps outside git and that only a remote can give to others.

    Of the outputs of stages only models count: what else they make can be made again.
    """
    prefix = f"{root}/" if root else ""
    for file in repo.of_kind("yaml"):
        if file.zone in _ASIDE or not file.path.startswith(prefix):
            continue
        if file.path.endswith(".dvc"):
            document = _document(repo, file.path)
            found = pointer(document) if document is not None else None
            for one in found.outs if found is not None and not found.imported else ():
                yield Location(file.path, one.line)
        for stage in pipeline(repo, file.path):
            for one in stage.outs:
                if one.cached and one.pushed and _MODEL.search(one.path):
                    yield Location(file.path, one.line)


def remote_addresses(repo: Repo, root: str) -> dict[str, str]:
    """The remotes that the configuration in git names for a DVC root."""
    return remotes(repo.text(join(root, ".dvc/config")) or "")
