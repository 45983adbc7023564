"""setup.py, read as syntax only: what `setup(...)` is given literally, through one assignment, or from a file."""

import ast
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mlready.facts.manifest.model import Include, Manifest, Requirement, locked_versions
from mlready.facts.manifest.requirement import parse
from mlready.facts.manifest.text import decode

_LIST_NAME = re.compile(r"(?:[\w./-]{0,200}/)?[\w.-]{0,100}(?:require|reqs?\b|dependenc)[\w./-]{0,100}\.(?:txt|in|pip)")
_MAX_BYTES = 1_000_000
_DEEPEST = 12
_MOST_NAMES = 30
_MOST_STEPS = 200_000


def is_list_name(text: str) -> bool:
    """Whether the text may be the path of a list of requirements."""
    return len(text) <= 400 and _LIST_NAME.fullmatch(text) is not None


class Item(NamedTuple):
    """A literal text and its line."""

    text: str
    line: int


class Found(NamedTuple):
    """What an expression gives: literal texts, names of lists it reads, and whether more is computed."""

    items: tuple[Item, ...] = ()
    files: tuple[Item, ...] = ()
    computed: bool = False


class _Setup:
    def __init__(self, tree: ast.Module) -> None:
        self.values: dict[str, ast.expr] = {}
        self.entries: dict[str, list[tuple[ast.expr, ast.expr]]] = {}
        self.functions: dict[str, ast.AST] = {}
        self.grown: dict[str, list[ast.expr]] = {}
        self.call: ast.Call | None = None
        self.listed: dict[str, Item] | None = None
        self.budget = _MOST_STEPS
        for node in ast.walk(tree):
            self.see(node)

    def see(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self.assign(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self.assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self.grown.setdefault(node.target.id, []).append(node.value)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self.assign(node.optional_vars, node.context_expr)
        elif isinstance(node, ast.FunctionDef):
            self.functions.setdefault(node.name, node)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name == "setup" and (self.call is None or len(node.keywords) > len(self.call.keywords)):
                self.call = node
            elif name in ("append", "extend") and node.args and isinstance(node.func, ast.Attribute):
                receiver = node.func.value
                if isinstance(receiver, ast.Name):
                    self.grown.setdefault(receiver.id, []).append(node.args[0])

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.values.setdefault(target.id, value)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self.entries.setdefault(target.value.id, []).append((target.slice, value))

    def keywords(self) -> dict[str, ast.expr]:
        """The keywords of `setup(...)`, those of a `**table` included."""
        found: dict[str, ast.expr] = {}
        for keyword in self.call.keywords if self.call else ():
            if keyword.arg:
                found[keyword.arg] = keyword.value
            else:
                found.update((name.text, value) for name, value in self.pairs(keyword.value, 0) if value is not None)
        return found

    def follow(self, node: ast.expr | None) -> ast.expr | None:
        seen = 0
        while isinstance(node, ast.Name) and node.id in self.values and seen < _DEEPEST:
            node = self.values[node.id]
            seen += 1
        return node

    def text(self, node: ast.expr | None) -> str | None:
        node = self.follow(node)
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None

    def items(self, node: ast.expr | None, depth: int = 0) -> Found:
        """The texts of a list, followed through names, sums, unpacking and calls that read a file."""
        self.budget -= 1
        if node is None or depth > _DEEPEST or self.budget < 0:
            return Found(computed=True)
        if isinstance(node, ast.Constant):
            return _constant(node)
        if isinstance(node, ast.Name):
            grown = [self.items(value, depth + 1) for value in self.grown.get(node.id, [])[:100]]
            known = self.values.get(node.id)
            return _sum([self.items(known, depth + 1) if known is not None else Found(computed=True), *grown])
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return _sum([self.items(element, depth + 1) for element in node.elts])
        if isinstance(node, ast.Starred):
            return self.items(node.value, depth + 1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.BitOr):
            return _sum([self.items(node.left, depth + 1), self.items(node.right, depth + 1)])
        if isinstance(node, ast.IfExp):
            return _sum([self.items(node.body, depth + 1), self.items(node.orelse, depth + 1)])
        if isinstance(node, ast.Subscript):
            return self.entry(node, depth)
        if isinstance(node, ast.Call):
            return self.called(node, depth)
        return self.computed(node)

    def entry(self, node: ast.Subscript, depth: int) -> Found:
        """`extras["dev"]` of a table in this file."""
        key = self.text(node.slice)
        for name, value in self.pairs(node.value, depth + 1):
            if key is not None and name.text == key and value is not None:
                return self.items(value, depth + 1)
        listed = self.catalogue().get(key.lower()) if key else None
        return Found((listed,)) if listed else self.computed(node)

    def called(self, node: ast.Call, depth: int) -> Found:
        """`list(x)`, `sorted(x)` are x; `names("a", "b")` picks from the file's own list; all else is computed."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in ("list", "sorted", "set", "tuple") and len(node.args) == 1:
            return self.items(node.args[0], depth + 1)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("split", "splitlines") and not node.args:
            inner = self.items(node.func.value, depth + 1)
            if inner.items and not inner.computed:
                return _lines(inner.items)
        picked = self.picked(node) if name in self.functions else ()
        if picked:
            return Found(items=picked)
        found = self.computed(node)
        if name in self.functions and not found.files:
            found = found._replace(files=self.computed(self.functions[name]).files)
        return found

    def picked(self, node: ast.Call) -> tuple[Item, ...]:
        """The entries of the file's own list of requirements that a call names one by one."""
        names = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if not names or len(names) != len(node.args):
            return ()
        known = self.catalogue()
        found = [known.get(str(name).lower()) for name in names]
        return tuple(item for item in found if item) if all(found) else ()

    def catalogue(self) -> dict[str, Item]:
        """The longest literal list of requirements in the file, by lower-case name."""
        if self.listed is not None:
            return self.listed
        best: dict[str, Item] = {}
        for value in self.values.values():
            if isinstance(value, ast.List) and len(value.elts) > max(len(best), 3):
                items = _sum([_constant(element) for element in value.elts if isinstance(element, ast.Constant)]).items
                parsed = [(parse(item.text), item) for item in items]
                best = {re.split(r"[\[<>=!~; ]", item.text)[0].lower(): item for found, item in parsed if found} or best
        self.listed = best
        return best

    def computed(self, node: ast.AST) -> Found:
        """An expression that is not followed; the lists of requirements it or what it names mentions are noted."""
        files: dict[Item, None] = {}
        pending: list[ast.AST] = [node]
        seen: set[str] = set()
        while pending and len(seen) < _MOST_NAMES:
            for child in ast.walk(pending.pop()):
                self.budget -= 1
                if self.budget < 0:
                    break
                if isinstance(child, ast.Name) and child.id in self.values and child.id not in seen:
                    seen.add(child.id)
                    pending.append(self.values[child.id])
                elif isinstance(child, ast.Constant) and isinstance(child.value, str) and is_list_name(child.value):
                    files[Item(child.value, child.lineno)] = None
        return Found(files=tuple(files), computed=True)

    def pairs(self, node: ast.expr | None, depth: int) -> Iterator[tuple[Item, ast.expr | None]]:
        """Keys and values of a table: literal, `dict(...)`, and what is set later by `table[key] = value`."""
        self.budget -= 1
        if depth > _DEEPEST or self.budget < 0:
            return
        if isinstance(node, ast.Name):
            yield from self.pairs(self.values.get(node.id), depth + 1)
            for key, value in self.entries.get(node.id, []):
                yield Item(self.text(key) or "", key.lineno), value
        elif isinstance(node, ast.Dict):
            for name, value in zip(node.keys, node.values, strict=True):
                if name is None:
                    yield from self.pairs(value, depth + 1)
                else:
                    yield Item(self.text(name) or "", name.lineno), value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            for keyword in node.keywords:
                yield Item(keyword.arg or "", keyword.value.lineno), keyword.value


def _constant(node: ast.Constant) -> Found:
    return Found((Item(node.value, node.lineno),)) if isinstance(node.value, str) else Found()


def _lines(items: tuple[Item, ...]) -> Found:
    return Found(
        tuple(
            Item(line.strip(), item.line + offset)
            for item in items
            for offset, line in enumerate(item.text.splitlines())
            if line.strip() and not line.lstrip().startswith("#")
        )
    )


def _sum(parts: list[Found]) -> Found:
    return Found(
        tuple(item for part in parts for item in part.items),
        tuple(dict.fromkeys(file for part in parts for file in part.files)),
        any(part.computed for part in parts),
    )


class _Collected:
    def __init__(self) -> None:
        self.requirements: list[Requirement] = []
        self.files: list[Item] = []
        self.dynamic: set[str] = set()
        self.bad: list[Item] = []

    def add(self, found: Found, field: str, group: str) -> None:
        lines = _lines(found.items).items
        for item in lines:
            parsed = parse(item.text, item.line, group, optional=field == "optional-dependencies")
            self.requirements += [parsed] if parsed else []
            self.bad += [] if parsed or not item.text else [item]
        self.files += found.files
        if found.computed or found.files:
            self.dynamic.add(field)


def read_setup_py(path: str, data: bytes) -> Manifest:
    """A setup.py; what it computes is named in `dynamic`."""
    text, error = decode(data)
    if len(text) > _MAX_BYTES:
        return Manifest(path, "setup.py", (), {}, error=f"larger than {_MAX_BYTES} characters")
    try:
        setup = _Setup(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        return Manifest(path, "setup.py", (), {}, dynamic=("dependencies",), error=f"not readable as Python: {fault}")
    keywords = setup.keywords()
    found = _Collected()
    if "install_requires" in keywords:
        found.add(setup.items(keywords["install_requires"]), "dependencies", "")
    if "tests_require" in keywords:
        found.add(setup.items(keywords["tests_require"]), "dependencies", "test")
    _extras(setup, keywords.get("extras_require"), found)
    requirements = tuple(found.requirements)
    computed = {name for name in ("version", "name") if name in keywords and setup.text(keywords[name]) is None}
    if found.bad and error is None:
        error = f"line {found.bad[0].line}: not a requirement: {found.bad[0].text[:80]}"
    return Manifest(
        path=path,
        kind="setup.py",
        requirements=requirements,
        includes=tuple(dict.fromkeys(Include(item.text, "r", item.line) for item in found.files)),
        project_name=setup.text(keywords.get("name")),
        version=setup.text(keywords.get("version")),
        python=setup.text(keywords.get("python_requires")),
        scripts=_scripts(setup, keywords.get("entry_points")),
        classifiers=tuple(item.text for item in setup.items(keywords["classifiers"]).items)
        if "classifiers" in keywords
        else (),
        dynamic=tuple(sorted(found.dynamic | computed)),
        locked=locked_versions(requirements),
        error=error,
    )


def _extras(setup: _Setup, node: ast.expr | None, found: _Collected) -> None:
    if node is None:
        return
    named = False
    for extra, value in setup.pairs(node, 0):
        named = True
        if value is not None and extra.text:
            found.add(setup.items(value), "optional-dependencies", extra.text)
        else:
            found.dynamic.add("optional-dependencies")
    if not named and not isinstance(setup.follow(node), ast.Dict):
        found.add(setup.computed(node), "optional-dependencies", "")


def _scripts(setup: _Setup, node: ast.expr | None) -> tuple[tuple[str, str], ...]:
    scripts: list[tuple[str, str]] = []
    for kind, value in setup.pairs(setup.follow(node), 0):
        if kind.text in ("console_scripts", "gui_scripts"):
            lines = _lines(setup.items(value).items).items
            pairs: list[Any] = [line.text.partition("=") for line in lines if "=" in line.text]
            scripts += [(name.strip(), target.strip()) for name, _, target in pairs]
    return tuple(scripts)
