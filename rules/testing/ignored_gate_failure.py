"""A check in CI cannot fail."""

from collections.abc import Iterator

from mlready.facts.ci import Job, Step, Workflow
from mlready.facts.shell import Command, commands, program, runs_tests
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed

CHECKERS = {
    "ruff", "flake8", "pylint", "mypy", "pyright", "bandit", "black", "isort", "pip-audit", "safety", "trivy", "checkov",
    "tfsec", "tflint", "hadolint", "semgrep", "great_expectations", "soda", "mlready", "pre-commit", "kubeconform",
}  # fmt: skip
FORGIVING = {"true", ":"}
ADVICE = "let the step fail, or gate on new failures only"


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    workflow: Workflow = subject.facts
    for job in workflow.jobs:
        for step in job.run_steps():
            gates = [one for one in parsed(step) if runs_tests(one[0]) or program(first_word(one[0])) in CHECKERS]
            for command, follower in gates:
                place = subject.at(step.line_of(command.line))
                if is_forgiven(command, follower):
                    yield failed(place, f"the status of `{first_word(command)}` is thrown away: {ADVICE}")
                elif may_fail(workflow, job, step):
                    yield failed(place, f"`{first_word(command)}` may fail without stopping anything: {ADVICE}")
                else:
                    yield passed(place)


def parsed(step: Step) -> list[tuple[Command, Command | None]]:
    """Each command of a script with the one after it."""
    found = commands(step.run or "")
    return [(one, found[at + 1] if at + 1 < len(found) else None) for at, one in enumerate(found)]


def first_word(command: Command) -> str:
    return command.words[0] if command.words else ""


def is_forgiven(command: Command, follower: Command | None) -> bool:
    return command.operator == "||" and follower is not None and first_word(follower) in FORGIVING


def may_fail(workflow: Workflow, job: Job, step: Step) -> bool:
    """Whether a failure of the step or job is ignored for good: nothing reads the step's outcome, no leg is experimental."""
    if job.continue_on_error is True:
        return True
    read = f"steps.{step.id}." if step.id else None
    used = read is not None and any(read in f"{one.condition} {one.run}" for one in job.steps)
    return step.continue_on_error is True and not used
