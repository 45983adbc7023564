"""In-repo names: which file an import means, what a name used in one file stands for in another."""

from __future__ import annotations

from collections.abc import Iterable

from mlready.facts.python import Definition, Module


def module_name(path: str) -> str:
    """The dotted name of a Python file by its path from the root: `src/pkg/__init__.py` is `src.pkg`."""
    stem = path.rsplit(".", 1)[0]
    if stem == "__init__":
        return ""
    return stem.removesuffix("/__init__").replace("/", ".")


class Names:
    """Resolves imports between the modules of one repository.

    A module is found from the importing file's own folder first, then from the folders above it (also `src/`), then by
    a suffix that only one module has.
    """

    def __init__(self, modules: Iterable[Module]) -> None:
        self._modules = {one.name: one for one in modules if not one.is_notebook}
        self._packages = {
            name.rsplit(".", depth)[0] for name in self._modules for depth in range(1, name.count(".") + 1)
        }
        self._packages |= {name for name, one in self._modules.items() if one.path.endswith("__init__.py")}
        self._suffixes: dict[str, list[str]] = {}
        for name in self._modules:
            tail = name.rsplit(".", 1)[-1]
            self._suffixes.setdefault(tail, []).append(name)
        self._roots = self._first_parts()
        self._exports: dict[str, dict[str, str]] = {}
        self._definitions: dict[str, dict[str, Definition]] = {}
        self._imported: dict[str, tuple[Module, ...]] = {}
        self._cache: dict[tuple[str, str], tuple[Module, str] | None] = {}

    def _first_parts(self) -> frozenset[str]:
        """Every name an in-repo absolute import can start with."""
        return frozenset(part for name in self._modules for part in name.split("."))

    def by_name(self, name: str) -> Module | None:
        return self._modules.get(name)

    def _exists(self, name: str) -> bool:
        return name in self._modules or name in self._packages

    def absolute(self, module: Module, name: str) -> str | None:
        """A name used in `module` as a name from the root of the repository, or None where it leaves the repository."""
        if name.startswith(":"):
            return f"{module.name}.{name[1:]}"
        if name.startswith("."):
            rest = name.lstrip(".")
            up = len(name) - len(rest)
            package = module.name if module.path.endswith("__init__.py") else module.name.rpartition(".")[0]
            for _ in range(up - 1):
                package = package.rpartition(".")[0]
            return f"{package}.{rest}" if package else rest
        first = name.split(".", 1)[0]
        if first not in self._roots:
            return None
        folder = module.path.rpartition("/")[0].replace("/", ".")
        while True:
            for prefix in (folder, f"{folder}.src" if folder else "src"):
                candidate = f"{prefix}.{first}" if prefix else first
                if self._exists(candidate) and candidate != module.name:
                    return f"{prefix}.{name}" if prefix else name
            if not folder:
                break
            folder = folder.rpartition(".")[0]
        return self._by_suffix(name)

    def _by_suffix(self, name: str) -> str | None:
        """The one module whose dotted name ends with the longest importable head of `name`."""
        parts = name.split(".")
        for size in range(len(parts), 0, -1):
            head = ".".join(parts[:size])
            found = [one for one in self._suffixes.get(parts[size - 1], ()) if one == head or one.endswith("." + head)]
            if len(found) == 1 and (size > 1 or "." in found[0]):
                return ".".join([found[0], *parts[size:]])
        return None

    def locate(self, module: Module, name: str) -> tuple[Module, str] | None:
        """The in-repo module a name used in `module` leads to and what is left of it (`train`, `Model.fit` or "")."""
        key = (module.path, name)
        if key not in self._cache:
            self._cache[key] = None
            self._cache[key] = self._locate(module, name)
        return self._cache[key]

    def _locate(self, module: Module, name: str, depth: int = 5) -> tuple[Module, str] | None:
        if name.startswith(":"):
            return module, name[1:]
        full = self.absolute(module, name)
        if full is None:
            return None
        parts = full.split(".")
        for size in range(len(parts), 0, -1):
            found = self._modules.get(".".join(parts[:size]))
            if found is None:
                continue
            rest = ".".join(parts[size:])
            if not rest or depth == 0 or parts[size] in self.definitions(found):
                return found, rest
            passed_on = self._exported(found).get(parts[size])
            if passed_on is None:
                return found, rest
            further = ".".join([passed_on, *parts[size + 1 :]])
            return self._locate(found, further, depth - 1) or (found, rest)
        return None

    def _exported(self, module: Module) -> dict[str, str]:
        if module.path not in self._exports:
            self._exports[module.path] = {one.bound: one.name for one in module.summary.imports if not one.local}
        return self._exports[module.path]

    def definitions(self, module: Module) -> dict[str, Definition]:
        if module.path not in self._definitions:
            self._definitions[module.path] = {one.name: one for one in module.summary.definitions}
        return self._definitions[module.path]

    def definition(self, module: Module, name: str) -> tuple[Module, Definition] | None:
        """The in-repo function or class a name used in `module` stands for."""
        found = self.locate(module, name)
        if found is None or not found[1]:
            return None
        where, rest = found
        table = self.definitions(where)
        definition = table.get(rest) or self._inherited(where, rest)
        return (where, definition) if definition else None

    def _inherited(self, module: Module, name: str) -> Definition | None:
        owner, _, method = name.rpartition(".")
        seen = 0
        table = self.definitions(module)
        while owner in table and seen < 5:
            for base in table[owner].bases:
                found = self.locate(module, base)
                if found and found[0] is module and f"{found[1]}.{method}" in table:
                    return table[f"{found[1]}.{method}"]
            owner = next((b[1:] for b in table[owner].bases if b.startswith(":")), "")
            seen += 1
        return None

    def imported(self, module: Module) -> tuple[Module, ...]:
        """The in-repo modules a module imports, in order."""
        if module.path not in self._imported:
            found: dict[str, Module] = {}
            for entry in module.summary.imports:
                target = self._locate(module, entry.name)  # each name once: nothing to keep
                if target is not None and target[0] is not module:
                    found.setdefault(target[0].path, target[0])
            self._imported[module.path] = tuple(found.values())
        return self._imported[module.path]
