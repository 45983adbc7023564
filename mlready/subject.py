"""Which rules speak about which subjects: by kind, by zone and mark, by trigger, by project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from mlready.facts.python import Module, Summary
from mlready.repo import File, Project, Repo, Subject
from mlready.rule import MARKS, Rule

_NOT_TEXT = frozenset({"binary", "data"})
_MARKED = frozenset({"prod", "notebook", "infra"})  # others seldom have a mark


def subjects_of(kind: str, repo: Repo) -> Iterator[tuple[str, Module | None, Callable[[], Module | Subject | None]]]:
    """(path, module, how to make the subject) of every file that rules of a kind may judge; facts are read when made."""
    if kind == "python":
        for module in repo.modules:
            yield module.path, module, partial(Repo.module, repo, module.path)
        return
    for file in repo.files:
        if file.kind == kind or (kind == "text" and file.kind not in _NOT_TEXT):
            cells = repo.module(file.path) if kind == "notebook" else None
            yield file.path, cells, partial(_subject, kind, file, repo)


def _subject(kind: str, file: File, repo: Repo) -> Subject | None:
    """A file with the facts of its kind, None where they cannot be read; a text has no facts of its own."""
    if kind == "text":
        return Subject(file.path, file.zone, None)
    read = kind == "notebook" or repo.is_read(file.path)  # notebooks are kept as facts alone
    facts = _FACTS[kind](repo, file.path) if read else None
    return None if facts is None else Subject(file.path, file.zone, facts)


_FACTS: Mapping[str, Callable[[Repo, str], Any]] = {
    "notebook": Repo.notebook,
    "dockerfile": Repo.dockerfile,
    "ci": Repo.workflow,
    "manifest": Repo.manifest,
    "yaml": Repo.yaml,
    "terraform": Repo.terraform,
    "document": Repo.document,
}


def is_of(kind: str, path: str, repo: Repo) -> bool:
    """Whether rules of a kind of subject may judge a file."""
    if kind == "python":
        return repo.module(path) is not None
    file = repo.file(path)
    return file is not None and (file.kind == kind or (kind == "text" and file.kind not in _NOT_TEXT))


def is_judged(path: str, zones: frozenset[str], repo: Repo) -> bool:
    """Whether rules that name some of these zones and marks may speak about a file."""
    zone = repo.zone(path)
    return zone in zones or (zone in _MARKED and not zones.isdisjoint(MARKS))


def in_zones(rule: Rule, path: str, repo: Repo) -> bool:
    """Whether a rule speaks about files of this file's zone or marks."""
    if repo.zone(path) in rule.zones:
        return True
    marks = [zone for zone in rule.zones if zone in MARKS]
    return bool(marks) and not repo.marks(path).isdisjoint(marks)


def projects_of(path: str, repo: Repo) -> tuple[Project, ...]:
    """The project nearest to a file; CI at the root serves every project."""
    project = repo.project_of(path)
    file = repo.file(path)
    return repo.projects if file is not None and file.kind == "ci" and not project.path else (project,)


class Waking:
    """Whether a file wakes some rule about its code, told from its kind, zone, which may come to have marks, and summary."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.subject in {"python", "notebook"}]
        self._triggers: dict[tuple[str, str], Triggers] = {}

    def __call__(self, repo: Repo, file: File, summary: Summary) -> bool:
        key = file.kind, file.zone
        if key not in self._triggers:
            zones = {file.zone, *(MARKS if file.zone in _MARKED else ())}
            asking = [rule for rule in self._rules if rule.subject in {"python", file.kind}]
            self._triggers[key] = Triggers([rule for rule in asking if not zones.isdisjoint(rule.zones)])
        return bool(self._triggers[key].met(repo, file.path, summary))


class Sought:
    """The literals of `text:` triggers that may wake a rule about a file, told from its kind and zone."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if any(trigger.startswith("text:") for trigger in rule.triggers)]
        self._found: dict[tuple[str, str], tuple[tuple[bytes, str], ...]] = {}

    def __call__(self, file: File) -> tuple[tuple[bytes, str], ...]:
        """(bytes, text) of each, in order."""
        key = file.kind, file.zone
        if key not in self._found:
            zones = {file.zone, *(MARKS if file.zone in _MARKED else ())}
            kinds = {file.kind, "text", *(("python",) if file.kind == "notebook" else ())}
            woken = (one for one in self._rules if one.subject in kinds and not zones.isdisjoint(one.zones))
            literals = {trigger[5:] for one in woken for trigger in one.triggers if trigger.startswith("text:")}
            self._found[key] = tuple((text.encode(), text) for text in sorted(literals))
        return self._found[key]


class Triggers:
    """Which rules a module or file wakes, looked up by what it contains."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self._always = [number for number, rule in enumerate(rules) if not rule.triggers]
        self._tables: dict[str, dict[str, list[int]]] = {"name": {}, "method": {}, "import": {}, "def": {}, "text": {}}
        for number, rule in enumerate(rules):
            for trigger in rule.triggers:
                kind, key = _trigger(trigger)
                self._tables[kind].setdefault(key, []).append(number)

    def met(self, repo: Repo, path: str, summary: Summary | None) -> list[Rule]:
        """The rules without a trigger and those with one that is met, in the order of the book."""
        found = set(self._always)
        for literal, numbers in self._tables["text"].items():
            if repo.has_literal(path, literal):
                found.update(numbers)
        if summary is not None:
            packages = _packages(summary) if self._tables["import"] else frozenset()
            defined = {one.name for one in summary.definitions} if self._tables["def"] else frozenset()
            there = (("name", summary.names), ("method", summary.methods), ("import", packages), ("def", defined))
            for kind, present in there:
                table = self._tables[kind]
                for key in table.keys() & present:
                    found.update(table[key])
        return [self._rules[number] for number in sorted(found)]


def _trigger(trigger: str) -> tuple[str, str]:
    """(kind, what is looked up) of a trigger as written."""
    if trigger.startswith("text:"):
        return "text", trigger[5:]
    if trigger.startswith("import:"):
        return "import", trigger[7:]
    if trigger.startswith("def:"):
        return "def", trigger[4:]
    return ("method", trigger[1:]) if trigger.startswith(".") else ("name", trigger)


def _packages(summary: Summary) -> frozenset[str]:
    """Every imported name and the packages around it."""
    packages: set[str] = set()
    for entry in summary.imports:
        name = entry.name
        while name and name not in packages:
            packages.add(name)
            name = name.rpartition(".")[0]
    return frozenset(packages)
