"""Every pattern, held against what a hostile text does to a careless one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("mlready", "rules")
_REPEATS = {kinds.MAX_REPEAT, kinds.MIN_REPEAT}
_OPEN = 1_000
"""A repetition of so many is without bound."""


def patterns() -> Iterator[Any]:
    """Texts given to `re.compile` and the like, by the place where they stand."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
                    text = _text(node.args[0])
                    if text is not None:
                        said = re.findall(r"\bre\.([A-Z]{2,})\b", ast.unparse(node))
                        flags = sum({int(re.RegexFlag[name]) for name in said})
                        place = f"{path.relative_to(ROOT)}:{node.lineno}:{node.args[0].col_offset}"
                        yield pytest.param(text, flags, id=place)


def _text(node: ast.expr) -> str | bytes | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) else None


def _nested(items: Any, inside: bool = False) -> bool:
    """Whether something repeated without bound consists of nothing but something repeated without bound."""
    for kind, value in items:
        if kind in _REPEATS:
            low, high, body = value
            open_ended = high == kinds.MAXREPEAT or int(high) >= _OPEN
            if open_ended and inside and len(items) == 1:
                return True
            if _nested(body, inside=open_ended):
                return True
            del low
        elif (kind is kinds.SUBPATTERN and _nested(value[3], inside=inside and len(items) == 1)) or (
            kind is kinds.BRANCH and any(_nested(one, inside=inside and len(items) == 1) for one in value[1])
        ):
            return True
    return False


def _crosses_lines(items: Any) -> bool:
    """Whether a pattern goes on from the start of a line over as many line ends as there are."""
    for before, (kind, value) in zip(items, list(items)[1:], strict=False):
        if before[0] is kinds.AT and before[1] in {kinds.AT_BEGINNING, kinds.AT_BEGINNING_LINE} and kind in _REPEATS:
            low, high, body = value
            if high == kinds.MAXREPEAT and any(_holds_newline(one) for one in body):
                return True
            del low
    return False


def _holds_newline(item: Any) -> bool:
    kind, value = item
    if kind is kinds.IN:
        if value[0][0] is kinds.NEGATE:
            return not any(one in ((kinds.LITERAL, 10), (kinds.CATEGORY, kinds.CATEGORY_SPACE)) for one in value)
        return (kinds.CATEGORY, kinds.CATEGORY_SPACE) in value or (kinds.LITERAL, 10) in value
    return bool(kind is kinds.CATEGORY and value == kinds.CATEGORY_SPACE)


@pytest.mark.parametrize(("text", "flags"), list(patterns()))
def test_no_pattern_takes_time_that_grows_faster_than_the_text(text: str | bytes, flags: int) -> None:
    tree = parser.parse(text, flags)
    assert not _nested(list(tree)), "a repetition inside a repetition: some texts take forever"
    if flags & re.MULTILINE:
        assert not _crosses_lines(list(tree)), "`^\\s*` runs over all blank lines from each of them: write `^[ \\t]*`"
