"""yaml.load builds arbitrary objects."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Qualified, Value
from mlready.repo import Repo
from mlready.verdict import Verdict, failed, passed, unknown

UNSAFE = {"yaml.Loader", "yaml.UnsafeLoader", "yaml.CLoader", "yaml.CUnsafeLoader", "yaml.loader.Loader"}
FULL = {"yaml.FullLoader", "yaml.CFullLoader", "yaml.loader.FullLoader"}
SAFE = {"yaml.SafeLoader", "yaml.CSafeLoader", "yaml.BaseLoader", "yaml.CBaseLoader", "yaml.loader.SafeLoader"}
ALWAYS_UNSAFE = {"yaml.unsafe_load", "yaml.unsafe_load_all"}
ALWAYS_FULL = {"yaml.full_load", "yaml.full_load_all"}
ADVICE = "use `yaml.safe_load`"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to("yaml.load", "yaml.load_all", *ALWAYS_UNSAFE, *ALWAYS_FULL):
        place = module.at(call.span)
        loader = loader_of(module, repo, call)
        if call.name in ALWAYS_UNSAFE or loader in UNSAFE:
            yield failed(place, f"this file can make Python build any object: {ADVICE}")
        elif call.name in ALWAYS_FULL or loader in FULL:
            yield failed(place, f"`FullLoader` builds more than plain data: {ADVICE}", severity="low")
        elif loader in SAFE:
            yield passed(place)
        elif loader is not None or call.double_star:
            yield unknown(place, "the loader is chosen elsewhere")
        else:
            yield failed(place, f"without a loader this is unsafe before PyYAML 6 and an error since: {ADVICE}")


def loader_of(module: Module, repo: Repo, call: Call) -> str | None:
    """The yaml class that decides: the loader given, or the first base of one defined in the repository."""
    given: Value | None = call.argument(1, "Loader")
    origin = module.origin(given, call.block, call.span.line)
    if not isinstance(origin, Qualified):
        return None if origin is None else "?"
    found = repo.definition(module, origin.name)
    if found is None:
        return origin.name
    return next((base for base in found[1].bases if base.startswith("yaml.")), "?")
