"""A workflow runs text that strangers write."""

import re
from collections.abc import Iterator

from mlready.facts.ci import Job, Step, Workflow
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed

EXPRESSION = re.compile(r"\$\{\{(.{0,5000}?)\}\}", re.DOTALL)
UNTRUSTED = re.compile(
    r"""\bgithub\.(?:head_ref\b
    |event\.(?:issue|pull_request|discussion|review|comment|review_comment)\.(?:title|body)\b
    |event\.pull_request\.head\.(?:ref|label|repo\.default_branch)\b
    |event\.(?:head_commit|commits\S*?)\.(?:message|author\.(?:email|name))\b
    |event\.pages\S*?\.page_name\b
    |event\.workflow_run\.(?:head_branch|head_commit\.message|pull_requests\S*?\.head\.ref)\b
    )""",
    re.VERBOSE,
)
VARIABLE = re.compile(r"\benv\.(\w+)")
OUTPUT = re.compile(r"\bsteps\.([\w-]+)\.outputs\.([\w-]+)")
ASSIGNED = re.compile(r"(?:^|[\s\"';])(?:name=)?([A-Za-z_][\w-]*)(?:=|::)([^\n]*)")
READ_ONLY = re.compile(r"github\.(?:head_ref|event\.pull_request)\b")
HEAD = "GITHUB_HEAD_REF"


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    workflow: Workflow = subject.facts
    if workflow.system != "github":
        return
    for job in workflow.jobs:
        for step in job.steps:
            lines = list(untrusted_lines(workflow, job, step))
            for line, name in lines:
                message = f"whoever writes `{name}` can run commands here: pass it through `env`"
                yield failed(subject.at(line), message, severity=severity(workflow, name))
            if not lines and (step.run or is_script(step)):
                yield passed(subject.at(step.line))


def severity(workflow: Workflow, name: str) -> str | None:
    """A pull request from outside runs with a token that only reads, and may change the workflow anyway."""
    only = "pull_request" in workflow.triggers and "pull_request_target" not in workflow.triggers
    return "medium" if only and READ_ONLY.match(name) else None


def is_script(step: Step) -> bool:
    return (step.uses or "").startswith("actions/github-script@")


def untrusted_lines(workflow: Workflow, job: Job, step: Step) -> Iterator[tuple[int, str]]:
    """Lines of a script with an expression that a stranger fills, each once."""
    if step.run:
        text, first = step.run, step.run_line or step.line
    elif is_script(step) and "script" in step.inputs:
        text, first = step.inputs["script"], step.inputs["script"].line
    else:
        return
    seen: set[int] = set()
    for expression in EXPRESSION.finditer(text):
        found = filled_by(workflow, job, step, expression[1])
        line = first + text.count("\n", 0, expression.start())
        if found and line not in seen:
            seen.add(line)
            yield line, found


def filled_by(workflow: Workflow, job: Job, step: Step, expression: str) -> str | None:
    """What of a stranger's an expression holds: directly, through a variable or through the output of an earlier step."""
    if found := UNTRUSTED.search(expression):
        return found[0]
    if variable := VARIABLE.search(expression):
        value = UNTRUSTED.search(workflow.env_of(job, step).get(variable[1], ""))
        return value[0] if value else None
    if output := OUTPUT.search(expression):
        earlier = next((one for one in job.steps if one.id == output[1]), None)
        return tainted(workflow, job, earlier).get(output[2]) if earlier else None
    return None


def tainted(workflow: Workflow, job: Job, step: Step) -> dict[str, str]:
    """Names that a script sets -> what of a stranger's they hold; what a command made of it (`$(...)`) is not followed."""
    given = {name: found[0] for name, text in workflow.env_of(job, step).items() if (found := UNTRUSTED.search(text))}
    names = {HEAD: "github.head_ref", **given}
    for line in (step.run or "").split("\n"):
        for name, value in ASSIGNED.findall(line):
            held = next((source for known, source in names.items() if uses(value, known)), None)
            if held and "$(" not in value and "`" not in value:
                names[name] = held
    return names


def uses(value: str, name: str) -> bool:
    return f"${{{name}" in value or re.search(rf"\${name}\b", value) is not None
