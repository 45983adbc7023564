"""setup.cfg: setuptools' declarative form."""

import re
from typing import NamedTuple

from mlready.facts.manifest.model import Include, Manifest, Requirement, locked_versions
from mlready.facts.manifest.requirement import parse
from mlready.facts.manifest.text import decode

_SECTION = re.compile(r"\[([^\]\n]{1,200})\]")
_KEY = re.compile(r"([^\s:=\[][^:=\n]{0,200}?)[ \t]{0,20}[:=](.*)")
_FILES = re.compile(r"file:(.*)", re.DOTALL)


class Line(NamedTuple):
    text: str
    number: int


Sections = dict[str, dict[str, list[Line]]]


def sections(text: str) -> Sections:
    """Section -> key -> lines of its value, without blank and comment lines; what is neither is left out."""
    found: Sections = {}
    section: dict[str, list[Line]] = {}
    value: list[Line] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] in " \t" and value is not None:
            value.append(Line(stripped, number))
            continue
        header = _SECTION.match(line)
        pair = _KEY.match(line) if not header else None
        if header:
            section, value = found.setdefault(header.group(1), {}), None
        elif pair:
            value = section.setdefault(pair.group(1).strip().lower(), [])
            value[:] = [Line(pair.group(2).strip(), number)] if pair.group(2).strip() else []
    return found


def read_setup_cfg(path: str, data: bytes) -> Manifest:
    """A setup.cfg; one that only configures tools has no requirements and no project name."""
    text, error = decode(data)
    found = sections(text)
    options, metadata = found.get("options", {}), found.get("metadata", {})
    requirements: list[Requirement] = []
    includes: list[Include] = []
    bad: list[Line] = []
    dynamic = []
    fields = [("dependencies", "", options.get("install_requires", []))]
    fields += [("dependencies", "test", options.get("tests_require", []))]
    fields += [
        ("optional-dependencies", extra, lines) for extra, lines in found.get("options.extras_require", {}).items()
    ]
    for field, group, lines in fields:
        files = _files(lines)
        if files:
            dynamic.append(field)
            includes += files
            continue
        for line in _split(lines):
            parsed = parse(line.text, line.number, group, optional=field == "optional-dependencies")
            requirements += [parsed] if parsed else []
            bad += [] if parsed else [line]
    kept = tuple(requirements)
    if bad and error is None:
        error = f"line {bad[0].number}: not a requirement: {bad[0].text[:80]}"
    return Manifest(
        path=path,
        kind="setup.cfg",
        requirements=kept,
        includes=tuple(includes),
        project_name=_one(metadata.get("name")),
        version=_version(metadata.get("version")),
        python=_one(options.get("python_requires")),
        scripts=_scripts(found.get("options.entry_points", {})),
        classifiers=tuple(line.text for line in metadata.get("classifiers", metadata.get("classifier", []))),
        dynamic=tuple(sorted(set(dynamic))),
        tools=frozenset(name.removeprefix("tool:") for name in found if not name.startswith(("options", "metadata"))),
        locked=locked_versions(kept),
        error=error,
    )


def _split(lines: list[Line]) -> list[Line]:
    """One requirement each; a value on one line may list several, joined by semicolons."""
    if len(lines) == 1 and ";" in lines[0].text:
        parts = lines[0].text.split(";")
        if all(parse(part) for part in parts if part.strip()):
            return [Line(part.strip(), lines[0].number) for part in parts if part.strip()]
    return [Line(re.sub(r"\s#.*$", "", line.text).strip(), line.number) for line in lines]


def _files(lines: list[Line]) -> list[Include]:
    found = _FILES.match(lines[0].text) if lines else None
    if not found:
        return []
    names = [(name.strip(), lines[0].number) for name in found.group(1).split(",")]
    names += [(line.text.strip(" ,"), line.number) for line in lines[1:]]
    return [Include(name, "r", number) for name, number in names if name]


def _one(lines: list[Line] | None) -> str | None:
    return lines[0].text if lines else None


def _version(lines: list[Line] | None) -> str | None:
    version = _one(lines)
    return None if version is None or version.startswith(("attr:", "file:")) else version


def _scripts(points: dict[str, list[Line]]) -> tuple[tuple[str, str], ...]:
    lines = [line.text for key in ("console_scripts", "gui_scripts") for line in points.get(key, [])]
    pairs = (line.partition("=") for line in lines if "=" in line)
    return tuple((name.strip(), target.strip()) for name, _, target in pairs)
