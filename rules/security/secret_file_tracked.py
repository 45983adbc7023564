"""A file that holds credentials is tracked."""

from collections.abc import Iterator

from mlready.facts.secret.credential import credentials, is_credential_file
from mlready.repo import Repo, Subject
from mlready.verdict import Location, Verdict, failed, passed


def check(text: Subject, repo: Repo) -> Iterator[Verdict]:
    if not is_credential_file(text.path):
        return
    file, data = repo.file(text.path), repo.data(text.path)
    if file is None or not file.tracked or data is None:
        return
    found = credentials(text.path, data)
    if not found:
        yield passed(Location(text.path), "it holds no credential")
        return
    places = [Location(text.path, one.line, one.column, one.line, one.end_column) for one in found[:5]]
    said = f"git keeps {len(found)} credentials" if len(found) > 1 else f"git keeps a credential ({found[0].kind})"
    yield failed(places, f"{said} in every clone: revoke what is in it, take the file out and ignore it")
