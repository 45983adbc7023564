"""Preparation learned from the test data."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import Attr, CallRef, Item, Name, Value
from mlready.repo import Repo
from mlready.tables.preparers import CHAINS, FOLDS, HOLDING_BACK, LEARNING_PREPARERS
from mlready.verdict import Verdict, failed, passed

KEEPING = {
    "toarray", "todense", "tocsr", "copy", "to_numpy", "reshape", "astype", "dropna", "reset_index", "join", "merge", "drop",
    "fillna", "assign", "rename",
}  # fmt: skip
JOINING = (
    "pandas.DataFrame", "pandas.concat", "numpy.hstack", "numpy.concatenate", "numpy.column_stack", "numpy.array", "numpy.asarray",
    "numpy.c_", "scipy.sparse.hstack",
)  # fmt: skip


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call, given in held_back(module):
        learned = next((found for value in given if (found := preparer(module, value, call)) is not None), None)
        if learned is None:
            yield passed(module.at(call.span))
        else:
            name = (learned.name or "").rpartition(".")[2]
            message = f"`{name}` has seen the rows that this holds back: split first, or put it into the pipeline"
            yield failed((module.at(call.span), module.at(learned.span)), message)


def held_back(module: Module) -> Iterator[tuple[Call, tuple[Value | None, ...]]]:
    """Calls that hold rows back, each with the rows it is given."""
    for call in module.calls_to(*HOLDING_BACK):
        position = HOLDING_BACK[call.name or ""]
        yield call, call.args if position is None else (call.argument(position, "X"),)
    for call in module.method_calls("split"):
        if module.made_by(call.receiver, call.block, call.span.line) in FOLDS:
            yield call, (call.argument(0, "X"),)


def preparer(module: Module, value: Value | None, use: Call, depth: int = 8) -> Call | None:
    """The call that made the learning object whose output a value holds, followed through names, items and plain copies."""
    if value is None or depth == 0:
        return None
    if isinstance(value, Item) or (isinstance(value, Attr) and value.name == "values"):
        return preparer(module, value.value, use, depth - 1)
    if isinstance(value, Name | Attr):
        return named(module, value, use, depth - 1)
    made = module.call_of(value)
    if made is None:
        return None
    if made.method in {"fit_transform", "transform"}:
        return learner(module, made)
    inside = made.args if (made.name or "").startswith(JOINING) else (made.receiver,) if made.method in KEEPING else ()
    return next(
        (found for one in inside for part in parts(one) if (found := preparer(module, part, made, depth - 1))), None
    )


def named(module: Module, value: Value, use: Call, depth: int) -> Call | None:
    """What a name holds where it is used: what was last put into columns of it, or what it was made from."""
    target, line = dotted(value), use.span.line
    bindings = [one for one in module.bindings_of(target, use.block) if one.span.line < line] if target else []
    since = bindings[-1].span.line if bindings else 0
    for store in module.detail.stores:
        if dotted(store.target) == target and since < store.span.line < line and surely(module, store.block, use.block):
            found = preparer(module, store.value, use._replace(block=store.block, span=store.span), depth)
            if found is not None:
                return found
    binding = module.binding(value, use.block, line)
    if binding is None or binding.kind not in {"assign", "walrus"}:
        return None
    return preparer(module, binding.value, use._replace(block=binding.block, span=binding.span), depth)


def surely(module: Module, block: int, use: int) -> bool:
    """Whether what stands in `block` has run where `use` does: around it, or in a loop or `with` before it."""
    around = {one.index for one in module.ancestors(use)}
    outside = next(
        (one for one in module.ancestors(block) if one.kind not in {"for", "with"} or one.index in around), None
    )
    return outside is not None and outside.index in around


def learner(module: Module, call: Call) -> Call | None:
    """The call that made the receiver of `fit_transform` or `transform`, where it learns and has seen the rows it is given."""
    made = module.call_of(module.origin(call.receiver, call.block, call.span.line))
    if made is not None and made.method == "fit":
        fitted, maker = made, module.call_of(module.origin(made.receiver, made.block, made.span.line))
        return learning(module, maker) if fitted.args[:1] == call.args[:1] else None
    found = learning(module, made)
    if found is None or call.method == "fit_transform":
        return found
    fits = [
        one
        for one in module.method_calls("fit")
        if dotted(one.receiver) == dotted(call.receiver) and one.index < call.index
    ]
    return found if fits and fits[-1].args[:1] == call.args[:1] else None


def learning(module: Module, made: Call | None, depth: int = 4) -> Call | None:
    """The call itself where it makes an object that learns from rows, or the part of a chain that does."""
    if made is None or depth == 0 or made.name in LEARNING_PREPARERS:
        return made if depth else None
    if made.name not in CHAINS:
        return None
    given = (
        *made.args,
        *(made.keywords[name] for name in ("steps", "transformers", "transformer_list") if name in made.keywords),
    )
    inside = (
        part if isinstance(part, CallRef) else module.origin(part, made.block, made.span.line)
        for one in given
        for part in parts(module.origin(one, made.block, made.span.line))
    )
    return next(
        (found for part in inside if (found := learning(module, module.call_of(part), depth - 1)) is not None), None
    )
