"""The library that is installed lacks this name."""

from collections.abc import Iterator

from mlready.facts.python import Module, parts
from mlready.facts.values import CallRef, Choice, Qualified, Value
from mlready.repo import Repo
from mlready.repo.bounds import brought_by_images, lower_bound_at
from mlready.repo.frames import kind_of, works_with_tables
from mlready.repo.origins import spot_of
from mlready.repo.versions import at_least
from mlready.tables.removals import REMOVED, REMOVED_KEYWORDS, REMOVED_METHODS, Removal
from mlready.verdict import Verdict, failed, passed, unknown

NAMES = REMOVED.keys() | {name for name, _ in REMOVED_KEYWORDS}
SHORT = {"numpy": "np", "pandas": "pd", "tensorflow": "tf"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    told: set[tuple[int, str]] = set()
    for name, removal, line, bridged in (*imports(module), *uses(module), *methods(module, repo)):
        if (line, name) in told:
            continue
        told.add((line, name))
        place, version = module.at(line), lower_bound_at(repo, module.path, removal.distribution)
        if bridged:
            yield passed(place, "a bridge between releases")
        elif version is None:
            yield unknown(place, f"which release of {removal.distribution} is installed cannot be told")
        elif not lacks(version, removal):
            yield passed(place)
        elif image := image_with(module, repo, removal):
            yield unknown(place, f"the lists name {removal.distribution} {version}, an image brings {image}")
        else:
            first, _, rest = name.partition(".")
            message = f"{removal.distribution} {version} has no `{SHORT.get(first, first)}.{rest}`"
            instead = removal.instead if " " in removal.instead else f"`{removal.instead}`"
            yield failed(place, f"{message} (gone since {removal.since}): use {instead}")


def image_with(module: Module, repo: Repo, removal: Removal) -> str | None:
    """The tag of a base image of the project that brings a release with the name, whatever its lists say."""
    tags = brought_by_images(repo, module.path, removal.distribution)
    return next((one for one in tags if not lacks(one, removal)), None)


def lacks(version: str, removal: Removal) -> bool:
    return at_least(version, removal.since) and not (removal.until and at_least(version, removal.until))


def imports(module: Module) -> Iterator[tuple[str, Removal, int, bool]]:
    """(name, removal, line, bridged) of every import of a name that was taken away, or of something in it."""
    for entry in module.summary.imports:
        name = entry.name
        while name:
            if name in REMOVED:
                yield name, REMOVED[name], entry.line, entry.guarded
                break
            name = name.rpartition(".")[0]


def uses(module: Module) -> Iterator[tuple[str, Removal, int, bool]]:
    """The same of every name that is called, handed on or assigned, and of arguments that were taken away."""
    if module.summary.names.isdisjoint(NAMES):
        return
    detail = module.detail
    for call in detail.calls:
        if call.name in REMOVED:
            yield call.name, REMOVED[call.name], call.span.line, is_bridged(module, call.block)
        for keyword in call.keywords:
            if (found := REMOVED_KEYWORDS.get((call.name or "", keyword))) is not None:
                yield f"{call.name}({keyword}=)", found, call.span.line, is_bridged(module, call.block)
        yield from handed(module, (*call.args, *call.keywords.values()), call.span.line, call.block)
    for binding in detail.bindings:
        yield from handed(module, (binding.value,), binding.span.line, binding.block)
    for statement in detail.statements:
        yield from handed(module, (statement.value,), statement.span.line, statement.block)


def methods(module: Module, repo: Repo) -> Iterator[tuple[str, Removal, int, bool]]:
    """The same of methods that tables and columns of pandas no longer have."""
    for call in module.method_calls(*REMOVED_METHODS) if works_with_tables(repo, module) else ():
        if kind_of(repo, call.receiver, spot_of(module, call)) is not None:
            name = f"pandas.DataFrame.{call.method}"
            yield name, REMOVED_METHODS[call.method or ""], call.span.line, is_bridged(module, call.block)


def handed(
    module: Module, values: tuple[Value | None, ...], line: int, block: int
) -> Iterator[tuple[str, Removal, int, bool]]:
    for value in values:
        found = {part for part in parts(value) if isinstance(part, Qualified) and part.name in REMOVED}
        for part in sorted(found):
            bridged = isinstance(value, Choice) or is_bridged(module, block)
            yield part.name, REMOVED[part.name], line, bridged


def is_bridged(module: Module, block: int) -> bool:
    """Whether a block stands in `try`, or under a condition (or its `else`) that asks for a name or a version."""
    around = list(module.ancestors(block, across_scopes=True))
    if any(one.kind in {"try", "except", "finally"} for one in around):
        return True
    beside = {one.parent for one in around if one.kind in {"if", "else"}}
    conditions = (one for one in module.detail.blocks if one.kind == "if" and one.parent in beside)
    return any(asks(module, value) for one in conditions for value in one.header)


def asks(module: Module, value: Value) -> bool:
    """Whether a condition calls `hasattr`, or speaks of a version."""
    for part in parts(value):
        if isinstance(part, CallRef):
            call = module.calls[part.index]
            if call.name == "builtins.hasattr" or any(asks(module, one) for one in call.args):
                return True
        if "version" in str(getattr(part, "name", getattr(part, "id", ""))).lower():
            return True
    return False
