"""Evidence that somebody is told when what a project runs breaks: rules, alarms, callbacks, messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import parts
from mlready.facts.values import Const, FString, Mapping, Value
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.repo.monitoring import programs, resource_types
from mlready.tables.observers import (
    ALERT_ACTIONS,
    ALERT_CALLS,
    ALERT_HOSTS,
    ALERT_KEYWORDS,
    ALERT_KINDS,
    ALERT_METHODS,
    ALERT_RESOURCES,
    ALERT_TEMPLATES,
    OBJECTIVE_KINDS,
)

if TYPE_CHECKING:
    from mlready.facts.python import Module
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_OFF = frozenset({Const(value=None), Const(value=False)})
_HOSTS = re.compile("|".join(re.escape(one) for one in ALERT_HOSTS))
_ACTIONS = re.compile("|".join(ALERT_ACTIONS))
_HOOK_NAME = re.compile(
    r"(?:SLACK|TEAMS|DISCORD|ALERT\w*|PAGERDUTY|OPSGENIE)_(?:\w+_)?(?:WEBHOOK|HOOK|ROUTING_KEY|INTEGRATION_KEY|API_KEY)(?:_URL)?"
)
"""Names of settings under which the address of a channel for alerts is kept."""

_MODULE = re.compile(r"alarm|alert-policy|monitor-alert|alerting")
_TEMPLATE = re.compile(r"\.bicep$|(?:alert|azuredeploy|monitor|template)[^/]*\.json$", re.IGNORECASE)
_SMALL = 200_000
_FAILS = re.compile(r"failure\(\)|always\(\)")


def alerts(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of rules, alarms and callbacks that tell somebody."""
    for tool, calls in ALERT_CALLS.items():
        for module, call in project.calls_to(*calls, zones=("prod",)):
            yield module.at(call.span), tool
    for place in project.terraform_resources(ALERT_RESOURCES):
        yield place, "an alarm in Terraform"
    yield from _terraform_modules(project)
    for path, document in yaml_documents(project):
        yield from ((Location(path, line), what) for line, what in alert_rules(document))
    yield from _templates(project)
    yield from _scheduled_runs(project)
    for module in programs(project):
        yield from _callbacks(module)


def _callbacks(module: Module) -> Iterator[tuple[Location, str]]:
    """Alarms set by a client, addresses of channels for alerts, and (default) arguments by which an orchestrator tells somebody."""
    for call in module.calls:
        if call.method in ALERT_METHODS:
            yield module.at(call.span), f"`{call.method}`"
        for name in sorted(ALERT_KEYWORDS & call.keywords.keys()):
            if call.keywords[name] not in _OFF:
                yield module.at(call.span), f"`{name}`"
        for name in _keys(call.keywords["default_args"]) if "default_args" in call.keywords else ():
            yield module.at(call.span), f"`{name}`"
        if any(_is_channel(one) for given in (*call.args, *call.keywords.values()) for one in parts(given)):
            yield module.at(call.span), "a message to a channel for alerts"
    for binding in module.detail.bindings:
        for name in _keys(binding.value):
            yield module.at(binding.span), f"`{name}`"
        if any(_is_channel(one) for one in parts(binding.value)):
            yield module.at(binding.span), "a message to a channel for alerts"
    for one in module.summary.definitions:
        for name in ALERT_METHODS.intersection(each.rpartition(".")[2] for each in one.decorators):
            yield module.at(one.line), f"`{name}`"


def _is_channel(value: Value) -> bool:
    """Whether a text is the address of a channel for alerts, or the name of the setting that holds it."""
    text = value.start if isinstance(value, FString) else value.value if isinstance(value, Const) else None
    return isinstance(text, str) and bool(_HOSTS.search(text) or _HOOK_NAME.fullmatch(text))


def _keys(value: Value) -> Iterator[str]:
    """Keys of a dict display that turn a message on."""
    for part in parts(value):
        for key, given in part.items if isinstance(part, Mapping) else ():
            if isinstance(key, Const) and key.value in ALERT_KEYWORDS and given not in _OFF:
                yield str(key.value)


def _terraform_modules(project: Project) -> Iterator[tuple[Location, str]]:
    """Ready-made Terraform modules for alarms, and the mails of a job."""
    for file in project.of_kind("terraform", zones=("prod", "infra")):
        for block in project.repo.terraform(file.path).blocks:
            source = block.attributes.get("source") if block.type == "module" else None
            if source is not None and _MODULE.search(source.text):
                yield Location(file.path, block.line), "an alarm in Terraform"
            for inner in block.blocks:
                if inner.type in {"email_notifications", "webhook_notifications"} and "on_failure" in (
                    *inner.attributes, *(one.type for one in inner.blocks),
                ):  # fmt: skip
                    yield Location(file.path, inner.line), "a message of the job"


def _templates(project: Project) -> Iterator[tuple[Location, str]]:
    """Alert rules of Azure in Bicep and in templates of the resource manager."""
    for file in project.files:
        if _TEMPLATE.search(file.path) and file.zone in {"prod", "infra"} and file.size < _SMALL:
            text = (project.repo.data(file.path) or b"").lower()
            if any(one in text for one in ALERT_TEMPLATES):
                yield Location(file.path), "an alert rule of Azure"


def _scheduled_runs(project: Project) -> Iterator[tuple[Location, str]]:
    """Workflows that run a batch by the clock and tell somebody when they fail; those of a service only test it."""
    for subject in project.workflows if "batch" in project.roles else ():
        if "schedule" not in subject.facts.triggers:
            continue
        for job in subject.facts.jobs:
            for step in job.steps:
                fails = _FAILS.search(step.condition or job.condition or "")
                if fails and (_ACTIONS.search(step.uses or "") or _HOSTS.search(step.run or "")):
                    yield subject.at(step.line), "a message of the scheduled run"


def alert_rules(document: Node) -> Iterator[tuple[int, str]]:
    """(line, what) of alert rules of Prometheus, Grafana and CloudFormation, of receivers, and of objectives that alert."""
    for node in document.walk():
        if node.kind == "map":
            yield from _rule(node)
    kind = document.get("kind")
    if kind is not None and kind.text in ALERT_KINDS:
        yield kind.line, f"a {kind.text}"
    for line, type_ in resource_types(document):
        if type_ in {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}:
            yield line, "a CloudWatch alarm"


def objectives(project: Project) -> Iterator[Location]:
    """Where service level objectives are written down as OpenSLO, sloth or Pyrra read them."""
    for path, document in yaml_documents(project, containing=b"bjective"):
        kind, levels = document.get("kind"), document.get("slos")
        if kind is not None and kind.text in OBJECTIVE_KINDS:
            yield Location(path, kind.line)
        elif levels is not None and any(one.get("objective") is not None for one in levels.list() if one.kind == "map"):
            yield Location(path, levels.line)


def _rule(node: Node) -> Iterator[tuple[int, str]]:
    alert, expression = node.get("alert"), node.get("expr")
    title, condition, data = node.get("title"), node.get("condition"), node.get("data")
    receivers, alerting = node.get("receivers"), node.get("alerting")
    failing = node.at("email_notifications", "on_failure") or node.at("webhook_notifications", "on_failure")
    if alert is not None and expression is not None and expression.text:
        yield alert.line, f"the alert {alert.text}"
    elif title is not None and condition is not None and data is not None and data.list():
        yield title.line, f"the alert {title.text}"
    elif node.get("route") is not None and receivers is not None and receivers.list():
        yield receivers.line, "Alertmanager receivers"
    elif node.get("objective") is not None and alerting is not None and _pages(alerting):
        yield alerting.line, "an objective that alerts"
    elif failing is not None and failing.list():
        yield failing.line, "a message of the job"


def _pages(alerting: Node) -> bool:
    """Whether the alerts of an objective (sloth) are not all switched off."""
    kinds = [alerting.get(name) for name in ("page_alert", "ticket_alert", "pageAlert", "ticketAlert")]
    given = [one.get("disable") for one in kinds if one is not None and one.kind == "map"]
    return alerting.kind == "map" and not (given and all(one is not None and one.truth for one in given))
