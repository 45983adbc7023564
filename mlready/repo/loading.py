"""Reading a source into a repo: every file is opened once, and all that needs its bytes is done then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.python import Module
from mlready.location import Notice
from mlready.repo.names import module_name

if TYPE_CHECKING:
    from mlready.repo.model import File, Repo

_KEPT = frozenset({"dockerfile", "ci", "manifest", "yaml", "document", "toml", "make", "terraform", "shell"})
_PARSED = frozenset({"python", "notebook"})
_SKIPPED = frozenset({"data", "binary"})
_DIRECTIVE = b"mlready:"


def load(repo: Repo) -> None:
    """Fill the repo from its source: Python facts at once, bytes of small structured files for later."""
    literals = tuple(sorted((text.encode(), text) for text in repo.settings.literals))
    for file in repo.files:
        if file.kind in _SKIPPED or file.size < 0:
            continue
        data = repo.source.read(file.path)
        if data is None or (file.kind not in _PARSED and b"\0" in data[:8192]):
            continue
        _note_text(repo, file, data, literals)
        if file.kind == "python":
            _add_module(repo, file, data)
        elif file.kind == "notebook":
            _add_notebook(repo, file, data)
        elif file.kind in _KEPT:
            repo.keep(file.path, data)


def _note_text(repo: Repo, file: File, data: bytes, literals: tuple[tuple[bytes, str], ...]) -> None:
    from mlready.facts.secret import find

    secrets = find(data)
    if secrets:
        repo.secrets[file.path] = secrets
    present = frozenset(text for raw, text in literals if raw in data)
    if present:
        repo.note_literals(file.path, present)
    if _DIRECTIVE in data:
        repo.directives.append(file.path)
        repo.keep(file.path, data)


def _add_module(repo: Repo, file: File, data: bytes) -> None:
    from mlready.facts.python_walk import decode, extract

    found = extract(data)
    if found.summary is None:
        repo.notices.append(Notice("unparsable", f"not read as Python: {found.error}", file.path))
        return
    detail = found.detail
    repo.add_module(Module(file.path, module_name(file.path), found.summary, lambda: decode(detail)))


def _add_notebook(repo: Repo, file: File, data: bytes) -> None:
    from mlready.facts.notebook import read
    from mlready.facts.python_walk import decode, extract

    notebook = read(data)
    repo.add_notebook(file.path, notebook)
    if notebook.error:
        repo.notices.append(Notice("unparsable", f"not read as a notebook: {notebook.error}", file.path))
        return
    for cell in notebook.bad_cells:
        repo.notices.append(Notice("unparsable", f"cell {cell} is not valid Python and was left out", file.path))
    if not notebook.source:
        return
    found = extract(notebook.source.encode())
    if found.summary is None:
        repo.notices.append(Notice("unparsable", f"not read as Python: {found.error}", file.path))
        return
    detail = found.detail
    module = Module(file.path, module_name(file.path), found.summary, lambda: decode(detail), notebook.lines)
    repo.add_module(module)
