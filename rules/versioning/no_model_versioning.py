"""A saved model overwrites the one before."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import Attr, Const, FString, Name, Qualified, Value
from mlready.repo import Project, Repo
from mlready.repo.files import yaml_documents
from mlready.tables.registries import REGISTERING, REGISTERING_METHODS, SAVING, SAVING_METHODS
from mlready.verdict import Location, Verdict, failed, not_applicable, passed, unknown

VERSIONING = re.compile(r"version|run|sha|commit|stamp|time|date|now|epoch|step|iter|uuid|hash|exp|log_?dir|out_?dir|output|save_?dir|ckpt_?dir|checkpoint_?dir", re.I)
OWN_FOLDERS = ("pytorch_lightning.", "lightning.", "hydra.")


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    saves = [(module, call) for module in project.code for call in module.calls if is_save(module, call)]
    known = next(registered(project), None)
    if known is not None:
        yield passed(known[0], f"models have versions: {known[1]}")
    elif not saves:
        yield not_applicable("no model is saved")
    else:
        varying = [(module, call) for module, call in saves if varies(module, call)]
        fixed = [module.at(call.span) for module, call in saves if is_fixed(module, call)]
        if varying:
            yield passed(varying[0][0].at(varying[0][1].span), "the path of a saved model varies with the run")
        elif fixed:
            message = "no evidence in this repository that models have versions: register them, or save each run to its own path"
            yield failed(fixed[:5], message)
        else:
            yield unknown(saves[0][0].at(saves[0][1].span), "where models are saved is decided elsewhere")


def registered(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of models that are given a version."""
    for tool, calls in REGISTERING.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool
    for module in project.code:
        for call in module.method_calls(*REGISTERING_METHODS):
            if not module.is_notebook:
                yield module.at(call.span), f"`{call.method}`"
        if module.imports(*OWN_FOLDERS) and not module.is_notebook:
            for call in module.method_calls("fit"):
                yield module.at(call.span), "the trainer keeps a folder for each run"
    for path, document in yaml_documents(project, "dvc.yaml"):
        stages = document.get("stages")
        for _, stage in stages.items() if stages is not None else ():
            outs = stage.get("outs")
            if outs is not None and any("model" in (one.text or "") for one in outs.walk()):
                yield Location(path, outs.line), "an output of DVC"


def is_save(module: Module, call: Call) -> bool:
    return call.name in SAVING or (call.method in SAVING_METHODS and not (call.name or "").startswith(":"))


def path_of(module: Module, call: Call) -> Value | None:
    value = call.argument(1) if call.name in SAVING else call.argument(0)
    value = value or call.keywords.get("filename") or call.keywords.get("f")
    origin = module.origin(value, call.block, call.span.line)
    opened = module.call_of(origin)
    if opened is not None and (opened.name == "builtins.open" or opened.method == "open"):
        return module.origin(opened.argument(0) or opened.receiver, opened.block, opened.span.line)
    return origin


def varies(module: Module, call: Call) -> bool:
    """Whether a part of the path is named like a run, a version or a time."""
    return any(is_versioning(module, part) for part in inner(module, path_of(module, call)))


def inner(module: Module, value: Value | None, depth: int = 3) -> Iterator[Value]:
    for part in parts(value):
        yield part
        made = module.call_of(part)
        if made is not None and depth:
            for argument in (*made.args, *([made.receiver] if made.receiver is not None else [])):
                yield from inner(module, argument, depth - 1)


def is_versioning(module: Module, part: Value) -> bool:
    if isinstance(part, Name | Attr):
        return bool(VERSIONING.search((dotted(part) or "").rpartition(".")[2]))
    return isinstance(part, Qualified) and bool(VERSIONING.search(part.name.rpartition(".")[2]))


def is_fixed(module: Module, call: Call) -> bool:
    """Whether the path is written out: a text, or a text with nothing that varies."""
    value = path_of(module, call)
    if isinstance(value, Const):
        return isinstance(value.value, str)
    made = module.call_of(value)
    if made is not None and made.name in {"os.path.join", "pathlib.Path"}:
        return isinstance(made.args[-1], Const) if made.args else False
    return isinstance(value, FString) and not value.parts
