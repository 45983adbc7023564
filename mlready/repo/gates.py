"""Evidence that a model can be rejected before anybody uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import parts
from mlready.facts.values import Attr, CallRef, Const, Item, Name, Qualified, Value
from mlready.repo.commands import commands_of
from mlready.repo.files import yaml_documents
from mlready.tables.gates import GATE_CALLS, METRIC_WORDS

if TYPE_CHECKING:
    from mlready.facts.python import Block, Call, Module
    from mlready.location import Location
    from mlready.repo.model import Project

_ORDER = frozenset({"<", "<=", ">", ">="})
_STOPPING = frozenset({"sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort"})
_KEEPING = re.compile(
    r"register|deploy|promot|publish|transition_model|set_registered_model_alias|upload|push|set_stage"
)
_GATE_NAME = re.compile(r"promot|deploy|approv|quality_gate|register_model|validate_model|check_model", re.IGNORECASE)
_SAVING = re.compile(r"^(save|dump|save_checkpoint|save_model|save_pretrained|export)", re.IGNORECASE)


def gates(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of code or configuration that can stop a model whose metrics are too bad."""
    for what, calls in GATE_CALLS.items():
        for module, call in project.calls_to(*calls):
            if not (call.name or "").startswith("kfp.") or _orders(module, call):
                yield module.at(call.span), what
    for module in project.modules:
        if project.repo.zone(module.path) in {"vendored", "template", "docs"}:
            continue
        yield from _of_module(module, tested=project.repo.zone(module.path) == "test")
    for path, document in yaml_documents(project, "recipe.yaml"):
        found = document.at("steps", "evaluate", "validation_criteria")
        if found is not None:
            yield _line(path, found.line), "the recipe's validation criteria"


def half_gates(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of comparisons that only decide which model is kept, or reports that nobody is stopped by."""
    for module in project.code:
        if module.is_notebook or "train" not in project.repo.marks(module.path):
            continue
        for block, place in _metric_conditions(module):
            if _inside(module, block, _SAVING):
                yield place, "a model is saved only when it is better"
    for location, command in commands_of(project):
        if command.words[:3] in {("dvc", "metrics", "diff"), ("cml", "comment", "create")} or command.words[:2] == (
            "cml",
            "send-comment",
        ):
            yield location, "metrics are compared in CI, but stop nothing"


def _of_module(module: Module, *, tested: bool) -> Iterator[tuple[Location, str]]:
    for statement in module.detail.statements:
        if statement.kind == "assert" and _compares_metric(module, statement.value, statement.span.line):
            yield module.at(statement.span), "a metric is asserted"
    if tested:
        return
    for block, place in _metric_conditions(module):
        if "X" in block.statements or _calls(module, block, _STOPPING):
            yield place, "a bad metric stops the run"
        elif _inside(module, block, _KEEPING) or _in_gate(module, block):
            yield place, "a model is registered only with good metrics"


def _orders(module: Module, call: Call) -> bool:
    """Whether a condition of a pipeline compares by order, as metrics are; `== "true"` switches something on."""
    lines = range(call.span.line, call.span.end_line + 1)
    return any(one.operator in _ORDER and one.span.line in lines for one in module.detail.compares)


def _metric_conditions(module: Module) -> Iterator[tuple[Block, Location]]:
    for block in module.detail.blocks:
        if block.kind == "if" and block.header and _compares_metric(module, block.header[0], block.span.line):
            yield block, module.at(block.span.line)


def _compares_metric(module: Module, value: Value | None, line: int) -> bool:
    """Whether an ordering comparison on a line has a name of a metric on one side."""
    if value is None:
        return False
    return any(
        compare.operator in _ORDER and line <= compare.span.line <= line + 3 and (_is_metric(module, compare.left) or _is_metric(module, compare.right))
        for compare in module.detail.compares
    )  # fmt: skip


def _is_metric(module: Module, value: Value, depth: int = 3) -> bool:
    for part in parts(value):
        if (
            isinstance(part, Item)
            and isinstance(part.key, Const)
            and isinstance(part.key.value, str)
            and _says_metric(part.key.value)
        ):
            return True
        if isinstance(part, Name | Attr) and _says_metric(part.name if isinstance(part, Attr) else part.id):
            return True
        if isinstance(part, Qualified) and part.name.startswith(("sklearn.metrics.", "torchmetrics.")):
            return True
        if isinstance(part, CallRef) and depth:
            call = module.calls[part.index]
            if (call.name or "").startswith(("sklearn.metrics.", "torchmetrics.")) or call.method in {
                "score",
                "evaluate",
            }:
                return True
    return False


def _says_metric(name: str) -> bool:
    words = re.split(r"[^a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower())
    return not METRIC_WORDS.isdisjoint(words) and "best" not in words[:1]


def _in_gate(module: Module, block: Block) -> bool:
    """Whether a condition stands in a function whose name says that it decides about a model."""
    function = module.function_of(block.index)
    return function is not None and bool(_GATE_NAME.search(function.name))


def _calls(module: Module, block: Block, names: frozenset[str]) -> bool:
    return any(call.name in names and module.inside(call.block, block.index) for call in module.calls)


def _inside(module: Module, block: Block, pattern: re.Pattern[str]) -> bool:
    """Whether a call below a condition has a name that matches."""
    return any(
        module.inside(call.block, block.index) and pattern.search(call.method or (call.name or "").rpartition(".")[2].lstrip(":"))
        for call in module.calls
    )  # fmt: skip


def _line(path: str, line: int) -> Location:
    from mlready.location import Location

    return Location(path, line)
