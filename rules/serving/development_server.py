"""A development server answers in production."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.serving import started_by
from mlready.verdict import Verdict, failed, passed

ON = Const(value=True)
ADVICE = "start gunicorn or uvicorn in the image"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    start = started_by(repo.project_of(module.path), module)
    for call in module.calls:
        server = server_of(module, call)
        if server is None:
            continue
        place = module.at(call.span)
        switch = "debug" if server == "Flask" else "reload"
        proper = start is not None and start.proper
        if call.keywords.get("debug") == ON and (not proper or is_open(call)):
            yield switched_on(module, call, server, "debug", proper=proper)
        elif call.keywords.get(switch) == ON and not proper:
            yield switched_on(module, call, server, switch, proper=proper)
        elif server == "Flask" and start is not None and start.desk:
            yield failed((place, start.place), f"the image starts Flask's own server, made for a desk: {ADVICE}")
        else:
            yield passed(place)


def switched_on(module: Module, call: Call, server: str, switch: str, *, proper: bool) -> Verdict:
    place = module.at(call.span)
    if proper:
        message = f"`{switch}=True` of {server}'s development server: leave it to a variable that is off by default"
        return failed(place, message, severity="low")
    return failed(place, f"{server}'s development server with `{switch}=True` is made for a desk: {ADVICE}")


def is_open(call: Call) -> bool:
    """Whether others on the network reach it."""
    return call.keywords.get("host") in {Const("0.0.0.0"), Const("::")}  # noqa: S104 - what is looked for


def server_of(module: Module, call: Call) -> str | None:
    """Flask or uvicorn, where a call starts one of them."""
    if call.name == "uvicorn.run":
        return "uvicorn"
    if call.method != "run":
        return None
    made = module.made_by(call.receiver, call.block, call.span.line)
    return "Flask" if made in {"flask.Flask", "quart.Quart"} else None
