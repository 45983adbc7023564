"""Evidence that what a project runs is watched: metrics and drift."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import dotted
from mlready.facts.values import Const, FString, Qualified
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.repo.serving import calls_in
from mlready.tables.observers import (
    ANSWER_CHECKS,
    APP_OBSERVERS,
    DRIFT_CALLS,
    DRIFT_RESOURCES,
    LOG_METHODS,
    METRIC_CALLS,
    METRIC_METHODS,
    METRIC_OBJECT_METHODS,
    OBSERVING_PACKAGES,
    WRITE_METHODS,
)
from mlready.tables.web import WEB_FRAMEWORKS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_SCRAPING_KINDS = frozenset({"ServiceMonitor", "PodMonitor", "PodMonitoring", "ClusterPodMonitoring"})
_DRIFT_NAME = re.compile(
    r"(?:^|_)psi(?:$|_)|population_stability|(?:data|feature|concept|prediction|model)_drift|drift_(?:score|report|check|test)|(?:check|detect|compute|measure|calculate)_drift"
)
_MIDDLEWARE = frozenset({"middleware", "before_request", "after_request", "teardown_request"})
_LOG_NAME = re.compile(
    r"(?:^|[._])_?(?:[a-z]*log|logger|logging|[a-z]*_logger|[a-z]*_log)(?:\.|$)|get_?logger", re.IGNORECASE
)


def metrics(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of metrics that the project's own code gives off."""
    for tool, calls in METRIC_CALLS.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for module in programs(project):
        if not METRIC_METHODS.isdisjoint(module.summary.methods):
            for call in module.method_calls(*METRIC_METHODS):
                yield module.at(call.span), "CloudWatch"


def logged_numbers(project: Project) -> Iterator[Location]:
    """Where programs write numbers to their log in a form that a platform can count (`METRIC latency 3`)."""
    for module in programs(project):
        for call in module.calls:
            for value in (*call.args[:1], call.receiver):
                text = value.start if isinstance(value, FString) else value.value if isinstance(value, Const) else None
                if isinstance(text, str) and text.startswith(("METRIC ", "MONITORING|")):
                    yield module.at(call.span)


def programs(project: Project) -> Iterator[Module]:
    return (one for one in project.code if project.repo.zone(one.path) == "prod")


def scraped(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of configuration that collects the metrics a server gives off by itself."""
    for path, document in yaml_documents(project):
        kind = document.get("kind")
        if kind is not None and kind.text in _SCRAPING_KINDS:
            yield Location(path, kind.line), f"a {kind.text}"
        jobs = document.get("scrape_configs")
        if jobs is not None and jobs.list():
            yield Location(path, jobs.line), "a Prometheus scrape configuration"
    for path, document in yaml_documents(project, containing=b"prometheus.io/scrape"):
        for node in document.walk():
            found = node.get("prometheus.io/scrape") if node.kind == "map" else None
            if found is not None and found.text == "true":
                yield Location(path, found.line), "scrape annotations"
                break


def drift(project: Project) -> Iterator[tuple[Location, str, bool]]:
    """(where, tool, whether outside notebooks) of comparisons between what arrives and a reference; of evaluations of answers by a language model."""
    for tool, calls in DRIFT_CALLS.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool, project.repo.zone(module.path) == "prod"
    for tool, calls in ANSWER_CHECKS.items() if "llm-app" in project.roles else ():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool, project.repo.zone(module.path) == "prod"
    for place, name in _own_drift(project):
        yield place, f"`{name}`", True
    for place in project.terraform_resources(DRIFT_RESOURCES):
        yield place, "a monitoring schedule", True
    for path, document in yaml_documents(project, containing=b"onitor"):
        schema = document.get("$schema")
        if schema is not None and "monitorSchedule" in (schema.text or ""):
            yield Location(path, schema.line), "an Azure ML monitor", True
        for line, kind in resource_types(document):
            if kind == "AWS::SageMaker::MonitoringSchedule":
                yield Location(path, line), "a SageMaker monitoring schedule", True


def _own_drift(project: Project) -> Iterator[tuple[Location, str]]:
    """Functions of the project that are named after a measure of drift and that something calls."""
    called = {
        name.rpartition(".")[2].lstrip(":")
        for module in programs(project)
        for one in module.summary.definitions
        for name in one.calls
    }
    for module in programs(project):
        for one in module.summary.definitions:
            name = one.name.rpartition(".")[2]
            if one.kind == "function" and name in called and one.calls and _DRIFT_NAME.search(name.lower()):
                yield module.at(one.line), name


def resource_types(document: Node) -> Iterator[tuple[int, str]]:
    """(line, type) of the resources of a CloudFormation template."""
    resources = document.get("Resources")
    for _, resource in resources.items() if resources is not None and resources.kind == "map" else ():
        kind = resource.get("Type") if resource.kind == "map" else None
        if kind is not None and kind.text:
            yield kind.line, kind.text


def observes_requests(project: Project) -> bool:
    """Whether every request of the application is observed: by an instrumentation, or a middleware that logs or measures."""
    if next(project.calls_to(*APP_OBSERVERS, zones=("prod",)), None) is not None:
        return True
    return any(observes(where, call) for module in programs(project) for where, call in _middleware(project, module))


def _middleware(project: Project, module: Module) -> Iterator[tuple[Module, Call]]:
    """Calls in functions and classes that a file registers to run around each request."""
    if not module.imports(*WEB_FRAMEWORKS):
        return
    for function in module.detail.functions:
        decorators = [module.call_of(one) or one for one in function.decorators]
        if any((getattr(one, "method", None) or getattr(one, "name", "")) in _MIDDLEWARE for one in decorators):
            yield from ((module, call) for call in calls_in(module, function))
    for call in module.method_calls("add_middleware", "before_request", "after_request", "middleware"):
        for one in call.args[:1]:
            if isinstance(one, Qualified) and (found := project.repo.definition(module, one.name)) is not None:
                lines = range(found[1].line, found[1].end_line + 1)
                yield from ((found[0], inner) for inner in found[0].calls if inner.span.line in lines)


def observes(module: Module, call: Call) -> bool:
    """Whether a call logs, measures, traces or stores something."""
    if call.method in METRIC_OBJECT_METHODS or call.method in WRITE_METHODS:
        return True
    if (call.name or "").startswith(tuple(f"{one}." for one in OBSERVING_PACKAGES)):
        return True
    if call.method not in LOG_METHODS:
        return False
    made = module.made_by(call.receiver, call.block, call.span.line) or ""
    return bool(_LOG_NAME.search((call.name or "").rpartition(".")[0] or dotted(call.receiver) or "")) or bool(
        _LOG_NAME.search(made)
    )
