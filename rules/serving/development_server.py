"""A development server answers in production."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.shell import program
from mlready.facts.values import Const
from mlready.repo import Project, Repo
from mlready.verdict import Verdict, failed, passed

PRODUCTION = {"gunicorn", "waitress-serve", "uwsgi", "hypercorn", "mod_wsgi-express"}
ON = Const(value=True)


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.method_calls("run"):
        server = server_of(module, call)
        if server is None:
            continue
        place = module.at(call.span)
        switch = "debug" if server == "Flask" else "reload"
        if call.keywords.get(switch) != ON and call.keywords.get("debug") != ON:
            yield passed(place)
        elif is_started_properly(repo.project_of(module.path)):
            message = f"`{switch}=True` of {server}'s development server: leave it to a variable that is off by default"
            yield failed(place, message, severity="low")
        else:
            message = f"{server}'s development server with `{switch}=True` is made for a desk: start gunicorn or uvicorn in the image"
            yield failed(place, message)


def server_of(module: Module, call: Call) -> str | None:
    """Flask or uvicorn, where a call starts one of them."""
    if call.name == "uvicorn.run":
        return "uvicorn"
    made = module.made_by(call.receiver, call.block, call.span.line)
    return "Flask" if made in {"flask.Flask", "quart.Quart"} else None


def is_started_properly(project: Project) -> bool:
    return any(command.words and program(command.words[0]) in PRODUCTION for _, command in project.commands())
