"""No lock says which versions are installed."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.versions import is_aside, mattering, settled_for
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    lists = [one for one in project.manifests if mattering(one) and not is_aside(one.path)]
    loose = [one for one in lists if mattering(one) - settled_for(one, project.all_manifests)]
    settled = [one for one in lists if one not in loose]
    if not lists:
        yield not_applicable("no list names a package that training or serving hangs on")
    elif not loose:
        yield passed([Location(one.path) for one in settled[:3]], "locked")
    elif settled:
        missing = ", ".join(f"`{one.path}`" for one in loose[:3])
        yield partial([Location(one.path) for one in loose[:5]], f"no lock covers {missing}; {len(settled)} other lists are pinned")
    else:
        message = "no evidence in this repository of a lock: the versions are those of the day. Commit one (`uv lock`)"
        yield failed([Location(one.path) for one in loose[:5]], message)

