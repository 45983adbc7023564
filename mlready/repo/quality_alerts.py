"""Alerts and checks about what a model says, not about whether it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import Module
from mlready.facts.values import Const, Value
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.repo.flow import holders, holds
from mlready.repo.monitoring import drift, observes
from mlready.repo.serving import answers, calls_behind, calls_in, functions_called, is_inference

if TYPE_CHECKING:
    from mlready.facts.python import Function
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project, Repo
    from mlready.repo.serving import Route

_VALUES = re.compile(
    r"predict|score|confiden|probab|drift|null|missing|quality|accura|\bauc|_auc|f1|precision|recall|rmse|\bmae|_mae|risk|output|label|"
    r"feature|psi\b|out_?of_?range|invalid|absurd|anomal|distribution",
    re.IGNORECASE,
)
_OPERATION = re.compile(
    r"latency|duration|seconds|_time\b|requests?_total|_count\b|error|fail|exception|status|http|^up$|cpu|memory|gpu|disk|absent\s*\(",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"out_?of_?range|invalid|absurd|clipped|negative|bounds|drift", re.IGNORECASE)
_METRICS = ("metric_name", "filter", "condition_expression", "query", "expr")


def alerts_on_values(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of alert rules and alarms whose expression speaks of predictions, features or quality."""
    for path, document in yaml_documents(project):
        for line, name, expression in _rules(document):
            if _speaks_of_values(expression):
                yield Location(path, line), f"the alert {name}"
    for file in project.of_kind("terraform", zones=("prod", "infra")):
        for block in project.repo.terraform(file.path).blocks:
            kind = block.labels[0] if block.type == "resource" and block.labels else ""
            if "alarm" in kind or "alert" in kind or kind == "datadog_monitor":
                texts = [value.text for key, value in block.attributes.items() if key in _METRICS]
                texts += [
                    value.text for inner in block.blocks for key, value in inner.attributes.items() if key in _METRICS
                ]
                if any(_speaks_of_values(one) for one in texts):
                    yield Location(file.path, block.line), f"the alarm {block.labels[-1]}"


def _rules(document: Node) -> Iterator[tuple[int, str, str]]:
    """(line, name, expression) of the alerts of a Prometheus file or a PrometheusRule, and of alarms of CloudFormation."""
    for node in document.walk():
        alert = node.get("alert") if node.kind == "map" else None
        expression = node.get("expr") if node.kind == "map" else None
        if alert is not None and expression is not None and expression.text:
            yield alert.line, alert.text or "", expression.text
        metric = node.get("MetricName") if node.kind == "map" else None
        if metric is not None and metric.text and node.get("Threshold") is not None:
            yield metric.line, metric.text, metric.text


def _speaks_of_values(expression: str) -> bool:
    """Whether one of the metrics of an expression is about what the model says; how often and how fast it says it is not."""
    names = re.findall(
        r"[A-Za-z_:][\w:]*\s{0,20}\(?",
        re.sub(r"absent\s{0,20}\([^()]*\)|\"[^\"]*\"|\{[^{}]*\}|\[[^\[\]]*\]", " ", expression),
    )
    found = (name for name in names if not name.endswith("("))
    return any(_VALUES.search(name) and (_OUTSIDE.search(name) or not _OPERATION.search(name)) for name in found)


def guards(project: Project) -> Iterator[Location]:
    """Where a prediction is compared with a limit and somebody is told, or a drift report that is bad ends a job."""
    for route in answers(project):
        yield from answer_guards(project.repo, route)
    for place, _, runs in drift(project):
        module = project.repo.module(place.path)
        if (
            runs
            and module is not None
            and not module.summary.names.isdisjoint({"sys.exit", "sentry_sdk.capture_message"})
        ) or (runs and module is not None and any(one.kind == "raise" for one in module.detail.statements)):
            yield place


def answer_guards(repo: Repo, route: Route) -> Iterator[Location]:
    """Where what a route answers is compared with a limit and somebody is told, in it or in what it calls."""
    yield from _guards(repo, route.module, route.function)
    for call in calls_in(route.module, route.function):
        for where, function in functions_called(repo, route.module, call):
            yield from _guards(repo, where, function)


def _guards(repo: Repo, module: Module, function: Function) -> Iterator[Location]:
    def answered(value: Value) -> bool:
        call = module.call_of(value)
        if call is None:
            return False
        name = call.name or (f"?.{call.method}" if call.method else "")
        return is_inference(module, call) or any(is_inference(*one) for one in calls_behind(repo, module, name, set()))

    body = module.detail.scopes[function.scope].block
    held = holders(module, function, answered)
    for block in module.detail.blocks:
        if block.kind not in {"if", "while"} or not module.inside(block.index, body):
            continue
        if not any(holds(module, one, held, answered) for one in block.header):
            continue
        compares = [one for one in module.detail.compares if one.span.line == block.span.line]
        numbers = (side for one in compares for side in (one.left, one.right))
        bounded = any(one.operator in {"<", "<=", ">", ">="} for one in compares) and any(
            _is_limit(one) for one in numbers
        )
        if bounded and _tells(module, block.index):
            yield module.at(block.span.line)


def _is_limit(value: Value) -> bool:
    return not isinstance(value, Const) or isinstance(value.value, int | float)


def _tells(module: Module, block: int) -> bool:
    """Whether a branch logs, counts, raises or tells somebody."""
    if any(one.kind == "raise" and module.inside(one.block, block) for one in module.detail.statements):
        return True
    return any(observes(module, one) for one in module.calls if module.inside(one.block, block))
