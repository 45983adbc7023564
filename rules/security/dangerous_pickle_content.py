"""A pickle of the repository runs a program."""

from collections.abc import Iterator

from mlready.facts.pickled import MOST_BYTES, read
from mlready.repo import File, Project, Repo
from mlready.tables.dangerous import BUILTINS, FUNCTIONS, MODULES, PICKLE_SUFFIXES
from mlready.verdict import Location, Verdict, failed, passed, unknown

JUDGED = {"prod", "infra", "notebook", "example", "docs"}
HEAD = 4096
MOST_FILES = 300


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    files = [
        one for one in project.of_kind("data") if one.zone in JUDGED and one.path.lower().endswith(PICKLE_SUFFIXES)
    ]
    for file in files[:MOST_FILES]:
        yield from of_file(repo, file)
    if len(files) > MOST_FILES:
        yield unknown(
            Location(files[MOST_FILES].path), f"more than {MOST_FILES} files: this one and the rest are not looked into"
        )


def of_file(repo: Repo, file: File) -> Iterator[Verdict]:
    head = repo.source.read(file.path, HEAD) if file.size > 0 else None
    if head is None or read(head[:HEAD], cut=True) is None:
        return
    data = head if file.size <= HEAD else repo.source.read(file.path, MOST_BYTES) or b""
    found = read(data, cut=file.size > len(data))
    if found is None:
        return
    dangerous = [f"{module}.{name}" for module, name in found.imports if is_dangerous(module, name)]
    place = Location(file.path)
    if dangerous:
        message = (
            f"loading this file calls `{printable(dangerous[0])}`: do not load it, find out who made it, and delete it"
        )
        yield failed(place, message)
    elif found.whole and ("?", "?") not in found.imports:
        yield passed(place, "it imports nothing that runs programs")
    else:
        yield unknown(place, "only its first part can be read")


def is_dangerous(module: str, name: str) -> bool:
    """Whether what is looked up can run, fetch or open things; a dotted name may lead to it through another module."""
    first, parts = module.partition(".")[0], set(name.split("."))
    if first in {"builtins", "__builtin__"}:
        return not parts.isdisjoint(BUILTINS)
    return first in MODULES or (module, name) in FUNCTIONS or ("." in name and not parts.isdisjoint(MODULES))


def printable(name: str) -> str:
    """A name of the file as text that can be shown."""
    return "".join(one for one in name[:80] if one.isprintable() and one != "`")
