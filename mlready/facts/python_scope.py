"""Scopes of a Python file while it is walked, and what the names used in them mean.

One table serves the whole file: a name that a function binds hides what it means outside until the function ends.
What names of the module mean is decided at the end of the file, since functions use what is defined below them.
"""

from __future__ import annotations

import builtins
from typing import Final

from mlready.facts.python_code import ATTRIBUTE, NOTHING, QUALIFIED

BUILTINS: Final = (frozenset(dir(builtins)) - {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "_"}) | {
    "exit",
    "quit",
}

MODULE: Final = 0
FUNCTION: Final = 1
CLASS: Final = 2
LAMBDA: Final = 3


class Texts(dict[str, int]):
    """Every text once, with its number."""

    __slots__ = ()

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Names(dict[str, int]):
    """References of names, or of resolved names, made when they are first asked for."""

    __slots__ = ("kind", "table", "texts")

    def __init__(self, kind: int, table: list[int], texts: Texts) -> None:
        self.kind = kind
        self.table = table
        self.texts = texts

    def __missing__(self, name: str) -> int:
        table = self.table
        self[name] = reference = len(table) << 1
        table += (self.kind, self.texts[name])
        return reference


class ClassNames(dict[str, int]):
    """Names as the statements of a class body see them: its own, then those around it."""

    __slots__ = ("around",)

    def __init__(self, around: dict[str, int]) -> None:
        self.around = around

    def __missing__(self, name: str) -> int:
        return self.around[name]


class Attributes(dict[tuple[int, str], int]):
    """References of attributes by what stands before the dot; a value comes before its attributes."""

    __slots__ = ("table", "texts")

    def __init__(self, table: list[int], texts: Texts) -> None:
        self.table = table
        self.texts = texts

    def __missing__(self, key: tuple[int, str]) -> int:
        table = self.table
        self[key] = reference = len(table) << 1
        table += (ATTRIBUTE, key[0], self.texts[key[1]])
        return reference


class Frame:
    """A scope under way. `qualified` is its dotted name in the file, "" for the module.

    `hidden`: what names it binds meant outside (None: nothing yet); `imported`: the names it imports; `outer`: names
    it declares global (true) or nonlocal; `receiver` and `owner`: in a method, the name of its first parameter and
    the class; `attributes`: in a class, the names assigned as `self.x`.
    """

    __slots__ = (
        "attributes",
        "hidden",
        "imported",
        "index",
        "kind",
        "names",
        "outer",
        "owner",
        "parent",
        "qualified",
        "receiver",
    )

    def __init__(self, index: int, kind: int, qualified: str, parent: Frame | None, names: dict[str, int]) -> None:
        self.index = index
        self.kind = kind
        self.qualified = qualified
        self.parent = parent
        self.names = names
        self.hidden: dict[str, int | None] = {}
        self.imported: set[str] | None = None
        self.outer: dict[str, bool] | None = None
        self.receiver: str | None = None
        self.owner: Frame | None = None
        self.attributes: dict[str, None] = {}

    def child(self, name: str) -> str:
        """The dotted name of something defined in this scope."""
        return f"{self.qualified}.{name}" if self.qualified else name

    def restore(self) -> None:
        """Give the names bound by a function their outer meaning back."""
        names = self.names
        for name, reference in self.hidden.items():
            if reference is None:
                names.pop(name, None)
            else:
                names[name] = reference


class ModuleNames:
    """What the names of the module are bound to.

    `assigned`: names given a value; `fallback`: only None, or where an import failed; `definitions` and `defaults`:
    functions and classes, the latter where an import failed; `values`: the value of a name assigned once.
    """

    __slots__ = ("assigned", "defaults", "definitions", "fallback", "imports", "values")

    def __init__(self) -> None:
        self.imports: dict[str, str] = {}
        self.assigned: set[str] = set()
        self.fallback: set[str] = set()
        self.definitions: set[str] = set()
        self.defaults: set[str] = set()
        self.values: dict[str, int] = {}

    def assign(self, name: str, value: int, *, fallback: bool) -> None:
        """The module gives a name a value."""
        (self.fallback if fallback else self.assigned).add(name)
        self.values[name] = NOTHING if name in self.values else value

    def meaning(self, name: str) -> str | None:
        """The resolved name, or None for a variable and for what is unknown."""
        if name in self.definitions:
            return f":{name}"
        imported = self.imports.get(name)
        if imported is not None and name not in self.assigned:
            return imported
        if name in self.assigned or name in self.fallback:
            return None
        if name in self.defaults:
            return f":{name}"
        return f"builtins.{name}" if name in BUILTINS else None

    def binds(self, name: str) -> bool:
        """Whether the name is a variable of the module."""
        return name in self.assigned or name in self.fallback


class Resolution:
    """Resolved names of the values of a file, by reference; `attributes` gives value and name of an attribute."""

    __slots__ = ("attributes", "names")

    def __init__(self, names: Names, qualified: Names, attributes: Attributes, module: ModuleNames) -> None:
        self.names = {reference: name for name, reference in qualified.items()}
        self.attributes = dict(zip(attributes.values(), attributes, strict=True))
        table, texts = names.table, names.texts
        resolved = self.names
        for name, reference in names.items():
            meaning = module.meaning(name)
            if meaning is not None:
                resolved[reference] = meaning
                table[reference >> 1] = QUALIFIED
                table[(reference >> 1) + 1] = texts[meaning]
        for (base, attribute), reference in attributes.items():
            known = resolved.get(base)
            if known is not None:
                resolved[reference] = f"{known}.{attribute}"
