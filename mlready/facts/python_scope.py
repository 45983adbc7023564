"""Scopes of a Python file while it is walked, and what the names used in them resolve to."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import NamedTuple

from mlready.facts.python_code import ATTRIBUTE, NAME

BUILTINS = frozenset(dir(builtins)) - {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "_"} | {
    "exit",
    "quit",
}


class Texts(dict[str, int]):
    """Every text once, with its number."""

    __slots__ = ()

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Names(dict[str, int]):
    """The names used in one scope, with the reference of each."""

    __slots__ = ("table", "texts")

    def __init__(self, table: list[tuple[int, ...]], texts: Texts) -> None:
        self.table = table
        self.texts = texts

    def __missing__(self, name: str) -> int:
        self[name] = reference = len(self.table) << 1
        self.table.append((NAME, self.texts[name]))
        return reference


class Attributes(dict[tuple[int, str], int]):
    """Every attribute of a value read in the file, with its reference; a value comes before its attributes."""

    __slots__ = ("table", "texts")

    def __init__(self, table: list[tuple[int, ...]], texts: Texts) -> None:
        self.table = table
        self.texts = texts

    def __missing__(self, key: tuple[int, str]) -> int:
        self[key] = reference = len(self.table) << 1
        self.table.append((ATTRIBUTE, key[0], self.texts[key[1]]))
        return reference


class Frame:
    """A scope under way. `qualified` is its dotted name in the file, "" for the module.

    `bound`: names it assigns; `imports` and `definitions`: name -> resolved name; `outer`: name -> global or nonlocal;
    `fallback`: names whose import or definition stands in an except or else block; `receiver`: the name of its
    first parameter where it is a method; `attributes`: in a class, the names assigned as `self.x`.
    """

    __slots__ = (
        "attributes",
        "bound",
        "definitions",
        "fallback",
        "imports",
        "index",
        "kind",
        "names",
        "outer",
        "parent",
        "qualified",
        "receiver",
    )

    def __init__(self, index: int, kind: str, qualified: str, parent: Frame | None, names: Names) -> None:
        self.index = index
        self.kind = kind
        self.qualified = qualified
        self.parent = parent
        self.names = names
        self.bound: set[str] = set()
        self.imports: dict[str, str] = {}
        self.definitions: dict[str, str] = {}
        self.fallback: set[str] = set()
        self.outer: dict[str, str] = {}
        self.receiver: str | None = None
        self.attributes: set[str] = set()

    def child(self, name: str) -> str:
        """The dotted name of something defined in this scope."""
        return f"{self.qualified}.{name}" if self.qualified else name

    def method_class(self) -> Frame | None:
        """The class this scope is a method of."""
        return self.parent if self.parent is not None and self.parent.kind == "class" else None

    def visible(self) -> Iterator[Frame]:
        """The scope itself and those around it whose names it sees."""
        yield self
        frame = self.parent
        while frame is not None:
            if frame.kind != "class":
                yield frame
            frame = frame.parent


class Resolved(NamedTuple):
    """What a name is: a resolved name, or the instance or class its method is called on, or else a variable."""

    name: str | None
    owner: Frame | None
    variable: bool


class Resolution:
    """Resolved names by reference: `names` of values, `methods` of attributes of self (`:C.fit`)."""

    def __init__(self, shadowed: dict[int, set[str]]) -> None:
        self.names: dict[int, str] = {}
        self.methods: dict[int, str] = {}
        self.attributes: dict[int, str] = {}
        self.owners: dict[int, Frame] = {}
        self._shadowed = shadowed

    def add_names(self, frame: Frame) -> None:
        """Resolve the names used in a scope."""
        for name, reference in frame.names.items():
            resolved = self.look_up(frame, name)
            if resolved.name is not None:
                self.names[reference] = resolved.name
            elif resolved.owner is not None:
                self.owners[reference] = resolved.owner

    def add_attributes(self, attributes: Attributes) -> None:
        """Resolve chains of attributes on the names resolved before."""
        names, owners = self.names, self.owners
        for (base, attribute), reference in attributes.items():
            self.attributes[reference] = attribute
            name = names.get(base)
            if name is not None:
                names[reference] = f"{name}.{attribute}"
            elif base in owners:
                owner = owners[base]
                if attribute not in owner.attributes:
                    self.methods[reference] = f":{owner.qualified}.{attribute}"

    def look_up(self, frame: Frame, name: str) -> Resolved:
        """What a name used in a scope stands for."""
        wanted = "nonlocal"
        for scope in frame.visible():
            if wanted == "global" and scope.parent is not None:
                continue
            outer = scope.outer.get(name)
            if outer is not None:
                wanted = outer
                continue
            found = self._own(scope, name)
            if found is not None:
                return found
        return Resolved(f"builtins.{name}" if name in BUILTINS else None, None, variable=False)

    def _own(self, scope: Frame, name: str) -> Resolved | None:
        imported = scope.imports.get(name)
        defined = scope.definitions.get(name)
        assigned = name in scope.bound
        if imported is not None and (defined is None or name in scope.fallback):
            if assigned and name in self._shadowed.get(scope.index, ()):
                return Resolved(None, None, variable=True)
            return Resolved(imported, None, variable=False)
        if defined is not None:
            return Resolved(defined, None, variable=False)
        if assigned:
            return Resolved(None, scope.method_class() if name == scope.receiver else None, variable=True)
        return None
