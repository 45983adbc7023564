"""A workflow runs text that strangers write."""

import re
from collections.abc import Iterator

from mlready.facts.ci import Step, Workflow
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
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


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    workflow: Workflow = subject.facts
    if workflow.system != "github":
        return
    for job in workflow.jobs:
        for step in job.steps:
            lines = list(untrusted_lines(step))
            for line, name in lines:
                yield failed(subject.at(line), f"whoever writes `{name}` can run commands here: pass it through `env`")
            if not lines and (step.run or is_script(step)):
                yield passed(subject.at(step.line))


def is_script(step: Step) -> bool:
    return (step.uses or "").startswith("actions/github-script@")


def untrusted_lines(step: Step) -> Iterator[tuple[int, str]]:
    """Lines of a script with an expression that a stranger fills, each once."""
    if step.run:
        text, first = step.run, step.run_line or step.line
    elif is_script(step) and "script" in step.inputs:
        text, first = step.inputs["script"], step.inputs["script"].line
    else:
        return
    seen: set[int] = set()
    for expression in EXPRESSION.finditer(text):
        found = UNTRUSTED.search(expression[1])
        line = first + text.count("\n", 0, expression.start())
        if found and line not in seen:
            seen.add(line)
            yield line, found[0]
