"""Train/test split has no seed."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Attr, CallRef, Const
from mlready.repo import Repo
from mlready.repo.seeding import starts_of
from mlready.tables.seeds import GLOBAL_SEEDS
from mlready.tables.splitters import METHODS, PARTING, SPLITTERS, Splitter
from mlready.verdict import Verdict, failed, passed, unknown


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    calls = module.calls if may_split(module) else ()
    splits = [(call, splitter) for call in calls if (splitter := splitter_of(module, call)) is not None]
    ran = frozenset().union(*(repo.runs(one) for one in starts_of(repo, module))) if splits else frozenset()
    for call, splitter in splits:
        given = call.argument(splitter.position, splitter.seed) or call.keywords.get("generator")
        seeders = GLOBAL_SEEDS[splitter.draws_from] & ran
        if given is None and (call.double_star or call.star):
            yield unknown(module.at(call.span), f"`{splitter.seed}` may be in what `**` passes")
        elif given is not None and given != Const(value=None):
            yield passed(module.at(call.span))
        elif seeders:
            yield passed(module.at(call.span), f"seeded by `{min(seeders)}`")
        else:
            seeded = "a seeded `generator`" if splitter.seed == "generator" else f"`{splitter.seed}`"
            yield failed(module.at(call.span), f"this split differs in every run: give it {seeded}")


def may_split(module: Module) -> bool:
    """Whether what a file uses leaves it open that it splits."""
    by_method = (one for method, packages in METHODS.items() if method in module.summary.methods for one in packages)
    return not SPLITTERS.keys().isdisjoint(module.summary.names) or module.imports(*by_method)


def splitter_of(module: Module, call: Call) -> Splitter | None:
    """How a call splits at random; None where it does not."""
    packages = METHODS.get(call.method or "", {})
    if call.name is not None:
        splitter = SPLITTERS.get(call.name)
    else:
        splitter = next((found for package, found in packages.items() if module.imports(package)), None)
        if call.method in PARTING and not is_parted(module, call):
            return None
    if splitter is None or not splitter.told:
        return splitter
    shuffle = call.keywords.get("shuffle", Const(value=splitter.shuffles))
    shuffles = shuffle == Const(value=True) if not splitter.shuffles else shuffle != Const(value=False)
    return splitter if shuffles else None


def is_parted(module: Module, drawn: Call) -> bool:
    """Whether rows in random order become parts: `rest = frame.drop(sample.index)`, `rows.shuffle().select(range(9))`."""
    for call in module.method_calls(*PARTING[drawn.method or ""]):
        values = [call.receiver, *(one.value for one in (*call.args, *call.keywords.values()) if isinstance(one, Attr))]
        if call.method == "join" and call.keywords.get("how") == Const("anti"):
            values = list(call.args[:1])
        if any(module.origin(one, call.block, call.span.line) == CallRef(drawn.index) for one in values):
            return True
    return False
