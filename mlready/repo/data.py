"""What data a project reads, and how it checks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from mlready.facts.python import dotted, parts
from mlready.facts.shell import runs_python
from mlready.facts.values import Attr, CallRef, Const, FString, Value
from mlready.location import Location
from mlready.repo.entries import run_by_name
from mlready.repo.files import yaml_documents
from mlready.repo.once import once
from mlready.repo.roles import role_files
from mlready.tables.datasets import (
    ARTIFACTS,
    FETCHING,
    FETCHING_PROGRAMS,
    READING,
    READING_METHODS,
    SPARK_READERS,
    TABLE_METHODS,
    TABLES,
    VERSIONED,
)
from mlready.tables.paths import DATA_SUFFIXES
from mlready.tables.validators import COLUMNS, DUPLICATES, MISSING, RANGES, SCHEMA_ARGUMENTS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.facts.yaml import Node
    from mlready.repo.model import Project

_LONGEST = 12
"""Calls of one chain that are looked at."""

_DATA_NAME = re.compile(r"data|corpus|images|features", re.IGNORECASE)


def own_data(project: Project) -> tuple[Location, ...]:
    """Where files outside notebooks that train, or that training imports, read data of the project's own."""
    code = [one for one in project.code if not one.is_notebook and "train" in project.repo.marks(one.path)]
    return tuple(module.at(call.span) for module, call in _readings(code, frozenset(READING), READING_METHODS))


def data_versions(project: Project) -> Iterator[tuple[Location, str]]:
    """(where, tool) of data that is kept, read or recorded by version."""
    for path, document in _dvc_files(project):
        if (path.endswith(".dvc") and _has_sum(document.get("outs"))) or (
            path.endswith("dvc.lock") and _has_sum(document.get("stages"))
        ):
            yield Location(path), "DVC"
    yield from _large_files(project)
    yield from _with_sums(project)
    for tool, calls in VERSIONED.items():
        for module, call in project.calls_to(*calls):
            yield module.at(call.span), tool
    for module, call in project.calls_to(*ARTIFACTS):
        if _names_data(module, call):
            yield module.at(call.span), "a versioned artefact"
    for module, call in project.calls_to("datasets.load_dataset"):
        if call.keywords.get("revision") not in {None, Const(value=None), Const("main")}:
            yield module.at(call.span), "a revision of the hub"
    for module in project.code:
        if "option" in module.summary.methods:
            for call in module.method_calls("option"):
                if any(getattr(one, "value", None) in {"versionAsOf", "timestampAsOf"} for one in call.args):
                    yield module.at(call.span), "Delta"


def _dvc_files(project: Project) -> Iterator[tuple[str, Node]]:
    names = {one.path.rpartition("/")[2] for one in project.of_kind("yaml") if one.path.endswith((".dvc", "dvc.lock"))}
    return yaml_documents(project, *sorted(names)) if names else iter(())


def _has_sum(node: Node | None) -> bool:
    """Whether anything below names the content of a file by its sum: an entry without one fixes nothing."""
    return node is not None and any(
        one.kind == "map" and any(one.get(name) is not None for name in ("md5", "hash", "etag", "checksum", "rev_lock"))
        for one in node.walk()
    )


def _large_files(project: Project) -> Iterator[tuple[Location, str]]:
    """Lines of `.gitattributes` that give data files to git-lfs; pictures of documents are none."""
    attributes = project.repo.text(".gitattributes") or ""
    for number, line in enumerate(attributes.splitlines(), 1):
        pattern = line.split()[0] if line.split() else ""
        if "filter=lfs" in line and not line.lstrip().startswith("#") and _is_kept(project, pattern):
            yield Location(".gitattributes", number), "git-lfs"


def _is_kept(project: Project, pattern: str) -> bool:
    """Whether a pattern of `.gitattributes` is about data, and a file of the repository fits it."""
    if not (pattern.endswith(DATA_SUFFIXES) or _DATA_NAME.search(pattern)):
        return False
    whole = re.compile(translate(pattern.lstrip("/").replace("**/", "*")))
    named = "/" not in pattern
    paths = (one.path for one in project.repo.source.entries() if one.tracked)
    return any(whole.match(path.rpartition("/")[2] if named else path) for path in paths)


def _with_sums(project: Project) -> Iterator[tuple[Location, str]]:
    """Files that name data by address and checksum."""
    for file in project.of_kind("toml", zones=("prod",)):
        keys = (project.repo.toml(file.path) or {}).keys()
        if "url" in keys and not {"sha256", "md5", "sha1", "checksum"}.isdisjoint(keys):
            yield Location(file.path), "addresses with checksums"


def _names_data(module: Module, call: Call) -> bool:
    """Whether an argument says that the artefact is data, or an asset of Azure ML."""
    given = (
        *call.args,
        *(value for key, value in call.keywords.items() if key in {"name", "type", "path", "artifact_or_name"}),
    )
    if (call.name or "").startswith("azure."):
        given = tuple(value for key, value in call.keywords.items() if key == "path")
        return any(text.startswith("azureml:") for value in given for text in _texts(module, call, value))
    return any(_DATA_NAME.search(text) for value in given for text in _texts(module, call, value))


def _texts(module: Module, call: Call, value: Value) -> Iterator[str]:
    for part in parts(module.origin(value, call.block, call.span.line)):
        text = part.value if isinstance(part, Const) else part.start if isinstance(part, FString) else dotted(part)
        if isinstance(text, str):
            yield text


def fetched(project: Project) -> Iterator[Location]:
    """Where code or a script of the project fetches data from a fixed public place."""
    for module, call in project.calls_to(*FETCHING):
        yield module.at(call.span)
    for place, command in project.commands():
        named = (place.path, *command.words)
        fetches = (
            command.words and command.program in FETCHING_PROGRAMS and any(_DATA_NAME.search(word) for word in named)
        )
        if fetches and project.repo.zone(place.path) == "prod":
            yield place


@once
def learning_code(project: Project) -> tuple[Module, ...]:
    """Files that train, that training imports, and that the same pipeline runs beside training."""
    steps = {one.path for one in project.repo.closure_of(_steps(project))}
    return tuple(one for one in project.code if one.path in steps or "train" in project.repo.marks(one.path))


def _steps(project: Project) -> Iterator[Module]:
    """The scripts of a pipeline of which one trains: those of one `dvc.yaml`, and those that a file which trains names."""
    training = role_files(project, "trains")
    pipelines: dict[str, list[Module]] = {}
    for place, command in project.commands() if training else ():
        if place.path.rpartition("/")[2] == "dvc.yaml":
            target = runs_python(command)
            module = run_by_name(project, target) if target is not None else None
            pipelines.setdefault(place.path, []).extend([module] if module is not None else [])
    for modules in pipelines.values():
        if any("train" in project.repo.marks(one.path) for one in modules):
            yield from modules
    for path in sorted(training):
        module = project.repo.module(path)
        for text in module.detail.texts if module is not None and not module.is_notebook else ():
            named = (
                project.repo.module(normpath(join(dirname(path), text.value))) if text.value.endswith(".py") else None
            )
            if named is not None:
                yield named


def own_tables(project: Project) -> dict[Module, tuple[Location, ...]]:
    """Files outside notebooks of what learns, and where they read rows and columns of the project's own."""
    found: dict[Module, list[Location]] = {}
    for module, call in readings(project):
        found.setdefault(module, []).append(module.at(call.span))
    return {module: tuple(places) for module, places in found.items()}


def readings(project: Project) -> Iterator[tuple[Module, Call]]:
    """Calls outside notebooks by which training reads rows and columns of the project's own."""
    code = [one for one in learning_code(project) if not one.is_notebook]
    return _readings(code, TABLES, TABLE_METHODS)


def _readings(code: Iterable[Module], names: frozenset[str], methods: frozenset[str]) -> Iterator[tuple[Module, Call]]:
    for module in code:
        spark = not module.summary.methods.isdisjoint(SPARK_READERS)
        if module.summary.names.isdisjoint(names) and module.summary.methods.isdisjoint(methods) and not spark:
            continue
        for call in module.calls:
            read = call.name in names or (
                call.name is None and (call.method in methods or (spark and _reads_spark(module, call)))
            )
            if read and not _is_remote(module, call):
                yield module, call


def _reads_spark(module: Module, call: Call) -> bool:
    """Whether a call ends a chain that begins with `spark.read`."""
    if call.method not in SPARK_READERS:
        return False
    return any(isinstance(one, Attr) and one.name == "read" for one in chain_of(module, call))


def chain_of(module: Module, call: Call) -> Iterator[Value | None]:
    """The receivers of a call, that of the call before it in one expression, and so on."""
    value = call.receiver
    for _ in range(_LONGEST):
        yield value
        made = module.call_of(value)
        if made is None:
            return
        value = made.receiver


def _is_remote(module: Module, call: Call) -> bool:
    """Whether what is read is a page of the web, named in plain sight."""
    first = module.constant(call.argument(0), call.block, call.span.line)
    return isinstance(first, Const) and isinstance(first.value, str) and first.value.startswith("http")


_TABLES = ("pandas", "polars", "numpy", "pyspark", "dask", "pyarrow")
_CHECKS = {
    MISSING: frozenset({"isna", "isnull", "notna", "notnull", "isnan", "isfinite", "hasnans"}),
    DUPLICATES: frozenset({"duplicated", "is_unique", "nunique", "n_unique"}),
    COLUMNS: frozenset({"columns", "shape", "issubset", "difference", "dtypes", "dtype", "ndim"}),
    RANGES: frozenset({"between", "min", "max", "isin"}),
}
_TABULAR = frozenset({"isna", "isnull", "notna", "notnull", "duplicated", "columns", "is_unique", "hasnans"})
"""Words that only tables have: a file that works with tensors checks shapes for other reasons."""


def own_checks(project: Project) -> dict[str, Location]:
    """Kind of check -> where code that training reaches asserts it, raises or logs under a condition on it, or tells a reader."""
    found: dict[str, Location] = {}
    for module, call in readings(project):
        built = (made for one in chain_of(module, call) if (made := module.call_of(one)) is not None)
        if not SCHEMA_ARGUMENTS.isdisjoint(call.keywords) or any(one.method == "schema" for one in built):
            found.setdefault(COLUMNS, module.at(call.span))
    for module in learning_code(project):
        with_tables, with_tensors = module.imports(*_TABLES), module.imports("torch", "tensorflow", "jax")
        if with_tensors and not with_tables:
            continue
        tables = with_tables and not with_tensors
        for place, tested in _conditions(module):
            words = _words(module, tested)
            for kind, names in _CHECKS.items():
                if not (names if tables else names & _TABULAR).isdisjoint(words):
                    found.setdefault(kind, place)
    return found


def _conditions(module: Module) -> Iterator[tuple[Location, Value]]:
    """What is asserted, and tests of `if` blocks that raise, exit or log."""
    for statement in module.detail.statements:
        if statement.kind == "assert" and statement.value is not None:
            yield module.at(statement.span), statement.value
    complaining = {
        call.block for call in module.method_calls("warning", "error", "warn", "exception", "critical", "exit")
    }
    for block in module.detail.blocks:
        if block.kind == "if" and block.header and ("X" in block.statements or block.index in complaining):
            yield module.at(block.span), block.header[0]


def _words(module: Module, value: Value, depth: int = 4) -> set[str]:
    """Names of the attributes and methods inside a value."""
    words: set[str] = set()
    for part in parts(value):
        if isinstance(part, Attr):
            words.add(part.name)
        elif isinstance(part, CallRef) and depth:
            call = module.calls[part.index]
            if call.method is not None or (call.name or "").startswith(_TABLES):
                words.add(call.method or (call.name or "").rpartition(".")[2])
            for inner in (call.receiver, *call.args):
                if inner is not None:
                    words |= _words(module, inner, depth - 1)
    return words
