"""CircleCI: jobs with the executors and commands of the file put in; workflows give needs and triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.ci.model import Include, Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.node import MAX_EXPANDED, Budget, line_of, mapping, script_line, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlready.facts.yaml import Node

_DEEPEST_COMMAND = 10
_CONDITIONAL = frozenset({"when", "unless"})


def read(path: str, root: Node) -> Workflow | None:
    """A configuration; None where it holds neither jobs nor workflows."""
    jobs, workflows = root.get("jobs"), root.get("workflows")
    if jobs is None and workflows is None:
        return None
    needs = _needs(workflows)
    reader = _Reader(root)
    own = () if jobs is None else tuple(reader.job(key, value, needs.get(key.value)) for key, value in jobs.pairs())
    names = {job.id for job in own}
    others = tuple(_foreign(name, found) for name, found in needs.items() if name not in names)
    orbs = root.get("orbs")
    return Workflow(
        path,
        "circleci",
        triggers=_triggers(root, workflows),
        includes=tuple(
            Include("component", orb, orb.rpartition("@")[2] if "@" in orb else None, orb.line)
            for orb in mapping(orbs).values()
            if orb
        ),
        jobs=own + others,
        error=reader.budget.error,
        root=root,
    )


class _Place:
    """Where a job stands in the workflows."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.needs: dict[str, None] = {}
        self.approval = False


def _needs(workflows: Node | None) -> dict[str, _Place]:
    """The place of each job by its own name; a name given in a workflow stands for the job it renames."""
    found: dict[str, _Place] = {}
    for _, workflow in () if workflows is None else workflows.items():
        entries = [(*_entry(one), one) for one in _jobs_of(workflow)]
        names = {text(options.get("name")): name for name, options, _ in entries if options is not None}
        for name, options, node in entries:
            place = found.setdefault(name, _Place(node))
            if options is None:
                continue
            place.approval |= text(options.get("type")) == "approval"
            place.needs.update((names.get(one, str(one)), None) for one in texts(options.get("requires")))
    return found


def _foreign(name: str, place: _Place) -> Job:
    """A job of an orb, or a person's approval."""
    line, end_line = place.node.line, place.node.end_line
    uses = None if place.approval else Text(name, line)
    condition = "manual" if place.approval else None
    return Job(
        name, needs=tuple(place.needs), uses=uses, condition=condition, line=line, end_line=end_line, node=place.node
    )


def _jobs_of(workflow: Node) -> tuple[Node, ...]:
    jobs = workflow.get("jobs")
    return () if jobs is None else jobs.list()


def _entry(node: Node) -> tuple[str, Node | None]:
    if node.kind == "map":
        return next(((key, value) for key, value in node.items()), ("", None))
    return text(node) or "", None


class _Reader:
    """Jobs of one file, with its executors and commands at hand."""

    def __init__(self, root: Node) -> None:
        self.budget = Budget()
        self.looked_at = Budget(MAX_EXPANDED)
        self.commands = _named(root.get("commands"))
        self.executors = _named(root.get("executors"))
        self.workflows = root.get("workflows") is not None

    def job(self, key: Node, node: Node, place: _Place | None) -> Job:
        line, end_line = line_of(key, node)
        executor = self._executor(node)
        docker = node.get("docker") or (None if executor is None else executor.get("docker"))
        images = [image for one in (() if docker is None else docker.list()) if (image := text(one.get("image")))]
        resource = text(node.get("resource_class")) or (
            None if executor is None else text(executor.get("resource_class"))
        )
        machine = node.get("machine") or (None if executor is None else executor.get("machine"))
        machine_image = None if machine is None else text(machine.get("image"))
        return Job(
            key.value,
            name=text(node.get("description")),
            needs=() if place is None else tuple(place.needs),
            runs_on=tuple(str(one) for one in (resource, machine_image) if one is not None),
            image=images[0] if images else None,
            services={str(image): image for image in images[1:]},
            steps=tuple(self._steps(node.get("steps"), text(node.get("working_directory")))),
            env={
                **mapping(None if executor is None else executor.get("environment")),
                **mapping(node.get("environment")),
            },
            strategy=node.get("parallelism"),
            condition="in no workflow" if place is None and self.workflows else None,
            line=line,
            end_line=end_line,
            node=node,
        )

    def _executor(self, node: Node) -> Node | None:
        executor = node.get("executor")
        name = text(executor.get("name")) if executor is not None and executor.kind == "map" else text(executor)
        return None if name is None else self.executors.get(name)

    def _steps(self, node: Node | None, folder: str | None) -> Iterator[Step]:
        waiting: list[tuple[Node, int, str | None]] = [] if node is None else [(node, 0, None)]
        while waiting and self.budget.spend():
            current, depth, condition = waiting.pop()
            if current.kind == "list":
                if not self.looked_at.spend(len(current.value)):
                    return
                waiting.extend((one, depth, condition) for one in reversed(current.value))
                continue
            name, options = _entry(current)
            inner = self._inner(name, options)
            if inner is not None and depth < _DEEPEST_COMMAND:
                waiting.append((inner, depth + 1, name if name in _CONDITIONAL else condition))
            elif name == "run" and options is not None:
                yield _run(current, options, folder, condition)
            elif name:
                uses = Text(name, current.line)
                yield Step(
                    uses=uses,
                    inputs=mapping(options),
                    condition=condition,
                    line=current.line,
                    end_line=current.end_line,
                    uses_line=current.line,
                )

    def _inner(self, name: str, options: Node | None) -> Node | None:
        """The steps that a conditional or a command of this file stands for."""
        if name in _CONDITIONAL:
            return None if options is None else options.get("steps")
        command = self.commands.get(name)
        return None if command is None else command.get("steps")


def _run(node: Node, options: Node, folder: str | None, condition: str | None) -> Step:
    script = options.get("command") if options.kind == "map" else options
    when = text(options.get("when"))
    found = text(script)
    return Step(
        name=text(options.get("name")),
        run=found,
        env=mapping(options.get("environment")),
        condition=when or condition,
        line=node.line,
        end_line=node.end_line,
        run_line=None if found is None or script is None else script_line(script),
        shell=text(options.get("shell")),
        working_directory=text(options.get("working_directory")) or folder,
        timeout=text(options.get("no_output_timeout")),
    )


def _named(node: Node | None) -> dict[str, Node]:
    return {} if node is None else dict(node.items())


def _triggers(root: Node, workflows: Node | None) -> dict[str, Trigger]:
    """Workflows run on pushes unless all of them have a schedule."""
    found: dict[str, Trigger] = {}
    named = [value for _, value in (() if workflows is None else workflows.items()) if value.kind == "map"]
    for workflow in named:
        triggers = workflow.get("triggers")
        crons = tuple(
            cron for one in (() if triggers is None else triggers.list()) if (cron := text(one.at("schedule", "cron")))
        )
        if crons and triggers is not None:
            before = found.get("schedule", Trigger(triggers.line))
            found["schedule"] = before._replace(crons=before.crons + crons)
        else:
            found.setdefault("push", Trigger(workflow.line))
    return found or {"push": Trigger(root.line)}
