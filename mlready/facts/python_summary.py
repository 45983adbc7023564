"""The summary of a module, made when its walk has ended."""

from __future__ import annotations

from collections.abc import Sequence
from sys import intern
from typing import TYPE_CHECKING

from mlready.facts.python import Definition, Summary
from mlready.facts.python_code import CONSTANT, ITEM, QUALIFIED, SCOPE_KINDS, TEXT, Scalar
from mlready.facts.python_scope import LAMBDA, Frame, Resolution

if TYPE_CHECKING:
    from mlready.facts.python_walk import Walk


def summarise(walk: Walk) -> Summary:
    """What stays in memory of a module; resolves the names in the tables of the walk, too."""
    resolution = Resolution(walk.file_names, walk.qualified, walk.attributes, walk.module_names)
    _write_names(walk, resolution)
    _mark_elements(walk)
    called: set[int] = set()
    used: set[int] = set()
    definitions: list[Definition] = []
    for frame in walk.frames:
        if frame.kind != LAMBDA:
            called.update(frame.called)
            used.update(frame.used)
            definitions.append(_definition(walk, frame, resolution))
    resolved, attributes = resolution.names, resolution.attributes
    names = {resolved[one] for one in called | used if one in resolved}
    return Summary(
        tuple(walk.imports),
        frozenset({intern(name) for name in names if name[0] != ":"}),
        frozenset({attributes[one][1] for one in called if one in attributes}),
        tuple(definitions),
        walk.main_guard,
        walk.code_lines,
        _constants(walk),
    )


def _definition(walk: Walk, frame: Frame, resolution: Resolution) -> Definition:
    """What a scope that has ended defines, calls and refers to."""
    resolved, attributes = resolution.names, resolution.attributes
    owner = frame.owner
    itself = -1 if owner is None else walk.variables.get(frame.receiver or "", -1)
    data = () if owner is None else owner.attributes or ()
    calls: dict[str, None] = {}
    for reference in frame.called:
        if reference in resolved:
            calls[resolved[reference]] = None
        elif reference in attributes:
            base, attribute = attributes[reference]
            if base == itself and owner is not None and attribute not in data:
                calls[f":{owner.qualified}.{attribute}"] = None
            else:
                calls[f"?.{attribute}"] = None
    references: dict[str, None] = {}
    for reference in frame.used:
        if reference in resolved:
            name = resolved[reference]
            if not name.startswith("builtins."):
                references[name] = None
        elif owner is not None and reference in attributes:
            base, attribute = attributes[reference]
            if base == itself and attribute not in data:
                references[f":{owner.qualified}.{attribute}"] = None
    return Definition(
        intern(frame.qualified),
        SCOPE_KINDS[frame.kind],
        frame.line,
        frame.end_line,
        tuple(map(intern, calls)),
        tuple(map(intern, references)),
        _written(walk, frame.decorators, resolution) if frame.decorators else (),
        _written(walk, frame.bases, resolution) if frame.bases else (),
        frame.keyed,
    )


def _write_names(walk: Walk, resolution: Resolution) -> None:
    """Write into the value table what names of the module are resolved to."""
    values = walk.values
    for reference in walk.file_names.values():
        name = resolution.names.get(reference)
        if name is not None:
            place = reference >> 1
            values[place] = QUALIFIED
            values[place + 1] = walk.number_of(name)


def _mark_elements(walk: Walk) -> None:
    """Variables of comprehensions that have the name of another variable are told apart."""
    for name, reference in walk.elements.items():
        if name in walk.variables or walk.module_names.binds(name):
            walk.values[(reference >> 1) + 1] = walk.number_of(f"{name} (comprehension)")


def _written(walk: Walk, references: Sequence[int], resolution: Resolution) -> tuple[str, ...]:
    """The resolved names of decorators and bases; of a call or an item, what is called or subscripted."""
    found: list[str] = []
    for one in references:
        reference = one
        while reference & 1 or walk.values[reference >> 1] == ITEM:
            reference = walk.calls[reference >> 1] if reference & 1 else walk.values[(reference >> 1) + 1]
        name = resolution.names.get(reference)
        if name is None and reference in resolution.attributes:
            name = f"?.{resolution.attributes[reference][1]}"
        if name is not None:
            found.append(intern(name))
    return tuple(found)


def _constants(walk: Walk) -> dict[str, str | Scalar]:
    """Names of the module that are assigned once, to a text or number."""
    module = walk.module_names
    elsewhere = module.imports.keys() | {name for frame in walk.frames for name in frame.outer or ()}
    constants: dict[str, str | Scalar] = {}
    spelled: list[str] = []
    for name, reference in module.values.items():
        if reference & 1 or name in elsewhere:
            continue
        kind, index = walk.values[reference >> 1 : (reference >> 1) + 2]
        if kind == TEXT:
            spelled = spelled or list(walk.texts)
            constants[name] = spelled[index]
        elif kind == CONSTANT:
            constants[name] = walk.constants[index]
    return constants
