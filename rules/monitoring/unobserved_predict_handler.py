"""A prediction leaves no trace."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.monitoring import observes, observes_requests
from mlready.repo.serving import inference_routes, reached
from mlready.verdict import Verdict, failed, passed

SERVERLESS = {"handler", "lambda_handler"}
ADVICE = "log input, answer and model version"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    project = repo.project_of(module.path)
    for route in inference_routes(project):
        if route.module is not module:
            continue
        place = module.at(route.function.span.line)
        calls = list(reached(repo, route))
        printed = any(call.name == "builtins.print" for _, call in calls)
        # What a serverless function prints goes to the log of its platform.
        logged = printed and route.function.name in SERVERLESS
        if logged or observes_requests(project) or any(observes(where, call) for where, call in calls):
            yield passed(place)
        elif printed:
            yield failed(place, f"this prediction is only printed: {ADVICE}", severity="low")
        else:
            yield failed(place, f"this prediction leaves no log, metric or record: {ADVICE}")
