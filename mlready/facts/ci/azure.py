"""Azure Pipelines: stages, jobs and steps, on any of these levels alone, with templates and `${{ if }}` taken leniently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.ci.model import Include, Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.node import MAX_STEPS, Budget, either, flag, mapping, script_line, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlready.facts.yaml import Node

_SCRIPTS = {"script": None, "bash": "bash", "pwsh": "pwsh", "powershell": "powershell"}
_INLINE = ("script", "inlineScript", "Inline")
_FILES = ("filePath", "scriptPath")
_STEP_KEYS = frozenset({*_SCRIPTS, "task", "checkout", "template", "publish", "download", "getPackage", "restoreCache"})
_JOB_KEYS = frozenset({"job", "deployment", "template"})
_OF_PIPELINE = frozenset({"trigger", "pr", "schedules", "pool", "resources", "extends"})
_STRATEGIES = ("runOnce", "rolling", "canary")
_PHASES = ("preDeploy", "deploy", "routeTraffic", "postRouteTraffic")


def read(path: str, root: Node) -> Workflow | None:
    """A pipeline or a template of one; None of YAML of another shape."""
    keys = {key for key, _ in root.items()}
    kind = _kind(path, root, keys)
    if kind is None:
        return None
    budget = Budget()
    jobs = tuple(_jobs(root, budget))
    return Workflow(
        path,
        "azure",
        kind,
        name=text(root.get("name")),
        triggers=_triggers(root) if kind == "workflow" else {},
        env=_variables(root.get("variables")),
        includes=tuple(_includes(root)),
        jobs=jobs,
        error=budget.error,
        root=root,
    )


def _kind(path: str, root: Node, keys: set[str]) -> str | None:
    """What kind of file its keys and its name make it; steps and jobs must look like those of Azure, not of another system."""
    stages, jobs, steps, extends = (root.get(key) for key in ("stages", "jobs", "steps", "extends"))
    shaped = (
        _has(stages, {"stage", "template"})
        or _has(jobs, _JOB_KEYS)
        or _has(steps, _STEP_KEYS)
        or (extends is not None and extends.get("template") is not None)
    )
    if not shaped:
        variables = root.get("variables")
        return "template" if variables is not None and keys <= {"variables", "parameters"} else None
    main = keys & _OF_PIPELINE or path.rpartition("/")[2].lower().lstrip(".").startswith("azure-pipeline")
    return "workflow" if main else "template"


def _has(node: Node | None, keys: set[str] | frozenset[str]) -> bool:
    return node is not None and any(one.get(key) for one in _items(node) for key in keys)


def _items(node: Node | None) -> Iterator[Node]:
    """The items of a list; what stands under `${{ if }}` or `${{ each }}` takes their place."""
    limit = MAX_STEPS
    stack = [] if node is None or node.kind != "list" else list(reversed(node.value))
    while stack and limit > 0:
        limit -= 1
        current = stack.pop()
        inner = [value for key, value in current.items() if key.startswith("${{")] if current.kind == "map" else []
        nested = [one for value in inner for one in (value.list() or (value,))]
        if nested and len(inner) == len(current.value):
            stack.extend(reversed(nested))
        elif current.kind == "list":
            stack.extend(reversed(current.value))
        else:
            yield current


class _Level:
    """What jobs take over from the pipeline or stage around them."""

    def __init__(self, node: Node, outer: _Level | None = None) -> None:
        self.pool: Node | None = node.get("pool") or (None if outer is None else outer.pool)
        self.stage = None if outer is None else text(node.get("stage"))
        self.condition = None if outer is None else text(node.get("condition"))
        self.prefix = "" if outer is None else f"{self.stage or ''}."


def _jobs(root: Node, budget: Budget) -> Iterator[Job]:
    level = _Level(root)
    stages, steps, extends = (root.get(key) for key in ("stages", "steps", "extends"))
    if stages is not None:
        yield from _staged(stages, level, budget)
    elif root.get("jobs") is not None:
        yield from _listed(root.get("jobs"), level, (), budget)
    elif steps is not None:
        job = _job(root, level, "steps", (), budget)
        yield job._replace(line=steps.line, end_line=steps.end_line, env={})
    elif extends is not None:
        yield Job(
            "extends", uses=text(extends.get("template")), line=extends.line, end_line=extends.end_line, node=extends
        )


def _staged(stages: Node, outer: _Level, budget: Budget) -> Iterator[Job]:
    """Jobs stage by stage; a stage waits for the one before it where it names none."""
    of_stage: dict[str, tuple[str, ...]] = {}
    previous: tuple[str, ...] = ()
    for number, stage in enumerate(_items(stages), 1):
        name = text(stage.get("stage")) or f"template-{number}"
        template = text(stage.get("template"))
        depends = stage.get("dependsOn")
        before = previous
        if depends is not None:
            before = tuple(dict.fromkeys(job for one in texts(depends) for job in of_stage.get(one, ())))
        if template is not None:
            found = [Job(name, needs=before, uses=template, line=stage.line, end_line=stage.end_line, node=stage)]
        else:
            found = list(_listed(stage.get("jobs"), _Level(stage, outer), before, budget))
        yield from found
        previous = of_stage[name] = tuple(job.id for job in found) or before


def _listed(jobs: Node | None, level: _Level, before: tuple[str, ...], budget: Budget) -> Iterator[Job]:
    """Jobs run side by side unless they name each other; ids carry the stage's name."""
    for number, node in enumerate(_items(jobs), 1):
        if node.kind != "map" or not budget.spend():
            continue
        label = text(node.get("job")) or text(node.get("deployment")) or f"job-{number}"
        needs = tuple(f"{level.prefix}{one}" for one in texts(node.get("dependsOn")))
        yield _job(node, level, f"{level.prefix}{label}", needs or before, budget)


def _job(node: Node, level: _Level, name: str, needs: tuple[str, ...], budget: Budget) -> Job:
    pool = node.get("pool") or level.pool
    return Job(
        name,
        name=text(node.get("displayName")),
        needs=needs,
        runs_on=_pool(pool),
        group=None if pool is None else either(pool, "name"),
        image=either(node.get("container"), "image"),
        environment=either(node.get("environment"), "name"),
        timeout=text(node.get("timeoutInMinutes")),
        continue_on_error=flag(node.get("continueOnError")),
        steps=tuple(_steps(node, budget)),
        uses=text(node.get("template")),
        inputs=mapping(node.get("parameters")),
        condition=text(node.get("condition")) or level.condition,
        env=_variables(node.get("variables")),
        strategy=node.get("strategy"),
        stage=level.stage,
        line=node.line,
        end_line=node.end_line,
        node=node,
    )


def _pool(pool: Node | None) -> tuple[str, ...]:
    if pool is None or pool.kind == "scalar":
        return texts(pool)
    return tuple(found for key in ("name", "vmImage") if (found := text(pool.get(key))) is not None)


def _steps(node: Node, budget: Budget) -> Iterator[Step]:
    """The steps of a job, or those of all phases of a deployment."""
    lists = [node.get("steps")]
    for strategy in _STRATEGIES:
        lists += [node.at("strategy", strategy, phase, "steps") for phase in _PHASES]
    for one in lists:
        for step in _items(one):
            if step.kind == "map" and budget.spend():
                yield _step(step)


def _step(node: Node) -> Step:
    inputs = node.get("inputs") or node.get("parameters")
    script, shell = _script(node, inputs)
    uses = next((found for key in ("task", "template") if (found := text(node.get(key))) is not None), None)
    if uses is None and script is None:
        key = next((key for key, _ in node.items() if key in _STEP_KEYS), None)
        uses = None if key is None else Text(key, node.line)
    return Step(
        name=text(node.get("displayName")),
        run=_run(script, inputs),
        uses=uses,
        inputs=mapping(inputs),
        env=mapping(node.get("env")),
        condition=text(node.get("condition")),
        continue_on_error=flag(node.get("continueOnError")),
        line=node.line,
        end_line=node.end_line,
        run_line=None if script is None else script_line(script),
        shell=shell,
        working_directory=text(node.get("workingDirectory"))
        or (None if inputs is None else text(inputs.get("workingDirectory"))),
        uses_line=None if uses is None else uses.line,
        id=text(node.get("name")),
        timeout=text(node.get("timeoutInMinutes")),
    )


def _script(node: Node, inputs: Node | None) -> tuple[Node | None, str | None]:
    for key, shell in _SCRIPTS.items():
        found = node.get(key)
        if found is not None and text(found) is not None:
            return found, shell
    task = (text(node.get("task")) or "").lower()
    if inputs is None or not any(word in task for word in ("bash", "shell", "script", "cmdline", "cli")):
        return None, None
    shell = "python" if task.startswith("pythonscript") else text(inputs.get("scriptType"))
    if task.startswith("bash"):
        shell = "bash"
    scripts = (inputs.get(key) for key in (*_INLINE, *_FILES))
    return next((one for one in scripts if text(one) is not None), None), shell


def _run(script: Node | None, inputs: Node | None) -> str | None:
    """The script itself, or the call of the file that holds it."""
    if script is None:
        return None
    if inputs is None or not any(inputs.get(key) is script for key in _FILES):
        return str(script.value)
    program = "python " if script.value.endswith(".py") else ""
    arguments = text(inputs.get("arguments"))
    return f"{program}{script.value}" + ("" if arguments is None else f" {arguments}")


def _variables(node: Node | None) -> dict[str, Text]:
    """Variables as a mapping or as a list of names and values; groups and templates are not in the file."""
    if node is None or node.kind == "map":
        return mapping(node)
    found: dict[str, Text] = {}
    for one in _items(node):
        name, value = text(one.get("name")), text(one.get("value"))
        if name is not None and one.get("value") is not None:
            found[name] = Text(value or "", name.line)
    return found


def _includes(root: Node) -> Iterator[Include]:
    """Templates, wherever they stand: local ones, and those of another repository behind an `@`."""
    for node in root.walk():
        if node.kind != "map":
            continue
        template = text(node.get("template"))
        if template is not None:
            target, _, repository = template.partition("@")
            yield Include("project" if repository and repository != "self" else "local", target, None, template.line)


def _triggers(root: Node) -> dict[str, Trigger]:
    """Every push starts a pipeline that says nothing about it; `trigger: none` stops that."""
    found: dict[str, Trigger] = {}
    for key, name in (("trigger", "push"), ("pr", "pull_request")):
        node = root.get(key)
        if node is None:
            if key == "trigger":
                found[name] = Trigger(root.line)
        elif text(node) != "none":
            branches = node.get("branches") if node.kind == "map" else node
            include = branches.get("include") if branches is not None and branches.kind == "map" else branches
            found[name] = Trigger(node.line, branches=texts(include), config=node)
    schedules = root.get("schedules")
    crons = tuple(cron for one in _items(schedules) if (cron := text(one.get("cron"))) is not None)
    if schedules is not None:
        found["schedule"] = Trigger(schedules.line, crons, config=schedules)
    return found
