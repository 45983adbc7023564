"""The call graph over function summaries: what runs from where, and which functions stand in for others (wrappers)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

from mlready.facts.python import Definition, Module
from mlready.repo.names import Names

Node: TypeAlias = tuple[str, str]
"""A definition: (path of its module, dotted name in it); the module's own body has the name ""."""

_GUESSES = 4
"""A method called on an unknown receiver leads to the in-repo methods of that name if there are at most so many."""


class Graph:
    """Definitions of `working` files are looked through for callers; those of others are only followed when called."""

    def __init__(self, modules: Iterable[Module], names: Names, working: frozenset[str]) -> None:
        self._modules = {one.path: one for one in modules}
        self._working = working
        self._names = names
        self._edges: dict[Node, tuple[Node, ...]] = {}

    def definition(self, node: Node) -> Definition | None:
        module = self._modules.get(node[0])
        return None if module is None else self._names.definitions(module).get(node[1])

    def _definitions(self) -> Iterator[tuple[Node, Definition]]:
        """Every definition of a working file; of several with one name in a file the last counts."""
        for path, module in self._modules.items():
            if path not in self._working:
                continue
            for name, one in {one.name: one for one in module.summary.definitions}.items():
                yield (path, name), one

    @cached_property
    def _methods(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node, definition in self._definitions():
            if definition.kind == "function" and "." in definition.name:
                nodes = found.setdefault(definition.name.rpartition(".")[2], [])
                if len(nodes) <= _GUESSES:
                    nodes.append(node)
        return {name: tuple(nodes) for name, nodes in found.items() if len(nodes) <= _GUESSES}

    def resolve(self, module: Module, name: str) -> Node | None:
        """The definition a name used in `module` stands for; a class stands for its `__init__` where it has one."""
        found = self._names.definition(module, name)
        if found is None:
            return None
        where, definition = found
        if definition.kind == "class" and self.definition((where.path, f"{definition.name}.__init__")):
            return where.path, f"{definition.name}.__init__"
        return where.path, definition.name

    def targets(self, module: Module, name: str) -> tuple[Node, ...]:
        """The definitions a name called in `module` may stand for; `?.method` is guessed by the method's name."""
        if name.startswith("?."):
            return self._methods.get(name[2:], ())
        target = self.resolve(module, name)
        return () if target is None else (target,)

    def callees(self, node: Node) -> tuple[Node, ...]:
        """The in-repo definitions that a definition calls or passes on, guesses by method name included."""
        if node not in self._edges:
            self._edges[node] = tuple(dict.fromkeys(self._callees(node)))
        return self._edges[node]

    def _callees(self, node: Node, *, guesses: bool = True) -> Iterator[Node]:
        definition = self.definition(node)
        if definition is None:
            return
        module = self._modules[node[0]]
        for name in (*definition.calls, *definition.references):
            if guesses or not name.startswith("?."):
                yield from self.targets(module, name)
        if definition.kind == "class":
            prefix = definition.name + "."
            yield from (
                (node[0], one.name)
                for one in module.summary.definitions
                if one.name.startswith(prefix) and one.kind == "function"
            )

    def reachable(self, starts: Iterable[Node], *, guesses: bool = True) -> frozenset[Node]:
        """Every definition that may run from `starts`, themselves included; without `guesses` by resolved names alone."""
        seen: set[Node] = set()
        stack = list(starts)
        while stack:
            node = stack.pop()
            if node in seen or self.definition(node) is None:
                continue
            seen.add(node)
            stack.extend(self.callees(node) if guesses else self._callees(node, guesses=False))
        return frozenset(seen)

    def reaching(self, names: frozenset[str]) -> frozenset[Node]:
        """Every definition from which a call of one of `names` may run, guesses included."""
        callers: dict[Node, list[Node]] = {}
        for node, _ in self._definitions():
            for callee in self._callees(node):
                callers.setdefault(callee, []).append(node)
        stack = [node for node, definition in self._definitions() if not names.isdisjoint(definition.calls)]
        seen: set[Node] = set()
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(callers.get(node, ()))
        return frozenset(seen)

    def calls(self, nodes: Iterable[Node]) -> frozenset[str]:
        """The resolved names that definitions call, as written in their own modules."""
        found = (self.definition(node) for node in nodes)
        return frozenset(name for one in found if one is not None for name in one.calls)

    @cached_property
    def _callers(self) -> dict[Node, tuple[Node, ...]]:
        """Who calls a definition by a resolved name (no guesses)."""
        callers: dict[Node, list[Node]] = {}
        for node, definition in self._definitions():
            module = self._modules[node[0]]
            for name in definition.calls:
                if name.startswith("?."):
                    continue
                target = self.resolve(module, name)
                if target is not None and target != node:
                    callers.setdefault(target, []).append(node)
        return {node: tuple(found) for node, found in callers.items()}

    def callers(self, node: Node) -> tuple[Node, ...]:
        """Definitions that call another by a resolved name (no guesses)."""
        return self._callers.get(node, ())

    def wrappers(self, names: frozenset[str]) -> frozenset[Node]:
        """Functions that call one of `names` (`pkg.*` covers all below it), directly or through other functions."""
        under = tuple(name[:-1] for name in names if name.endswith(".*"))
        found: set[Node] = set()
        stack = [
            node
            for node, definition in self._definitions()
            if definition.kind == "function"
            and any(name in names or (under and name.startswith(under)) for name in definition.calls)
        ]
        while stack:
            node = stack.pop()
            if node in found:
                continue
            found.add(node)
            stack.extend(
                caller
                for caller in self._callers.get(node, ())
                if (definition := self.definition(caller)) is not None and definition.kind == "function"
            )
        return frozenset(found)
