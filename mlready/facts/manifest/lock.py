"""Lock files, read line by line: they are written by machines, and often megabytes long."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mlready.facts.manifest.model import Manifest, Requirement, locked_versions
from mlready.facts.manifest.requirement import normalised, url_of_table
from mlready.facts.manifest.text import decode
from mlready.facts.manifest.version import from_poetry

_KIND_OF_FILE = {"uv.lock": "uv.lock", "poetry.lock": "poetry.lock", "pdm.lock": "pdm.lock"}
_TEXT_VALUE = re.compile(r"\"((?:[^\"\\]|\\.){0,2000})\"|'([^'\n]{0,2000})'")
_PAIR = re.compile(r"([A-Za-z][\w-]{0,60})[ \t]{0,20}=[ \t]{0,20}(.*)")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7})(?:\s|$)", re.MULTILINE)
_PYTHON = ("requires-python", "requires_python", "python-versions")
_YAML_PAIR = re.compile(r"([ \t]{0,40}(?:-[ \t]{1,20})?)([A-Za-z_][\w-]{0,60}):[ \t]{1,20}(.*)")
_CONDA_ADDRESS = re.compile(r"([A-Za-z0-9_][A-Za-z0-9._-]{0,198})-([^-/]{1,100})-([^-/]{1,100})\.(?:conda|tar\.bz2)$")


class Package(NamedTuple):
    """A package of a lock as written: its keys and texts, and its first line."""

    values: dict[str, str]
    line: int


def _conflict(text: str) -> str | None:
    found = _CONFLICT.search(text)
    return f"line {text.count(chr(10), 0, found.start()) + 1}: an unresolved merge conflict" if found else None


def _toml_packages(text: str) -> tuple[list[Package], dict[str, str]]:
    """The packages, and the pairs that stand outside them."""
    packages: list[Package] = []
    outside: dict[str, str] = {}
    values = outside
    for number, line in enumerate(text.splitlines(), 1):
        first = line[:1]
        if first == "[":
            header = line.strip()
            if header in ("[[package]]", "[[packages]]"):
                values = {}
                packages.append(Package(values, number))
            else:
                inside = header.startswith(("[package", "[[package"))
                source = inside and header in (
                    "[package.source]",
                    "[packages.vcs]",
                    "[packages.directory]",
                    "[packages.archive]",
                )
                values = packages[-1].values if source and packages else ({} if inside else outside)
        elif first.isalpha():
            pair = _PAIR.match(line)
            if pair:
                values.setdefault(pair.group(1), pair.group(2))
    return packages, outside


def _text(value: str | None) -> str | None:
    found = _TEXT_VALUE.match(value) if value else None
    if not found:
        return None
    return found.group(1) if found.group(1) is not None else found.group(2)


def _texts(value: str | None) -> list[str]:
    return [first or second for first, second in _TEXT_VALUE.findall(value or "")]


def read_toml_lock(path: str, data: bytes) -> Manifest:
    """uv.lock, poetry.lock, pdm.lock, pylock.toml."""
    text, error = decode(data)
    packages, outside = _toml_packages(text)
    requirements = tuple(found for found in map(_of_toml, packages) if found is not None)
    own = next((package for package in packages if _is_project(package)), None)
    if error is None and (not packages and "version" not in outside and "lock-version" not in outside):
        error = "no lock: neither packages nor a format version" if text.strip() else "empty"
    python = next((found for found in (_text(outside.get(key)) for key in _PYTHON) if found), None)
    python = from_poetry(python) or None if python else None
    return Manifest(
        path=path,
        kind=_KIND_OF_FILE.get(path.rpartition("/")[2].lower(), "pylock"),
        requirements=requirements,
        is_lock=True,
        project_name=_text(own.values.get("name")) if own else None,
        python=python,
        locked=locked_versions(requirements),
        error=error or _conflict(text),
    )


def _is_project(package: Package) -> bool:
    """Whether it is the workspace itself or a member of it."""
    return bool(re.match(r"\{\s{0,9}(?:editable|virtual)\s{0,9}=", package.values.get("source", "")))


def _of_toml(package: Package) -> Requirement | None:
    values = package.values
    name = _text(values.get("name"))
    if not name or _is_project(package):
        return None
    version = _text(values.get("version"))
    groups = _texts(values.get("groups"))
    group = _text(values.get("category")) or (
        groups[0] if groups and "main" not in groups and "default" not in groups else ""
    )
    url = _url_of_toml(values)
    return Requirement(
        name=normalised(name),
        raw=f"{name} {version or ''}".strip(),
        specifier=f"=={version}" if version else "",
        url=url,
        line=package.line,
        group="" if group in ("main", "default") else group,
        optional=values.get("optional", "").startswith("true"),
    )


def _url_of_toml(values: dict[str, str]) -> str | None:
    source = values.get("source", "")
    git = re.search(r"git\s{0,9}=\s{0,9}\"([^\"]{1,2000})\"", source)
    if git:
        address, _, commit = git.group(1).partition("#")
        return f"git+{address.partition('?')[0]}" + (f"@{commit}" if commit else "")
    if _text(values.get("type")) in ("git", "directory", "file", "url"):  # poetry's [package.source]
        commit = _text(values.get("resolved_reference")) or _text(values.get("reference"))
        url = _text(values.get("url")) or ""
        kind = _text(values.get("type"))
        return (
            f"git+{url}" + (f"@{commit}" if commit else "")
            if kind == "git"
            else url
            if kind == "url"
            else "file:" + url
        )
    git_address, revision = _text(values.get("git")), _text(values.get("revision"))
    if git_address:  # pdm
        return f"git+{git_address}" + (f"@{revision}" if revision else "")
    path = re.search(r"(?:directory|path)\s{0,9}=\s{0,9}\"([^\"]{1,2000})\"", source)
    path_text = path.group(1) if path else _text(values.get("path"))
    return "file:" + path_text if path_text else None


def read_pipfile_lock(path: str, data: bytes) -> Manifest:
    """Pipfile.lock."""
    text, error = decode(data)
    try:
        tables: Any = json.loads(text)
    except (ValueError, RecursionError) as fault:
        return Manifest(
            path, "pipfile.lock", (), {}, is_lock=True, error=error or _conflict(text) or f"no JSON: {fault}"
        )
    lines = _json_lines(text)
    requirements = []
    for section, group in (("default", ""), ("develop", "dev")):
        entries = tables.get(section) if isinstance(tables, dict) else None
        for name, value in (entries if isinstance(entries, dict) else {}).items():
            if isinstance(value, dict):
                requirements.append(_of_pipfile(name, value, lines.get((section, name)), group))
    kept = tuple(requirements)
    return Manifest(
        path=path,
        kind="pipfile.lock",
        requirements=kept,
        is_lock=True,
        python=_pipfile_python(tables),
        locked=locked_versions(kept),
        error=error,
    )


def _of_pipfile(name: str, value: dict[str, Any], line: int | None, group: str) -> Requirement:
    return Requirement(
        name=normalised(name),
        raw=f"{name} {value.get('version') or ''}".strip(),
        specifier=str(value.get("version") or ""),
        marker=str(value["markers"]) if value.get("markers") else None,
        url=url_of_table(value),
        hashes=bool(value.get("hashes")),
        line=line,
        group=group,
    )


def _json_lines(text: str) -> dict[tuple[str, str], int]:
    """Line of each entry of the two sections, as pipenv indents them."""
    lines: dict[tuple[str, str], int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r"( {4}| {8})\"([^\"]{1,200})\": \{", line)
        if found and len(found.group(1)) == 4:
            section = found.group(2)
        elif found:
            lines.setdefault((section, found.group(2)), number)
    return lines


def _pipfile_python(tables: Any) -> str | None:
    meta = tables.get("_meta") if isinstance(tables, dict) else None
    requires = meta.get("requires") if isinstance(meta, dict) else None
    version = (
        requires.get("python_full_version") or requires.get("python_version") if isinstance(requires, dict) else None
    )
    return f"=={version}" + (".*" if str(version).count(".") == 1 else "") if version else None


def _yaml_packages(text: str, sections: tuple[str, ...]) -> Iterator[Package]:
    """Entries of the block lists under these top-level keys, with their plain pairs."""
    inside = False
    values: dict[str, str] | None = None
    indent = -1
    first = 0
    for number, line in enumerate(text.splitlines(), 1):
        pair = _YAML_PAIR.match(line) or _YAML_PAIR.match(line + " ")
        if line[:1] not in (" ", "-", "#", "") and line.strip():
            if values:
                yield Package(values, first)
            inside, values = line.split(":")[0] in sections, None
        elif inside and pair:
            lead = pair.group(1)
            if "-" in lead and (indent < 0 or values is None or lead.index("-") <= indent):
                if values:
                    yield Package(values, first)
                values, indent, first = {}, lead.index("-"), number
            if values is not None and len(lead) == indent + 2:
                values.setdefault(pair.group(2), pair.group(3).strip().strip("\"'"))
    if values:
        yield Package(values, first)


def read_conda_lock(path: str, data: bytes) -> Manifest:
    """conda-lock.yml: packages of several platforms, each counted once per version."""
    text, error = decode(data)
    return _of_packages(path, "conda-lock", list(_yaml_packages(text, ("package",))), error or _conflict(text))


def read_pixi_lock(path: str, data: bytes) -> Manifest:
    """pixi.lock, in all its format versions."""
    text, error = decode(data)
    return _of_packages(path, "pixi.lock", list(_yaml_packages(text, ("packages",))), error or _conflict(text))


def _of_packages(path: str, kind: str, packages: list[Package], error: str | None) -> Manifest:
    requirements: dict[tuple[str, str, str], Requirement] = {}
    for package in packages:
        found = _of_yaml(package)
        if found is not None:
            requirements.setdefault((found.kind, found.name, found.specifier), found)
    kept = tuple(requirements.values())
    locked = locked_versions(kept)
    return Manifest(
        path=path,
        kind=kind,
        requirements=kept,
        is_lock=True,
        python=f"=={locked['python']}" if "python" in locked else None,
        locked=locked,
        error=error or (None if kept else "no packages"),
    )


def _of_yaml(package: Package) -> Requirement | None:
    values = package.values
    name, version = values.get("name"), values.get("version")
    address = values.get("conda") or ""
    manager = values.get("manager") or values.get("kind") or ("conda" if address else "pypi")
    if address and not (name and version):
        found = _CONDA_ADDRESS.search(address.rpartition("/")[2])
        name, version = (found.group(1), found.group(2)) if found else (None, None)
    if not name or not version:
        return None
    kind = "conda" if manager == "conda" else "pypi"
    path = values.get("pypi", "") if kind == "pypi" else ""
    return Requirement(
        name=normalised(name),
        raw=f"{name} {version}",
        specifier=f"=={version}",
        url="file:" + path if path.startswith(".") else None,
        line=package.line,
        group="dev" if values.get("category") == "dev" else "",
        optional=values.get("optional") == "true",
        kind=kind,
    )
