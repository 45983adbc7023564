"""torch.load may execute code from the file."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, parts
from mlready.facts.values import Const, Mapping, Name, Value
from mlready.repo import Repo
from mlready.repo.bounds import is_left_to_users, lower_bound_at
from mlready.repo.provenance import writes_itself
from mlready.repo.versions import at_least
from mlready.tables.checkpoints import LOADER, SAFE_DEFAULT, SAFE_OPTION, UNSAFE_LOADERS
from mlready.verdict import Verdict, failed, passed, unknown

COLLECTIVE = ("broadcast", "all_gather", "scatter")
ADVICE = "pass `weights_only=True`"
OWN = "the repository writes this file itself; whether others do too cannot be told"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to(LOADER, *UNSAFE_LOADERS):
        place, given = module.at(call.span), weights_only(module, call)
        if given == Const(value=True):
            yield passed(place)
        elif is_at_hand(module, call):
            yield unknown(place, "what is loaded does not come from a file of others, as far as this function shows")
        elif given not in {None, Const(value=False)} or (given is None and call.double_star):
            yield unknown(place, "whether weights only are read is decided elsewhere")
        elif given is not None:
            severity = "low" if is_own(module, repo, call) else None
            yield failed(place, f"this executes what the file says: {ADVICE}", severity=severity)
        else:
            yield by_default(module, repo, call)


def by_default(module: Module, repo: Repo, call: Call) -> Verdict:
    """What the loader does unasked: `torch.load` by the oldest torch that the nearest manifests admit."""
    place, version = module.at(call.span), lower_bound_at(repo, module.path, "torch")
    if call.name == LOADER and version is not None and at_least(version, SAFE_DEFAULT):
        return passed(place, f"torch {version} reads weights only by default")
    if is_own(module, repo, call):
        return unknown(place, OWN)
    if call.name != LOADER:
        message = "this loader switches off that weights only are read, and executes what the file says"
        return failed(place, f"{message}: {ADVICE}")
    if version is not None:
        advice = ADVICE if at_least(version, SAFE_OPTION) else f"demand torch {SAFE_DEFAULT}"
        message = f"torch {version} is admitted, and before {SAFE_DEFAULT} this executes what the file says"
        return failed(place, f"{message}: {advice}")
    if is_left_to_users(repo, module.path, "torch"):
        return unknown(place, "which torch this is, is left to who installs it")
    message = f"before torch {SAFE_DEFAULT} this executes what the file says, and no manifest says which torch it is"
    return failed(place, f"{message}: {ADVICE}", confidence="medium", severity="low")


def weights_only(module: Module, call: Call) -> Value | None:
    """What `weights_only` is, given in plain sight or in a dict that `**` passes; a Name where it cannot be told."""
    given = call.keywords.get("weights_only")
    if given is not None:
        return module.constant(given, call.block, call.span.line) or given
    if not call.double_star:
        return None
    function = module.function_of(call.block)
    stored = [
        store.value
        for store in module.detail.stores
        if store.key == Const("weights_only") and module.function_of(store.block) == function
    ]
    written = [
        value
        for binding in module.detail.bindings
        if isinstance(binding.value, Mapping) and module.function_of(binding.block) == function
        for key, value in binding.value.items
        if key == Const("weights_only")
    ]
    found = {*stored, *written}
    return found.pop() if len(found) == 1 else None


def is_at_hand(module: Module, call: Call) -> bool:
    """Whether the same function receives the bytes from its own job, or writes the file again."""
    given, function = call.argument(0, "f"), module.function_of(call.block)
    beside = [one for one in module.calls if function and module.function_of(one.block) == function]
    if module.made_by(given, call.block, call.span.line) == "io.BytesIO":
        return any((one.method or one.name or "").lstrip(":").startswith(COLLECTIVE) for one in beside)
    saves = [one for one in beside if one.name == "torch.save"]
    return isinstance(given, Name) and any(given in parts(one.argument(1, "f")) for one in saves)


def is_own(module: Module, repo: Repo, call: Call) -> bool:
    return writes_itself(repo, module, call, "torch.save")
