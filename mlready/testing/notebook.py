"""Notebooks written in percent format."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

Line: TypeAlias = tuple[int | None, int]
"""(cell, line), the cell None outside notebooks; a place without a line counts as line 1."""

_CELL = re.compile(r"^# %%(?:\s+\[(\w+)\])?(?:\s+(.*))?$")


def notebook(body: list[str]) -> tuple[bytes, list[Line | None]]:
    """A notebook from percent format, and for each line of the block its (cell, line).

    `# %% [3]` is a code cell that ran third, `# %%` one that did not run, `# %% [markdown]` and `# %% [raw]` hold text;
    `# %% [3] tags: slow` gives a code cell tags. `# %% [output]` holds what the code cell before it printed, `# %% [error] NameError` what stopped it (`-`: no name).
    """
    cells: list[dict[str, Any]] = []
    places: list[Line | None] = []
    held: list[str] | None = None
    for line in body:
        marker = _CELL.match(line)
        if marker or held is None:
            held = _cell(cells, marker)
        if marker:
            places.append(None)
            continue
        held.append(line + "\n")
        own = bool(cells) and held is cells[-1]["source"]
        places.append((len(cells) - 1, len(held)) if own else None)
    for cell in cells:
        _trim(cell["source"])
    content = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1).encode(), places


def _cell(cells: list[dict[str, Any]], marker: re.Match[str] | None) -> list[str]:
    """Begins a cell or an output and gives the list its lines go to."""
    word = (marker[1] if marker else None) or ""
    source: list[str] = []
    if word in {"output", "error"} and cells:
        output: dict[str, Any] = {"output_type": "stream", "name": "stdout", "text": source}
        if word == "error":
            name = ((marker[2] if marker else None) or "Error").strip("-")
            output = {"output_type": "error", "ename": name, "evalue": "", "traceback": source}
        cells[-1]["outputs"].append(output)
        return source
    kind = word if word in {"markdown", "raw"} else "code"
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{len(cells)}", "metadata": {}, "source": source}
    if kind == "code":
        words = ((marker[2] if marker else None) or "").split()
        if words[:1] == ["tags:"]:
            cell["metadata"] = {"tags": words[1:]}
        cell |= {"execution_count": int(word) if word.isdigit() else None, "outputs": []}
    cells.append(cell)
    return source


def _trim(source: list[str]) -> None:
    """Takes off empty last lines and the last line break, as notebooks are written."""
    while source and not source[-1].strip():
        source.pop()
    if source:
        source[-1] = source[-1].rstrip("\n")
