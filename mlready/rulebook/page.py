"""A page of the rule book: its front matter, read and checked key by key, and its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn

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
from mlready.verdict import CONFIDENCES, SEVERITIES

_STEM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_RESOLVED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$")
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


def sections(page: str) -> dict[str, str]:
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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word spelt most like another."""
    from difflib import get_close_matches

    found = get_close_matches(word, sorted(known), n=1)
    return found[0] if found else None


def hint(word: str, known: Iterable[str]) -> str:
    """What to add to the message about an unknown word."""
    found = nearest(word, known)
    return f"; did you mean {found!r}?" if found else ""


def split_page(text: str, where: str) -> tuple[str, str]:
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
    front = _FrontMatter(path, split_page(text, path)[0])
    stem = file.removesuffix(".md")
    if not _STEM.fullmatch(stem):
        front.fault(None, f"the file's name {file!r} is not lower-case words joined by `_`")
    if not foreign and family not in FAMILIES:
        front.fault(None, f"its folder {family!r} is not a family{hint(family, FAMILIES)}")
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
                self.fault(str(name), f"unknown key{hint(str(name), _KEYS)}")
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
            advice = hint(str(value), choices) or f"; one of {', '.join(choices)}"
            self.fault(key, f"{value!r} is not known{advice}")
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
                advice = hint(role, ROLES) or f"; one of {', '.join(ROLES)}"
                self.fault("when", f"{role!r} is not a role{advice}")
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
                advice = hint(zone, (*ZONES, *MARKS)) or f"; one of {', '.join((*ZONES, *MARKS))}"
                self.fault("zones", f"{zone!r} is not a zone{advice}")
        if not zones:
            self.fault("zones", "it names no zone")
        return zones

    def _triggers(self, subject: str) -> tuple[str, ...]:
        triggers = self._texts("triggers")
        if triggers and subject not in FILE_SUBJECTS:
            self.fault("triggers", f"subject {subject} is not a file")
        for trigger in triggers:
            kind, _, rest = trigger.rpartition(":") if trigger.startswith(("import:", "def:")) else ("", "", trigger)
            if trigger.startswith("text:"):
                if trigger == "text:":
                    self.fault("triggers", "`text:` names no text")
            elif subject not in {"python", "notebook"} and subject in FILE_SUBJECTS:
                self.fault("triggers", f"{trigger!r}: subject {subject} knows only `text:` triggers")
            elif not _RESOLVED.fullmatch(rest if kind else rest.removeprefix(".")):
                self.fault(
                    "triggers",
                    f"{trigger!r} is not a resolved name, `.method`, `import:package`, `def:name` or `text:literal`",
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
