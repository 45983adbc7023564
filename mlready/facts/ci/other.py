"""Bitbucket, AWS CodeBuild, Google Cloud Build, Travis, Drone and Woodpecker, AppVeyor: jobs, images and commands."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mlready.facts.ci.model import Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.node import Budget, either, flag, flat, mapping, script_line, script_steps, text, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlready.facts.yaml import Node

_PUSH = Trigger(1)


def read_all(path: str, system: str, documents: tuple[Node, ...]) -> Workflow | None:
    """What a file of one of these systems says; None where it lacks the one key that makes it such a file."""
    budget = Budget()
    found = _READERS[system](path, documents, budget)
    return None if found is None else found._replace(error=budget.error)


# Bitbucket Pipelines

_BITBUCKET_TRIGGERS = {
    "default": "push",
    "branches": "push",
    "tags": "tag",
    "pull-requests": "pull_request",
    "custom": "workflow_dispatch",
}


def _bitbucket(path: str, documents: tuple[Node, ...], budget: Budget) -> Workflow | None:
    root = documents[0]
    pipelines = root.get("pipelines")
    if pipelines is None:
        return None
    triggers: dict[str, Trigger] = {}
    jobs: list[Job] = []
    for key, value in pipelines.pairs():
        trigger = _BITBUCKET_TRIGGERS.get(key.value)
        if trigger is None:
            continue
        triggers.setdefault(trigger, Trigger(key.line))
        named = (
            [(key.value, value)]
            if value.kind == "list"
            else [(f"{key.value}.{one}", node) for one, node in value.items()]
        )
        for name, pipeline in named:
            jobs += _bitbucket_jobs(name, pipeline, root, budget)
    return Workflow(path, "bitbucket", triggers=triggers, jobs=tuple(jobs), root=root)


def _bitbucket_jobs(name: str, pipeline: Node, root: Node, budget: Budget) -> Iterator[Job]:
    """The steps of one pipeline, each a job that waits for the one before it; parallel ones wait for the same."""
    before: tuple[str, ...] = ()
    number = 0
    for item in pipeline.list():
        group = []
        for step in _bitbucket_steps(item):
            if not budget.spend():
                return
            number += 1
            job = _bitbucket_job(f"{name}.{number}", step, before, root, budget)
            group.append(job.id)
            yield job
        before = tuple(group) or before


def _bitbucket_steps(item: Node) -> Iterator[Node]:
    step, parallel, stage = item.get("step"), item.get("parallel"), item.get("stage")
    if step is not None:
        yield step
    inner = parallel if parallel is None or parallel.kind == "list" else parallel.get("steps")
    for group in (inner, None if stage is None else stage.get("steps")):
        for one in () if group is None else group.list():
            found = one.get("step")
            if found is not None:
                yield found


def _bitbucket_job(name: str, node: Node, needs: tuple[str, ...], root: Node, budget: Budget) -> Job:
    steps: list[Step] = []
    for key in ("script", "after-script"):
        for one in flat(node.get(key)):
            pipe = text(one.get("pipe"))
            if pipe is None:
                steps += script_steps([one], None if key == "script" else key, budget)
            elif budget.spend():
                variables = mapping(one.get("variables"))
                steps.append(
                    Step(uses=pipe, inputs=variables, line=one.line, end_line=one.end_line, uses_line=pipe.line)
                )
    return Job(
        name,
        name=text(node.get("name")),
        needs=needs,
        runs_on=texts(node.get("runs-on")),
        image=either(node.get("image") or root.get("image"), "name"),
        environment=text(node.get("deployment")),
        timeout=text(node.get("max-time")) or text(root.at("options", "max-time")),
        steps=tuple(steps),
        condition=text(node.get("trigger")),
        line=node.line,
        end_line=node.end_line,
        node=node,
    )


# AWS CodeBuild

_PHASES = ("install", "pre_build", "build", "post_build")


def _buildspec(path: str, documents: tuple[Node, ...], budget: Budget) -> Workflow | None:
    root = documents[0]
    phases = root.get("phases")
    if phases is None:
        return None
    steps: list[Step] = []
    for name in _PHASES:
        phase = phases.get(name)
        for key in ("commands", "finally"):
            steps += script_steps(flat(None if phase is None else phase.get(key)), name, budget)
    job = Job("build", steps=tuple(steps), line=phases.line, end_line=phases.end_line, node=phases)
    env = mapping(root.at("env", "variables"))
    return Workflow(path, "buildspec", env=env, jobs=(job,), root=root)


# Google Cloud Build


def _cloudbuild(path: str, documents: tuple[Node, ...], budget: Budget) -> Workflow | None:
    root = documents[0]
    steps = root.get("steps")
    if steps is None or steps.kind != "list":
        return None
    found = tuple(_cloudbuild_step(one) for one in steps.list() if one.kind == "map" and budget.spend())
    job = Job(
        "build",
        steps=found,
        timeout=text(root.get("timeout")),
        runs_on=texts(root.at("options", "machineType")),
        line=steps.line,
        end_line=steps.end_line,
        node=root,
    )
    return Workflow(path, "cloudbuild", env=mapping(root.get("substitutions")), jobs=(job,), root=root)


def _cloudbuild_step(node: Node) -> Step:
    image = text(node.get("name"))
    script, line = _cloudbuild_script(node, image)
    return Step(
        name=text(node.get("id")),
        run=script,
        env=_pairs(node.get("env")),
        continue_on_error=flag(node.get("allowFailure")),
        line=node.line,
        end_line=node.end_line,
        run_line=line,
        working_directory=text(node.get("dir")),
        id=text(node.get("id")),
        image=image,
        timeout=text(node.get("timeout")),
    )


def _cloudbuild_script(node: Node, image: Text | None) -> tuple[str | None, int | None]:
    """The script, what a shell is given to run, or the words that the entry point gets."""
    script = node.get("script")
    if script is not None and script.kind == "scalar":
        return script.value, script_line(script)
    args = node.get("args")
    nodes = [one for one in (() if args is None else args.several()) if one.kind == "scalar"]
    entry = text(node.get("entrypoint"))
    if (
        entry in ("bash", "sh", "/bin/bash", "/bin/sh")
        and len(nodes) >= 2
        and nodes[0].value.startswith("-")
        and "c" in nodes[0].value
    ):
        return nodes[1].value, script_line(nodes[1])
    program = entry or (image or "").rpartition("/")[2].partition("@")[0].partition(":")[0]
    if not program and not nodes:
        return None, None
    return shlex.join([program, *(one.value for one in nodes)]), node.line if args is None else args.line


def _pairs(node: Node | None) -> dict[str, Text]:
    """`NAME=value` texts."""
    found = {}
    for one in texts(node):
        name, _, value = one.partition("=")
        found[name] = Text(value, one.line)
    return found


# Travis CI

_TRAVIS_PHASES = (
    "before_install",
    "install",
    "before_script",
    "script",
    "after_success",
    "after_script",
    "before_deploy",
)
_TRAVIS_KEYS = frozenset({"language", "script", "jobs", "matrix", "install", "stages", "dist"})


def _travis(path: str, documents: tuple[Node, ...], budget: Budget) -> Workflow | None:
    root = documents[0]
    if _TRAVIS_KEYS.isdisjoint(key for key, _ in root.items()):
        return None
    jobs = [_travis_job("build", root, root, (), budget)]
    include = root.at("jobs", "include") or root.at("matrix", "include")
    before: tuple[str, ...] = ()
    stage, group = None, list[str]()
    for number, node in enumerate(() if include is None else include.list(), 1):
        named = text(node.get("stage"))
        if named is not None and named != stage:
            before, group, stage = tuple(group) or before, [], named
        if not budget.spend():
            break
        job = _travis_job(f"include-{number}", node, root, before, budget)._replace(stage=stage)
        group.append(job.id)
        jobs.append(job)
    return Workflow(path, "travis", triggers={"push": _PUSH, "pull_request": _PUSH}, jobs=tuple(jobs), root=root)


def _travis_job(name: str, node: Node, root: Node, needs: tuple[str, ...], budget: Budget) -> Job:
    steps: list[Step] = []
    for phase in _TRAVIS_PHASES:
        label = None if phase == "script" else phase
        steps += script_steps(flat(node.get(phase)), label, budget)
    deploy = node.get("deploy")
    for one in () if deploy is None else deploy.several():
        provider = text(one.get("provider"))
        steps += script_steps(flat(one.get("script")), "deploy", budget)
        if provider is not None:
            steps.append(Step("deploy", uses=provider, line=one.line, end_line=one.end_line, uses_line=provider.line))
    return Job(
        name,
        name=text(node.get("name")),
        needs=needs,
        runs_on=texts(node.get("dist") or root.get("dist")) + texts(node.get("os") or root.get("os")),
        steps=tuple(steps),
        condition=text(node.get("if")),
        line=node.line,
        end_line=node.end_line,
        node=node,
    )


# Drone and Woodpecker


def _drone(path: str, documents: tuple[Node, ...], budget: Budget) -> Workflow | None:
    jobs = []
    triggers: dict[str, Trigger] = {}
    for number, root in enumerate(documents, 1):
        steps = root.get("steps") or root.get("pipeline")
        if steps is None or steps.kind == "scalar":
            continue
        named = [(text(one.get("name")), one) for one in steps.list()] if steps.kind == "list" else list(steps.items())
        found = [_drone_step(name, one) for name, one in named if one.kind == "map" and budget.spend()]
        events = texts(root.at("trigger", "event")) or texts(root.at("when", "event"))
        for event in events or ("push",):
            triggers.setdefault({"cron": "schedule"}.get(event, str(event)), Trigger(root.line))
        name = text(root.get("name")) or f"pipeline-{number}"
        jobs.append(
            Job(
                name,
                needs=texts(root.get("depends_on")),
                steps=tuple(found),
                image=found[0].image if found else None,
                line=root.line,
                end_line=root.end_line,
                node=root,
            )
        )
    return Workflow(path, "drone", triggers=triggers, jobs=tuple(jobs), root=documents[0]) if jobs else None


def _drone_step(name: str | None, node: Node) -> Step:
    """A step's commands as one script; each stands on its own line where they are written as a plain list."""
    commands = [one for one in flat(node.get("commands")) if one.kind == "scalar"]
    image = text(node.get("image"))
    return Step(
        name=name,
        run="\n".join(one.value.rstrip("\n") for one in commands) if commands else None,
        uses=image if image is not None and not commands else None,
        inputs=mapping(node.get("settings")),
        env=mapping(node.get("environment")),
        continue_on_error=text(node.get("failure")) == "ignore",
        line=node.line,
        end_line=node.end_line,
        run_line=script_line(commands[0]) if commands else None,
        uses_line=node.line if image is not None and not commands else None,
        image=image,
    )


# AppVeyor

_APPVEYOR_PHASES = (
    "init",
    "install",
    "before_build",
    "build_script",
    "before_test",
    "test_script",
    "after_test",
    "deploy_script",
)
_APPVEYOR_SHELLS = ("cmd", "ps", "pwsh", "sh", "bash")


def _appveyor(path: str, documents: tuple[Node, ...], budget: Budget) -> Workflow | None:
    root = documents[0]
    steps: list[Step] = []
    for phase in _APPVEYOR_PHASES:
        for one in flat(root.get(phase)):
            shell = next((key for key in _APPVEYOR_SHELLS if one.get(key) is not None), None)
            node = one if shell is None else one.get(shell)
            found = [] if node is None else script_steps([node], phase, budget)
            steps += (step._replace(shell=shell) for step in found)
    environment = root.get("environment")
    env = {**mapping(environment), **mapping(None if environment is None else environment.get("global"))}
    job = Job(
        "build", steps=tuple(steps), runs_on=texts(root.get("image")), line=root.line, end_line=root.end_line, node=root
    )
    return Workflow(path, "appveyor", triggers={"push": _PUSH, "pull_request": _PUSH}, env=env, jobs=(job,), root=root)


_READERS: dict[str, Callable[[str, tuple[Node, ...], Budget], Workflow | None]] = {
    "bitbucket": _bitbucket,
    "buildspec": _buildspec,
    "cloudbuild": _cloudbuild,
    "travis": _travis,
    "drone": _drone,
    "appveyor": _appveyor,
}
