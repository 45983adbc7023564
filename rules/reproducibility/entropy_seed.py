"""The seed is another one in every run, and nothing keeps it."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import Const, FString, Mapping, Qualified, Value
from mlready.repo import Repo
from mlready.repo.seeding import starts_of
from mlready.repo.written import Written, written
from mlready.tables.seeds import ENTROPY, GLOBAL_SEEDS, REPORTING, RESEEDING, SEEDING, SEEDS_PYTHON
from mlready.verdict import Verdict, failed, passed

DRAWS = {
    "random.": SEEDS_PYTHON - {"random.Random"},
    "numpy.random.": GLOBAL_SEEDS["numpy"],
    "torch.": GLOBAL_SEEDS["torch"],
}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in seedings(module):
        given = call.args[0] if call.args else next(iter(call.keywords.values()), None)
        source = entropy(module, call, given)
        if source is None:
            if isinstance(given, Const) and given.value is not None:
                yield passed(module.at(call.span))
        elif is_kept(module, given) or is_fixed(module, repo, source):
            yield passed(module.at(call.span), "the seed is recorded, or drawn from a generator that is seeded")
        else:
            message = f"the seed comes from `{source}` and is not kept: take it from the configuration, or record it"
            yield failed(module.at(call.span), message)


def seedings(module: Module) -> Iterator[Call]:
    """Calls that seed a generator, by whatever name its module goes (`npr = np.random`)."""
    for call in module.calls:
        name = call.name
        if name is None and call.method in {"seed", "manual_seed"}:
            origin = module.origin(call.receiver, call.block, call.span.line)
            name = f"{origin.name}.{call.method}" if isinstance(origin, Qualified) else None
        if name in SEEDING:
            yield call._replace(name=name)


def entropy(module: Module, call: Call, given: Value | None) -> str | None:
    """The call by which a seed is another one in every run; None where it is not seen to be."""
    if call.name in RESEEDING and not call.star and not call.double_star and given in {None, Const(value=None)}:
        return call.name
    if given is None:
        return None
    return next(drawn(Written(module, given, call.block, call.span)), None)


def drawn(value: Written, depth: int = 5) -> Iterator[str]:
    """Calls of clocks, process numbers and generators that a value is reckoned from; a choice may be none of them."""
    origin = value.origin()
    for part in parts(origin) if is_reckoned(origin) else ():
        call = value.module.call_of(part)
        if call is None or not depth:
            continue
        if call.name is not None and call.name.startswith(ENTROPY):
            yield call.name
        inside = (*call.args, call.receiver) if call.name is None or call.name.startswith("builtins.") else ()
        for one in inside:
            if one is not None:
                yield from drawn(value.given_to(call, one), depth - 1)


def is_reckoned(origin: Value | None) -> bool:
    return not any(getattr(part, "operator", "") in {"or", "and"} or hasattr(part, "options") for part in parts(origin))


def is_fixed(module: Module, repo: Repo, source: str) -> bool:
    """Whether the seed is drawn from a global generator that something seeds."""
    seeders = next((found for start, found in DRAWS.items() if source.startswith(start)), None)
    return (
        seeders is not None
        and source not in RESEEDING
        and any(repo.runs(one) & seeders for one in starts_of(repo, module))
    )


def is_kept(module: Module, given: Value | None) -> bool:
    """Whether the number is printed, logged or put where it can be read later."""
    name = dotted(given)
    names = {name, name.partition(".")[0]} if name is not None else set()
    if name is not None and not {"self", "cls"}.isdisjoint(names):
        names = {name}
    shown = (value for call in module.calls if is_report(call) for value in (*call.args, *call.keywords.values()))
    texts = (one.value for one in written(module) if isinstance(one.value, FString | Mapping))
    return any(dotted(part) in names for value in (*shown, *texts) for part in parts(value))


def is_report(call: Call) -> bool:
    return (call.method or (call.name or "").rpartition(".")[2]) in REPORTING
