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
_JUDGING = re.compile(r"train|eval|valid|metric|pipeline|model", re.IGNORECASE)
_METRICS_FILE = re.compile(r"(?:metric|score|eval)\w*\.(?:json|ya?ml|txt|csv)")
_READS = frozenset({"json.load", "json.loads", "joblib.load", "pickle.load", "torch.load", "yaml.safe_load", "builtins.open", "pandas.read_csv", "pandas.read_json"})  # fmt: skip
_READ_METHODS = frozenset(
    {"read_text", "load_model", "from_pretrained", "get_run", "search_runs", "load_from_checkpoint"}
)
_TRIVIAL = frozenset({Const(0), Const(0.0), Const(-1)})
"""Limits that every metric keeps."""
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
        tested = project.repo.zone(module.path) == "test"
        if not tested or _judges(project, module):
            yield from _of_module(module, tested=tested)
    yield from _in_shell(project)
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


def _judges(project: Project, module: Module) -> bool:
    """Whether a test reads what was kept of a run, or asks code that trains: others assert metrics of made-up numbers."""
    if not module.summary.names.isdisjoint(_READS) or not module.summary.methods.isdisjoint(_READ_METHODS):
        return True
    near = project.repo.names.imported(module)
    return any("train" in project.repo.marks(one.path) or _JUDGING.search(one.path) for one in near)


def _in_shell(project: Project) -> Iterator[tuple[Location, str]]:
    """Steps of CI that read a file of metrics and exit."""
    for subject in project.workflows:
        for job in subject.facts.jobs:
            for step in job.steps:
                if step.run and _METRICS_FILE.search(step.run) and re.search(r"\bexit 1\b", step.run):
                    yield subject.at(step.line), "a bad metric stops the run"


def _of_module(module: Module, *, tested: bool) -> Iterator[tuple[Location, str]]:
    for statement in module.detail.statements:
        line = statement.span.line
        if statement.kind == "assert" and _compares_metric(module, statement.value, line, tested=tested):
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


def _compares_metric(module: Module, value: Value | None, line: int, *, tested: bool = False) -> bool:
    """Whether an ordering comparison on a line has a metric on one side and a limit on the other.

    `loss > 0` asks whether the metric is one, and in tests `loss < loss_before` whether a step learns.
    """
    if value is None:
        return False
    for compare in module.detail.compares:
        if compare.operator in _ORDER and line <= compare.span.line <= line + 3:
            metrics = [_is_metric(module, one) for one in (compare.left, compare.right)]
            learns = tested and all(_says(one, "loss") for one in (compare.left, compare.right))
            if any(metrics) and not learns and not (_TRIVIAL & {compare.left, compare.right}):
                return True
    return False


def _says(value: Value, word: str) -> bool:
    return any(
        word in (part.id if isinstance(part, Name) else part.name).lower()
        for part in parts(value)
        if isinstance(part, Name | Attr)
    )


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
