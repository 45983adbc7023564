"""Reading a source into a repo: every file is opened once, and all that needs its bytes is done then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mlready.facts.python import NO_DETAIL, NO_SUMMARY, Detail, Module, Summary
from mlready.location import Notice
from mlready.repo.names import module_name
from mlready.repo.zones import WORKING_ZONES

if TYPE_CHECKING:
    from mlready.repo.model import File, Repo

_KEPT = frozenset({"dockerfile", "ci", "manifest", "yaml", "document", "toml", "make", "terraform", "shell"})
_PARSED = frozenset({"python", "notebook"})
_SKIPPED = frozenset({"data", "binary"})
_DIRECTIVE = b"mlready:"


def load(repo: Repo) -> None:
    """Fill the repo from its source: Python facts at once, bytes of small structured files for later."""
    literals = tuple(sorted((text.encode(), text) for text in repo.settings.literals))
    sought = repo.settings.sought
    modules: dict[str, Module] = {}
    for file in sorted(repo.files, key=_largest_python_first):
        if file.kind in _SKIPPED or file.size < 0:
            continue
        data = repo.source.read(file.path)
        if data is None or (file.kind not in _PARSED and b"\0" in data[:8192]):
            continue
        _note_text(repo, file, data, literals if sought is None else sought(file))
        module = None
        if file.kind == "python" and file.zone in WORKING_ZONES:
            module = _module(repo, file, data)
        elif file.kind == "python":
            module = _aside(repo, file, data)
        elif file.kind == "notebook":
            module = _notebook(repo, file, data)
        elif file.kind in _KEPT:
            repo.keep(file.path, data)
        if module is not None:
            modules[file.path] = module
    for path in sorted(modules):
        repo.add_module(modules[path])
    repo.shelf.share(sum(len(module.summary.definitions) for module in repo.working))


def _largest_python_first(file: File) -> tuple[int, str]:
    """The largest trees are there before the facts are that stay."""
    return -file.size if file.kind == "python" else 0, file.path


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


def _module(repo: Repo, file: File, data: bytes) -> Module | None:
    return _opened(repo, file, data, None, lambda: repo.source.read(file.path) or b"")


def _aside(repo: Repo, file: File, data: bytes) -> Module | None:
    """The module of a file that is there for tests, examples or others: only its syntax is checked until something asks."""
    from mlready.facts.python_syntax import quick_fault
    from mlready.facts.python_walk import decode, extract

    fault = quick_fault(data)
    if fault is not None:
        repo.notices.append(_unparsable(file, fault))
        return None

    def read() -> bytes:
        return repo.source.read(file.path) or b""

    def summary() -> Summary:
        found = extract(read(), lambda _: False)
        if found.summary is None:
            repo.notices.append(_unparsable(file, found.error))
            return NO_SUMMARY
        return found.summary

    def detail() -> Detail:
        found = extract(read())
        decoded = decode(found.detail) if found.summary is not None else NO_DETAIL
        repo.shelf.put(module, decoded)
        return decoded

    module = Module(file.path, module_name(file.path), summary, detail)
    return module


def _unparsable(file: File, why: str | None) -> Notice:
    return Notice("unparsable", f"not read as Python: {why}", file.path)


def _notebook(repo: Repo, file: File, data: bytes) -> Module | None:
    from mlready.facts.notebook import read

    notebook = read(data)
    repo.add_notebook(file.path, notebook)
    if notebook.error:
        repo.notices.append(Notice("unparsable", f"not read as a notebook: {notebook.error}", file.path))
        return None
    for cell in notebook.bad_cells:
        repo.notices.append(Notice("unparsable", f"cell {cell} is not valid Python and was left out", file.path))
    if not notebook.source:
        return None
    return _opened(repo, file, notebook.source.encode(), notebook.lines, notebook.source.encode)


def _opened(
    repo: Repo, file: File, source: bytes, cells: tuple[tuple[int, int], ...] | None, again: Callable[[], bytes]
) -> Module | None:
    """The module of a source; its detail is kept where it may be asked for, else extracted `again` when it is."""
    from mlready.facts.python_walk import decode, extract

    asked = repo.settings.asked
    found = extract(source, None if asked is None else lambda summary: asked(repo, file, summary))
    summary = found.summary
    if summary is None:
        repo.notices.append(_unparsable(file, found.error))
        return None
    told = file.path in repo.secrets  # what holds a secret is not written anywhere
    packed = repo.aside.put(found.detail) if found.detail and not told else None

    def detail() -> Detail:
        decoded = decode((packed and packed()) or extract(again()).detail)
        repo.shelf.put(module, decoded)
        return decoded

    module = Module(file.path, module_name(file.path), summary, detail, cells)
    return module
