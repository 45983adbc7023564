"""Consoles that a project starts, and whether somebody who is not asked for a password can reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.values import Const, Seq
from mlready.location import Location
from mlready.repo.files import yaml_documents
from mlready.repo.once import once
from mlready.tables.consoles import (
    CONSOLES,
    EVERYWHERE,
    JUPYTER,
    JUPYTER_IMAGES,
    LOGIN_VARIABLES,
    OPEN_SETTINGS,
    PASSWORDS,
    STARTING_CALLS,
    TOKENS,
    Console,
)

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.facts.yaml import Node
    from mlready.repo.model import File, Project, Repo

OPEN, ASKS, HIDDEN, UNTOLD = "open", "asks", "hidden", "untold"
"""Anybody may use it; it asks who is there; only this machine or its neighbours reach it; that is decided elsewhere."""

_ZONES = ("prod", "infra")
_CONTAINERS = frozenset({"docker", "podman", "nerdctl"})
_OWN_MACHINE = re.compile(r"(?:^|[/._-])(?:dev|devel|development|local|debug|sandbox)(?:[/._-]|$)", re.IGNORECASE)
_EMPTIED = re.compile(r"c\.(?:NotebookApp|ServerApp|IdentityProvider)\.token\s*=\s*u?(?:''|\"\")")
_PASSWORD = re.compile(r"c\.(?:\w+)\.(?:hashed_)?password\s*=\s*u?[\"'][^\"'\s]")
_ANYWHERE = re.compile(r"c\.(?:NotebookApp|ServerApp)\.ip\s*=\s*u?[\"'](?:0\.0\.0\.0|\*|::)[\"']")
_SETTING_FILES = ("airflow.cfg", "webserver_config.py", ".env")
_SETTINGS = tuple((re.compile(pattern, re.MULTILINE), name) for pattern, name in OPEN_SETTINGS)


class Found(NamedTuple):
    """A console: where it is started, its name, whether it is `OPEN`, and what a visitor can do."""

    place: Location
    name: str
    state: str
    gives: str


def consoles(project: Project) -> Iterator[Found]:
    """The consoles that images, compose files, scripts and programs of a project start; those of CI nobody reaches."""
    found = (
        *_in_scripts(project),
        *_in_compose(project),
        *_in_images(project),
        *_in_code(project),
        *_set_open(project),
    )
    for one in found:
        own = one.state == OPEN and _OWN_MACHINE.search(one.place.path)
        yield one._replace(state=HIDDEN) if own else one


def _started(words: Sequence[str]) -> Console | None:
    """The console that the words of a command start, by itself, by a runner or in a container."""
    depth = len(words) if words and words[0].rpartition("/")[2] in _CONTAINERS else 6
    for console in (*CONSOLES, JUPYTER, JUPYTER_IMAGES):
        for start in console.starts:
            for index in range(min(depth, len(words) - len(start) + 1)):
                first = words[index].rpartition("/")[2]
                if (first, *words[index + 1 : index + len(start)]) == start and (index == 0 or _runs(words[:index])):
                    return console
    return None


def _runs(before: Sequence[str]) -> bool:
    """Whether words before a program run it: `python -m`, `poetry run`, `uv run`, `docker run ... IMAGE`."""
    return before[-1] == "-m" or "run" in before or "exec" in before


def _value(words: Sequence[str], options: Sequence[str]) -> str | None:
    """What the last of some options is given, as `--host X` or `--host=X`."""
    given = [after for word, after in pairwise((*words, "")) if word in options]
    given += [word.partition("=")[2] for word in words if "=" in word and word.partition("=")[0] in options]
    return given[-1].strip("'\"") if given else None


def _asks(console: Console, words: Sequence[str], text: str) -> bool:
    """Whether a console that is started so asks for a password."""
    if console.name == JUPYTER.name:
        emptied = _value(words, TOKENS) == "" or (_EMPTIED.search(text) and not _PASSWORD.search(text))
        return not emptied or bool(_value(words, PASSWORDS))
    return bool(_value(words, console.login)) or any(one in text for one in LOGIN_VARIABLES)


def _listens(console: Console, words: Sequence[str], text: str = "") -> bool:
    """Whether it listens to everybody rather than to this machine."""
    host = _value(words, console.hosts)
    if host is None and console.name == JUPYTER.name and _ANYWHERE.search(text):
        return True
    return host in EVERYWHERE or (host is None and console.listens) or bool({console.everywhere} & set(words) - {""})


def _in_scripts(project: Project) -> Iterator[Found]:
    own = {one.path for one in project.of_kind("shell", "make", zones=_ZONES)}
    for place, command in project.commands() if own else ():
        console = _started(command.words) if place.path in own else None
        if console is not None:
            text = " ".join((*command.prefix, project.repo.text(place.path) or ""))
            yield Found(place, console.name, _of_command(console, command.words, text), console.gives)


def _of_command(console: Console, words: Sequence[str], text: str) -> str:
    if _asks(console, words, text):
        return ASKS
    if words[0].rpartition("/")[2] in _CONTAINERS:
        ports = [after for word, after in pairwise(words) if word in {"-p", "--publish"}]
        return OPEN if _is_published(console, words, ports) and _listens(console, words) else HIDDEN
    return OPEN if _listens(console, words, text) else HIDDEN


def _is_published(console: Console, words: Sequence[str], ports: Sequence[str]) -> bool:
    """Whether one of the ports of a container that others reach is the one of the console."""
    own = _value(words, console.ports) or console.port
    outside = (one for one in ports if not one.startswith(("127.", "localhost", "[::1]")))
    return any(one.rpartition(":")[2].partition("/")[0] == own for one in outside)


class _Service(NamedTuple):
    """A service of a compose file; `ports` as written, `build` the path of the Dockerfile or None."""

    place: Location
    words: tuple[str, ...]
    ports: tuple[str, ...]
    build: str | None
    text: str


@once
def _services(project: Project) -> tuple[_Service, ...]:
    return tuple(
        _service(path, node)
        for path, document in yaml_documents(project, containing=b"services:")
        if (services := document.get("services")) is not None and services.kind == "map"
        for _, node in services.items()
        if node.kind == "map"
    )


def _service(path: str, node: Node) -> _Service:
    from mlready.facts.shell import commands

    start = [_words(one) for name in ("entrypoint", "command") if (one := node.get(name)) is not None]
    words = tuple(word for some in start for word in some)
    line = next((one.line for name in ("command", "entrypoint") if (one := node.get(name)) is not None), node.line)
    inner = next((one.words for one in commands(" ".join(words)) if _started(one.words) is not None), words)
    environment = node.get("environment")
    text = " ".join(one.text or "" for one in environment.walk()) if environment is not None else ""
    if environment is not None and environment.kind == "map":
        text += " ".join(key for key, _ in environment.items())
    return _Service(Location(path, line), inner, _ports(node), _build(path, node), text)


def _words(node: Node) -> tuple[str, ...]:
    if node.kind == "list":
        return tuple(one.text or "" for one in node.list())
    return tuple((node.text or "").split())


def _ports(node: Node) -> tuple[str, ...]:
    """The ports of a service that the machine passes on, as `127.0.0.1:8888:8888`; all of them on the host's network."""
    found = node.get("ports")
    short = []
    for one in found.list() if found is not None else ():
        if one.kind == "map":
            parts = (one.get("host_ip"), one.get("published"), one.get("target"))
            short.append(":".join(part.text or "" for part in parts if part is not None))
        elif one.text is not None:
            short.append(one.text)
    return tuple(short)


def _build(path: str, node: Node) -> str | None:
    build = node.get("build")
    if build is None:
        return None
    context = build.get("context") if build.kind == "map" else build
    name = build.get("dockerfile") if build.kind == "map" else None
    folder = path.rpartition("/")[0]
    parts = [
        folder,
        (context.text if context is not None else None) or ".",
        (name.text if name else None) or "Dockerfile",
    ]
    return _normal("/".join(part for part in parts if part))


def _normal(path: str) -> str:
    found: list[str] = []
    for part in path.split("/"):
        if part == ".." and found:
            found.pop()
        elif part not in {"", "."}:
            found.append(part)
    return "/".join(found)


def _in_compose(project: Project) -> Iterator[Found]:
    for service in _services(project):
        console = _started(service.words) if project.repo.zone(service.place.path) in _ZONES else None
        if console is None:
            continue
        if _asks(console, service.words, service.text):
            state = ASKS
        elif _is_published(console, service.words, service.ports) and _listens(console, service.words):
            state = OPEN
        else:
            state = HIDDEN
        yield Found(service.place, console.name, state, console.gives)


def _in_images(project: Project) -> Iterator[Found]:
    for subject in project.dockerfiles:
        console = _started(subject.facts.command) if subject.zone in _ZONES else None
        if console is None:
            continue
        words, text = subject.facts.command, project.repo.text(subject.path) or ""
        lines = [one.line for one in subject.facts.instructions if one.keyword in {"CMD", "ENTRYPOINT"}]
        place = Location(subject.path, lines[-1] if lines else None)
        yield Found(place, console.name, _of_image(project, subject.path, console, words, text), console.gives)


def _of_image(project: Project, path: str, console: Console, words: Sequence[str], text: str) -> str:
    """A notebook without a password is open in whatever runs it; who reaches another console, compose files tell."""
    if _asks(console, words, text):
        return ASKS
    if not _listens(console, words, text):
        return HIDDEN
    if console.name == JUPYTER.name:
        return OPEN
    running = [one for other in project.repo.projects for one in _services(other) if one.build == path]
    if any(_asks(console, words, one.text) for one in running):
        return ASKS
    if any(_is_published(console, words, one.ports) for one in running):
        return OPEN
    return HIDDEN if running else UNTOLD


def _in_code(project: Project) -> Iterator[Found]:
    for module, call in project.calls_to("ray.init", zones=("prod",)):
        host = module.constant(call.keywords.get("dashboard_host"), call.block, call.span.line)
        if host is not None:
            state = OPEN if host.value in EVERYWHERE else HIDDEN
            yield Found(module.at(call.span), "Ray", state, "run code on the cluster")
    for module, call in project.calls_to(*STARTING_CALLS, zones=("prod",)):
        words = _given(module, call)
        console = _started(words)
        if console is not None:
            yield Found(module.at(call.span), console.name, _of_command(console, words, ""), console.gives)
    for module in project.code:
        if "jupyter" in module.path and "config" in module.path:
            yield from _in_settings(project.repo, module)


def _given(module: Module, call: Call) -> tuple[str, ...]:
    """The words that a call starts, where they are written out."""
    from mlready.facts.shell import commands

    value = module.origin(call.argument(0, "args"), call.block, call.span.line)
    if isinstance(value, Seq):
        return tuple(str(one.value) if isinstance(one, Const) else "" for one in value.items)
    text = value.value if isinstance(value, Const) else None
    return next((one.words for one in commands(text) if _started(one.words)), ()) if isinstance(text, str) else ()


def _in_settings(repo: Repo, module: Module) -> Iterator[Found]:
    """Settings of Jupyter in Python that take its token away."""
    text = repo.text(module.path) or ""
    found = _EMPTIED.search(text)
    if found is not None:
        place = module.at(text.count("\n", 0, found.start()) + 1)
        state = ASKS if _PASSWORD.search(text) else OPEN if _ANYWHERE.search(text) else UNTOLD
        yield Found(place, "Jupyter", state, JUPYTER.gives)


def _set_open(project: Project) -> Iterator[Found]:
    """Settings of Airflow that let anybody in."""
    for file in project.files:
        data = project.repo.data(file.path) or b"" if file.zone in _ZONES and _holds_settings(file) else b""
        text = data.decode("utf-8", "replace") if b"AIRFLOW__" in data or file.path.endswith(_SETTING_FILES) else ""
        for pattern, name in _SETTINGS if text else ():
            for found in pattern.finditer(text):
                before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
                if "#" not in before:
                    line = text.count("\n", 0, found.end()) + 1
                    yield Found(Location(file.path, line), name, OPEN, "start and change every workflow")


def _holds_settings(file: File) -> bool:
    return file.kind in {"yaml", "dockerfile", "shell"} or file.path.endswith(_SETTING_FILES)
