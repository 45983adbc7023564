"""A check in CI cannot fail."""

import re
from collections.abc import Iterator

from mlready.facts.ci import Job, Step, Workflow
from mlready.facts.shell import Command, commands, program, python_run, runs_tests
from mlready.facts.shell.launch import unwrap
from mlready.repo import Repo, Subject
from mlready.verdict import Verdict, failed, passed

CHECKERS = {
    "ruff", "flake8", "pylint", "mypy", "pyright", "bandit", "black", "isort", "pip-audit", "safety", "trivy", "checkov",
    "tfsec", "tflint", "hadolint", "semgrep", "great_expectations", "soda", "mlready", "pre-commit", "kubeconform",
}  # fmt: skip
SOFT = {"--exit-zero", "--soft-fail", "--continue-on-error"}
FORGIVING = {"true", ":", "exit 0", "echo", "printf"}
KEEPS_PIPED_STATUS = re.compile(r"\bpipefail\b|\bPIPESTATUS\b")
ADVICE = "let the step fail, or gate on new failures only"


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    workflow: Workflow = subject.facts
    for job in workflow.jobs:
        gates = [(step, *one) for step in job.run_steps() for one in parsed(step) if gate(one[0])]
        strict = {gate(command) for _, command, _ in gates if not is_soft(command)}
        for step, command, followers in gates:
            place = subject.at(step.line_of(command.line))
            name = gate(command)
            if is_soft(command) and name in strict:
                continue
            if (
                is_soft(command)
                or is_forgiven(command, followers)
                or is_piped_away(workflow, job, step, command, followers)
            ):
                yield failed(place, f"the status of `{name}` is thrown away: {ADVICE}")
            elif may_fail(job, step):
                yield failed(place, f"`{name}` may fail without stopping anything: {ADVICE}")
            else:
                yield passed(place)


def parsed(step: Step) -> list[tuple[Command, tuple[Command, ...]]]:
    """Each command of a script with those after it."""
    found = commands(step.run or "")
    return [(one, found[at + 1 :]) for at, one in enumerate(found)]


def gate(command: Command) -> str | None:
    """The name of the test runner or checker that a command starts, through `poetry run` and `python -m` too."""
    run = python_run(command)
    words = unwrap(command.words)
    name = run.target if run and run.kind == "module" else program(words[0]) if words else None
    return name if name in CHECKERS or runs_tests(command) else None


def is_soft(command: Command) -> bool:
    """Whether an option says that findings do not fail; beside the same checker without it that is a report."""
    return not SOFT.isdisjoint(command.words)


def is_forgiven(command: Command, followers: tuple[Command, ...]) -> bool:
    """Whether `|| true` or a message takes the status; a message that is kept (`>> "$GITHUB_OUTPUT"`) or goes on to stop does not."""
    if command.operator != "||" or not followers:
        return False
    follower = followers[0]
    if follower.words[0] not in FORGIVING and " ".join(follower.words) not in FORGIVING:
        return False
    said = follower.words[0] in {"echo", "printf"}
    return not said or not (follower.redirects or any(one.words[0] in {"exit", "false"} for one in followers))


def is_piped_away(workflow: Workflow, job: Job, step: Step, command: Command, followers: tuple[Command, ...]) -> bool:
    """Whether the status is that of `tee`: GitHub's shell, where none is named, is `bash -e` without pipefail."""
    piped = command.operator == "|" and bool(followers) and followers[0].words[0] == "tee"
    on_windows = any("windows" in label for label in (*job.runs_on, *job.matrix.get("os", ())))
    github = workflow.system == "github" and step.shell is None and not on_windows
    return piped and github and not KEEPS_PIPED_STATUS.search(step.run or "")


def may_fail(job: Job, step: Step) -> bool:
    """Whether a failure of the step or job is ignored for good: nothing reads the step's outcome, no leg is experimental."""
    if job.continue_on_error is True:
        return True
    read = f"steps.{step.id}." if step.id else None
    used = read is not None and any(read in f"{one.condition} {one.run}" for one in job.steps)
    return step.continue_on_error is True and not used
