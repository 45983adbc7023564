"""How a project measures its models: on rows held back, against something simpler, and by groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from mlready.facts.python import parts
from mlready.facts.values import Const, Mapping
from mlready.location import Location
from mlready.tables.datasets import TABLE_METHODS, TABLES
from mlready.tables.gates import METRIC_WORDS
from mlready.tables.measures import DUMMIES, HELD_OUT_ARGUMENTS, METRIC_METHODS, METRICS, SLICERS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Definition, Module
    from mlready.repo.model import Project

_KEY = re.compile(r"[\w -]{3,40}")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_COMPUTING = re.compile(r"(?:\w*_)?(?:compute|calc\w*|get|eval|confusion)_?metrics?$|\w*confusion_(?:metrics|matrix)$")
_MEASURING = re.compile(r"(?:^|_)(?:eval(?:uate|uation|uator)?|validat(?:e|ion)|val|valid|test)(?:$|_)")
_VAGUE = frozenset({"error", "map", "ap", "score", "fitness", "metric", "metrics"})
_ASKED = frozenset(
    {
        "eval",
        "predict",
        "predict_proba",
        "no_grad",
        "inference_mode",
        "forward",
        "generate",
        "mean",
        "item",
        "net",
        "model",
    }
)
"""What is called in a function that measures, apart from metrics."""

_BASELINE = re.compile(
    r"baseline|champion|incumbent|challenger|persistence_model|majority_class|naive_(?:forecast|model|predict)|dummy_(?:classif|regress|model)|"
    r"most_frequent_class|seasonal_naive|previous_model|best_model_so_far|in_production|metric_compare|"
    r"(?:current|production|prod|previous|deployed|registered|live)_(?:model_)?(?:metrics?|scores?|accuracy|acc|auc|f1|rmse|mae|loss|error|performance)$",
    re.IGNORECASE,
)
_WATCHES = re.compile(r"drift|monitor", re.IGNORECASE)
"""A baseline of monitoring is what later data are compared with, no model."""
_GROUP = re.compile(
    r"(?:per|by|each)_?(?:class|group|segment|slice|category|label|country|region|user|store|cluster|cohort|source|language)|"
    r"(?:class|group|segment|slice|cohort|subgroup)_?(?:wise|acc|auc|f1|metric|score|recall|precision|error|iou|report)",
    re.IGNORECASE,
)
_FAIR = re.compile(r"fairness|disaggregated|slice_metrics|sliced_evaluation|error_analysis|subgroup", re.IGNORECASE)
_LABELLED = ("sklearn.metrics.classification_report", "sklearn.metrics.confusion_matrix", "sklearn.metrics.multilabel_confusion_matrix")  # fmt: skip


def words(name: str) -> list[str]:
    """The words of a name, in lower case: `valLoss` and `val_loss` are both val, loss."""
    return [one.lower() for one in _WORDS.findall(name)]


def measurements(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of metrics that are computed on rows held back: cheap signs first."""
    modules = [one for one in project.modules if project.repo.zone(one.path) in {"prod", "notebook", "infra"}]
    for module in modules:
        line = _measures(module)
        if line is not None:
            yield module.at(line), "a metric is computed"
    for module in modules:
        for call in module.calls:
            if not HELD_OUT_ARGUMENTS.isdisjoint(call.keywords):
                yield module.at(call.span), "rows are held back for measuring"
            elif call.method in {"log", "log_metric", "log_dict", "add_scalar"} and _is_measure(call.argument(0)):
                yield module.at(call.span), "a metric is logged"


def _measures(module: Module) -> int | None:
    """The line of the first definition that measures, by what it calls, or by its name where it asks a model."""
    for one in module.summary.definitions:
        last = [name.rpartition(".")[2].lstrip(":") for name in one.calls]
        own = one.name.rpartition(".")[2].lower()
        named = one.kind == "function" and (_is_measure_name(own) or _MEASURING.search(own))
        if (named and not _ASKED.isdisjoint(last)) or not METRIC_METHODS.isdisjoint(last):
            return max(one.line, 1)
        if any(name.startswith(METRICS) for name in one.calls) or any(_is_measure_name(name) for name in last):
            return max(one.line, 1)
    return None


@lru_cache(maxsize=4096)
def _is_measure_name(name: str) -> bool:
    """Whether a function is named after a metric, not after the loss that training goes down on."""
    found = words(name)
    if _COMPUTING.match(name.lower()):
        return True
    return "loss" not in found and not (METRIC_WORDS - _VAGUE).isdisjoint(found[-2:])


def _is_measure(value: object) -> bool:
    """Whether a text names a metric of rows held back (`val/loss`, `test_accuracy`); `validation` alone may be pictures."""
    if isinstance(value, Mapping):
        return any(_is_measure(key) for key, _ in value.items)
    if not isinstance(value, Const) or not isinstance(value.value, str):
        return False
    found = words(value.value)
    return len(found) > 1 and not {"val", "valid", "validation", "test", "eval", "dev"}.isdisjoint(found)


def baselines(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of something simpler, or in use, that a model is compared with."""
    for module in project.modules:
        if project.repo.zone(module.path) in {"vendored", "template", "docs"}:
            continue
        if project.repo.zone(module.path) != "test" and any(name.startswith(DUMMIES) for name in module.summary.names):
            yield module.at(_first(module, DUMMIES)), "a model that knows nothing is measured too"
    for module in project.code:
        line = None if _WATCHES.search(module.path) else _named(module, _BASELINE.search)
        if line is not None:
            yield module.at(line), "a baseline or the model in use is compared with"
    for document in project.documents:
        if document.facts is not None:
            for heading in document.facts.headings:
                if _BASELINE.search(heading.text):
                    yield document.at(heading.line), "a document names a baseline"

    for place, command in project.commands():
        if command.words[:1] == ("dvc",) and command.words[1:3] in {("metrics", "diff"), ("exp", "diff")}:
            yield place, "metrics are compared with those of another revision"


def _first(module: Module, beginnings: tuple[str, ...]) -> int:
    """The line of the first import or definition that uses a name with one of these beginnings."""
    for one in module.summary.definitions:
        if any(name.startswith(beginnings) for name in one.calls):
            return max(one.line, 1)
    return next((one.line for one in module.summary.imports if f"{one.name}.".startswith(beginnings)), 1)


def _named(module: Module, says: Callable[[str], object]) -> int | None:
    """The line of the first function, variable or key whose name says something."""
    for one in module.summary.definitions:
        if says(one.name):
            return one.line
    for binding in module.detail.bindings:
        if says(binding.target):
            return binding.span.line
    return next((one.span.line for one in module.detail.texts if _KEY.fullmatch(one.value) and says(one.value)), None)


def _is_grouped(name: str) -> bool:
    """Whether a name is that of a metric by group."""
    return bool(_FAIR.search(name)) or (bool(_GROUP.search(name)) and not METRIC_WORDS.isdisjoint(words(name)))


def slices(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of metrics that are computed for groups of rows."""
    for module in project.code:
        if any(name.startswith(SLICERS) for name in module.summary.names):
            yield module.at(_first(module, SLICERS)), "metrics are computed by group"
        if _GROUPERS.isdisjoint(module.summary.methods):
            continue
        for one in module.summary.definitions:
            if one.kind == "function" and "?.groupby" in one.calls and _is_measuring(one):
                yield module.at(one.line), "metrics are computed for each group"
        for call in module.calls:
            if (call.name or "").startswith(METRICS) and _over_groups(module, call):
                yield module.at(call.span), "a metric is computed for each group"
    for file in project.of_kind("yaml", zones=("prod", "infra")):
        if any(word in (project.repo.data(file.path) or b"") for word in _DECLARED):
            yield Location(file.path), "an analysis by group is declared"
    for module in project.code:
        line = _named(module, _is_grouped) if _measures(module) is not None else None
        if line is not None:
            yield module.at(line), "metrics are computed by group"


_DECLARED = (b"rai_error_analysis", b"slicing_specs", b"rai_insights", b"rai_tabular_insight")
_GROUPERS = frozenset({"groupby", "group_by", "unique", "partition_by"})


def _over_groups(module: Module, call: Call) -> bool:
    """Whether a call stands in a loop over the groups of a table."""
    loop = module.loop_of(call.block)
    heads = [part for value in loop.header for part in parts(value)] if loop is not None else []
    return any((head := module.call_of(one)) is not None and head.method in _GROUPERS for one in heads)


def half_slices(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of metrics by class, which show one kind of group."""
    what = "metrics are shown by class, not by other groups"
    for module, call in project.calls_to(*_LABELLED):
        yield module.at(call.span), what
    for module, call in project.calls_to("sklearn.metrics.*"):
        if call.keywords.get("average") == Const(value=None):
            yield module.at(call.span), what


def _is_measuring(definition: Definition) -> bool:
    return any(
        name.startswith(METRICS)
        or _is_measure_name(name.rpartition(".")[2])
        or name.rpartition(".")[2] in METRIC_METHODS
        for name in definition.calls
    )


def reads_tables(project: Project) -> bool:
    """Whether what trains or is measured comes from tables, whose rows have groups."""
    return any(
        not TABLES.isdisjoint(module.summary.names) or not TABLE_METHODS.isdisjoint(module.summary.methods)
        for module in project.code
        if not module.is_notebook
    )
