"""Which values are tables and columns of pandas."""

from __future__ import annotations

from collections.abc import Iterable

from mlready.facts.python import Binding, Call, Module, dotted
from mlready.facts.values import Attr, CallRef, Const, Item, Name, Operation, Seq, Unknown, Value
from mlready.repo.model import Repo
from mlready.repo.once import once
from mlready.repo.origins import Spot, passed_to, returned
from mlready.tables.frames import (
    ANNOTATIONS,
    IN_PIECES,
    LIKE_PANDAS,
    MAKERS,
    NOT_COLUMNS,
    SAME_KIND,
    SERIES_MAKERS,
    TELLING,
)

_LOOP = "loop"  # what is being found out: a table that is made of itself says nothing of its own
_MANY = 300  # values after which nothing more is looked at


def works_with_tables(repo: Repo, module: Module) -> bool:
    """Whether a file imports pandas or the like, or uses methods of tables that may come from a file that does."""
    if module.imports(*LIKE_PANDAS):
        return True
    return not module.summary.methods.isdisjoint(TELLING) and module.path in _table_files(repo)


@once
def _table_files(repo: Repo) -> frozenset[str]:
    """Files that may hold tables: those that import pandas or the like, what they import, and what imports them."""
    own = {one.path for one in repo.working if one.imports(*LIKE_PANDAS)}
    found = set(own)
    for module in repo.working if own else ():
        imported = {one.path for one in repo.names.imported(module)}
        if module.path in own:
            found |= imported
        elif not own.isdisjoint(imported):
            found.add(module.path)
    return frozenset(found)


def kind_of(repo: Repo, value: Value | None, spot: Spot) -> str | None:
    """`frame`, `series`, `table` (either of them), or None where a value is not known to be one."""
    kind = _Kinds(repo).of(value, spot)
    return None if kind == _LOOP else kind


class _Kinds:
    """Finds out kinds, each value at each place once."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._known: dict[tuple[str, Value, int, int], str | None] = {}

    def of(self, value: Value | None, spot: Spot) -> str | None:
        if not isinstance(value, Name | Attr | Item | CallRef) or len(self._known) > _MANY:
            return None
        key = (spot.module.path, value, spot.block, spot.line)
        if key not in self._known:
            self._known[key] = _LOOP
            self._known[key] = self._of(value, spot)
        return self._known[key]

    def _of(self, value: Name | Attr | Item | CallRef, spot: Spot) -> str | None:
        match value:
            case Name():
                return self._of_name(value, spot)
            case Attr():
                return self._of_attribute(value, spot)
            case Item():
                return self._of_item(value, spot)
            case CallRef(index):
                return self._of_call(spot.module.calls[index], spot)

    def _of_name(self, value: Name | Attr, spot: Spot) -> str | None:
        """By the binding that reaches a name, or by all there are where it cannot be told which."""
        binding = spot.module.binding(value, spot.block, spot.line)
        if binding is not None:
            return self._of_binding(binding, spot)
        target = dotted(value)
        bindings = spot.module.bindings_of(target, spot.block) if target else []
        return _agreed(self._of_binding(one, spot) for one in bindings if one.kind != "delete")

    def _of_binding(self, binding: Binding, spot: Spot) -> str | None:
        where = spot.at(binding.block, binding.span.line)
        if binding.kind in {"assign", "walrus"}:
            return self.of(binding.value, where)
        if binding.kind == "for":
            return self._of_group(binding.value, where)
        return self._of_parameter(binding, where) if binding.kind == "parameter" else None

    def _of_parameter(self, binding: Binding, spot: Spot) -> str | None:
        """By its annotation, or by what every call that is found passes."""
        function = spot.module.function_of(binding.block)
        if function is None or spot.module.scope_of(binding.block).kind != "function":
            return None
        own = next((one for one in function.parameters if one.name == binding.target), None)
        if own is not None and own.annotation is not None:
            return ANNOTATIONS.get(own.annotation)
        return _agreed(self.of(one.value, one.spot) for one in passed_to(self._repo, binding, spot))

    def _of_group(self, value: Value, spot: Spot) -> str | None:
        """`for name, group in frame.groupby(...)`: the group is a table."""
        match value:
            case Item(Item(CallRef(index), _), Const(1)) if spot.module.calls[index].method == "groupby":
                return self.of(spot.module.calls[index].receiver, spot)
        return None

    def _of_attribute(self, value: Attr, spot: Spot) -> str | None:
        if spot.module.binding(value, spot.block, spot.line) is not None:
            return self._of_name(value, spot)
        if isinstance(value.value, Name) and value.value.id in {"self", "cls"}:
            return None
        kind = self.of(value.value, spot)
        if value.name == "T":
            return kind
        return "series" if kind == "frame" and value.name not in NOT_COLUMNS else None

    def _of_item(self, item: Item, spot: Spot) -> str | None:
        """By one text a column; by a list, a slice or a condition a table again."""
        if isinstance(item.value, Attr) and item.value.name in {"loc", "iloc"}:
            return _located(self.of(item.value.value, spot), item.key)
        kind = self.of(item.value, spot)
        if _picks_several(item.key):
            return kind
        if kind == "frame":
            return "series" if isinstance(item.key, Const) else "table"
        return None

    def _of_call(self, call: Call, spot: Spot) -> str | None:
        here = spot.at(call.block, call.span.line)
        if call.name in MAKERS:
            return None if any(name in call.keywords for name in IN_PIECES) else "frame"
        if call.name in SERIES_MAKERS:
            return "series"
        if call.name is not None and self._repo.definition(spot.module, call.name) is not None:
            return _agreed(self.of(one.value, one.spot) for one in returned(self._repo, call, here))
        if call.method not in SAME_KIND or "inplace" in call.keywords:
            return None
        kind = self.of(call.receiver, here)
        return "table" if kind == "series" and call.method == "reset_index" else kind


def _agreed(kinds: Iterable[str | None]) -> str | None:
    """The one kind that all have."""
    found = set(kinds) - {_LOOP}
    return found.pop() if len(found) == 1 else None


def _picks_several(key: Value) -> bool:
    if isinstance(key, Unknown):
        return key.kind in {"compare", "slice"}
    return isinstance(key, Operation) or (isinstance(key, Seq) and key.kind == "list")


def _located(kind: str | None, key: Value) -> str | None:
    """`frame.loc[condition]` and `frame.iloc[1:3, :]` are tables; one cell is none."""
    keys = key.items if isinstance(key, Seq) and key.kind == "tuple" else (key,)
    return None if any(isinstance(one, Const | Name | CallRef) for one in keys) else kind
