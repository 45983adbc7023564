"""Versions and version specifiers (PEP 440, Poetry, conda) compared and translated without a library."""

from __future__ import annotations

import re
from collections.abc import Iterable

Key = tuple[int, tuple[int, ...], tuple[float, int], float, float, tuple[tuple[float, str], ...]]

_VERSION = re.compile(
    r"\s{0,20}v?(?:(\d{1,9})!)?(\d{1,18}(?:\.\d{1,18}){0,30})"
    r"(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d{0,18}))?"
    r"(?:-(\d{1,18})|[-_.]?(?:post|rev|r)[-_.]?(\d{0,18}))?"
    r"(?:[-_.]?dev[-_.]?(\d{0,18}))?"
    r"(?:\+([a-z0-9]{1,60}(?:[-_.][a-z0-9]{1,60}){0,20}))?\s{0,20}",
    re.IGNORECASE,
)
_LETTERS = {"alpha": -3, "a": -3, "beta": -2, "b": -2}  # the others mean release candidate: -1
_CLAUSE = re.compile(r"\s{0,20}(===|==|~=|>=|<=|!=|>|<|\^|~|=)?\s{0,20}v?([^\s,|;]{1,200})\s{0,20}")
_LAST = float("inf")


def version_key(text: str) -> Key:
    """A key that orders versions as PEP 440 does; what is no version comes before all versions."""
    found = _VERSION.fullmatch(text)
    if not found:
        return (-1, (), (0, 0), 0, 0, ())
    epoch, release, letter, number, bare_post, post, dev, local = found.groups()
    numbers = tuple(int(part) for part in release.split("."))
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers = numbers[:-1]
    has_post = bare_post is not None or post is not None
    before: tuple[float, int] = (0, 0)
    if letter:
        before = (_LETTERS.get(letter.lower(), -1), int(number or 0))
    elif dev is not None and not has_post:
        before = (-4, 0)
    return (
        int(epoch or 0),
        numbers,
        before,
        int(bare_post or post or 0) if has_post else -1,
        int(dev or 0) if dev is not None else _LAST,
        _local_key(local),
    )


def _local_key(local: str | None) -> tuple[tuple[float, str], ...]:
    if local is None:
        return ()
    parts = re.split(r"[-_.]", local.lower())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def specifier_floor(spec: str) -> str | None:
    """The smallest version a specifier names as lower bound (`>=2,<3`: 2, `==1.*`: 1, `>2`: 2), None without one.

    Of alternatives (`||`) it is the smallest of theirs.
    """
    floors = []
    for alternative in re.split(r"\|\|?", spec[:2000]):
        floor = _floor_of_all(alternative.split(","))
        if floor is None:
            return None
        floors.append(floor)
    return min(floors, key=version_key)


def _floor_of_all(clauses: Iterable[str]) -> str | None:
    floors = []
    for clause in clauses:
        found = _CLAUSE.fullmatch(clause)
        if found and found.group(1) in ("==", "===", ">=", "~=", ">", "^", "~", "="):
            version = re.sub(r"\.?\*.*$", "", found.group(2))
            if _VERSION.fullmatch(version):
                floors.append(version)
    return max(floors, key=version_key) if floors else None


def admits(spec: str, version: str) -> bool:
    """Whether a specifier admits a release (`>=3.9,<4`: `3.12.1`); what is no clause of one admits everything."""
    return any(
        all(_clause_admits(clause, version) for clause in alternative.split(","))
        for alternative in re.split(r"\|\|?", spec[:2000])
    )


def _clause_admits(clause: str, version: str) -> bool:
    found = _CLAUSE.fullmatch(clause)
    if not found:
        return True
    operator, bound = found.groups()
    if operator in ("^", "~"):
        return admits(compatible(bound, caret=operator == "^"), version)
    if operator in ("==", "=", "===", "!=", None):
        return _is_at(version, bound) is (operator != "!=")
    if operator == "~=":
        return _is_at(version, bound.rpartition(".")[0] + ".*") and version_key(version) >= version_key(bound)
    left, right = version_key(version), version_key(re.sub(r"\.?\*.*$", "", bound))
    return {">=": left >= right, ">": left > right, "<=": left <= right, "<": left < right}[operator]


def _is_at(version: str, bound: str) -> bool:
    """Whether a version is the one that is named, or begins as `3.9.*` says."""
    if bound.endswith("*"):
        return f"{version}.".startswith(bound.removesuffix("*").removesuffix(".") + ".")
    return version_key(version) == version_key(bound)


def compatible(version: str, *, caret: bool) -> str:
    """Poetry's `^version` (up to the next change of the first non-zero number) or `~version` as a specifier."""
    found = re.match(r"\d{1,9}(?:\.\d{1,9}){0,9}", version)
    if not found:
        return f">={version}"
    numbers = [int(part) for part in found.group().split(".")]
    if caret:
        position = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)
    else:
        position = min(1, len(numbers) - 1)
    upper = [*numbers[:position], numbers[position] + 1]
    upper += [0] * (min(len(numbers), 3) - len(upper))
    return f">={version},<{'.'.join(str(number) for number in upper)}"


def from_poetry(constraint: str) -> str:
    """A constraint of Poetry or Pipenv (`^1.2`, `~1.2`, `1.*`, `>=1 <2`, `^1 || ^2`) as a specifier."""
    alternatives = (_poetry_alternative(part) for part in re.split(r"\|\|?", constraint[:2000]))
    kept = [alternative for alternative in alternatives if alternative is not None]
    return "" if "" in kept else "||".join(kept)


def _poetry_alternative(text: str) -> str | None:
    clauses: list[str] = []
    spaced = re.sub(r"(===|==|~=|>=|<=|!=|>|<|\^|~|=)\s{1,20}", r"\1", text)
    for word in re.split(r"[\s,]+", spaced.strip()):
        found = _CLAUSE.fullmatch(word)
        if not found or not found.group(2)[0].isdigit():  # `*`, `latest`, `@stable`
            continue
        operator, version = found.groups()
        if operator in ("^", "~"):
            clauses.append(compatible(version, caret=operator == "^"))
        else:
            clauses.append(("==" if operator in (None, "=") else operator) + version)
    return ",".join(clauses) if text.strip() else None


def from_conda(constraint: str) -> str:
    """A version constraint of conda (`=1.2`, `==1.2.3`, `1.2.*`, `>=1,<2`, `1.2|1.3`) as a specifier."""
    alternatives = []
    for alternative in constraint[:2000].split("|"):
        clauses = [_conda_clause(clause) for clause in alternative.split(",") if clause.strip()]
        alternatives.append(",".join(clause for clause in clauses if clause))
    return "" if "" in alternatives else "||".join(alternatives)


def _conda_clause(clause: str) -> str:
    found = _CLAUSE.fullmatch(clause)
    if not found or clause.strip() == "*":
        return ""
    operator, version = found.groups()
    if operator in (None, "="):
        fuzzy = operator == "=" and not version.endswith("*")
        return "==" + (version + ".*" if fuzzy else _star(version))
    return operator + (_star(version) if operator in ("==", "!=") else version.removesuffix("*").removesuffix("."))


def _star(version: str) -> str:
    """`1.2*` as PEP 440 writes it: `1.2.*`."""
    return re.sub(r"(?<=[^.])\*$", ".*", version)
