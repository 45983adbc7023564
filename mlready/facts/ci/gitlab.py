"""GitLab CI: jobs with their parents (`extends`), references and defaults; stages become needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.ci.model import Include, Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.node import MAX_EXPANDED, Budget, either, flag, line_of, script_line, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlready.facts.yaml import Node

_GLOBAL = frozenset(
    {
        "after_script",
        "before_script",
        "cache",
        "default",
        "image",
        "include",
        "services",
        "spec",
        "stages",
        "types",
        "variables",
        "workflow",
    }
)
_WORK = ("script", "run", "trigger", "extends", "stage", "before_script")
_STAGES = (".pre", "build", "test", "deploy", ".post")
_DEEPEST_PARENT = 11
_DEEPEST_REFERENCE = 10
_SIGNS = {
    "pull_request": ("merge_request_event", "CI_MERGE_REQUEST", "merge_requests", "external_pull_request"),
    "schedule": ('"schedule"', "'schedule'", "schedules"),
    "tag": ("CI_COMMIT_TAG", "tags"),
    "workflow_dispatch": ('"web"', "'web'"),
}


def read(path: str, root: Node) -> Workflow | None:
    """A pipeline or a file that one includes; None where it holds no jobs and nothing that belongs to jobs."""
    reader = _Reader(root)
    named = [(key, value) for key, value in root.pairs() if key.value not in _GLOBAL and value.kind == "map"]
    work = [(key, value) for key, value in named if any(value.get(word) for word in _WORK)]
    main = path.rpartition("/")[2].lower().startswith(".gitlab-ci.")
    if not main and not work and root.get("stages") is None and root.get("include") is None:
        return None
    visible = [(key, value) for key, value in work if not key.value.startswith(".")]
    jobs = tuple(reader.job(key, value) for key, value in visible)
    return Workflow(
        path,
        "gitlab",
        "workflow" if main else "template",
        triggers=_triggers(root, visible) if main else {},
        env=_variables(root.get("variables")),
        includes=tuple(_includes(root.get("include"))),
        jobs=_ordered(jobs, _stages(root)),
        error=reader.budget.error,
        root=root,
    )


class _Reader:
    """Jobs of one file: a job's keys, else its parents', else the defaults."""

    def __init__(self, root: Node) -> None:
        self.named = dict(root.items())
        defaults = self.named.get("default")
        self.defaults = {} if defaults is None else dict(defaults.items())
        self.budget = Budget()
        self.looked_at = Budget(MAX_EXPANDED)

    def job(self, key: Node, node: Node) -> Job:
        line, end_line = line_of(key, node)
        chain = self._chain(node)
        keys = _merged(chain)
        trigger = keys.get("trigger")
        uses = None if trigger is None else _triggered(trigger)
        return Job(
            key.value,
            needs=_needs(keys.get("needs")) or (),
            runs_on=texts(self._look(keys, "tags")),
            image=either(self._look(keys, "image"), "name"),
            services=self._services(keys),
            environment=either(keys.get("environment"), "name"),
            timeout=text(self._look(keys, "timeout")),
            continue_on_error=_allowed_to_fail(keys.get("allow_failure")),
            steps=self._steps(keys),
            uses=uses,
            condition=_condition(keys),
            env=self._env(chain),
            strategy=keys.get("parallel"),
            concurrency=text(keys.get("resource_group")),
            stage=text(keys.get("stage")) or Text("test", line),
            line=line,
            end_line=end_line,
            node=node,
        )

    def _chain(self, node: Node) -> list[Node]:
        """The job and its parents, nearest first: of several parents the last one named wins."""
        found: list[Node] = []
        waiting = [(node, 0)]
        while waiting:
            current, depth = waiting.pop()
            if current in found or depth > _DEEPEST_PARENT or not self.looked_at.spend(1 + len(current.value)):
                continue
            found.append(current)
            named = texts(current.get("extends"))
            waiting.extend((self.named[name], depth + 1) for name in named if name in self.named)
        return found

    def _look(self, keys: dict[str, Node], key: str) -> Node | None:
        return keys.get(key) or self.defaults.get(key) or self.named.get(key)

    def _services(self, keys: dict[str, Node]) -> dict[str, Text]:
        node = self._look(keys, "services")
        images = [either(one, "name") for one in ([] if node is None else node.several())]
        return {str(image): image for image in images if image is not None}

    def _env(self, chain: list[Node]) -> dict[str, Text]:
        found: dict[str, Text] = {}
        for node in reversed(chain):
            found.update(_variables(node.get("variables")))
        return found

    def _steps(self, keys: dict[str, Node]) -> tuple[Step, ...]:
        found: list[Step] = []
        for key in ("before_script", "script", "after_script"):
            node = self._look(keys, key) if key != "script" else keys.get(key)
            found += self._commands(node, key)
        run = keys.get("run")
        for one in () if run is None else run.list():
            script = one.get("script")
            found += self._commands(script, text(one.get("name")) or "run")
        return tuple(found)

    def _commands(self, node: Node | None, name: str) -> Iterator[Step]:
        label = None if name == "script" else name
        waiting = [] if node is None else [(node, 0)]
        while waiting and self.budget.spend():
            current, depth = waiting.pop()
            if current.tag == "!reference":
                names = texts(current)
                target = self.named.get(names[0]) if names else None
                target = None if target is None else target.at(*names[1:])
                if target is not None and depth < _DEEPEST_REFERENCE:
                    waiting.append((target, depth + 1))
            elif current.kind == "list" and self.looked_at.spend(len(current.value)):
                waiting.extend((one, depth) for one in reversed(current.value))
            elif current.kind == "scalar" and not current.null:
                yield Step(
                    name=label,
                    run=current.value,
                    continue_on_error=name == "after_script",
                    line=current.line,
                    end_line=current.end_line,
                    run_line=script_line(current),
                )


def _merged(chain: list[Node]) -> dict[str, Node]:
    """The keys of a job and its parents, the nearest value of each."""
    found: dict[str, Node] = {}
    for node in reversed(chain):
        found.update(node.items())
    return found


def _variables(node: Node | None) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for key, value in () if node is None else node.pairs():
        literal = either(value, "value")
        found[key.value] = Text(literal or "", key.line)
    return found


def _needs(node: Node | None) -> tuple[str, ...] | None:
    """None where nothing is said: then the stages order the jobs."""
    if node is None:
        return None
    return tuple(name for one in node.list() if (name := either(one, "job")) is not None)


def _allowed_to_fail(node: Node | None) -> bool | str:
    if node is None or node.kind == "scalar":
        return flag(node)
    return "on some exit codes"


def _condition(keys: dict[str, Node]) -> str | None:
    """The conditions of its rules, joined; `manual` where a person must start it."""
    rules = keys.get("rules")
    found = [str(one) for rule in ([] if rules is None else rules.list()) for one in texts(rule.get("if"))]
    only = keys.get("only")
    if only is not None:
        found += texts(only.get("refs") if only.kind == "map" else only)
    when = text(keys.get("when"))
    if when is not None and when != "on_success":
        found.append(str(when))
    return " || ".join(found) or None


def _triggered(node: Node) -> Text | None:
    """The project or file that a job starts as its own pipeline."""
    if node.kind == "scalar":
        return text(node)
    include = next(_includes(node.get("include")), None)
    if include is not None:
        return Text(f"./{include.target.lstrip('/')}" if include.kind == "local" else include.target, include.line)
    return text(node.get("project"))


def _includes(node: Node | None) -> Iterator[Include]:
    for one in () if node is None else node.several():
        if one.kind == "scalar":
            kind = "remote" if "://" in one.value else "local"
            yield Include(kind, one.value.lstrip("/"), None, one.line)
            continue
        for kind in ("local", "project", "remote", "template", "component"):
            target = text(one.get(kind))
            if target is not None:
                at = target.rpartition("@")[2] if kind == "component" and "@" in target else text(one.get("ref"))
                yield Include(kind, target.lstrip("/"), at, one.line)


def _stages(root: Node) -> tuple[str, ...]:
    named = texts(root.get("stages") or root.get("types"))
    return (".pre", *named, ".post") if named else _STAGES


def _ordered(jobs: tuple[Job, ...], stages: tuple[str, ...]) -> tuple[Job, ...]:
    """Jobs that name no needs wait for the jobs of the nearest stage before theirs that has any."""
    by_stage: dict[str, list[str]] = {}
    for job in jobs:
        by_stage.setdefault(job.stage or "", []).append(job.id)
    before: dict[str, tuple[str, ...]] = {}
    nearest: tuple[str, ...] = ()
    for stage in dict.fromkeys(stages):
        before[stage] = nearest
        nearest = tuple(by_stage.get(stage, ())) or nearest
    return tuple(
        job if job.needs or _is_free(job) else job._replace(needs=before.get(job.stage or "", ())) for job in jobs
    )


def _is_free(job: Job) -> bool:
    """Whether `needs: []` lets the job start at once."""
    needs = None if job.node is None else job.node.get("needs")
    return needs is not None and needs.kind == "list"


def _triggers(root: Node, jobs: list[tuple[Node, Node]]) -> dict[str, Trigger]:
    """A pipeline starts on pushes; its rules say what else starts it."""
    found = {"push": Trigger(root.line)}
    rules = [root.get("workflow"), *(value.get(key) for _, value in jobs for key in ("rules", "only"))]
    for rule in rules:
        for node in () if rule is None else rule.walk():
            if node.kind != "scalar":
                continue
            for name, signs in _SIGNS.items():
                if name not in found and any(sign in node.value for sign in signs):
                    found[name] = Trigger(node.line)
    return found
