"""torch.load may execute code from the file."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import CallRef, Const, Mapping, Name, Value
from mlready.repo import Repo
from mlready.repo.bounds import is_left_to_users, lower_bound_at
from mlready.repo.versions import at_least
from mlready.tables.checkpoints import LOADER, SAFE_DEFAULT, UNSAFE_LOADERS
from mlready.verdict import Verdict, failed, passed, unknown

COLLECTIVE = ("broadcast", "all_gather", "scatter")
ADVICE = "pass `weights_only=True`"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to(LOADER, *UNSAFE_LOADERS):
        place, given = module.at(call.span), weights_only(module, call)
        if given != Const(value=True) and is_at_hand(module, call):
            yield unknown(place, "what is loaded does not come from a file of others, as far as this function shows")
            continue
        if given == Const(value=True):
            yield passed(place)
        elif given == Const(value=False):
            yield failed(
                place,
                f"this executes what the file says: {ADVICE}",
                severity="low" if is_own(module, repo, call) else None,
            )
        elif given is not None or call.double_star:
            yield unknown(place, "whether weights only are read is decided elsewhere")
        elif call.name != LOADER:
            message = "this loader switches off that weights only are read, and executes what the file says"
            yield failed(place, f"{message}: {ADVICE}", severity="low" if is_own(module, repo, call) else None)
        else:
            yield by_version(module, repo, call)


def by_version(module: Module, repo: Repo, call: Call) -> Verdict:
    """What the default does in the oldest torch that the nearest manifests admit."""
    place, version = module.at(call.span), lower_bound_at(repo, module.path, "torch")
    if version is not None and at_least(version, SAFE_DEFAULT):
        return passed(place, f"torch {version} reads weights only by default")
    if is_own(module, repo, call):
        return unknown(place, "the repository saves a file of that name itself; whether others do too cannot be told")
    if version is not None:
        message = f"torch {version} is admitted, and before {SAFE_DEFAULT} this executes what the file says"
        return failed(place, f"{message}: {ADVICE}")
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
    """Whether code of the project saves a file of that name itself."""
    name = file_name(module, call.argument(0, "f"), call)
    saves = repo.project_of(module.path).calls_to("torch.save") if name else ()
    return any(file_name(where, one.argument(1, "f"), one) == name for where, one in saves)


def file_name(module: Module, value: Value | None, call: Call, depth: int = 4) -> str | None:
    """The literal name, with an ending, that a path ends with: of `"%s/net_%d.pt" % x` or `join(folder, "net.pt")`."""
    origin = module.origin(value, call.block, call.span.line)
    texts: list[str] = []
    for part in parts(origin):
        if isinstance(part, Const) and isinstance(part.value, str):
            texts.append(part.value)
        elif isinstance(part, CallRef) and depth:
            inner = module.calls[part.index]
            given = (inner.receiver, *inner.args) if dotted(inner.receiver) is None else inner.args
            texts += [text for one in given if (text := file_name(module, one, inner, depth - 1)) is not None]
    last = texts[-1].rpartition("/")[2] if texts else ""
    return last if "." in last.strip(".") else None
