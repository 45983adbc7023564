"""Expressions whose value is shown to a reader: the last of a notebook cell, or any where a tool shows them all."""

from __future__ import annotations

from mlready.facts.python import Call, Module
from mlready.repo.model import Repo

_SHOWING = ("streamlit", "marimo")
"""Packages that show the value of a bare expression of a script."""

_EVERYTHING = "ast_node_interactivity"
_CELL_MARKS = (b"# %%", b"#%%", b"# In[", b"# COMMAND ----------")
_TIMING = ("%%timeit", "%%prun", "%%memit", "%%time")


def is_shown(repo: Repo, module: Module, call: Call) -> bool:
    """Whether the value of a call that is a statement of its own may be shown, or the call be there to be timed."""
    if module.imports(*_SHOWING) or any(one.target.endswith(_EVERYTHING) for one in module.detail.bindings):
        return True
    top = module.detail.blocks[call.block].kind == "module"
    if module.cells is None:
        return top and any(mark in (repo.data(module.path) or b"") for mark in _CELL_MARKS)
    cell, line = module.cells[call.span.end_line - 1]
    notebook = repo.notebook(module.path)
    lines = notebook.cells[cell].source.split("\n") if notebook is not None else []
    if lines and lines[0].startswith(_TIMING) and not lines[0].startswith("%%time "):
        return True
    own = lines[module.cells[call.span.line - 1][1] - 1 : line]
    after = [one for one in lines[line:] if one.strip() and not one.lstrip().startswith("#")]
    return any(one.lstrip().startswith("%") for one in own) or (top and not after)
