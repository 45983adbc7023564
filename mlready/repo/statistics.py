"""What a training run tells of itself: how many rows, which shape, how long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import dotted
from mlready.facts.values import Attr, Const, FString, Name, Value
from mlready.location import Location
from mlready.repo.flow import given, within
from mlready.repo.monitoring import observes
from mlready.tables.observers import LOG_METHODS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.repo.model import Project

_COUNTS = frozenset(
    {
        "builtins.len",
        "time.time",
        "time.perf_counter",
        "time.monotonic",
        "timeit.default_timer",
        "datetime.datetime.now",
        "builtins.min",
        "builtins.max",
    }
)
_METHODS = frozenset(
    {
        "size",
        "describe",
        "value_counts",
        "count",
        "numel",
        "nunique",
        "min",
        "max",
        "mean",
        "std",
        "parameters",
        "total_seconds",
        "elapsed_time",
    }
)
_ATTRIBUTES = frozenset({"shape", "size", "dtypes", "nbytes", "columns"})
_NAME = re.compile(
    r"elapsed|duration|(?:^|_)(?:time|secs?|seconds|dt|ms|eta|it_s)(?:$|_)|num_?(?:samples|rows|examples|images|params)|(?:^|_)n_(?:samples|rows|train|test)(?:$|_)|"
    r"(?:train|test|val)_size|_count$|_len$|throughput|tokens_per|samples_per",
    re.IGNORECASE,
)
_TELLING_METHODS = frozenset(
    {
        "log",
        "log_metric",
        "log_metrics",
        "log_param",
        "log_params",
        "log_text",
        "log_dict",
        "add_scalar",
        "write",
        "info",
        "print",
        "set_postfix",
        "set_tag",
        "update",
    }
)
_SHOWING = frozenset({"fit", "train", "fit_generator", "train_on_batch"})
_FRAMEWORKS = ("keras", "tensorflow", "pytorch_lightning", "lightning", "transformers", "trl", "fastai", "ultralytics")


def counted(project: Project) -> Iterator[Location]:
    """Where code that trains tells, in a log, a tracker or on the screen, a count, a shape, a range or a time."""
    for module in _training(project):
        summary = module.summary
        if (
            summary.methods.isdisjoint(_TELLING_METHODS | LOG_METHODS | {"describe"})
            and "builtins.print" not in summary.names
        ):
            continue
        for call in module.calls:
            if (_tells(module, call) and any(_is_statistic(module, call, one) for one in given(call))) or (
                call.discarded and call.method in {"info", "describe"} and not call.args and module.imports("pandas")
            ):
                yield module.at(call.span)


def progress(project: Project) -> Iterator[Location]:
    """Where a framework is run that shows progress by itself."""
    for module in _training(project):
        if module.imports(*_FRAMEWORKS):
            yield from (module.at(call.span) for call in module.method_calls(*_SHOWING))
        yield from (module.at(call.span) for call in module.calls_to("tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.trange"))


def trains_here(project: Project) -> bool:
    """Whether Python of the project trains; what only a manifest names, or a notebook does, tells elsewhere."""
    return any(True for _ in _training(project))


def _training(project: Project) -> Iterator[Module]:
    return (one for one in project.code if not one.is_notebook and "train" in project.repo.marks(one.path))


def _tells(module: Module, call: Call) -> bool:
    return (
        call.name in {"builtins.print", "tqdm.tqdm.write"} or call.method in _TELLING_METHODS or observes(module, call)
    )


def _is_statistic(module: Module, call: Call, value: Value) -> bool:
    """Whether what is told is a count, a shape, a range or a time, or is called so."""
    for part in within(module, value):
        made = module.call_of(part)
        if made is not None and (made.name in _COUNTS or made.method in _METHODS):
            return True
        if isinstance(part, Attr) and part.name in _ATTRIBUTES:
            return True
        if isinstance(part, Name | Attr) and _NAME.search(
            (dotted(part) or part.name if isinstance(part, Attr) else part.id).rpartition(".")[2]
        ):
            return True
        text = part.value if isinstance(part, Const) else part.start if isinstance(part, FString) else None
        if isinstance(text, str) and _NAME.search(text):
            return True
        if isinstance(part, Name):
            origin = module.call_of(module.origin(part, call.block, call.span.line))
            if origin is not None and (
                origin.name in _COUNTS or origin.method in {"size", "describe", "value_counts", "numel"}
            ):
                return True
    return False
