"""GitHub Actions (and Gitea, Forgejo): workflows, reusable ones, and the actions of the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.ci.model import Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.node import Budget, either, flag, line_of, mapping, script_line, text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlready.facts.yaml import Node


_WRAPPERS = {
    "retry": ("run", "command"),
    "azure/cli": ("inlineScript",),
    "ssh-action": ("script",),
    "xvfb": ("run",),
}
"""Actions (a part of their name) that run a script, and the inputs that hold it."""


def read(path: str, root: Node) -> Workflow | None:
    """A workflow file or an `action.yml`; None of any other mapping."""
    budget = Budget()
    if root.get("jobs") is None and root.get("runs") is not None:
        return _action(path, root, budget)
    jobs = root.get("jobs")
    if "workflows/" not in path and (jobs is None or root.get("on") is None):
        return None
    defaults = _Defaults().within(root)
    found = () if jobs is None else tuple(_job(key, value, defaults, budget) for key, value in jobs.pairs())
    return Workflow(
        path,
        "github",
        name=text(root.get("name")),
        triggers=_triggers(root),
        permissions=_permissions(root.get("permissions")),
        env=mapping(root.get("env")),
        concurrency=either(root.get("concurrency"), "group"),
        jobs=found,
        error=budget.error or (None if found else "no jobs"),
        root=root,
    )


def _action(path: str, root: Node, budget: Budget) -> Workflow | None:
    runs = root.get("runs")
    using = None if runs is None else text(runs.get("using"))
    if runs is None or using is None:
        return None
    steps = _steps(runs.get("steps"), _Defaults(), budget)
    job = Job("runs", steps=steps, image=_docker_image(runs, using), line=runs.line, end_line=runs.end_line, node=runs)
    return Workflow(path, "github", "action", name=text(root.get("name")), jobs=(job,), error=budget.error, root=root)


def _docker_image(runs: Node, using: str) -> Text | None:
    image = text(runs.get("image")) if using == "docker" else None
    return Text(image.removeprefix("docker://"), image.line) if image and image.startswith("docker://") else None


class _Defaults(NamedTuple):
    """The shell and folder of steps that name none."""

    shell: str | None = None
    folder: str | None = None

    def within(self, node: Node) -> _Defaults:
        """These, or what `defaults.run` of a workflow or job says instead."""
        run = node.at("defaults", "run")
        if run is None:
            return self
        return _Defaults(text(run.get("shell")) or self.shell, text(run.get("working-directory")) or self.folder)


def _triggers(root: Node) -> dict[str, Trigger]:
    on = root.get("on")
    if on is None:
        return {}
    if on.kind != "map":
        return {str(name): Trigger(name.line) for name in texts(on)}
    return {key.value: _trigger(key, value) for key, value in on.pairs()}


def _trigger(key: Node, value: Node) -> Trigger:
    crons = tuple(cron for entry in value.list() if (cron := text(entry.get("cron"))) is not None)
    return Trigger(key.line, crons, texts(value.get("branches")), None if value.null else value)


def _permissions(node: Node | None) -> Mapping[str, Text] | str | None:
    if node is None:
        return None
    return mapping(node) if node.kind == "map" else text(node)


def _job(key: Node, node: Node, outer: _Defaults, budget: Budget) -> Job:
    line, end_line = line_of(key, node)
    runs_on = node.get("runs-on")
    group = None if runs_on is None else text(runs_on.get("group"))
    labels = texts(runs_on.get("labels") if runs_on is not None and runs_on.kind == "map" else runs_on)
    return Job(
        key.value,
        name=text(node.get("name")),
        needs=texts(node.get("needs")),
        runs_on=labels if group is None else (group, *labels),
        group=group,
        image=either(node.get("container"), "image"),
        services=_services(node.get("services")),
        environment=either(node.get("environment"), "name"),
        timeout=text(node.get("timeout-minutes")),
        permissions=_permissions(node.get("permissions")),
        continue_on_error=flag(node.get("continue-on-error")),
        steps=_steps(node.get("steps"), outer.within(node), budget),
        uses=text(node.get("uses")),
        inputs=mapping(node.get("with")),
        secrets=_permissions(node.get("secrets")),
        condition=text(node.get("if")),
        env=mapping(node.get("env")),
        strategy=node.get("strategy"),
        concurrency=either(node.get("concurrency"), "group"),
        line=line,
        end_line=end_line,
        node=node,
    )


def _services(node: Node | None) -> dict[str, Text]:
    if node is None:
        return {}
    return {name: image for name, one in node.items() if (image := either(one, "image")) is not None}


def _steps(node: Node | None, defaults: _Defaults, budget: Budget) -> tuple[Step, ...]:
    if node is None:
        return ()
    return tuple(_step(one, defaults) for one in node.list() if one.kind == "map" and budget.spend())


def _step(node: Node, defaults: _Defaults) -> Step:
    uses = text(node.get("uses"))
    run = node.get("run") or (None if uses is None else _wrapped(uses, node.get("with")))
    script = text(run)
    return Step(
        name=text(node.get("name")),
        run=script,
        uses=uses,
        inputs=mapping(node.get("with")),
        env=mapping(node.get("env")),
        condition=text(node.get("if")),
        continue_on_error=flag(node.get("continue-on-error")),
        line=node.line,
        end_line=node.end_line,
        run_line=None if run is None or script is None else script_line(run),
        shell=(text(node.get("shell")) or defaults.shell) if script is not None else None,
        working_directory=(text(node.get("working-directory")) or defaults.folder) if script is not None else None,
        uses_line=None if uses is None else uses.line,
        id=text(node.get("id")),
        timeout=text(node.get("timeout-minutes")),
    )


def _wrapped(uses: str, inputs: Node | None) -> Node | None:
    """The script that an action is given to run."""
    if inputs is None:
        return None
    action = uses.partition("@")[0].lower()
    keys = next((keys for name, keys in _WRAPPERS.items() if name in action), ())
    return next((found for key in keys if (found := inputs.get(key)) is not None), None)
