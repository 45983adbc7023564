"""An assignment through two subscripts changes a copy."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.facts.values import Attr, Item, Seq, Value
from mlready.repo import Repo
from mlready.repo.frames import kind_of
from mlready.repo.origins import Spot
from mlready.verdict import Verdict, failed, passed

INDEXERS = {"loc", "iloc", "at", "iat"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for store in module.detail.stores if module.imports("pandas") else ():
        spot = Spot(module, store.block, store.span.line)
        target = without_indexer(store.target)
        if kind_of(repo, target, spot) == "frame" and not isinstance(target, Item):
            yield passed(module.at(store.span))
        elif (table := table_of(target)) is not None and kind_of(repo, table, spot) == "frame":
            message = "this changes a copy of the rows, not the table: assign once, through `frame.loc[rows, column]`"
            yield failed(module.at(store.span), message)


def without_indexer(target: Value) -> Value:
    """What a store changes: of `x.loc[...] = v` it is x."""
    return target.value if isinstance(target, Attr) and target.name in INDEXERS else target


def table_of(target: Value) -> Value | None:
    """The table of which a column or rows were picked: of `x["a"]` and `x.loc[rows]` it is x, of one cell it is None."""
    if not isinstance(target, Item):
        return None
    picked = target.value
    if isinstance(picked, Attr) and picked.name in INDEXERS:
        several = picked.name in {"loc", "iloc"} and not (isinstance(target.key, Seq) and target.key.kind == "tuple")
        return picked.value if several else None
    return picked
