"""The model is loaded again for every request."""

from collections.abc import Iterator

from mlready.facts.python import Call, Definition, Module
from mlready.repo import Repo
from mlready.repo.serving import calls_in, inference_routes
from mlready.tables.roles import LOADER_METHODS, MODEL_LOADERS
from mlready.verdict import Verdict, failed, passed

CACHING = ("functools.lru_cache", "functools.cache", "functools.cached_property", "cachetools.", "streamlit.cache", "joblib.Memory")
MESSAGE = "the model is read again for every request: load it at start-up or behind `functools.lru_cache`"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for route in inference_routes(repo.project_of(module.path)):
        if route.module is not module:
            continue
        calls = list(calls_in(module, route.function))
        loading = next((call for call in calls if is_load(module, call) or reaches_load(repo, module, call)), None)
        if loading is None:
            yield passed(module.at(route.function.span.line))
        else:
            yield failed((module.at(loading.span), module.at(route.function.span.line)), MESSAGE)


def is_load(module: Module, call: Call) -> bool:
    """Whether a call reads a model, not under a condition that a cache makes (`if model is None`)."""
    if call.name not in MODEL_LOADERS and call.method not in LOADER_METHODS - {"load_state_dict"}:
        return False
    return not any(one.kind in {"if", "else"} for one in module.ancestors(call.block))


def reaches_load(repo: Repo, module: Module, call: Call) -> bool:
    """Whether a call leads to a function of the repository that reads a model each time."""
    found = repo.definition(module, call.name) if call.name is not None else None
    if found is None or found[1].kind != "function" or is_cached(found[1]):
        return False
    where, definition = found
    lines = range(definition.line, definition.end_line + 1)
    return any(one.span.line in lines and is_load(where, one) for one in where.calls)


def is_cached(definition: Definition) -> bool:
    return any(name.startswith(CACHING) for name in definition.decorators)
