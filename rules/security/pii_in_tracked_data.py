"""Data of persons is tracked by git."""

import re
from collections.abc import Iterator

from mlready.facts.table_head import MOST_BYTES, read
from mlready.repo import Project, Repo
from mlready.tables.personal import BIRTHS, MADE_UP, NAMES, PERSONAL
from mlready.verdict import Location, Verdict, failed, passed

JUDGED = {"prod", "infra", "notebook", "example", "docs"}
SUFFIXES = (".csv", ".tsv", ".jsonl")
FEWEST_ROWS = 100
WORDS = re.compile(r"[^a-z0-9]+")
KINDS = {name: kind for kind, names in PERSONAL.items() for name in names}
MENTION = re.compile(r"synthetic|faker\b|made[- ]up|fictitious|anonymi[sz]ed|pseudonymi[sz]ed", re.IGNORECASE)


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    for file in project.of_kind("data"):
        if not file.tracked or file.zone not in JUDGED or not file.path.lower().endswith(SUFFIXES) or file.size <= 0:
            continue
        head = read(file.path, repo.source.read(file.path, MOST_BYTES) or b"", file.size)
        if head is None:
            continue
        kinds, place = personal(head.columns), Location(file.path, 1)
        if not kinds or head.rows < FEWEST_ROWS:
            yield passed(place, "few rows" if kinds else "no columns that tell persons apart")
        elif said_made_up(project, file.path):
            yield passed(place, "the repository says that these persons are made up or cannot be told apart")
        else:
            message = f"by its header this table holds {listed(kinds)} of about {head.rows:,} persons"
            yield failed(
                place, f"{message}: take it out of git, keep it where access is granted, and clean the history"
            )


def personal(columns: tuple[str, ...]) -> list[str]:
    """What the columns hold that tells persons apart, where they do: two such kinds, or one beside a name, or a name and a birthday."""
    names = {WORDS.sub("_", re.sub(r"([a-z])([A-Z])", r"\1_\2", one).lower()).strip("_") for one in columns}
    direct = [kind for kind in PERSONAL if any(KINDS.get(name) == kind for name in names)]
    named, born = not names.isdisjoint(NAMES), not names.isdisjoint(BIRTHS)
    found = [*direct, *(["a name"] if named else []), *(["a birthday"] if born else [])]
    return found if len(direct) > 1 or (direct and named) or (named and born) else []


def said_made_up(project: Project, path: str) -> bool:
    """Whether the path, or a document in the table's folder or above it, says that the persons are not real."""
    words = set(WORDS.split(path.lower()))
    if not words.isdisjoint(MADE_UP):
        return True
    folder = path.rpartition("/")[0]
    around = {folder, folder.rpartition("/")[0], ""}
    return any(
        one.path.rpartition("/")[0] in around and MENTION.search(project.repo.text(one.path) or "")
        for one in project.of_kind("document")
    )


def listed(kinds: list[str]) -> str:
    return kinds[0] if len(kinds) == 1 else ", ".join(kinds[:-1]) + " and " + kinds[-1]
