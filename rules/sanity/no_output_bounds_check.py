"""Whatever the model answers is passed on."""

from collections.abc import Iterator

from mlready.facts.python import Call
from mlready.facts.values import Qualified
from mlready.repo import Project, Repo
from mlready.repo.quality_alerts import answer_guards
from mlready.repo.serving import Route, answers, calls_in, is_sample, reached
from mlready.verdict import Location, Verdict, failed, not_applicable, passed

LABELS = {
    "argmax", "predict_proba", "inverse_transform", "softmax", "sigmoid", "topk", "generate", "batch_decode", "decode", "id2label",
    "argsort", "decode_predictions", "score_samples",
}  # fmt: skip
"""Methods after which an answer is one of a list, a share between 0 and 1, or text."""

BOUNDING = {"clip", "clamp", "isfinite", "isnan", "between", "nan_to_num"}
LIMITS = {"ge", "gt", "le", "lt"}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    routes = [] if is_sample(project) else [one for one in answers(project) if one.inference is not None]
    guard = next((place for route in routes if (place := bounded(repo, route)) is not None), None)
    numeric = [route for route in routes if not is_label(repo, route)]
    if guard is not None:
        yield passed(guard, "answers are held within bounds")
    elif not numeric:
        yield not_applicable(
            "no function that answers with a number was found" if not routes else "answers are labels, shares or text"
        )
    else:
        message = "no evidence in this repository that an impossible answer is stopped: compare it with its bounds before it is sent"
        yield failed([one.module.at(one.function.span.line) for one in numeric[:5]], message)


def is_label(repo: Repo, route: Route) -> bool:
    return any(last_name(call) in LABELS for _, call in reached(repo, route))


def last_name(call: Call) -> str:
    return call.method or (call.name or "").rpartition(".")[2]


def bounded(repo: Repo, route: Route) -> Location | None:
    """Where an answer is compared with a limit, cut to it, or described with one."""
    return next(answer_guards(repo, route), None) or described(repo, route) or next(cut(repo, route), None)


def cut(repo: Repo, route: Route) -> Iterator[Location]:
    """Calls that hold a number within limits, in the handler and in the function that asks the model."""
    yield from (
        route.module.at(one.span) for one in calls_in(route.module, route.function) if last_name(one) in BOUNDING
    )
    asked = repo.module(route.inference.path) if route.inference is not None else None
    for call in asked.calls if asked is not None else ():
        if last_name(call) in BOUNDING and asked is not None and route.inference is not None:
            function = asked.function_of(call.block)
            if function is not None and function.span.line <= (route.inference.line or 0) <= function.span.end_line:
                yield asked.at(call.span)


def described(repo: Repo, route: Route) -> Location | None:
    """The class of answers that a route names, where it sets limits for a field."""
    module = route.module
    for made in (module.call_of(one) for one in route.function.decorators):
        model = made.keywords.get("response_model") if made is not None else None
        found = repo.definition(module, model.name) if isinstance(model, Qualified) else None
        for field in found[0].calls_to("pydantic.Field") if found is not None else ():
            inside = found is not None and found[1].line <= field.span.line <= found[1].end_line
            if inside and not LIMITS.isdisjoint(field.keywords):
                return (found[0] if found is not None else module).at(field.span)
    return None
