"""Evidence that what a project runs is watched: metrics, drift, alerts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.values import Const
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.tables.observers import (
    ALERT_CALLS,
    ALERT_KEYWORDS,
    ALERT_RESOURCES,
    DRIFT_CALLS,
    DRIFT_RESOURCES,
    METRIC_CALLS,
    METRIC_METHODS,
)

if TYPE_CHECKING:
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_SCRAPING_KINDS = frozenset({"ServiceMonitor", "PodMonitor", "PodMonitoring", "Probe"})


def metrics(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of metrics that the project's own code gives off."""
    for tool, calls in METRIC_CALLS.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for module in project.code:
        if not module.is_notebook:
            for call in module.method_calls(*METRIC_METHODS):
                yield module.at(call.span), "CloudWatch"


def scraped(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of configuration that collects the metrics a server gives off by itself."""
    for path, document in yaml_documents(project):
        kind = document.get("kind")
        if kind is not None and kind.text in _SCRAPING_KINDS:
            yield Location(path, kind.line), f"a {kind.text}"
        if document.get("scrape_configs") is not None:
            yield Location(path, document.line), "a Prometheus scrape configuration"
    for path, document in yaml_documents(project, containing=b"prometheus.io/scrape"):
        for node in document.walk():
            found = node.get("prometheus.io/scrape") if node.kind == "map" else None
            if found is not None and found.text == "true":
                yield Location(path, found.line), "scrape annotations"
                break


def drift(project: Project) -> Iterator[tuple[Location, str, bool]]:
    """(where, tool, whether outside notebooks) of comparisons between what arrives and a reference."""
    for tool, calls in DRIFT_CALLS.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool, project.repo.zone(module.path) == "prod"
    for place in project.terraform_resources(DRIFT_RESOURCES):
        yield place, "a monitoring schedule", True
    for path, document in yaml_documents(project, containing=b"onitor"):
        schema = document.get("$schema")
        if schema is not None and "monitorSchedule" in (schema.text or ""):
            yield Location(path, schema.line), "an Azure ML monitor", True
    for path, document in yaml_documents(project, containing=b"MonitoringSchedule"):
        if document.get("Resources") is not None:
            yield Location(path, document.line), "a SageMaker monitoring schedule", True


def alerts(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of rules, alarms and callbacks that tell somebody."""
    for tool, calls in ALERT_CALLS.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for module in project.code:
        for call in module.calls:
            for name in ALERT_KEYWORDS & call.keywords.keys():
                if call.keywords[name] not in {Const(value=None), Const(value=False)}:
                    yield module.at(call.span), f"`{name}`"
    for place in project.terraform_resources(ALERT_RESOURCES):
        yield place, "an alarm in Terraform"
    for path, document in yaml_documents(project):
        yield from ((Location(path, line), what) for line, what in alert_rules(document))


def alert_rules(document: Node) -> Iterator[tuple[int, str]]:
    """(line, what) of alert rules in a Prometheus file, a PrometheusRule, an Alertmanager file or a CloudFormation template."""
    spec = document.get("spec")
    groups = document.get("groups") or (spec.get("groups") if spec is not None and spec.kind == "map" else None)
    for group in groups.list() if groups is not None else ():
        rules = group.get("rules") if group.kind == "map" else None
        for rule in rules.list() if rules is not None else ():
            alert = rule.get("alert") if rule.kind == "map" else None
            expression = rule.get("expr") if rule.kind == "map" else None
            if alert is not None and expression is not None and expression.text:
                yield alert.line, f"the alert {alert.text}"
    receivers = document.get("receivers")
    if document.get("route") is not None and receivers is not None and receivers.list():
        yield receivers.line, "Alertmanager receivers"
    resources = document.get("Resources")
    for _, resource in resources.items() if resources is not None else ():
        kind = resource.get("Type") if resource.kind == "map" else None
        if kind is not None and kind.text in {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}:
            yield kind.line, "a CloudWatch alarm"
