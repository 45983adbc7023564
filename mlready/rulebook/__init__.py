"""The rule book: pages with front matter, checked when they are indexed; start-up reads one index, not every page."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mlready import __version__
from mlready.rule import Rule
from mlready.rulebook.index import INDEX, build, build_index, clashes, from_row, index_of, raise_all
from mlready.rulebook.page import RuleError, nearest, read_rule, sections, split_page
from mlready.verdict import Verdict

__all__ = ["RuleBook", "RuleError", "build_index", "read_rule"]

Check = Callable[[Any, Any], Iterator[Verdict]]


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
        index = index_of(folder, cache_dir, complete=rules_dir is not None)
        rules = [from_row(row) for row in index["rules"]]
        roots = dict.fromkeys((rule.name for rule in rules), folder)
        if extra is None:
            return cls(rules, roots, index["digest"])
        theirs = os.fspath(extra)
        _refuse_scanned(theirs, scanned)
        known = tuple(rule.name for rule in rules)
        added = [from_row(row)._replace(foreign=True) for row in build(theirs, foreign=True, known=known)["rules"]]
        raise_all(clashes([*rules, *added], theirs))
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
        return nearest(name, self._names)

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
            return split_page(file.read(), rule.path)[1].strip() + "\n"

    def why(self, name: str) -> str:
        """What the page says before its first heading."""
        return sections(self.page(name)).get("", "")

    def todo(self, name: str) -> str:
        """The section "What to do" of the page."""
        return sections(self.page(name)).get("what to do", "")


def _default_folder() -> str:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
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
