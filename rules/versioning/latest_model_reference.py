"""What serves takes whatever model came last."""

import re
from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo, Subject
from mlready.tables.registries import READING_ARTIFACTS
from mlready.verdict import Location, Verdict, failed, passed

REGISTERED = re.compile(r"models:/[^/@\s]+(?:/(?P<version>[^/\s]+)|@[\w-]+)")
STORED = re.compile(
    r"(?:s3|gs|az|abfss?|wasbs?|hdfs|dbfs|https?)://\S*?(?P<last>/latest(?:/|$)|/[\w-]*latest\.(?:pkl|pickle|joblib|pt|pth|onnx|h5|keras|"
    r"safetensors|bin|gguf|tar\.gz|mar)$)",
    re.IGNORECASE,
)
MODEL = re.compile(r"model|weights|checkpoint|ckpt", re.IGNORECASE)
NAME = re.compile(r"-{0,2}[\w-]+")
SETTINGS = ("dockerfile", "shell", "make")
DRAFTS = re.compile(r"(?:^|[/._-])(?:dev|develop|development|local|staging|test)(?:[/._-]|$)", re.IGNORECASE)


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    for place, text, reads_artefact in texts(subject, repo):
        moving = moves(text, reads_artefact)
        if moving:
            message = (
                f"`{text}` is another model after every training: name a version, or an alias that is moved on purpose"
            )
            severity = "info" if DRAFTS.search(subject.path) else None
            yield failed(place, message, severity=severity, group=subject.path)
        elif moving is not None:
            yield passed(place)


def moves(text: str, reads_artefact: bool) -> bool | None:
    """Whether a text names the last model there is; None where it names no model of a store."""
    registered = REGISTERED.fullmatch(text)
    if registered is not None:
        return (registered["version"] or "").lower() == "latest"
    if reads_artefact and ":" in text:
        return text.endswith(":latest")
    return True if STORED.match(text) and MODEL.search(text) else None


def texts(subject: Subject, repo: Repo) -> Iterator[tuple[Location, str, bool]]:
    """(where, text, whether an artefact is read by it) of what a file that serves or deploys names."""
    module = repo.module(subject.path)
    file = repo.file(subject.path)
    if module is not None:
        yield from in_python(module) if "serve" in repo.marks(module.path) else ()
    elif file is not None and file.kind == "yaml":
        for document in repo.yaml(subject.path).documents:
            for node in document.walk():
                for word in (node.text or "").split():
                    yield subject.at(node.line), value(word), False
    elif file is not None and file.kind in SETTINGS:
        for number, line in enumerate((repo.text(subject.path) or "").splitlines(), 1):
            fetches = "wandb artifact get" in line
            for word in () if line.lstrip().startswith("#") else line.split():
                yield subject.at(number), value(word), fetches


def value(word: str) -> str:
    """What a word of a command or of settings says: `MODEL=models:/churn/3` names the model alone."""
    name, equals, rest = word.partition("=")
    return (rest if equals and NAME.fullmatch(name) else word).strip("\"'")


def in_python(module: Module) -> Iterator[tuple[Location, str, bool]]:
    for one in module.detail.texts:
        yield module.at(one.span), one.value, False
    for call in module.method_calls(*READING_ARTIFACTS):
        name = module.constant(call.argument(0), call.block, call.span.line)
        if name is not None and isinstance(name.value, str):
            yield module.at(call.span), name.value, True
