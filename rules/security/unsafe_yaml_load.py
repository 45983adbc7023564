"""yaml.load builds arbitrary objects."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Qualified
from mlready.repo import Repo
from mlready.repo.bounds import lower_bound_at
from mlready.repo.versions import at_least
from mlready.verdict import Verdict, failed, passed, unknown

UNSAFE = {"Loader", "UnsafeLoader", "CLoader", "CUnsafeLoader"}
FULL = {"FullLoader", "CFullLoader"}
SAFE = {"SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"}
ALWAYS = {
    "unsafe_load": "UnsafeLoader",
    "unsafe_load_all": "UnsafeLoader",
    "full_load": "FullLoader",
    "full_load_all": "FullLoader",
}
FULL_MENDED = "5.4"
ADVICE = "use `yaml.safe_load`"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to("yaml.load", "yaml.load_all", *(f"yaml.{name}" for name in ALWAYS)):
        place, loader = module.at(call.span), loader_of(module, repo, call)
        if loader in UNSAFE:
            yield failed(place, f"this file can make Python build any object: {ADVICE}")
        elif loader in FULL:
            yield full_loader(module, repo, call)
        elif loader in SAFE:
            yield passed(place)
        elif loader is not None or call.double_star or call.star:
            yield unknown(place, "the loader is chosen elsewhere")
        else:
            yield failed(
                place, f"without a loader this is unsafe in old versions of PyYAML and an error since 6: {ADVICE}"
            )


def full_loader(module: Module, repo: Repo, call: Call) -> Verdict:
    """`FullLoader` could be made to run code before PyYAML 5.4; where no older version is named it passes."""
    place, version = module.at(call.span), lower_bound_at(repo, module.path, "pyyaml")
    if version is None or at_least(version, FULL_MENDED):
        return passed(place, "`FullLoader` builds plain objects since PyYAML 5.4")
    message = f"PyYAML {version} is admitted, whose `FullLoader` can be made to run code before {FULL_MENDED}"
    return failed(place, f"{message}: {ADVICE}", severity="low")


def loader_of(module: Module, repo: Repo, call: Call) -> str | None:
    """The name of the yaml class that decides: the one given, or what one of the repository derives from; "?" unknown."""
    function = (call.name or "").rpartition(".")[2]
    if function in ALWAYS:
        return ALWAYS[function]
    given = call.argument(1, "Loader")
    origin = module.origin(given, call.block, call.span.line)
    if not isinstance(origin, Qualified):
        return None if origin is None else "?"
    name: str | None = origin.name
    for _ in range(5):
        if name is None or name.startswith("yaml."):
            break
        found = repo.definition(module, name)
        module, name = (found[0], next(iter(found[1].bases), None)) if found is not None else (module, None)
    return "?" if name is None else name.rpartition(".")[2]
