"""Evidence that a project trains models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import CallRef, Name, Qualified, Value
from mlready.location import Location
from mlready.repo.model import Evidence
from mlready.repo.once import once
from mlready.tables.roles import (
    GRADIENTS,
    MAKES_PICTURES,
    PREDICTORS,
    REMOTE_JOBS,
    STEPPING,
    STEPPING_PACKAGES,
    TRAINING_CALLS,
    TRAINING_KINDS,
    TRANSFORMERS_ONLY,
)

if TYPE_CHECKING:
    from mlready.repo.model import Project, Repo

_LEARNS = frozenset({"learn", "fit", "train", "fit_predict", "partial_fit", "fit_one_cycle", "fine_tune", "run"})
_OPTIMISERS = ("torch.optim.", "deepspeed.", "bitsandbytes.optim.", "apex.optimizers.", "transformers.AdamW")
_OPTIMISER_NAME = re.compile(r"optim|(?:^|_)opt(?:$|_)|solver|(?:^|_)engine$", re.IGNORECASE)
_FASTAI = frozenset({"fit_one_cycle", "fine_tune"})
"""Methods of learners of fastai, whose names are mostly imported by a star."""

_COLLECTION = 8
"""So many folders that train by themselves are no steps of one project."""
_FRAMEWORKS = ("sklearn", "xgboost", "lightgbm", "catboost", "keras", "tensorflow", "imblearn", "fastai", "pyspark.ml")


@once
def evidence(project: Project) -> tuple[tuple[str, Evidence], ...]:
    """(strength, evidence) pairs: strong outside notebooks, weak inside."""
    found: list[tuple[str, Evidence]] = []
    for module in project.code:
        strength = "weak" if project.repo.zone(module.path) == "notebook" else "strong"
        found.extend((strength, one) for one in _of_module(project, module))
    found.extend(("strong", one) for one in _of_files(project))
    return tuple(found)


@once
def is_collection(repo: Repo) -> bool:
    """Whether many folders side by side train by themselves: implementations to read, not one product."""
    paths = {one.location.path for project in repo.projects for _, one in evidence(project)}
    modules = [module for path in sorted(paths) if (module := repo.module(path)) is not None and not module.is_notebook]
    folders = {module.path.rpartition("/")[0] for module in modules}
    alone = [one for one in folders if not any(other != one and other.startswith(f"{one}/") for other in folders)]
    beside = Counter(one.rpartition("/")[0] for one in alone)
    return max(beside.values(), default=0) >= _COLLECTION


def judged_by_eye(project: Project) -> bool:
    """Whether all that a project trains makes pictures: no number says which of them is better."""
    paths = {one.location.path for _, one in evidence(project)}
    trains = [one for one in project.code if one.path in paths and not one.is_notebook]
    return bool(trains) and all(one.imports(*MAKES_PICTURES) for one in trains)


def _of_module(project: Project, module: Module) -> Iterator[Evidence]:
    summary = module.summary
    if {"backward", "step"} <= summary.methods and module.imports(
        "torch", "lightning", "pytorch_lightning", "accelerate", "deepspeed"
    ):
        yield from _torch_loop(module)
    if any(base.endswith("LightningModule") for one in summary.definitions for base in one.bases):
        yield from _lightning(module)
    if not summary.names.isdisjoint(TRAINING_CALLS):
        for call in module.calls_to(*TRAINING_CALLS):
            yield Evidence(module.at(call.span), f"calls {call.name}")
    if {"apply_gradients"} <= summary.methods and module.imports("tensorflow", "keras"):
        for call in module.method_calls("apply_gradients"):
            yield Evidence(module.at(call.span), "applies gradients in a TensorFlow loop")
            break
    if not summary.names.isdisjoint(GRADIENTS) and module.imports(*STEPPING_PACKAGES):
        yield from _gradient_step(module)
    if not summary.methods.isdisjoint(_LEARNS):
        yield from _learning_calls(project, module)


def _gradient_step(module: Module) -> Iterator[Evidence]:
    """A function of JAX or MLX whose gradient moves weights in the same file."""
    steps = (call for call in module.method_calls(*STEPPING) if call.args or call.keywords)
    if next(steps, None) is None:
        return
    place = next((module.at(call.span) for call in module.calls_to(*GRADIENTS)), None)
    decorated = (one.line for one in module.summary.definitions if not GRADIENTS.isdisjoint(one.decorators))
    line = next(decorated, None)
    if place is not None or line is not None:
        yield Evidence(place or module.at(line or 1), "runs a training step")


def _torch_loop(module: Module) -> Iterator[Evidence]:
    """A backward pass in a file where an optimiser steps (the step of a scheduler is none)."""
    if any(steps_optimiser(module, call) for call in module.method_calls("step")):
        for call in module.method_calls("backward"):
            yield Evidence(module.at(call.span), "runs a torch training loop")
            return


def steps_optimiser(module: Module, call: Call) -> bool:
    """Whether a call of `.step` moves weights: by what made its receiver, else by the name of receiver or argument."""
    made = module.made_by(call.receiver, call.block, call.span.line)
    if made is not None and made.startswith(("torch.optim.lr_scheduler", "transformers.get_")):
        return False
    if made is not None and made.startswith(_OPTIMISERS):
        return True
    shown = [dotted(value) or "" for value in (call.receiver, *call.args[:1])]
    return any(_OPTIMISER_NAME.search(name.rpartition(".")[2]) for name in shown)


def _lightning(module: Module) -> Iterator[Evidence]:
    for definition in module.summary.definitions:
        if definition.name.endswith(".training_step"):
            yield Evidence(module.at(definition.line), "defines a Lightning training step")
            return


def _learning_calls(project: Project, module: Module) -> Iterator[Evidence]:
    for call in module.method_calls(*_LEARNS):
        maker = _maker(project, module, call)
        if maker is None:
            if call.method in _FASTAI and module.imports("fastai"):
                yield Evidence(module.at(call.span), "fits a learner of fastai")
            if call.method == "fit" and _fits_framework_object(module, call):
                yield Evidence(module.at(call.span), "fits an estimator")
            continue
        if maker.startswith(TRANSFORMERS_ONLY):
            continue
        if call.method == "run":
            if maker.startswith(REMOTE_JOBS):
                yield Evidence(module.at(call.span), f"runs {maker}")
        elif maker.startswith(PREDICTORS) or maker.endswith(("Trainer", "Classifier", "Regressor")):
            yield Evidence(module.at(call.span), f"trains {maker}")


def _maker(project: Project, module: Module, call: Call) -> str | None:
    """The resolved name of what made the receiver of a call, followed through one in-repo function or variable."""
    receiver = call.receiver
    origin = module.origin(receiver, call.block, call.span.line)
    if isinstance(origin, CallRef):
        made = module.calls[origin.index]
        if made.name is None:
            return None
        if made.name.startswith((":", ".")) or project.repo.names.locate(module, made.name):
            return _returned(project, module, made.name) or None
        return made.name
    if isinstance(origin, Qualified):
        return _variable(project, module, origin.name)
    return None


def _returned(project: Project, module: Module, name: str) -> str | None:
    """The framework class an in-repo factory or subclass stands for."""
    found = project.repo.definition(module, name)
    if found is None:
        return None
    _, definition = found
    if definition.kind == "class":
        return next((base for base in definition.bases if base.startswith(PREDICTORS)), None)
    return next((called for called in definition.calls if called.startswith(PREDICTORS)), None)


def _variable(project: Project, module: Module, name: str) -> str | None:
    """The class that made an in-repo module-level variable imported under `name`."""
    located = project.repo.names.locate(module, name)
    if located is None or not located[1] or located[0] is module:
        return None
    where, rest = located
    for binding in where.detail.bindings:
        if binding.block == 0 and binding.target == rest and isinstance(binding.value, CallRef):
            return where.calls[binding.value.index].name
    return None


def _fits_framework_object(module: Module, call: Call) -> bool:
    """A `.fit(X, y)` on something this file does not make, in a file that works with a learning framework."""
    if len(call.args) + len(call.keywords) < 2 and not module.imports("keras", "tensorflow"):
        return False
    if _is_own(call.receiver):
        return False
    if module.imports("keras", "tensorflow") and "compile" not in module.summary.methods and len(call.args) < 2:
        return False
    names = module.summary.names
    return module.imports(*_FRAMEWORKS) and any(name.startswith(PREDICTORS) for name in names)


def _is_own(receiver: Value | None) -> bool:
    """Whether the receiver is the object itself."""
    return isinstance(receiver, Name) and receiver.id in {"self", "cls"}


def _of_files(project: Project) -> Iterator[Evidence]:
    for file in project.of_kind("yaml"):
        if file.zone in {"vendored", "template", "test", "docs"}:
            continue
        if file.path.rpartition("/")[2] == "MLproject":
            if any(one.get("entry_points") is not None for one in project.repo.yaml(file.path).documents):
                yield Evidence(Location(file.path), "an MLproject describes training")
            continue
        data = project.repo.data(file.path) or b""
        if b"kind:" not in data and b"azureml" not in data:
            continue
        for document in project.repo.yaml(file.path).documents:
            kind = document.get("kind")
            if kind is not None and kind.text in TRAINING_KINDS:
                yield Evidence(Location(file.path, kind.line), f"a {kind.text} trains on Kubernetes")
            schema = document.get("$schema")
            if schema is not None and "azureml" in (schema.text or "") and _is_azure_job(schema.text or ""):
                yield Evidence(Location(file.path, schema.line), "an Azure ML job runs training")


def _is_azure_job(schema: str) -> bool:
    return any(word in schema for word in ("commandJob", "pipelineJob", "sweepJob", "autoML"))
