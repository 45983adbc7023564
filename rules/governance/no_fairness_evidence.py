"""Nobody has looked at how groups of people are treated."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Project, Repo
from mlready.repo.flow import given, within
from mlready.repo.papers import links_labelled, written_about
from mlready.tables.measures import METRICS
from mlready.tables.people import FAIRNESS, PROTECTED
from mlready.verdict import Location, Verdict, failed, partial, passed

AUDIT = re.compile(
    r"fairness|bias[-_ ](?:audits?|assessments?|tests?|analysis|evaluation|mitigation)|(?:sub)?groups?[-_ ](?:metrics|performance|results)|"
    r"protected[-_ ](?:groups?|attributes?)|disparate|discrimination\b|equal[-_ ]treatment",
    re.IGNORECASE,
)
GROUP = re.compile(PROTECTED, re.IGNORECASE)
NEAR = 10
"""Lines after a grouping in which the metric of each group is computed."""

ZONES = ("prod", "notebook", "test")


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    used = next(project.calls_to(*FAIRNESS, zones=ZONES), None)
    grouped = next(measured_by_group(project), None)
    written = next(written_about(project, AUDIT, AUDIT), None)
    linked = next(links_labelled(project, AUDIT), None)
    if used is not None:
        yield passed(used[0].at(used[1].span), "groups are compared by a tool for it")
    elif grouped is not None:
        yield passed(grouped, "metrics are computed by group")
    elif written is not None or linked is not None:
        yield partial(
            written.place if written else linked or project.location, "an audit is documented, and not made by code"
        )
    else:
        roles = [project.roles[name] for name in ("serves", "batch", "trains") if name in project.roles]
        message = "no evidence in this repository of how groups of people are treated: compare errors by group and write down the result"
        yield failed([one.location for role in roles for one in role.evidence[:1]] or project.location, message)


def measured_by_group(project: Project) -> Iterator[Location]:
    """Groupings by a protected attribute with a metric right after them: the mean of a group alone measures no model."""
    for module in (*project.code, *project.tests):
        if "groupby" in module.summary.methods and any(one.startswith(METRICS) for one in module.summary.names):
            measured = [one.span.line for one in module.calls if (one.name or "").startswith(METRICS)]
            for call in module.method_calls("groupby"):
                near = range(call.span.line, call.span.line + NEAR)
                if is_by_group(module, call) and any(line in near for line in measured):
                    yield module.at(call.span)


def is_by_group(module: Module, call: Call) -> bool:
    parts = (part for value in given(call) for part in within(module, value))
    return any(isinstance(part, Const) and isinstance(part.value, str) and GROUP.search(part.value) for part in parts)
