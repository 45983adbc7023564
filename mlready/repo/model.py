"""The repository model: files with zones, projects with roles, and the cross-file questions rules ask."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from mlready.cache import Aside
from mlready.facts.python import Call, Module, Summary
from mlready.location import Location, Notice
from mlready.repo.graph import Graph, Node
from mlready.repo.kinds import kind_of
from mlready.repo.names import Names
from mlready.repo.shelf import Shelf
from mlready.repo.versions import locked_version, lowest_admitted
from mlready.repo.zones import WORKING_ZONES, zone_of
from mlready.source import GitFacts, Source

CODE_ZONES = ("prod", "notebook")
_SHORT = 2_000  # bytes of a file that are kept as they are
_KINDS = {"yaml": "YAML", "dockerfile": "a Dockerfile", "ci": "CI", "manifest": "a manifest", "terraform": "Terraform"}
LIST_FOLDERS = frozenset({"requirements", "environments", "environment", "deps", "constraints", "locks", "conda"})


class File(NamedTuple):
    """One file of the repository; `kind` says which facts it has, `size` is in bytes (-1: missing)."""

    path: str
    size: int
    tracked: bool
    zone: str
    kind: str


class Evidence(NamedTuple):
    location: Location
    text: str


class Role(NamedTuple):
    """What a project does; `strength` is strong, weak or asserted (by configuration)."""

    name: str
    strength: str
    evidence: tuple[Evidence, ...]


class Subject(NamedTuple):
    """A file and its facts, for every kind but Python (there the subject is the Module)."""

    path: str
    zone: str
    facts: Any

    def at(self, line: int | None = None, end_line: int | None = None, cell: int | None = None) -> Location:
        return Location(self.path, line, end_line=end_line, cell=cell)


class Settings(NamedTuple):
    """What configuration says about the repository. `zones`: (glob, zone); `roles`: asserted true or denied false.

    `exclude` and `zones` speak of paths below a folder in which the scanned one lies at `inside`, "" or ending in "/".
    `literals` are looked for in every file, or those that `sought` tells for a file by its kind and zone. `asked` tells
    by its summary whether a Python file's detail is worth keeping: None keeps all.
    """

    exclude: tuple[str, ...] = ()
    zones: tuple[tuple[str, str], ...] = ()
    roles: Mapping[str, bool] = {}
    inside: str = ""
    literals: frozenset[str] = frozenset()
    partial: bool = False
    asked: Callable[[Repo, File, Summary], bool] | None = None
    sought: Callable[[File], tuple[tuple[bytes, str], ...]] | None = None


class Repo:
    """Everything known about one scanned source. Facts are read once; cross-file answers are computed when asked."""

    def __init__(self, source: Source, settings: Settings | None = None) -> None:
        self.source = source
        self.settings = settings or Settings()
        self.notices: list[Notice] = []
        self._faulty: set[str] = set()  # files with a notice that says so
        self._data: dict[str, bytes] = {}
        self._packed: dict[str, bytes] = {}
        self._facts: dict[tuple[str, str], Any] = {}
        self._literals: dict[str, frozenset[str]] = {}
        self.secrets: dict[str, tuple[Any, ...]] = {}
        self.directives: list[str] = []
        self.files = self._files()
        self._by_path = {one.path: one for one in self.files}
        self._modules: dict[str, Module] = {}
        self._notebooks: dict[str, Any] = {}
        self.shelf = Shelf()
        self.aside = Aside()
        from mlready.repo.loading import load

        load(self)

    def _files(self) -> tuple[File, ...]:
        from fnmatch import fnmatchcase

        files = []
        for entry in self.source.entries():
            path = self.settings.inside + entry.path
            if entry.link or any(fnmatchcase(path, pattern) for pattern in self.settings.exclude):
                continue
            kind = kind_of(entry.path)
            zone = zone_of(entry.path, kind, self.settings.zones, self.settings.inside)
            files.append(File(entry.path, entry.size, entry.tracked, zone, kind))
        return tuple(files)

    def keep(self, path: str, data: bytes) -> None:
        if len(data) > _SHORT:
            self._packed[path] = zlib.compress(data, 1)
        else:
            self._data[path] = data

    def note_literals(self, path: str, literals: frozenset[str]) -> None:
        self._literals[path] = literals

    def add_module(self, module: Module) -> None:
        self._modules[module.path] = module

    def add_notebook(self, path: str, notebook: Any) -> None:
        self._notebooks[path] = notebook

    @cached_property
    def git(self) -> GitFacts:
        return self.source.git()

    def file(self, path: str) -> File | None:
        return self._by_path.get(path)

    def zone(self, path: str) -> str:
        return self._by_path[path].zone if path in self._by_path else "prod"

    @property
    def modules(self) -> tuple[Module, ...]:
        return tuple(self._modules.values())

    @property
    def working(self) -> tuple[Module, ...]:
        """Modules of the zones that the repository itself runs; others are parsed only when something asks."""
        return tuple(one for one in self.modules if self.zone(one.path) in WORKING_ZONES)

    def module(self, path: str) -> Module | None:
        return self._modules.get(path)

    def data(self, path: str) -> bytes | None:
        """The bytes of a file of a kept kind; read from the source otherwise."""
        if path in self._data:
            return self._data[path]
        if path in self._packed:
            return zlib.decompress(self._packed[path])
        return self.source.read(path) if path in self._by_path else None

    def text(self, path: str) -> str | None:
        data = self.data(path)
        return None if data is None else data.decode("utf-8", "replace")

    def has_literal(self, path: str, literal: str) -> bool:
        """Whether the bytes of a file contain a literal that some rule's trigger names."""
        return literal in self._literals.get(path, frozenset())

    def _fact(self, path: str, kind: str, read: Callable[[bytes], Any]) -> Any:
        key = (path, kind)
        if key not in self._facts:
            facts = read(self.data(path) or b"")
            self._facts[key] = facts
            error = getattr(facts, "error", None)
            if error and path not in self._faulty:
                self._faulty.add(path)
                why = " ".join(str(error).split())[:200]
                self.notices.append(Notice("unparsable", f"not read as {_KINDS.get(kind, kind)}: {why}", path))
        return self._facts[key]

    def is_read(self, path: str) -> bool:
        """Whether the bytes of a file can be had; the facts of one that cannot be read are empty."""
        return self.data(path) is not None

    def yaml(self, path: str) -> Any:
        from mlready.facts.yaml import documents

        return self._fact(path, "yaml", documents)

    def dockerfile(self, path: str) -> Any:
        from mlready.facts.dockerfile import parse

        return self._fact(path, "dockerfile", parse)

    def workflow(self, path: str) -> Any:
        from mlready.facts.ci import read

        return self._fact(path, "ci", lambda data: read(path, data))

    def manifest(self, path: str) -> Any:
        from mlready.facts.manifest import read

        return self._fact(path, "manifest", lambda data: read(path, data))

    def document(self, path: str) -> Any:
        from mlready.facts.document import read

        return self._fact(path, "document", lambda data: read(data, path))

    def terraform(self, path: str) -> Any:
        from mlready.facts.hcl import read

        return self._fact(path, "terraform", read)

    def notebook(self, path: str) -> Any:
        return self._notebooks.get(path)

    def toml(self, path: str) -> dict[str, Any] | None:
        """The content of a TOML file, or None where it cannot be read."""
        import tomllib

        def read(data: bytes) -> dict[str, Any] | None:
            try:
                return tomllib.loads(data.decode("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
                return None

        found: dict[str, Any] | None = self._fact(path, "toml", read)
        return found

    def of_kind(self, *kinds: str) -> Iterator[File]:
        return (one for one in self.files if one.kind in kinds)

    @cached_property
    def manifests(self) -> dict[str, Any]:
        found = {one.path: self.manifest(one.path) for one in self.of_kind("manifest", "yaml", "toml")
                 if one.zone not in {"vendored", "template"} and self._may_be_manifest(one)}  # fmt: skip
        return {path: manifest for path, manifest in found.items() if manifest is not None}

    def _may_be_manifest(self, file: File) -> bool:
        if file.kind == "manifest":
            return True
        return file.kind == "yaml" and b"dependencies:" in (self.data(file.path) or b"")[:20_000]

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        from mlready.repo.projects import discover

        return discover(self)

    def project_of(self, path: str) -> Project:
        """The nearest project around a path."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self._project_paths:
                return self._project_paths[folder]
        return self._project_paths[""]

    @cached_property
    def _project_paths(self) -> dict[str, Project]:
        return {one.path: one for one in self.projects}

    @cached_property
    def names(self) -> Names:
        return Names(self.modules)

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.modules, self.names, frozenset(one.path for one in self.working))

    def users(self, *names: str) -> tuple[Module, ...]:
        """Modules that use one of the resolved names (`pkg.*` covers all below it), in path order."""
        found: dict[str, Module] = {}
        for first in {name.partition(".")[0] for name in names}:
            alike = [name for name in names if name.partition(".")[0] == first]
            under = tuple(name[:-1] for name in alike if name.endswith(".*"))
            for module in self._by_package.get(first, ()):
                used = module.summary.names
                if not used.isdisjoint(alike) or (under and any(name.startswith(under) for name in used)):
                    found[module.path] = module
        return tuple(found[path] for path in sorted(found))

    @cached_property
    def _by_package(self) -> dict[str, list[Module]]:
        """First word of a resolved name -> the modules that use such names."""
        index: dict[str, list[Module]] = {}
        for module in self.working:
            for first in {name.partition(".")[0] for name in module.summary.names}:
                index.setdefault(first, []).append(module)
        return index

    def definition(self, module: Module, name: str) -> Any:
        """(Module, Definition) of the in-repo function or class that a name used in `module` stands for, or None."""
        return self.names.definition(module, name)

    def wrappers(self, names: frozenset[str]) -> frozenset[Node]:
        """In-repo functions that call one of `names`, directly or through other functions."""
        key = ("", "wrappers:" + ",".join(sorted(names)))
        if key not in self._facts:
            self._facts[key] = self.graph.wrappers(names)
        found: frozenset[Node] = self._facts[key]
        return found

    def calls_reaching(self, module: Module, names: frozenset[str]) -> Iterator[Call]:
        """Calls in `module` of one of `names` or of an in-repo function that calls one of them."""
        under = tuple(name[:-1] for name in names if name.endswith(".*"))
        wrappers = self.wrappers(names)
        for call in module.calls:
            name = call.name
            if name is None:
                continue
            named = name in names or (under and name.startswith(under))
            if named or (wrappers and self.graph.resolve(module, name) in wrappers):
                yield call

    def closure(self, module: Module) -> tuple[Module, ...]:
        """The modules reachable by import from `module`, itself first."""
        return _reached([module], self.names.imported)

    def closure_of(self, modules: Iterable[Module]) -> tuple[Module, ...]:
        """The modules reachable by import from any of several, those first."""
        return _reached(modules, self.names.imported)

    def importers(self, modules: Iterable[Module]) -> tuple[Module, ...]:
        """The modules from which any of several is reachable by import, those first."""
        return _reached(modules, lambda module: self._importing.get(module.path, ()))

    @cached_property
    def _importing(self) -> dict[str, list[Module]]:
        """Path -> the working modules that import it."""
        found: dict[str, list[Module]] = {}
        for module in self.working:
            for imported in self.names.imported(module):
                found.setdefault(imported.path, []).append(module)
        return found

    def runs(self, module: Module) -> frozenset[str]:
        """The resolved names that may be called when `module` runs: from its body, through in-repo functions."""
        return self.graph.calls(self.graph.reachable([(module.path, "")]))

    def may_call(self, module: Module, names: frozenset[str]) -> bool:
        """Whether one of `names` may be called when `module` runs."""
        key = ("", "may call:" + ",".join(sorted(names)))
        if key not in self._facts:
            self._facts[key] = frozenset(path for path, name in self.graph.reaching(names) if not name)
        return module.path in self._facts[key]

    @cached_property
    def entry_points(self) -> tuple[Module, ...]:
        from mlready.repo.entries import entry_points

        return entry_points(self)

    def marks(self, path: str) -> frozenset[str]:
        """`train` and `serve`: whether a file is reached from an entry point that trains or serves."""
        return self._marks.get(path, frozenset())

    @cached_property
    def _marks(self) -> dict[str, frozenset[str]]:
        from mlready.repo.entries import marks

        return marks(self)


def _reached(start: Iterable[Module], step: Callable[[Module], Iterable[Module]]) -> tuple[Module, ...]:
    seen = {module.path: module for module in start}
    waiting = list(seen.values())
    while waiting:
        for other in step(waiting.pop()):
            if other.path not in seen:
                seen[other.path] = other
                waiting.append(other)
    return tuple(seen.values())


class Project:
    """A folder with its own manifest, and what lies below it down to the next project."""

    def __init__(self, repo: Repo, path: str, location: Location) -> None:
        self.repo = repo
        self.path = path
        self.location = location

    def __repr__(self) -> str:
        return f"Project({self.path!r})"

    @cached_property
    def files(self) -> tuple[File, ...]:
        return tuple(one for one in self.repo.files if self.repo.project_of(one.path) is self)

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Modules and notebooks of every zone."""
        return tuple(found for one in self.files if (found := self.repo.module(one.path)) is not None)

    @cached_property
    def code(self) -> tuple[Module, ...]:
        """Modules of prod and notebook zones: what the project itself runs."""
        return tuple(one for one in self.modules if self.repo.zone(one.path) in CODE_ZONES)

    @cached_property
    def tests(self) -> tuple[Module, ...]:
        return tuple(one for one in self.modules if self.repo.zone(one.path) == "test")

    def of_kind(self, *kinds: str, zones: tuple[str, ...] | None = None) -> Iterator[File]:
        return (one for one in self.files if one.kind in kinds and (zones is None or one.zone in zones))

    @cached_property
    def manifests(self) -> tuple[Any, ...]:
        """Manifests that belong to this project, in order of path."""
        return tuple(manifest for path, manifest in self.repo.manifests.items() if self.repo.project_of(path) is self)

    @cached_property
    def dockerfiles(self) -> tuple[Subject, ...]:
        return tuple(
            Subject(one.path, one.zone, self.repo.dockerfile(one.path))
            for one in self.of_kind("dockerfile")
            if one.zone not in {"vendored", "template"} and self.repo.is_read(one.path)
        )

    @cached_property
    def workflows(self) -> tuple[Subject, ...]:
        """Active CI workflows: the project's own and the root's, which serve every project."""
        found = []
        for one in self.repo.of_kind("ci"):
            if one.zone in {"vendored", "template"}:
                continue
            workflow = self.repo.workflow(one.path)
            if workflow is not None and workflow.active:
                found.append(Subject(one.path, one.zone, workflow))
        return tuple(found)

    @cached_property
    def documents(self) -> tuple[Subject, ...]:
        return tuple(
            Subject(one.path, one.zone, self.repo.document(one.path))
            for one in self.of_kind("document")
            if self.repo.is_read(one.path)
        )

    @cached_property
    def roles(self) -> dict[str, Role]:
        from mlready.repo.roles import roles_of

        return roles_of(self)

    def has(self, role: str, strong: bool = False) -> bool:
        found = self.roles.get(role)
        return found is not None and (not strong or found.strength != "weak")

    @property
    def is_ml(self) -> bool:
        """Whether any role that has to do with machine learning was found."""
        from mlready.repo.roles import is_ml

        return is_ml(self)

    def _in_zones(self, module: Module, zones: tuple[str, ...] | None) -> bool:
        return zones is None or self.repo.zone(module.path) in zones

    def users(self, *names: str, zones: tuple[str, ...] | None = CODE_ZONES) -> tuple[Module, ...]:
        """Modules that use one of the resolved names (`pkg.*` covers all below it), in path order."""
        return tuple(
            module
            for module in self.repo.users(*names)
            if self._in_zones(module, zones) and self.repo.project_of(module.path) is self
        )

    def calls_to(self, *names: str, zones: tuple[str, ...] | None = CODE_ZONES) -> Iterator[tuple[Module, Call]]:
        """Calls of the resolved names in the project's own modules, where they may run (`mlready.repo.reach`)."""
        from mlready.repo.reach import is_idle

        for module in self.users(*names, zones=zones):
            for call in module.calls_to(*names):
                if not is_idle(self.repo, module, call.block):
                    yield module, call

    def calls_reaching(self, *names: str, zones: tuple[str, ...] | None = CODE_ZONES) -> Iterator[tuple[Module, Call]]:
        """Calls of the resolved names or of in-repo functions that call them."""
        wanted = frozenset(names)
        wrapping = {path for path, _ in self.repo.wrappers(wanted)}
        for module in self.modules:
            if not self._in_zones(module, zones):
                continue
            touches = any(one.path in wrapping for one in (module, *self.repo.names.imported(module)))
            if touches or not wanted.isdisjoint(module.summary.names) or any(n.endswith(".*") for n in wanted):
                for call in self.repo.calls_reaching(module, wanted):
                    yield module, call

    def imports(self, *packages: str, zones: tuple[str, ...] | None = CODE_ZONES) -> Iterator[tuple[Module, int]]:
        """(module, line) of every import of a package or something under it."""
        for module in self.modules:
            if not self._in_zones(module, zones):
                continue
            for entry in module.summary.imports:
                if any(entry.name == one or entry.name.startswith(one + ".") for one in packages):
                    yield module, entry.line

    @property
    def all_manifests(self) -> tuple[Any, ...]:
        """The project's manifests, then those that stand in the folders of the projects around it, nearest first."""
        found = list(self.manifests)
        folder = self.path
        while folder:
            folder = folder.rpartition("/")[0]
            outer = next((one for one in self.repo.projects if one.path == folder), None)
            if outer is not None:
                found.extend(one for one in outer.manifests if _stands_in(one.path, folder))
        return tuple(found)

    def lower_bound(self, distribution: str) -> str | None:
        """The smallest version of a distribution that locks, pins or ranges admit; None where that is not known."""
        return locked_version(self.all_manifests, distribution) or lowest_admitted(self.all_manifests, distribution)

    def declares(self, *distributions: str) -> bool:
        wanted = set(distributions)
        return any(
            requirement.name in wanted for manifest in self.all_manifests for requirement in manifest.requirements
        ) or any(not wanted.isdisjoint(manifest.locked) for manifest in self.all_manifests)

    def terraform_resources(self, prefixes: tuple[str, ...]) -> tuple[Location, ...]:
        """Where Terraform resources whose type starts with one of `prefixes` are declared."""
        return tuple(
            Location(one.path, block.line)
            for one in self.of_kind("terraform")
            if one.zone not in {"vendored", "template", "test"}
            for block in self.repo.terraform(one.path).blocks
            if block.type == "resource" and block.labels and block.labels[0].startswith(prefixes)
        )

    def commands(self) -> Iterator[tuple[Location, Any]]:
        """Shell commands of CI steps, Dockerfiles, Makefiles and DVC stages, with where they stand."""
        if next(self.repo.of_kind("ci", "dockerfile", "make", "shell", "yaml"), None) is None:
            return iter(())
        from mlready.repo.commands import commands_of

        return iter(commands_of(self))


def _stands_in(path: str, folder: str) -> bool:
    """Whether a manifest stands in a folder itself or in one for lists there (`requirements/base.txt`), not in a part of it."""
    place = path.rpartition("/")[0]
    return place == folder or (place.rpartition("/")[0] == folder and place.rpartition("/")[2] in LIST_FOLDERS)
