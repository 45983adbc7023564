"""What a caller sends goes to the model unchecked."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.inputs import Input
from mlready.repo.serving import answers
from mlready.verdict import Verdict, failed, passed

MESSAGE = "what is sent here reaches the model unchecked: declare its fields and ranges in a schema, and answer 422 to the rest"
TYPED = {"", "Ray Serve"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for route in answers(repo.project_of(module.path)):
        if route.module is not module or route.server not in TYPED:
            continue
        handler = module.at(route.function.span.line)
        sent = Input(repo, route)
        place = sent.reads()
        if place is None or sent.is_checked(route):
            yield passed(handler)
        else:
            yield failed(place if place == handler else (place, handler), MESSAGE)
