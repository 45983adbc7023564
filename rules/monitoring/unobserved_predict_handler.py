"""A prediction leaves no trace."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.repo import Project, Repo
from mlready.repo.serving import Route, calls_in, inference_routes
from mlready.tables.observers import APP_OBSERVERS, LOG_METHODS, METRIC_OBJECT_METHODS, OBSERVING_PACKAGES, WRITE_METHODS
from mlready.verdict import Verdict, failed, passed

HOPS = 3


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    project = repo.project_of(module.path)
    observed = next(project.calls_to(*APP_OBSERVERS, zones=("prod",)), None) or has_middleware(project)
    for route in inference_routes(project):
        if route.module is not module:
            continue
        place = module.at(route.function.span.line)
        calls = list(reached(repo, route))
        if observed or any(observes(where, call) for where, call in calls):
            yield passed(place)
        elif any(call.name == "builtins.print" for _, call in calls):
            message = "this prediction is only printed: log input, answer and model version"
            yield failed(place, message, severity="low")
        else:
            yield failed(place, "this prediction leaves no log, metric or record: log input, answer and model version")


def has_middleware(project: Project) -> bool:
    """Whether a middleware of the application logs or measures every request."""
    for module in project.code:
        for function in module.detail.functions:
            decorators = [module.call_of(one) for one in function.decorators]
            if any(one is not None and one.method in {"middleware", "before_request", "after_request"} for one in decorators) and any(
                observes(module, call) for call in calls_in(module, function)
            ):
                return True
    return False


def reached(repo: Repo, route: Route) -> Iterator[tuple[Module, Call]]:
    """Calls in a handler and in the functions of the repository it calls, a few hops deep."""
    seen: set[tuple[str, str]] = set()
    waiting = [(route.module, call, HOPS) for call in calls_in(route.module, route.function)]
    while waiting:
        module, call, hops = waiting.pop(0)
        yield module, call
        name = call.name or (f"?.{call.method}" if call.method else "")
        for path, inner in repo.graph.targets(module, name) if hops and name else ():
            where = repo.module(path)
            definition = repo.graph.definition((path, inner))
            if where is None or definition is None or (path, inner) in seen:
                continue
            seen.add((path, inner))
            lines = range(definition.line, definition.end_line + 1)
            waiting.extend((where, one, hops - 1) for one in where.calls if one.span.line in lines)


def observes(module: Module, call: Call) -> bool:
    """Whether a call logs, measures, traces or stores something."""
    if call.method in METRIC_OBJECT_METHODS or call.method in WRITE_METHODS:
        return True
    if (call.name or "").startswith(tuple(f"{one}." for one in OBSERVING_PACKAGES)):
        return True
    return call.method in LOG_METHODS and call.receiver is not None and call.name is None
