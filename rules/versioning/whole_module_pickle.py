"""A whole torch module is pickled instead of its weights."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import CallRef, Mapping
from mlready.repo import Repo
from mlready.repo.networks import is_network
from mlready.verdict import Verdict, failed, passed, unknown


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to("torch.save"):
        place, saved = module.at(call.span), call.argument(0, "obj")
        origin = module.origin(saved, call.block, call.span.line)
        held = [value for _, value in origin.items] if isinstance(origin, Mapping) else [saved]
        if any(is_network(repo, module, value, call.block, call.span.line) for value in held if value is not None):
            message = "this pickles the class by its place in the code, so a rename breaks every saved file: save `.state_dict()`"
            yield failed(place, message, group=module.path)
        elif isinstance(origin, Mapping) or is_state(module, origin):
            yield passed(place)
        else:
            yield unknown(place, "what is saved is made elsewhere")


def is_state(module: Module, value: object) -> bool:
    made: Call | None = module.calls[value.index] if isinstance(value, CallRef) else None
    return made is not None and "state_dict" in (made.method or made.name or "")
