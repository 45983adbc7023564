"""Runs are recorded where only one machine sees them."""

import re
from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.facts.values import Const
from mlready.repo import Repo, Subject
from mlready.repo.tracking import clients, servers
from mlready.verdict import Verdict, failed, passed, unknown

SHARED = re.compile(r"(?:https?|databricks|postgresql\S*|mysql\S*|mssql\S*|azureml|arn)\b", re.IGNORECASE)
LOCAL = re.compile(r"sqlite:|file:|\.{0,2}/|[A-Za-z]:\\|[\w.-]+$")


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    module = repo.module(subject.path)
    if module is not None:
        yield from in_python(module)
        return
    for server in servers(repo, subject.path):
        if server.store is None or server.kept:
            yield passed(server.place) if server.kept else unknown(server.place, "its settings stand elsewhere")
        elif LOCAL.match(server.store) and not SHARED.match(server.store):
            message = f"the runs of this server are gone with its container (`{server.store}`): name a database, or mount a volume"
            yield failed(server.place, message)
        else:
            yield passed(server.place)
    for client in clients(repo, subject.path):
        if client.store is None:
            yield unknown(client.place, "the store is named elsewhere")
        elif not client.kept and LOCAL.match(client.store) and not SHARED.match(client.store):
            message = f"the runs of this container are gone with it (`{client.store}`): name the address of a server"
            yield failed(client.place, message)
        else:
            yield passed(client.place)


def in_python(module: Module) -> Iterator[Verdict]:
    for call in module.calls_to("mlflow.set_tracking_uri"):
        given = module.constant(call.argument(0, "uri"), call.block, call.span.line)
        place = module.at(call.span)
        if not isinstance(given, Const) or not isinstance(given.value, str):
            yield unknown(place, "the store is named elsewhere")
        elif LOCAL.match(given.value) and not SHARED.match(given.value):
            message = f"runs are recorded on this machine only (`{given.value}`): take the address of a server from `MLFLOW_TRACKING_URI`"
            yield failed(place, message)
        else:
            yield passed(place)
