"""Scopes of a Python file while it is walked, and what the names used in them mean.

One table serves the whole file: a name that a function binds hides what it means outside until the function ends.
What names of the module mean is decided at the end of the file, since functions use what is defined below them.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Final

from mlready.facts.python_code import NOTHING

BUILTINS: Final = (frozenset(dir(builtins)) - {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "_"}) | {
    "exit",
    "quit",
}

MODULE: Final = 0
FUNCTION: Final = 1
CLASS: Final = 2
LAMBDA: Final = 3


class Frame:
    """A scope under way, and with it the definition whose statements these are.

    `qualified` is its dotted name in the file, "" for the module. `names`: what names mean in it; `imported`: the names it imports; `outer`: names it declares global (true) or nonlocal; `receiver` and
    `owner`: in a method, the name of its first parameter and the class; `attributes`: in a class, the names assigned as
    `self.x`; `keyed`: whether a loop over pairs stores under one of its names, or it makes a dictionary by comprehension. `called` and `used` are the references that its own statements call and use otherwise.
    """

    __slots__ = (
        "attributes",
        "bases",
        "block",
        "called",
        "decorators",
        "end_line",
        "imported",
        "index",
        "keyed",
        "kind",
        "line",
        "names",
        "outer",
        "owner",
        "parent",
        "qualified",
        "receiver",
        "used",
    )

    def __init__(self, index: int, kind: int, qualified: str, parent: Frame | None, names: dict[str, int]) -> None:
        self.index = index
        self.kind = kind
        self.qualified = qualified
        self.parent = parent
        self.names = names
        self.block = 0
        self.line = 1
        self.end_line = 1
        self.keyed = False
        self.called: dict[int, None] = {}
        self.used: dict[int, None] = {}
        self.decorators: Sequence[int] = ()
        self.bases: Sequence[int] = ()
        self.imported: set[str] | None = None
        self.outer: dict[str, bool] | None = None
        self.receiver: str | None = None
        self.owner: Frame | None = None
        self.attributes: dict[str, None] | None = None

    def child(self, name: str) -> str:
        """The dotted name of something defined in this scope."""
        return f"{self.qualified}.{name}" if self.qualified else name


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

    def __init__(
        self,
        names: dict[str, int],
        qualified: dict[str, int],
        attributes: dict[tuple[int, str], int],
        module: ModuleNames,
    ) -> None:
        self.attributes = dict(zip(attributes.values(), attributes, strict=True))
        self.names = resolved = {reference: name for name, reference in qualified.items()}
        for name, reference in names.items():
            meaning = module.meaning(name)
            if meaning is not None:
                resolved[reference] = meaning
        for (base, attribute), reference in attributes.items():
            if base in resolved:
                resolved[reference] = f"{resolved[base]}.{attribute}"
