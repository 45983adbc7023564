"""A credential stands in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.secret import Secret, find
from mlready.facts.secret.credential import is_credential_file
from mlready.repo import Repo, Subject
from mlready.verdict import Location, Verdict, failed

if TYPE_CHECKING:
    from mlready.facts.notebook import Notebook


def check(text: Subject, repo: Repo) -> Iterator[Verdict]:
    secrets = repo.secrets.get(text.path, ())
    if secrets and is_other_fault(text.path, repo):
        return
    notebook = repo.notebook(text.path) if secrets else None
    found = list(in_cells(text.path, notebook)) if notebook is not None else []
    seen = {(secret.kind, secret.masked) for _, secret in found}
    rest = tuple(
        one for one in secrets if (one.kind, one.masked) not in seen
    )  # in metadata, or past what is kept of outputs
    for place, secret in (*found, *in_lines(text.path, rest)):
        said = f"a {secret.kind} stands here ({secret.masked})"
        yield failed(place, f"{said}: revoke it and read it from the environment")


def is_other_fault(path: str, repo: Repo) -> bool:
    """Whether the whole file is there to hold credentials: `secret-file-tracked` speaks of those that git tracks."""
    file = repo.file(path)
    return file is not None and file.tracked and is_credential_file(path)


def in_lines(path: str, secrets: tuple[Secret, ...]) -> Iterator[tuple[Location, Secret]]:
    for secret in secrets:
        yield Location(path, secret.line, secret.column, secret.line, secret.end_column), secret


def in_cells(path: str, notebook: Notebook) -> Iterator[tuple[Location, Secret]]:
    for cell in notebook.cells:
        for secret in find(cell.source.encode("utf-8", "surrogatepass")):
            yield Location(path, secret.line, secret.column, secret.line, secret.end_column, cell.index), secret
        for output in cell.outputs:
            for secret in find(output.text.encode("utf-8", "surrogatepass")):
                yield Location(path, 1, cell=cell.index), secret
