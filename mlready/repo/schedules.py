"""Pipelines that the clock starts: where, by which orchestrator, who is told when they fail and what tries again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import Module, parts
from mlready.facts.values import Attr, Const, Mapping, Name, Qualified, Seq, Value
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.repo.once import once
from mlready.tables.schedules import (
    CLOCK_METHODS,
    CLOCKS,
    DAGS,
    FAILURE_KEYWORDS,
    FAILURE_RULES,
    RETRYING_CALLS,
    RETRYING_KEYWORDS,
    RETRYING_METHODS,
    TELLERS,
    TIMES,
)

if TYPE_CHECKING:
    from mlready.facts.python import Call
    from mlready.repo.model import Project

_PACKAGES = tuple(sorted({package for package, _ in CLOCK_METHODS.values()}))
_NOTHING = frozenset({Const(value=None), Const(value=False), Const(value=0), Const(value="")})


class Schedule(NamedTuple):
    module: Module
    call: Call
    orchestrator: str


@once
def schedules(project: Project) -> tuple[Schedule, ...]:
    """Where prod code says when a pipeline starts, in file order."""
    found = []
    for module in project.code:
        summary = module.summary
        by_name = not summary.names.isdisjoint(DAGS | CLOCKS.keys())
        by_method = not summary.methods.isdisjoint(CLOCK_METHODS) and module.imports(*_PACKAGES)
        if module.is_notebook or not (by_name or by_method):
            continue
        for call in module.calls:
            orchestrator = _orchestrator(module, call)
            if orchestrator is not None and _has_time(call):
                found.append(Schedule(module, call, orchestrator))
    return tuple(found)


def _orchestrator(module: Module, call: Call) -> str | None:
    if call.name in DAGS:
        return "Airflow"
    if call.name in CLOCKS:
        return CLOCKS[call.name]
    package, name = CLOCK_METHODS.get(call.method or "", ("", ""))
    return name if package and module.imports(package) else None


def _has_time(call: Call) -> bool:
    """Whether a call names a time; what only exists to be a schedule always does."""
    if call.method in {"create_recurring_run", "create_schedule"} or call.name in {
        "dagster.ScheduleDefinition",
        "dagster.schedule",
        "metaflow.schedule",
        "azure.ai.ml.entities.JobSchedule",
    }:
        return True
    return any(call.keywords[one] not in _NOTHING for one in TIMES if one in call.keywords)


def told(project: Project, schedule: Schedule) -> bool | None:
    """Whether somebody is told when a scheduled pipeline fails; None where that is decided elsewhere."""
    module, call = schedule.module, schedule.call
    if any(True for _ in project.calls_to(*TELLERS.get(schedule.orchestrator, ()), zones=None)):
        return True
    if any(_tells(module, one) for one in module.calls):
        return True
    if schedule.orchestrator != "Airflow":
        return any(_tells(where, one) for where in project.code for one in where.calls if _same(where, schedule))
    if call.double_star:
        return None
    given = call.keywords.get("default_args")
    known = given is None or isinstance(module.origin(given, call.block, call.span.line), Mapping)
    return False if known else _imported(project, module, given)


def _same(module: Module, schedule: Schedule) -> bool:
    """Whether a file may define what another one schedules: it imports the same orchestrator."""
    package = {
        "Dagster": "dagster",
        "ZenML": "zenml",
        "Prefect": "prefect",
        "Kubeflow": "kfp",
        "Vertex AI": "kfp",
        "Metaflow": "metaflow",
        "Flyte": "flytekit",
        "Azure ML": "azure",
    }
    return module.imports(package.get(schedule.orchestrator, "")) and not FAILURE_KEYWORDS.isdisjoint(
        {key for call in module.calls for key in call.keywords}
    )


def _imported(project: Project, module: Module, value: Value | None) -> bool | None:
    """Whether default arguments of another file tell somebody; None where they cannot be found."""
    located = project.repo.names.locate(module, value.name) if isinstance(value, Qualified) else None
    if located is None or not located[1]:
        return None
    found = [one.value for one in located[0].detail.bindings if one.block == 0 and one.target == located[1]]
    return any(_mentions(one) for one in found) if found else None


def _tells(module: Module, call: Call) -> bool:
    """Whether a call names a callback, an address, or a task that runs because another one failed."""
    if any(
        call.keywords[one] not in _NOTHING and call.keywords[one] != Seq((), "list")
        for one in FAILURE_KEYWORDS & call.keywords.keys()
    ):
        return True
    rule = call.keywords.get("trigger_rule")
    text = rule.value if isinstance(rule, Const) else getattr(rule, "name", "")
    if isinstance(text, str) and text.rpartition(".")[2].lower() in FAILURE_RULES:
        return True
    return any(
        _mentions(one)
        for value in call.keywords.values()
        for one in (module.origin(value, call.block, call.span.line),)
    )


def _mentions(value: Value | None) -> bool:
    """Whether a dict display names a callback or an address."""
    for part in parts(value):
        pairs = (
            {key.value: given for key, given in part.items if isinstance(key, Const)}
            if isinstance(part, Mapping)
            else {}
        )
        if any(pairs[one] not in _NOTHING and pairs[one] != Seq((), "list") for one in FAILURE_KEYWORDS & pairs.keys()):
            return (
                "email" not in pairs
                or len(FAILURE_KEYWORDS & pairs.keys()) > 1
                or pairs.get("email_on_failure") != Const(value=False)
            )
    return False


def retries(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of policies by which a failed step or call is tried again."""
    for module, call in project.calls_to(*RETRYING_CALLS, zones=("prod",)):
        yield module.at(call.span), f"`{(call.name or '').rpartition('.')[2]}`"
    for module in project.code:
        if module.is_notebook:
            continue
        for name in RETRYING_CALLS:
            if name in module.summary.names and any(name in one.decorators for one in module.summary.definitions):
                line = next(one.line for one in module.summary.definitions if name in one.decorators)
                yield module.at(line), f"`{name.rpartition('.')[2]}`"
        for call in module.calls:
            if call.method in RETRYING_METHODS:
                yield module.at(call.span), f"`{call.method}`"
            for key in sorted(RETRYING_KEYWORDS & call.keywords.keys()):
                if call.keywords[key] not in _NOTHING:
                    yield module.at(call.span), f"`{key}`"
            for value in call.keywords.values():
                for key in _keys(
                    module.origin(value, call.block, call.span.line) if isinstance(value, Name | Attr) else value
                ):
                    yield module.at(call.span), f"`{key}`"
    for path, document in yaml_documents(project, containing=b"retryStrategy"):
        if any(node.kind == "map" and node.get("retryStrategy") is not None for node in document.walk()):
            yield Location(path), "a `retryStrategy`"


def _keys(value: Value | None) -> Iterator[str]:
    for part in parts(value):
        for key, given in part.items if isinstance(part, Mapping) else ():
            if isinstance(key, Const) and key.value in RETRYING_KEYWORDS and given not in _NOTHING:
                yield str(key.value)
