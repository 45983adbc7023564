"""Where a project saves its models, and whether the place is another one in each run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.python import dotted, parts
from mlready.facts.values import Attr, Const, FString, Item, Name, Operation, Qualified, Value
from mlready.location import Location
from mlready.repo.data import chain_of
from mlready.repo.once import once
from mlready.tables.registries import ARTIFACT_CALLS, SAVING, SAVING_METHODS
from mlready.tables.roles import PREDICTORS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.repo.model import Project

_MODEL = re.compile(
    r"model|clf|classif|regress|estimator|booster|\bnet(?:work)?\b|_net\b|checkpoint|ckpt|weights|pipeline|generator|"
    r"discriminator|learner|\.pth?\b|state_dict",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"version|sha\b|commit|(?:time|date)_?(?:stamp|str)?$|timestamp|strftime|\bnow|uuid|hash|run_?(?:id|name|dir|path|folder)|"
    r"experiment_?(?:id|name|dir)|exp_?(?:id|name|dir)|job_?id|trial|default_root_dir|sm_model_dir",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"(?:epoch|step|iter(?:ation)?|batches_done|(?:^|_)fold(?:$|_)|^[eijkn]$)", re.IGNORECASE)
_OLD = Const("1.1")
_ABSOLUTE = frozenset({"hydra.utils.to_absolute_path", "hydra.utils.get_original_cwd", "os.path.abspath"})


class Save(NamedTuple):
    """A place where a model is saved; `path` says varies (with the run), fixed, or elsewhere (where it is decided)."""

    place: Location
    path: str


def model_saves(project: Project) -> Iterator[Save]:
    """Where code outside notebooks saves a model."""
    for module in project.code:
        if module.is_notebook:
            continue
        for call in module.calls:
            if _is_save(module, call):
                path = _variation(module, call)
                moved = path == "fixed" and _is_relative(module, call) and module.path in _moved(project)
                yield Save(module.at(call.span), "varies" if moved else path)


@once
def _moved(project: Project) -> frozenset[str]:
    """Files that run in the folder which Hydra makes for each run: as it was up to 1.1, or where the settings ask for it."""
    entries = list(project.calls_to("hydra.main"))
    asked = bool(entries) and any(
        b"chdir: true" in (project.repo.data(file.path) or b"").lower() for file in project.of_kind("yaml")
    )
    moved = [module for module, call in entries if asked or call.keywords.get("version_base", _OLD) == _OLD]
    return frozenset(one.path for one in project.repo.closure_of(moved))


def _is_relative(module: Module, call: Call) -> bool:
    """Whether a path is read from the folder that the program runs in."""
    found = list(_inner(module, call, _path_of(module, call)))
    texts = [text for one in found if isinstance(one, Const | FString) and (text := _text(one))]
    made = {one.name for one in found if isinstance(one, Qualified)}
    return bool(texts) and not texts[0].startswith(("/", "~", "\\")) and _ABSOLUTE.isdisjoint(made)


def artifacts(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, what) of models kept as artefacts of a run."""
    for module, call in project.calls_to(*ARTIFACT_CALLS):
        given = (*call.args, *call.keywords.values())
        texts = [one for value in given for part in _inner(module, call, value) if (one := _text(part))]
        if any(_MODEL.search(text) for text in texts) and not any("data" in text.lower() for text in texts):
            yield module.at(call.span), "an artefact of the run"


def _is_save(module: Module, call: Call) -> bool:
    if call.method in SAVING_METHODS:
        return call.receiver is not None and "tokenizer" not in (dotted(call.receiver) or "").lower()
    if call.method == "save" and module.imports("keras", "tensorflow"):
        return bool(_MODEL.search(dotted(call.receiver) or ""))
    if call.method == "save" and module.imports("pyspark.ml", "orbax"):
        chain = [one for one in chain_of(module, call) if one is not None]
        made = module.made_by(chain[-1], call.block, call.span.line) if chain else None
        return bool(_MODEL.search(dotted(chain[-1]) or "")) or (made or "").startswith("orbax.")
    return call.name in SAVING and _is_model(module, call)


def _is_model(module: Module, call: Call) -> bool:
    """Whether what is saved is called a model, or made by a learner, or the path says so."""
    saved = call.argument(0)
    if (module.made_by(saved, call.block, call.span.line) or "").startswith(PREDICTORS):
        return True
    named = [*_inner(module, call, saved), *_inner(module, call, _path_of(module, call))]
    return any(_MODEL.search(text) for one in named if (text := _text(one)))


def _path_of(module: Module, call: Call) -> Value | None:
    value = call.argument(1) if call.name in SAVING else call.argument(0)
    value = value or next(
        (call.keywords[key] for key in ("filename", "f", "file", "filepath", "path") if key in call.keywords), None
    )
    opened = module.call_of(module.origin(value, call.block, call.span.line))
    if opened is not None and (opened.name == "builtins.open" or opened.method == "open"):
        return opened.argument(0, "file") or opened.receiver
    return value


def _variation(module: Module, call: Call) -> str:
    found = list(_inner(module, call, _path_of(module, call)))
    if any(_RUN.search(text) for one in found if not isinstance(one, Const) and (text := _text(one))):
        return "varies"
    open_parts = [one for one in found if isinstance(one, Name | Attr) and not _is_counter(one)]
    texts = any(isinstance(one, Const | FString) for one in found)
    known = all(
        isinstance(one, Const | FString | Name | Attr | Operation | Qualified) or module.call_of(one) for one in found
    )
    return "fixed" if texts and known and not open_parts else "elsewhere"


def _inner(module: Module, call: Call, value: Value | None, depth: int = 4) -> Iterator[Value]:
    """The values that make up a value, names followed to where they are bound and calls to what they are given."""
    for part in parts(value):
        origin = module.origin(part, call.block, call.span.line) if isinstance(part, Name | Attr | Item) else part
        made = module.call_of(origin)
        if isinstance(part, Name | Attr) and _RUN.search(dotted(part) or ""):
            yield part
        if _is_counter(part):
            yield part
        elif made is not None and depth:
            yield Qualified(made.name or made.method or "")
            for inner in (made.receiver, *made.args):
                yield from _inner(module, made, inner, depth - 1)
        elif origin is not part and origin is not None and depth:
            yield from _inner(module, call, origin, depth - 1)
        elif origin is not None:
            yield origin


def _is_counter(value: Value) -> bool:
    return isinstance(value, Name | Attr) and bool(_COUNTER.search((dotted(value) or "").rpartition(".")[2]))


def _text(value: Value) -> str | None:
    """The text or name that a value is written as."""
    if isinstance(value, Const):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, FString):
        return value.start
    return value.name if isinstance(value, Qualified) else dotted(value)
