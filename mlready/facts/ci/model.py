"""One model for every CI system: workflows of jobs of steps, with the words of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlready.facts.yaml import Node


class Text(str):
    """A text of the file that knows its line (0 where it is not written there)."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int = 0) -> Self:
        found = super().__new__(cls, text)
        found.line = line
        return found


class Trigger(NamedTuple):
    """What starts a workflow; `crons` of a schedule, `branches` of a push or pull request ("" where all)."""

    line: int
    crons: tuple[Text, ...] = ()
    branches: tuple[str, ...] = ()
    config: Node | None = None


class Include(NamedTuple):
    """Another file that a workflow takes in: `kind` is local, project, remote, template or component."""

    kind: str
    target: str
    ref: str | None
    line: int


class Step(NamedTuple):
    """One step of a job: a script (`run`), something ready-made (`uses`), or both where that runs a script it is given.

    `run_line` is the line on which the text of the script starts. `shell` and `working_directory` are the job's or the
    workflow's where the step names none; `env` is the step's own. `image` is set where each step has one of its own.
    """

    name: str | None = None
    run: str | None = None
    uses: Text | None = None
    inputs: Mapping[str, Text] = {}
    env: Mapping[str, Text] = {}
    condition: str | None = None
    continue_on_error: bool | str = False
    line: int = 1
    end_line: int = 1
    run_line: int | None = None
    shell: str | None = None
    working_directory: str | None = None
    uses_line: int | None = None
    id: str | None = None
    image: Text | None = None
    timeout: Text | None = None

    def line_of(self, offset: int) -> int:
        """The line of the file that holds a line of the script, counted from 0; never past the step."""
        first = self.run_line or self.line
        return max(first, min(first + offset, self.end_line))

    @property
    def ref(self) -> str | None:
        """The tag, branch or commit behind the `@` of `uses`."""
        return None if self.uses is None or "@" not in self.uses else self.uses.rpartition("@")[2]

    @property
    def local(self) -> str | None:
        """The folder or file of this repository that `uses` names."""
        return _local(self.uses)


class Job(NamedTuple):
    """One job: steps that run one after the other on one machine.

    `needs` names the jobs that must succeed first, by `id`; where a system orders by stages, all of the stages before.
    `runs_on` holds labels, and the name of the `group` first. `image` is the container's. `timeout` is as written.
    `uses` and `inputs` belong to a job that is another workflow; `secrets` is "inherit" or what is passed to it.
    """

    id: str
    name: str | None = None
    needs: tuple[str, ...] = ()
    runs_on: tuple[str, ...] = ()
    group: str | None = None
    image: Text | None = None
    services: Mapping[str, Text] = {}
    environment: str | None = None
    timeout: Text | None = None
    permissions: Mapping[str, Text] | str | None = None
    continue_on_error: bool | str = False
    steps: tuple[Step, ...] = ()
    uses: Text | None = None
    inputs: Mapping[str, Text] = {}
    secrets: Mapping[str, Text] | str | None = None
    condition: str | None = None
    env: Mapping[str, Text] = {}
    strategy: Node | None = None
    concurrency: str | None = None
    stage: str | None = None
    line: int = 1
    end_line: int = 1
    node: Node | None = None

    @property
    def matrix(self) -> dict[str, tuple[Text, ...]]:
        """The values that each variable of the matrix takes, those under `include` too."""
        return _matrix(self.strategy)

    @property
    def local(self) -> str | None:
        """The workflow file of this repository that the job is."""
        return _local(self.uses)

    def run_steps(self) -> Iterator[Step]:
        """The steps that hold a script."""
        return (step for step in self.steps if step.run)


class Workflow(NamedTuple):
    """What one file of a CI system says; `jobs` is empty where `error` says that nothing could be read.

    `kind` is workflow, action (steps that workflows of this repository use, as one job) or template (steps, jobs or
    stages that another file takes in). `active`: it stands where its system looks for it, not in a seed or template.
    `triggers` has the names of GitHub (push, pull_request, schedule, workflow_dispatch, ...) for all systems, and is empty
    where they are kept outside the file. `templated`: not valid before it is rendered, read leniently.
    """

    path: str
    system: str
    kind: str = "workflow"
    active: bool = True
    name: str | None = None
    triggers: Mapping[str, Trigger] = {}
    permissions: Mapping[str, Text] | str | None = None
    env: Mapping[str, Text] = {}
    concurrency: str | None = None
    includes: tuple[Include, ...] = ()
    jobs: tuple[Job, ...] = ()
    error: str | None = None
    templated: bool = False
    root: Node | None = None

    def job(self, name: str) -> Job | None:
        """The job of this id."""
        return next((job for job in self.jobs if job.id == name), None)

    def before(self, job: Job) -> tuple[Job, ...]:
        """All jobs that must succeed before a job starts, in the order of the file."""
        by_id = {one.id: one for one in self.jobs}
        seen: set[str] = set()
        waiting = list(job.needs)
        while waiting:
            name = waiting.pop()
            if name not in seen and name in by_id:
                seen.add(name)
                waiting += by_id[name].needs
        return tuple(one for one in self.jobs if one.id in seen and one.id != job.id)

    def env_of(self, job: Job, step: Step) -> dict[str, Text]:
        """The variables that a step sees: its own, the job's and the workflow's."""
        return {**self.env, **job.env, **step.env}

    def permissions_of(self, job: Job) -> Mapping[str, Text] | str | None:
        """The job's permissions, else the workflow's."""
        return self.permissions if job.permissions is None else job.permissions


def _local(uses: str | None) -> str | None:
    return uses[2:].rstrip("/") if uses is not None and uses.startswith("./") else None


def _matrix(strategy: Node | None) -> dict[str, tuple[Text, ...]]:
    """Variables of a mapping with lists (GitHub), of named mappings (Azure) or of a list of mappings (GitLab)."""
    found: dict[str, list[Text]] = {}
    matrix = None if strategy is None else strategy.get("matrix")
    if matrix is None:
        return {}
    combinations = [matrix, *matrix.list()] if matrix.kind == "list" else [matrix]
    include = matrix.get("include")
    combinations += () if include is None else include.list()
    for one in combinations:
        for key, value in one.items():
            if value.kind == "map":
                for name, inner in value.items():
                    found.setdefault(name, []).extend(_scalars(inner))
            elif key not in ("include", "exclude"):
                found.setdefault(key, []).extend(_scalars(value))
                for name, inner in _nested(key, value):
                    found.setdefault(name, []).extend(_scalars(inner))
    return {key: tuple(values) for key, values in found.items() if values}


def _nested(key: str, value: Node) -> Iterator[tuple[str, Node]]:
    """`config.python` of a variable whose values are mappings."""
    for item in value.list():
        for name, inner in item.items():
            yield f"{key}.{name}", inner


def _scalars(node: Node) -> list[Text]:
    return [Text(one.value, one.line) for one in node.several() if one.kind == "scalar"]
