"""Any page may ask with the user's cookies, or anybody may start a training."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module, parts
from mlready.facts.values import Const, Qualified, Value
from mlready.repo import Repo
from mlready.repo.flow import within
from mlready.repo.serving import Route, reached, routes
from mlready.tables.web import CORS_CALLS, CREDENTIALS, ORIGINS
from mlready.verdict import Verdict, failed, passed

TRAINING = re.compile(r"(?:^|[/_.-])(?:re)?train(?:ing)?(?:$|[/_.-])|(?:^|[/_-])(?:re)?fit(?:$|[/_-])", re.IGNORECASE)
GUARD = re.compile(
    r"auth|token|api_?key|secret|credential|login|permission|jwt|bearer|signature|current_user|admin|limiter",
    re.IGNORECASE,
)
LEARNS = {
    "fit",
    "train",
    "fit_transform",
    "partial_fit",
    "train_model",
    "retrain",
    "apply_async",
    "delay",
    "add_task",
    "start_run",
}
EVERYBODY = {"*", ".*", "https?://.*", "http.*"}
ON = Const(value=True)
CORS = "any page may ask this service with the cookies of its visitor: name the origins that may"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls:
        if is_cors(call):
            place = module.at(call.span)
            if is_open(module, call):
                yield failed(place, CORS)
            else:
                yield passed(place)
    if module.summary.assignments.get("CORS_ALLOW_CREDENTIALS") is True:
        yield from settings(module)
    for route in routes(repo.project_of(module.path)):
        if route.module is module and starts_training(repo, route):
            place = module.at(route.function.span.line)
            if is_guarded(repo, route):
                yield passed(place)
            else:
                yield failed(
                    place,
                    "anybody who reaches this address may start a training: ask for a key, or start it from a job",
                )


def settings(module: Module) -> Iterator[Verdict]:
    """What settings of Django say of origins, where they let credentials through."""
    for binding in module.detail.bindings:
        if binding.target in {"CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"} and binding.block == 0:
            place = module.at(binding.span.line)
            yield failed(place, CORS) if binding.value == ON else passed(place)


def is_cors(call: Call) -> bool:
    given = [one.name for one in call.args[:1] if isinstance(one, Qualified)]
    return any(name in CORS_CALLS for name in (call.name, *given))


def is_open(module: Module, call: Call) -> bool:
    """Whether every origin is let in together with credentials; Flask's extension lets every origin in by default."""
    if not any(call.keywords.get(one) == ON for one in CREDENTIALS):
        return False
    origins = [call.keywords[one] for one in ORIGINS if one in call.keywords]
    if not origins:
        return (call.name or "").startswith("flask_cors.") and "resources" not in call.keywords
    shown = [module.origin(one, call.block, call.span.line) for one in origins]
    return any(is_everybody(part) for one in shown for part in parts(one))


def is_everybody(value: Value) -> bool:
    return isinstance(value, Const) and value.value in EVERYBODY


def starts_training(repo: Repo, route: Route) -> bool:
    named = any(TRAINING.search(one) for one in (route.function.name, *route.urls))
    return named and any(
        (call.method or (call.name or "").rpartition(".")[2].lstrip(":")) in LEARNS for _, call in reached(repo, route)
    )


def is_guarded(repo: Repo, route: Route) -> bool:
    """Whether the handler, or the application around it, asks who is there."""
    module = route.module
    shown = [*route.function.decorators, *(one.default for one in route.function.parameters)]
    words = [repr(module.call_of(part) or part) for one in shown for part in within(module, one)]
    words += [one.name for one in route.function.parameters]
    words += [call.name or call.method or "" for _, call in reached(repo, route)]
    around = (one for other in (module, *repo.importers([module])) for one in other.summary.names)
    return any(GUARD.search(one) for one in (*words, *around))
