"""The rule book: pages with front matter, checked when they are indexed; start-up reads one index, not every page."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

from mlready import __version__
from mlready.rule import (
    BUILT_IN_SUBJECTS,
    DEFAULT_ZONES,
    FAMILIES,
    FILE_SUBJECTS,
    FIXES,
    MARKS,
    PROFILES,
    SUBJECTS,
    Rule,
    WhenError,
    parse_when,
    roles_named,
)
from mlready.verdict import CONFIDENCES, SEVERITIES, Verdict

Check = Callable[[Any, Any], Iterator[Verdict]]

INDEX = "index.json"
_FORMAT = 1
_STEM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_RESOLVED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$")
_TUPLES = ("zones", "triggers", "silences", "unblocks", "sources", "aliases")
_REQUIRED = ("summary", "subject", "severity", "confidence", "effort", "profile")
_KEYS = (
    *_REQUIRED,
    "when",
    "zones",
    "triggers",
    "fix",
    "root_cause",
    "silences",
    "unblocks",
    "peers",
    "sources",
    "aliases",
)


class RuleError(Exception):
    """A page or a book that cannot be used: one line for each fault, `where: what`."""


class RuleBook:
    """The rules of one run, in order of family and name."""

    def __init__(self, rules: Iterable[Rule], roots: Mapping[str, str], digest: str = "") -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.family, rule.name)))
        self.version = f"{__version__}+{digest[:8]}" if digest else __version__
        self._roots = dict(roots)
        self._names = {alias: rule for rule in self.rules for alias in rule.aliases}
        self._names |= {rule.name: rule for rule in self.rules}
        self._checks: dict[str, Check] = {}

    @classmethod
    def load(
        cls,
        rules_dir: str | os.PathLike[str] | None = None,
        extra: str | os.PathLike[str] | None = None,
        cache_dir: str | os.PathLike[str] | None = None,
        scanned: str | os.PathLike[str] | None = None,
    ) -> RuleBook:
        """The book that comes with mlready, or the one in `rules_dir`, with the foreign one in `extra` added; raises RuleError.

        `extra` is refused inside `scanned`. An index is kept in `cache_dir` (default: the user's cache directory).
        """
        folder = _default_folder() if rules_dir is None else os.fspath(rules_dir)
        index = _index_of(folder, cache_dir, complete=rules_dir is not None)
        rules = [_from_row(row) for row in index["rules"]]
        roots = dict.fromkeys((rule.name for rule in rules), folder)
        if extra is None:
            return cls(rules, roots, index["digest"])
        theirs = os.fspath(extra)
        _refuse_scanned(theirs, scanned)
        known = tuple(rule.name for rule in rules)
        added = [_from_row(row)._replace(foreign=True) for row in _build(theirs, foreign=True, known=known)["rules"]]
        _raise(_clashes([*rules, *added], theirs))
        return cls([*rules, *added], roots | dict.fromkeys((rule.name for rule in added), theirs), index["digest"])

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    @property
    def literals(self) -> frozenset[str]:
        """What `text:` triggers look for in the bytes of files."""
        return frozenset(one[5:] for rule in self.rules for one in rule.triggers if one.startswith("text:"))

    def __len__(self) -> int:
        return len(self.rules)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> Rule:
        return self._names[name]

    def get(self, name: str) -> Rule | None:
        """The rule of that name or former name."""
        return self._names.get(name)

    def nearest(self, name: str) -> str | None:
        """The known name spelt most like `name`."""
        return _nearest(name, self._names)

    def only(self, *names: str) -> RuleBook:
        """The same book with nothing but these rules."""
        chosen = {self[name].name for name in names}
        return self.of([rule for rule in self.rules if rule.name in chosen], self._roots)

    @classmethod
    def of(cls, rules: Iterable[Rule], roots: Mapping[str, str]) -> RuleBook:
        """A book of given rules; `roots` says in which folder each one's files are."""
        return cls(rules, roots)

    def check(self, rule: Rule) -> Check:
        """The rule's check, loaded from its file when first asked for; raises what the file raises, or RuleError."""
        if rule.name not in self._checks:
            self._checks[rule.name] = _load_check(rule, self._roots[rule.name])
        return self._checks[rule.name]

    def page(self, name: str) -> str:
        """The page of a rule without its front matter, as Markdown."""
        rule = self[name]
        with open(os.path.join(self._roots[rule.name], rule.path), encoding="utf-8") as file:
            return _split(file.read(), rule.path)[1].strip() + "\n"

    def why(self, name: str) -> str:
        """What the page says before its first heading."""
        return _sections(self.page(name)).get("", "")

    def todo(self, name: str) -> str:
        """The section "What to do" of the page."""
        return _sections(self.page(name)).get("what to do", "")


def _sections(page: str) -> dict[str, str]:
    """Level-two headings in lower case -> their text; "" is what stands before the first."""
    sections: dict[str, list[str]] = {"": []}
    current, fence = sections[""], ""
    for line in page.splitlines():
        mark = re.match(r"(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif fence and line.strip() == fence:
            fence = ""
        heading = None if fence else _HEADING.match(line)
        if heading and heading[1] == "##":
            current = sections.setdefault(heading[2].lower(), [])
        else:
            current.append(line)
    return {title: "\n".join(lines).strip() for title, lines in sections.items()}


def _default_folder() -> str:
    package = os.path.dirname(os.path.abspath(__file__))
    shipped = os.path.join(package, "rules")
    if os.path.exists(os.path.join(shipped, INDEX)):
        return shipped
    return os.path.join(os.path.dirname(package), "rules")


def _refuse_scanned(folder: str, scanned: str | os.PathLike[str] | None) -> None:
    if scanned is None:
        return
    inner, outer = os.path.realpath(folder), os.path.realpath(scanned)
    if inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep):
        raise RuleError(f"{folder}: rules are not taken from inside the scanned folder; keep them outside it")


def _load_check(rule: Rule, root: str) -> Check:
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from importlib.util import module_from_spec

    class WithoutTraces(SourceFileLoader):
        def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
            """Nothing is written beside somebody else's rules."""

    path = os.path.join(root, rule.check_path)
    name = f"mlready_rules.{rule.check_path.removesuffix('.py').replace('/', '.')}"
    loader = (WithoutTraces if rule.foreign else SourceFileLoader)(name, path)
    spec = ModuleSpec(name, loader, origin=path)
    spec.has_location = True
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    check = getattr(module, "check", None)
    if not callable(check):
        raise RuleError(f"{rule.check_path}: it has no function `check`")
    return check  # type: ignore[no-any-return]


def build_index(rules_dir: str | os.PathLike[str]) -> str:
    """The index of a book as JSON text, the same bytes for the same book; raises RuleError."""
    return json.dumps(_build(os.fspath(rules_dir)), ensure_ascii=False, sort_keys=True, indent=None) + "\n"


def _index_of(folder: str, cache_dir: str | os.PathLike[str] | None, *, complete: bool) -> dict[str, Any]:
    if not os.path.isdir(folder):
        raise RuleError(f"{folder}: no such folder of rules")
    shipped = _read_index(os.path.join(folder, INDEX))
    if shipped is not None:
        return shipped
    stamp = _stamp(folder)
    kept_at = _cached_index(folder, cache_dir)
    kept = _read_index(kept_at)
    if kept is not None and kept.get("stamp") == [__version__, complete, stamp]:
        return kept
    index = _build(folder, complete=complete)
    _write(kept_at, json.dumps(index | {"stamp": [__version__, complete, stamp]}))
    return index


def _cached_index(folder: str, cache_dir: str | os.PathLike[str] | None) -> str:
    where = os.path.realpath(folder)
    name = hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(_user_cache() if cache_dir is None else os.fspath(cache_dir), f"rules-{name}.json")


def _user_cache() -> str:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "mlready")


def _read_index(path: str) -> dict[str, Any] | None:
    try:
        with open(path, encoding="utf-8") as file:
            index = json.load(file)
    except (OSError, ValueError, RecursionError):
        return None
    current = isinstance(index, dict) and index.get("format") == _FORMAT and isinstance(index.get("rules"), list)
    return index if current else None


def _write(path: str, text: str) -> None:
    """Writes whole or not at all; a folder that cannot be written costs only time."""
    passing = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(passing, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(passing, path)
    except OSError:
        return


def _pages(folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """(family, file) of every page and check, sorted."""
    with os.scandir(folder) as found:
        families = sorted(one.name for one in found if one.is_dir() and one.name[0] not in "._")
    for family in families:
        with os.scandir(os.path.join(folder, family)) as found:
            files = sorted((one for one in found if one.name.endswith((".md", ".py"))), key=lambda one: one.name)
        for file in files:
            yield family, file


def _stamp(folder: str) -> list[list[Any]]:
    return [
        [family, file.name, status.st_mtime_ns, status.st_size]
        for family, file in _pages(folder)
        for status in (file.stat(),)
    ]


def _build(folder: str, *, foreign: bool = False, complete: bool = True, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """Reads every page; `known` are names of other books that may be named, `complete` refuses names of no rule."""
    if not os.path.isdir(folder):
        raise RuleError(f"{folder}: no such folder of rules")
    digest = hashlib.sha256()
    rules: list[Rule] = []
    faults: list[str] = []
    files = [(f"{family}/{file.name}", file.path) for family, file in _pages(folder)]
    checks = {path for path, _ in files if path.endswith(".py")}
    for path, place in files:
        with open(place, "rb") as file:
            data = file.read()
        digest.update(f"{path} {len(data)}\n".encode() + data)
        if not path.endswith(".md"):
            continue
        try:
            rules.append(read_rule(path, data.decode("utf-8", "replace"), foreign=foreign))
        except RuleError as error:
            faults.append(str(error))
    faults += _pairs({rule.path: rule for rule in rules}, files, checks)
    faults += _clashes(rules, "")
    faults += _references(rules, known, complete=complete)
    _raise(faults)
    return {"format": _FORMAT, "digest": digest.hexdigest(), "rules": [_row(rule) for rule in rules]}


def _row(rule: Rule) -> dict[str, Any]:
    row = rule._asdict()
    del row["foreign"]
    return row


def _from_row(row: dict[str, Any]) -> Rule:
    fields: dict[str, Any] = {key: tuple(value) if key in _TUPLES else value for key, value in row.items()}
    return Rule(**fields)


def _raise(faults: list[str]) -> None:
    if faults:
        raise RuleError("\n".join(faults))


def _pairs(rules: dict[str, Rule], files: list[tuple[str, str]], checks: set[str]) -> Iterator[str]:
    pages = {path for path, _ in files if path.endswith(".md")}
    for path, rule in sorted(rules.items()):
        if rule.check_path and rule.check_path not in checks:
            yield f"{path}: its check {rule.check_path} is missing"
    for check in sorted(checks):
        page = check.removesuffix(".py") + ".md"
        if page not in pages:
            yield f"{check}: its page {page} is missing"
        elif page in rules and not rules[page].check_path:
            yield f"{check}: mlready judges subject {rules[page].subject} itself, no check is called"


def _clashes(rules: Iterable[Rule], folder: str) -> list[str]:
    owners: dict[str, Rule] = {}
    faults = []
    for rule in rules:
        for name in (rule.name, *rule.aliases):
            owner = owners.setdefault(name, rule)
            if owner is not rule:
                where = os.path.join(folder, rule.path) if folder else rule.path
                faults.append(f"{where}: the name {name} is taken by {owner.path}")
    return faults


def _references(rules: list[Rule], known: tuple[str, ...], *, complete: bool) -> Iterator[str]:
    names = dict.fromkeys([*(rule.name for rule in rules), *known])
    for rule in rules:
        for key in ("silences", "unblocks"):
            for name in getattr(rule, key):
                if name == rule.name:
                    yield f"{rule.path}: {key}: a rule cannot name itself"
                elif complete and name not in names:
                    yield f"{rule.path}: {key}: there is no rule {name!r}{_hint(name, names)}"
    parts = {rule.name: rule.silences for rule in rules}
    for rule in rules:
        if rule.name in _reached(parts, rule.name) and rule.name not in rule.silences:
            yield f"{rule.path}: silences: it silences itself by way of {', '.join(rule.silences)}"


def _reached(parts: Mapping[str, tuple[str, ...]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(parts[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += parts.get(name, ())
    return reached


def _nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    found = get_close_matches(word, sorted(known), n=1)
    return found[0] if found else None


def _hint(word: str, known: Iterable[str]) -> str:
    nearest = _nearest(word, known)
    return f"; did you mean {nearest!r}?" if nearest else ""


def _split(text: str, where: str) -> tuple[str, str]:
    """The front matter and the rest of a page."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        raise RuleError(f"{where}:1: the page does not begin with front matter (`---`)")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "".join(lines[1:number]), "".join(lines[number + 1 :])
    raise RuleError(f"{where}:1: the front matter is not closed (`---`)")


def read_rule(path: str, text: str, *, foreign: bool = False) -> Rule:
    """The rule of a page at `family/stem.md`; raises RuleError with every fault of its front matter."""
    family, _, file = path.rpartition("/")
    front = _FrontMatter(path, _split(text, path)[0])
    stem = file.removesuffix(".md")
    if not _STEM.fullmatch(stem):
        front.fault(None, f"the file's name {file!r} is not lower-case words joined by `_`")
    if not foreign and family not in FAMILIES:
        front.fault(None, f"its folder {family!r} is not a family{_hint(family, FAMILIES)}")
    return front.rule(stem.replace("_", "-"), family, path)


class _FrontMatter:
    """Reads keys one by one and keeps every fault with its line."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._faults: list[str] = []
        self._lines: dict[str, int] = {}
        self._values = self._read(text)

    def fault(self, key: str | None, message: str) -> None:
        line = 1 if key is None else self._lines.get(key, 1)
        self._faults.append(f"{self._path}:{line}: " + (f"{key}: {message}" if key else message))

    def _read(self, text: str) -> dict[str, Any]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            node = yaml.compose(text, Loader=loader)
            values = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            problem = getattr(error, "problem", None) or "it cannot be read"
            self._stop(f"{self._path}:{line}: the front matter is not YAML: {problem}")
        if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
            self._stop(f"{self._path}:1: the front matter is not a list of `key: value`")
        for key, _ in node.value:
            if str(key.value) in self._lines:
                self._faults.append(f"{self._path}:{key.start_mark.line + 2}: {key.value}: given twice")
            self._lines[str(key.value)] = key.start_mark.line + 2
        for name in values:
            if name not in _KEYS:
                self.fault(str(name), f"unknown key{_hint(str(name), _KEYS)}")
        for name in _REQUIRED:
            if name not in values:
                self.fault(None, f"the key `{name}` is missing")
        return values

    def _stop(self, message: str) -> NoReturn:
        raise RuleError(message)

    def rule(self, name: str, family: str, path: str) -> Rule:
        subject = self._choice("subject", SUBJECTS)
        once, each = self._effort()
        rule = Rule(
            name=name,
            family=family,
            summary=self._text("summary"),
            subject=subject,
            when=self._when(),
            zones=self._zones(subject),
            triggers=self._triggers(subject),
            severity=self._choice("severity", SEVERITIES),
            confidence=self._choice("confidence", CONFIDENCES),
            once=once,
            each=each,
            profile=self._choice("profile", PROFILES),
            fix=self._choice("fix", FIXES, "none"),
            root_cause=self._text("root_cause", name),
            silences=self._names("silences"),
            unblocks=self._names("unblocks"),
            peers=self._peers(),
            sources=self._texts("sources"),
            aliases=self._names("aliases"),
            path=path,
            check_path="" if subject in BUILT_IN_SUBJECTS else path.removesuffix(".md") + ".py",
        )
        if rule.severity == "critical" and subject == "repo":
            self.fault("severity", "critical is for located faults, a rule about the repository has none")
        if rule.silences and subject != "repo":
            self.fault("silences", "only a rule about the repository can silence others")
        if name in rule.aliases:
            self.fault("aliases", "a rule cannot be its own former name")
        if self._faults:
            raise RuleError("\n".join(self._faults))
        return rule

    def _text(self, key: str, absent: str = "") -> str:
        value = self._values.get(key, absent)
        if not isinstance(value, str) or (key in self._values and not value.strip()):
            self.fault(key, f"it must be text, not {value!r}")
            return absent
        if "\n" in value.strip():
            self.fault(key, "it must fit one line")
        return value.strip()

    def _choice(self, key: str, choices: tuple[str, ...], absent: str = "") -> str:
        value = self._values.get(key, absent)
        if key in self._values and value not in choices:
            hint = _hint(str(value), choices) or f"; one of {', '.join(choices)}"
            self.fault(key, f"{value!r} is not known{hint}")
        return str(value)

    def _texts(self, key: str, absent: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self._values.get(key, list(absent))
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.fault(key, f"it must be a list of texts, not {value!r}")
            return absent
        if len(set(value)) != len(value):
            self.fault(key, "one of the list is given twice")
        return tuple(value)

    def _names(self, key: str) -> tuple[str, ...]:
        names = self._texts(key)
        for name in names:
            if not _NAME.fullmatch(name):
                self.fault(key, f"{name!r} is not a rule name (lower-case words joined by `-`)")
        return names

    def _when(self) -> str:
        from mlready.repo.roles import ROLES

        text = self._text("when")
        try:
            parse_when(text or "trains")
        except WhenError as error:
            self.fault("when", f"{error}, in `{text}`")
            return ""
        for role in roles_named(text):
            if role not in ROLES:
                hint = _hint(role, ROLES) or f"; one of {', '.join(ROLES)}"
                self.fault("when", f"{role!r} is not a role{hint}")
        return text

    def _zones(self, subject: str) -> tuple[str, ...]:
        from mlready.repo.zones import ZONES

        if subject not in FILE_SUBJECTS:
            if "zones" in self._values:
                self.fault("zones", f"subject {subject} is not a file")
            return ()
        zones = self._texts("zones", DEFAULT_ZONES)
        for zone in zones:
            if zone not in ZONES and zone not in MARKS:
                hint = _hint(zone, (*ZONES, *MARKS)) or f"; one of {', '.join((*ZONES, *MARKS))}"
                self.fault("zones", f"{zone!r} is not a zone{hint}")
        if not zones:
            self.fault("zones", "it names no zone")
        return zones

    def _triggers(self, subject: str) -> tuple[str, ...]:
        triggers = self._texts("triggers")
        if triggers and subject not in FILE_SUBJECTS:
            self.fault("triggers", f"subject {subject} is not a file")
        for trigger in triggers:
            kind, _, rest = trigger.rpartition(":") if trigger.startswith("import:") else ("", "", trigger)
            if trigger.startswith("text:"):
                if trigger == "text:":
                    self.fault("triggers", "`text:` names no text")
            elif subject not in {"python", "notebook"} and subject in FILE_SUBJECTS:
                self.fault("triggers", f"{trigger!r}: subject {subject} knows only `text:` triggers")
            elif not _RESOLVED.fullmatch(rest if kind else rest.removeprefix(".")):
                self.fault(
                    "triggers", f"{trigger!r} is not a resolved name, `.method`, `import:package` or `text:literal`"
                )
        return triggers

    def _effort(self) -> tuple[int, int]:
        value = self._values.get("effort", {"once": 0})
        if not isinstance(value, dict) or "once" not in value or set(value) - {"once", "each"}:
            self.fault("effort", f"it must be {{once: minutes, each: minutes}}, not {value!r}")
            return 0, 0
        minutes = (value["once"], value.get("each", 0))
        if not all(type(one) is int and one >= 0 for one in minutes):
            self.fault("effort", f"minutes must be whole numbers from 0, not {value!r}")
            return 0, 0
        return minutes

    def _peers(self) -> dict[str, str]:
        value = self._values.get("peers", {})
        if not isinstance(value, dict) or not all(isinstance(tool, str) for tool in value):
            self.fault("peers", f"it must be {{tool: code}}, not {value!r}")
            return {}
        peers = {}
        for tool, codes in sorted(value.items()):
            listed = codes if isinstance(codes, list) else [codes]
            if not all(isinstance(code, str | int) for code in listed):
                self.fault("peers", f"the codes of {tool} must be texts, not {codes!r}")
            peers[tool] = ", ".join(str(code) for code in listed)
        return peers
