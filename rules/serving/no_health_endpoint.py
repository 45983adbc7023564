"""Nothing can ask the service whether it is well."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.serving import Route, inference_routes, is_sample, routes
from mlready.tables.web import HEALTH_CALLS, HEALTH_PACKAGES, SERVERLESS_NAMES
from mlready.verdict import Verdict, failed, not_applicable, partial, passed

HEALTHY = re.compile(
    r"(?:^|[/_.-])(?:health|healthz|healthcheck|health_?check|ready|readyz|readiness|live|livez|liveness|alive|ping|status|heartbeat|up)(?:$|[/_.-])",
    re.IGNORECASE,
)


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    asked = [one for one in inference_routes(project) if one.function.name not in SERVERLESS_NAMES]
    places = [one.module.at(one.function.span.line) for one in asked]
    everything = routes(project)
    found = next((one for one in everything if is_health(one)), None)
    ready_made = next(project.calls_to(*HEALTH_CALLS, zones=("prod",)), None)
    root = next((one for one in everything if "/" in one.urls and one.inference is None), None)
    if not asked or is_sample(project):
        yield not_applicable("no web application of this project answers with a model")
    elif found is not None:
        yield passed(found.module.at(found.function.span.line), f"`{found.function.name}` says whether it is well")
    elif ready_made is not None or any(True for _ in project.imports(*HEALTH_PACKAGES, zones=("prod",))):
        place = places[0] if ready_made is None else ready_made[0].at(ready_made[1].span)
        yield passed(place, "a package answers for the health of the service")
    elif root is not None:
        yield partial(root.module.at(root.function.span.line), "only `/` answers without asking the model")
    else:
        yield failed(
            places[:5],
            "no evidence in this repository of a route for health: add `/health`, true once the model is loaded",
        )


def is_health(route: Route) -> bool:
    return bool(HEALTHY.search(route.function.name)) or any(HEALTHY.search(url) for url in route.urls)
