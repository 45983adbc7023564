"""The model is loaded again for every request."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.repo import Repo
from mlready.repo.serving import answers, calls_in, dependencies
from mlready.tables.roles import LOADER_METHODS, MODEL_LOADERS
from mlready.verdict import Verdict, failed, passed

CACHING = (
    "functools.lru_cache", "functools.cache", "functools.cached_property", "cachetools.", "streamlit.cache", "joblib.Memory",
    "async_lru.", "aiocache.", "diskcache.",
)  # fmt: skip
READING = MODEL_LOADERS - {"pickle.loads"}
METHODS = LOADER_METHODS - {"load_state_dict"}
MESSAGE = "the model is read again for every request: load it at start-up or behind `functools.lru_cache`"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for route in answers(repo.project_of(module.path)):
        if route.module is not module:
            continue
        handler = module.at(route.function.span.line)
        calls = list(calls_in(module, route.function))
        at = next((module.at(one.span) for one in calls if is_load(module, one) or reads(repo, module, one.name)), None)
        if any(reads(repo, module, name) for name in dependencies(module, route.function)):
            at = at or handler
        yield passed(handler) if at is None else failed(at if at == handler else (at, handler), MESSAGE)


def is_load(module: Module, call: Call) -> bool:
    """Whether a call reads a model, and not only where a cache is empty."""
    if call.name not in READING and call.method not in METHODS:
        return False
    around = list(module.ancestors(call.block))
    if any(one.kind in {"if", "else", "except"} for one in around):
        return False
    body = around[-1]
    earlier = [one for one in module.detail.blocks if one.parent == body.index and one.span.line < call.span.line]
    return not any(one.kind == "if" and set(one.statements) & {"R", "K"} for one in earlier)


def reads(repo: Repo, module: Module, name: str | None, hops: int = 2) -> bool:
    """Whether a name stands for a function or class of the repository that reads a model each time it is called."""
    for path, inner in repo.graph.targets(module, name) if name else ():
        where, definition = repo.module(path), repo.graph.definition((path, inner))
        if where is None or definition is None or any(one.startswith(CACHING) for one in definition.decorators):
            continue
        lines = range(definition.line, definition.end_line + 1)
        own = [one for one in where.calls if one.span.line in lines]
        if any(is_load(where, one) or (hops > 1 and reads(repo, where, one.name, hops - 1)) for one in own):
            return True
    return False
