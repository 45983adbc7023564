"""pyproject.toml of every build tool, and the TOML manifests of pixi and hatch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mlready.facts.manifest.model import Include, Local, Manifest, Option, Requirement, locked_versions
from mlready.facts.manifest.requirement import from_conda_spec, from_table, normalised, parse, url_of_table
from mlready.facts.manifest.text import decode
from mlready.facts.manifest.toml_place import Key, load, places
from mlready.facts.manifest.version import from_conda, from_poetry

_LARGEST_WITH_LINES = 2_000_000
_DEEPEST_GROUP = 20
_DEV_GROUPS = frozenset(("dev", "develop", "development", "dev-dependencies"))


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is a table, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> list[Any]:
    """The value where it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def text_or_none(value: Any) -> str | None:
    """The value where it is a text."""
    return value if isinstance(value, str) else None


def at(tables: Any, *keys: str) -> Any:
    """What stands under the keys, None where nothing does."""
    for key in keys:
        tables = mapping(tables).get(key)
    return tables


class Collected:
    """What has been read of a TOML manifest so far, with the places of its text."""

    def __init__(self, tables: Mapping[str, Any], lines: Mapping[Key, int]) -> None:
        self.tables = tables
        self.lines = lines
        self.requirements: list[Requirement] = []
        self.includes: list[Include] = []
        self.local: list[Local] = []
        self.options: list[Option] = []
        self.scripts: list[tuple[str, str]] = []
        self.bad: list[str] = []

    def line(self, *key: str | int) -> int | None:
        """The line of the nearest place that is known."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = key[:-1]
        return None

    def listed(self, key: Key, values: Any, group: str = "", *, optional: bool = False) -> None:
        """Requirements of an array of PEP 508 texts."""
        for index, value in enumerate(sequence(values)):
            if not isinstance(value, str):
                continue
            line = self.line(*key, index)
            found = parse(value, line, group, optional=optional)
            if found is not None:
                self.requirements.append(found)
            elif value.startswith((".", "/", "-e ")):
                self.local.append(Local(value.removeprefix("-e ").strip(), line or 1, editable=value.startswith("-e ")))
            else:
                self.bad.append(f"not a requirement: {value[:80]}")

    def tabled(self, key: Key, values: Any, group: str = "", *, optional: bool = False) -> None:
        """Requirements of a table in the manner of Poetry, `python` left out."""
        for name, value in mapping(values).items():
            if name != "python":
                self.requirements += from_table(name, value, self.line(*key, name), group, optional=optional)

    def entry_points(self, values: Any) -> None:
        for name, target in mapping(values).items():
            reference = (
                target
                if isinstance(target, str)
                else mapping(target).get("reference") or mapping(target).get("callable")
            )
            if isinstance(reference, str):
                self.scripts.append((name, reference))


def read_pyproject(path: str, data: bytes) -> Manifest:
    """A pyproject.toml, whatever builds it."""
    text, error = decode(data)
    tables, fault = load(text)
    found = Collected(tables, places(text) if len(text) < _LARGEST_WITH_LINES else {})
    project = mapping(tables.get("project"))
    tool = mapping(tables.get("tool"))
    _project(found, project)
    _groups(found, mapping(tables.get("dependency-groups")))
    _poetry(found, mapping(tool.get("poetry")))
    _pdm(found, mapping(tool.get("pdm")))
    _flit(found, mapping(tool.get("flit")))
    hatch_environments(found, ("tool", "hatch", "envs"), at(tool, "hatch", "envs"))
    _included(found, tool)
    pixi_tables(found, ("tool", "pixi"), mapping(tool.get("pixi")))
    _uv(found, mapping(tool.get("uv")))
    name = _first(
        project.get("name"),
        at(tool, "poetry", "name"),
        at(tool, "flit", "metadata", "dist-name"),
        at(tool, "flit", "metadata", "module"),
    )
    requirements = tuple(_itself(requirement, name) for requirement in found.requirements)
    dynamic = sorted(
        {str(field) for field in sequence(project.get("dynamic"))} | set(mapping(at(tool, "setuptools", "dynamic")))
    )
    return Manifest(
        path=path,
        kind="pyproject",
        requirements=requirements,
        includes=tuple(found.includes),
        local=tuple(found.local),
        project_name=name,
        version=_first(project.get("version"), at(tool, "poetry", "version")),
        python=_python(project, tool),
        build_backend=_first(at(tables, "build-system", "build-backend"))
        or ("setuptools.build_meta" if "build-system" in tables else None),
        scripts=tuple(found.scripts),
        classifiers=_classifiers(project, tool),
        dynamic=tuple(dynamic),
        tools=frozenset(tool),
        locked=locked_versions(requirements),
        error=error or fault or (found.bad[0] if found.bad else None),
        options=tuple(found.options),
    )


def _itself(requirement: Requirement, project: str | None) -> Requirement:
    """`project[extra]` in a group of the project itself stands in the work tree."""
    own = project is not None and requirement.name == normalised(project) and requirement.url is None
    return requirement._replace(url="file:.") if own else requirement


def _first(*values: Any) -> str | None:
    return next((value for value in values if isinstance(value, str)), None)


def _python(project: Mapping[str, Any], tool: Mapping[str, Any]) -> str | None:
    poetry = _first(at(tool, "poetry", "dependencies", "python"))
    pixi = _first(at(tool, "pixi", "dependencies", "python"))
    return _first(
        project.get("requires-python"),
        from_poetry(poetry) if poetry else None,
        at(tool, "flit", "metadata", "requires-python"),
        from_conda(pixi) if pixi else None,
    )


def _classifiers(project: Mapping[str, Any], tool: Mapping[str, Any]) -> tuple[str, ...]:
    sources = (
        project.get("classifiers"),
        at(tool, "poetry", "classifiers"),
        at(tool, "flit", "metadata", "classifiers"),
    )
    return tuple(str(item) for source in sources for item in sequence(source))


def _project(found: Collected, project: Mapping[str, Any]) -> None:
    found.listed(("project", "dependencies"), project.get("dependencies"))
    for extra, values in mapping(project.get("optional-dependencies")).items():
        found.listed(("project", "optional-dependencies", extra), values, extra, optional=True)
    found.entry_points(project.get("scripts"))
    found.entry_points(project.get("gui-scripts"))


def _groups(found: Collected, groups: Mapping[str, Any]) -> None:
    """PEP 735 groups; `include-group` adds the other group's requirements under the including group's name too."""
    spelled = {normalised(name): name for name in groups}
    for group in groups:
        pending, seen = [group], {normalised(group)}
        while pending and len(seen) <= _DEEPEST_GROUP:
            name = pending.pop(0)
            found.listed(("dependency-groups", name), groups[name], normalised(group))
            for item in sequence(groups[name]):
                included = normalised(str(mapping(item).get("include-group") or ""))
                if included in spelled and included not in seen:
                    seen.add(included)
                    pending.append(spelled[included])


def _poetry(found: Collected, poetry: Mapping[str, Any]) -> None:
    extras = {
        normalised(str(member).split("[")[0]): extra
        for extra, members in reversed(list(mapping(poetry.get("extras")).items()))
        for member in sequence(members)
    }
    before = len(found.requirements)
    found.tabled(("tool", "poetry", "dependencies"), poetry.get("dependencies"))
    found.requirements[before:] = [
        requirement._replace(group=extras.get(requirement.name, "")) if requirement.optional else requirement
        for requirement in found.requirements[before:]
    ]
    found.tabled(("tool", "poetry", "dev-dependencies"), poetry.get("dev-dependencies"), "dev")
    for name, group in mapping(poetry.get("group")).items():
        key = ("tool", "poetry", "group", name, "dependencies")
        optional = mapping(group).get("optional") is True
        found.tabled(key, mapping(group).get("dependencies"), _group_name(name), optional=optional)
    found.entry_points(poetry.get("scripts"))
    for index, source in enumerate(sequence(poetry.get("source"))):
        _index(
            found,
            source,
            found.line("tool", "poetry", "source", index),
            main=mapping(source).get("priority") in ("primary", "default"),
        )


def _index(found: Collected, source: Any, line: int | None, *, main: bool) -> None:
    url = mapping(source).get("url")
    if isinstance(url, str):
        found.options.append(Option("--index-url" if main else "--extra-index-url", url, line or 1))


def _group_name(name: str) -> str:
    return "dev" if normalised(name) in _DEV_GROUPS else normalised(name)


def _pdm(found: Collected, pdm: Mapping[str, Any]) -> None:
    for group, values in mapping(pdm.get("dev-dependencies")).items():
        found.listed(("tool", "pdm", "dev-dependencies", group), values, _group_name(group))
    for index, source in enumerate(sequence(pdm.get("source"))):
        _index(found, source, found.line("tool", "pdm", "source", index), main=mapping(source).get("name") == "pypi")


def _flit(found: Collected, flit: Mapping[str, Any]) -> None:
    metadata = mapping(flit.get("metadata"))
    found.listed(("tool", "flit", "metadata", "requires"), metadata.get("requires"))
    found.listed(("tool", "flit", "metadata", "dev-requires"), metadata.get("dev-requires"), "dev")
    for extra, values in mapping(metadata.get("requires-extra")).items():
        found.listed(("tool", "flit", "metadata", "requires-extra", extra), values, extra, optional=True)
    found.entry_points(flit.get("scripts"))


def hatch_environments(found: Collected, key: Key, environments: Any) -> None:
    """Dependencies of hatch's environments, each as a group of its own."""
    for name, environment in mapping(environments).items():
        for field in ("dependencies", "extra-dependencies"):
            found.listed((*key, name, field), mapping(environment).get(field), _group_name(name))


def _included(found: Collected, tool: Mapping[str, Any]) -> None:
    """Lists read at build time: setuptools' `file = [...]`, hatch-requirements-txt."""
    setuptools = ("tool", "setuptools", "dynamic")
    dynamic = mapping(at(tool, "setuptools", "dynamic"))
    _include(found, at(dynamic, "dependencies", "file"), found.line(*setuptools, "dependencies"))
    for extra, value in mapping(dynamic.get("optional-dependencies")).items():
        _include(found, mapping(value).get("file"), found.line(*setuptools, "optional-dependencies", extra))
    hook = ("tool", "hatch", "metadata", "hooks", "requirements_txt")
    _include(found, at(tool, *hook[1:], "files"), found.line(*hook))


def _include(found: Collected, files: Any, line: int | None) -> None:
    names: Iterable[Any] = [files] if isinstance(files, str) else sequence(files)
    found.includes += [Include(name, "r", line or 1) for name in names if isinstance(name, str)]


def _uv(found: Collected, uv: Mapping[str, Any]) -> None:
    found.listed(("tool", "uv", "dev-dependencies"), uv.get("dev-dependencies"), "dev")
    sources = {normalised(name): value for name, value in mapping(uv.get("sources")).items()}
    found.requirements[:] = [
        _with_source(requirement, sources.get(requirement.name)) for requirement in found.requirements
    ]
    indexes = sequence(uv.get("index"))
    for number, index in enumerate(indexes):
        _index(found, index, found.line("tool", "uv", "index", number), main=mapping(index).get("default") is True)
    for name, option in (("index-url", "--index-url"), ("extra-index-url", "--extra-index-url")):
        values = uv.get(name)
        for url in [values] if isinstance(values, str) else sequence(values):
            found.options.append(Option(option, str(url), found.line("tool", "uv", name) or 1))


def _with_source(requirement: Requirement, source: Any) -> Requirement:
    """The requirement as `tool.uv.sources` redirects it: to version control, a path, an address, the workspace."""
    for candidate in source if isinstance(source, list) else [source]:
        url = url_of_table(mapping(candidate))
        if url is not None and requirement.url is None and requirement.kind == "pypi":
            return requirement._replace(url=url)
    return requirement


def pixi_tables(found: Collected, key: Key, pixi: Mapping[str, Any]) -> None:
    """Dependencies of a pixi manifest: conda ones, PyPI ones, those of targets and of features."""
    _pixi_part(found, key, pixi, "")
    for name, feature in mapping(pixi.get("feature")).items():
        _pixi_part(found, (*key, "feature", name), mapping(feature), _group_name(name))
    workspace = "workspace" if "workspace" in pixi else "project"
    for channel in sequence(at(pixi, workspace, "channels")):
        found.options.append(Option("--channel", str(channel), found.line(*key, workspace, "channels") or 1))


def _pixi_part(found: Collected, key: Key, part: Mapping[str, Any], group: str) -> None:
    for name, value in mapping(part.get("dependencies")).items():
        requirement = _pixi_conda(name, value, found.line(*key, "dependencies", name), group)
        if requirement is not None and name != "python":
            found.requirements.append(requirement)
    for name, value in mapping(part.get("pypi-dependencies")).items():
        found.requirements += from_table(
            name, _without_conda_forms(value), found.line(*key, "pypi-dependencies", name), group
        )
    for name, target in mapping(part.get("target")).items():
        _pixi_part(found, (*key, "target", name), {**mapping(target), "target": None}, group)


def _without_conda_forms(value: Any) -> Any:
    return {**value, "optional": False} if isinstance(value, Mapping) else value


def _pixi_conda(name: str, value: Any, line: int | None, group: str) -> Requirement | None:
    version = value if isinstance(value, str) else str(mapping(value).get("version") or "*")
    build = text_or_none(mapping(value).get("build"))
    found = from_conda_spec(name, line, group)
    if found is None:
        return None
    specifier = from_conda(version)
    return found._replace(
        raw=f"{name} = {version!r}" + (f" build {build}" if build else ""),
        specifier=specifier,
        url=url_of_table(mapping(value)),
    )


def read_pixi(path: str, data: bytes) -> Manifest:
    """A pixi.toml."""
    text, error = decode(data)
    tables, fault = load(text)
    found = Collected(tables, places(text) if len(text) < _LARGEST_WITH_LINES else {})
    pixi_tables(found, (), tables)
    header = mapping(tables.get("workspace") or tables.get("project"))
    python = text_or_none(at(tables, "dependencies", "python"))
    requirements = tuple(found.requirements)
    return Manifest(
        path=path,
        kind="pixi",
        requirements=requirements,
        project_name=_first(header.get("name")),
        version=_first(header.get("version")),
        python=from_conda(python) if python else None,
        locked=locked_versions(requirements),
        error=error or fault,
        options=tuple(found.options),
    )


def read_hatch(path: str, data: bytes) -> Manifest:
    """A hatch.toml."""
    text, error = decode(data)
    tables, fault = load(text)
    found = Collected(tables, places(text) if len(text) < _LARGEST_WITH_LINES else {})
    hatch_environments(found, ("envs",), tables.get("envs"))
    requirements = tuple(found.requirements)
    return Manifest(path, "hatch", requirements, locked=locked_versions(requirements), error=error or fault)


def read_pipfile(path: str, data: bytes) -> Manifest:
    """A Pipfile."""
    text, error = decode(data)
    tables, fault = load(text)
    found = Collected(tables, places(text) if len(text) < _LARGEST_WITH_LINES else {})
    for category, values in tables.items():
        if category not in ("source", "requires", "scripts", "pipenv"):
            group = {"packages": "", "dev-packages": "dev"}.get(category, category)
            found.tabled((category,), values, group)
    for index, source in enumerate(sequence(tables.get("source"))):
        _index(found, source, found.line("source", index), main=index == 0)
    requires = mapping(tables.get("requires"))
    version = requires.get("python_full_version") or requires.get("python_version")
    requirements = tuple(found.requirements)
    return Manifest(
        path=path,
        kind="pipfile",
        requirements=requirements,
        python=_pipfile_python(version),
        locked=locked_versions(requirements),
        error=error or fault,
        options=tuple(found.options),
    )


def _pipfile_python(version: Any) -> str | None:
    if not isinstance(version, str):
        return None
    return f"=={version}" + (".*" if version.count(".") == 1 else "")
