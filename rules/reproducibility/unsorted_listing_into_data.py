"""Rows stand in the order of the file system."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import Attr, CallRef, Name, Seq, Value
from mlready.repo import Repo
from mlready.repo.listing import listed
from mlready.repo.numbering import given_numbers
from mlready.repo.seeding import starts_of
from mlready.repo.written import Written
from mlready.tables.listings import PICKING, STACKING
from mlready.tables.seeds import SEEDS_OF
from mlready.tables.splitters import SPLITTERS
from mlready.verdict import Verdict, failed, passed


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    told: set[int] = set()
    for rows, use in (*kept(module), *taken(module, repo), *named(module)):
        found = listed(rows)
        if found is None or found.call.index in told:
            continue
        told.add(found.call.index)
        place = module.at(found.call.span)
        if found.sorted or not use:
            yield passed(place)
        else:
            message = f"files come in another order on another machine, and {use}: wrap the listing in `sorted`"
            yield failed((place, module.at(rows.span)), message)


def kept(module: Module) -> Iterator[tuple[Written, str]]:
    """What a data set keeps to give rows from by number, and why its order matters: no word where it is sorted later."""
    ordered = {dotted(call.receiver) for call in module.method_calls("sort")}
    owners = {
        one.name.removesuffix(".__getitem__") for one in module.detail.functions if one.name.endswith(".__getitem__")
    }
    for binding in module.detail.bindings if owners else ():
        function = module.function_of(binding.block)
        owner, _, name = function.name.rpartition(".") if function is not None else ("", "", "")
        if name == "__init__" and owner in owners and binding.target.startswith("self.") and binding.kind == "assign":
            use = "" if binding.target in ordered else "the data set numbers its rows by it"
            itself = Attr(Name("self"), binding.target.removeprefix("self."))
            value = itself if binding.value == Seq((), "list") else binding.value
            yield Written(module, value, binding.block, binding.span), use


def taken(module: Module, repo: Repo) -> Iterator[tuple[Written, str]]:
    """What is divided, shuffled, paired or put one after the other."""
    drawing = [
        call
        for call in module.calls_to(*SPLITTERS, *PICKING)
        if call.name in SPLITTERS or is_seeded(module, repo, call)
    ]
    for call in drawing:
        for one in call.args[:2] if call.name in SPLITTERS else call.args[:1]:
            yield at(module, call, one), "rows are taken by their place"
    for call in module.calls_to("builtins.zip"):
        pairs = [at(module, call, one) for one in call.args]
        if len(pairs) > 1 and all(listed(one) is not None for one in pairs):
            yield from ((one, "what belongs together is paired by place") for one in pairs)
    for call in module.calls_to(*STACKING):
        yield at(module, call, CallRef(call.index)), "so do the rows of the table"


def named(module: Module) -> Iterator[tuple[Written, str]]:
    """What is given numbers, as the names of classes are."""
    for call, rows in given_numbers(module):
        yield at(module, call, rows), "what it names is numbered by it"


def is_seeded(module: Module, repo: Repo, call: Call) -> bool:
    """Whether something fixes which places are drawn, as a script does; cells of a notebook draw to look at some rows."""
    if module.is_notebook:
        return False
    library = "numpy" if (call.name or "").startswith("numpy.") else "python"
    return any(repo.runs(one) & SEEDS_OF[library] for one in starts_of(repo, module))


def at(module: Module, call: Call, value: Value) -> Written:
    return Written(module, value, call.block, call.span)
