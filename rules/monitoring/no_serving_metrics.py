"""A serving model gives off no metrics."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.monitoring import logged_numbers, metrics, scraped
from mlready.repo.serving import inference_routes, is_sample
from mlready.verdict import Verdict, failed, not_applicable, partial, passed


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    own = next(metrics(project), None)
    collected = next(scraped(project), None)
    counted = next(logged_numbers(project), None)
    routes = inference_routes(project)
    evidence = [one.location for one in project.roles["serves"].evidence]
    if is_sample(project):
        yield not_applicable("it shows how a library of this repository is used")
    elif own is not None:
        yield passed(own[0], f"metrics: {own[1]}")
    elif collected is not None and not routes:
        yield passed(collected[0], f"the server's metrics are collected by {collected[1]}")
    elif counted is not None:
        yield partial(counted, "numbers are written to the log, but nothing in this repository collects them")
    elif not routes and evidence:
        yield partial(evidence[0], "the server gives off metrics, but nothing in this repository collects them")
    else:
        message = (
            "no evidence in this repository that serving gives off metrics: one line of an instrumentator is a start"
        )
        yield failed(evidence or project.location, message)
