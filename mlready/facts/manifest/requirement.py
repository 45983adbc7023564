"""One requirement: PEP 508 text, direct references, Poetry and Pipenv tables, conda match specs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mlready.facts.manifest.model import Requirement
from mlready.facts.manifest.version import from_conda, from_poetry

LONGEST = 4000
"""Characters of a requirement that are read; what is longer is no requirement."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?")
_EXTRAS = re.compile(r"\s{0,20}\[([^\[\]]{0,500})\]")
_SPECIFIER = re.compile(
    r"(?:===|==|~=|>=|<=|!=|>|<)\s{0,20}[^\s,;()<>=!~]{1,200}(?:\s{0,20},\s{0,20}(?:===|==|~=|>=|<=|!=|>|<)\s{0,20}[^\s,;()<>=!~]{1,200}){0,30},?"
)
_SPACED = re.compile(r"(?<=[\w*}])\s{1,20}(?=[<>=!~]=?)")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]{1,200})(?:\[([^\]]{0,200})\])?")
_ADDRESS = re.compile(r"(?:git|hg|svn|bzr)\+|git@|file:|[a-z][a-z0-9]{1,10}://", re.IGNORECASE)
_WHEEL = re.compile(r"([A-Za-z0-9._]{1,200})-\d[^/-]{0,100}-(?:[^/]{1,300})\.whl")
_SDIST = re.compile(r"([A-Za-z0-9._-]{1,200}?)-\d[^/-]{0,100}\.(?:tar\.gz|zip|tgz|tar\.bz2)")
_ENDING = re.compile(r"\.(?:git|whl|zip|tgz|tar\.gz|tar\.bz2)$")
_CONDA = re.compile(
    r"(?:([^\s:\[]{1,200})::)?([A-Za-z0-9_][A-Za-z0-9._-]{0,198})\s{0,20}([<>=!~ ][^\[\]]{0,400})?(?:\[([^\[\]]{0,400})\])?"
)
_CONDA_KEY = re.compile(r"(version|build|channel)\s{0,9}=\s{0,9}(?:'([^']{0,200})'|\"([^\"]{0,200})\"|([^,\s]{1,200}))")
_RUN = re.compile(r"[-_.]+")


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return _RUN.sub("-", name).lower()


def parse(text: str, line: int | None = None, group: str = "", *, optional: bool = False) -> Requirement | None:
    """The requirement a PEP 508 text or a direct address means; None where it is neither."""
    raw = text.strip()
    if not raw or len(raw) > LONGEST:
        return None
    if _ADDRESS.match(raw):
        return _address(raw, line, group, optional)
    name = _NAME.match(raw)
    if not name:
        return None
    at = name.end()
    extras, at = _extras(raw, at)
    rest = raw[at:].lstrip()
    if rest.startswith("@"):
        url, _, marker = rest[1:].strip().partition(" ;")
        url = url.strip()
        specifier = ""
    else:
        url, (specifier, _, marker) = "", rest.partition(";")
        read = _specifier(specifier)
        if read is None:
            return None
        specifier = read
    return Requirement(
        name=normalised(name.group()),
        raw=raw,
        specifier=specifier,
        extras=extras,
        marker=marker.strip() or None,
        url=_direct(url),
        line=line,
        group=group,
        optional=optional,
    )


def _extras(raw: str, at: int) -> tuple[tuple[str, ...], int]:
    found = _EXTRAS.match(raw, at)
    if not found:
        return (), at
    return _split_extras(found.group(1)), found.end()


def _split_extras(text: str) -> tuple[str, ...]:
    return tuple(extra.strip() for extra in text.split(",") if extra.strip())


def _specifier(text: str) -> str | None:
    """The specifier without spaces, None where the text is none."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not text:
        return ""
    found = _SPECIFIER.fullmatch(_SPACED.sub(",", text) if "," not in text else text)
    return re.sub(r"\s", "", found.group()).rstrip(",") if found else None


def _direct(url: str) -> str | None:
    if not url:
        return None
    if _ADDRESS.match(url):
        return url
    return "file:" + url


def _address(raw: str, line: int | None, group: str, optional: bool) -> Requirement | None:
    url, _, marker = raw.partition(" ;")
    egg = _EGG.search(url)
    name = egg.group(1) if egg else _name_of_address(url)
    if not name:
        return None
    return Requirement(
        name=normalised(name),
        raw=raw,
        extras=_split_extras((egg.group(2) or "") if egg else ""),
        marker=marker.strip() or None,
        url=url.strip(),
        line=line,
        group=group,
        optional=optional,
    )


def _name_of_address(url: str) -> str:
    """The most likely name behind an address: of its archive, else of the repository."""
    path = re.split(r"[#?]", url.partition("://")[2] or url, maxsplit=1)[0].rstrip("/")
    host, slash, inside = path.partition("/")
    last = (inside.partition("@")[0].rstrip("/") if slash else host).rpartition("/")[2]
    archive = _WHEEL.search(last) or _SDIST.search(last)
    if archive:
        return archive.group(1)
    found = _NAME.match(_ENDING.sub("", last))
    return found.group() if found else ""


def from_table(
    name: str, value: Any, line: int | None, group: str = "", *, optional: bool = False
) -> tuple[Requirement, ...]:
    """The requirements of an entry `name = value` in the manner of Poetry and Pipenv (several where it is a list)."""
    if isinstance(value, list):
        several = (from_table(name, item, line, group, optional=optional) for item in value)
        return tuple(requirement for found in several for requirement in found)
    if isinstance(value, str):
        return (
            Requirement(
                normalised(name), f"{name} = {value!r}", from_poetry(value), line=line, group=group, optional=optional
            ),
        )
    if not isinstance(value, Mapping):
        return ()
    extras = value.get("extras")
    markers = [str(value[key]) for key in ("markers", "marker") if value.get(key)]
    if isinstance(value.get("python"), str):
        markers.append(f"python {value['python']}")
    return (
        Requirement(
            name=normalised(name),
            raw=f"{name} = {_written(value)}",
            specifier=from_poetry(str(value.get("version") or "")),
            extras=tuple(str(extra) for extra in extras) if isinstance(extras, list) else (),
            marker=" and ".join(markers) or None,
            url=url_of_table(value),
            line=line,
            group=group,
            optional=optional or value.get("optional") is True,
        ),
    )


def _written(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key} = {item!r}" for key, item in value.items()) + "}"


def url_of_table(value: Mapping[str, Any]) -> str | None:
    """The direct reference of a table with git, url, path or workspace keys; None where it has none."""
    for system in ("git", "hg", "svn"):
        if isinstance(value.get(system), str):
            reference = next((str(value[key]) for key in ("rev", "ref", "tag", "branch") if value.get(key)), "")
            address = value[system]
            return (address if address.startswith(system + "+") else f"{system}+{address}") + (
                f"@{reference}" if reference else ""
            )
    if isinstance(value.get("url"), str):
        return str(value["url"])
    for key in ("path", "file"):
        if isinstance(value.get(key), str):
            return _direct(value[key])
    return "file:." if value.get("workspace") is True else None


def from_conda_spec(text: str, line: int | None = None, group: str = "") -> Requirement | None:
    """The requirement of a conda match spec (`channel::name=1.2=build`, `name >=1,<2`, `name[version='>=1']`)."""
    raw = text.strip()
    found = _CONDA.fullmatch(raw) if len(raw) <= LONGEST else None
    if not found:
        return None
    _, name, rest, bracket = found.groups()
    version, build = _conda_version((rest or "").strip())
    for key, *values in _CONDA_KEY.findall(bracket or ""):
        value = next((item for item in values if item), "")
        version, build = (value, build) if key == "version" else (version, value if key == "build" else build)
    exact = bool(build) and "*" not in build and not re.search(r"[<>!~|,*]", version)
    specifier = "==" + version.lstrip("=") if exact and version else from_conda(version)
    return Requirement(normalised(name), raw, specifier, line=line, group=group, kind="conda")


def _conda_version(text: str) -> tuple[str, str]:
    """Version constraint and build string of what follows the name."""
    if text.startswith("==") or not text.startswith("="):
        words = text.split()
        if text.startswith("==") and len(words) == 1:
            version, _, build = text[2:].partition("=")
            return "==" + version, build
        if len(words) == 2 and not re.search(r"[<>=!~,|]$", words[0]) and not re.match(r"[<>=!~]", words[1]):
            return words[0], words[1]
        return text.replace(" ", ""), ""
    version, _, build = text[1:].strip().partition("=")
    return "=" + version.strip(), build.strip()
