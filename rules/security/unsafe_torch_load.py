"""torch.load may execute code from the file."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.versions import at_least
from mlready.verdict import Verdict, failed, passed, unknown

SAFE_DEFAULT = "2.6"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    version = repo.project_of(module.path).lower_bound("torch")
    for call in module.calls_to("torch.load"):
        place = module.at(call.span)
        given = call.keywords.get("weights_only")
        if given is not None:
            literal = module.constant(given, call.block, call.span.line)
            if literal is None:
                yield unknown(place, "`weights_only` is decided elsewhere")
            elif literal == Const(value=True):
                yield passed(place)
            else:
                yield failed(place, "this executes what the file says: pass `weights_only=True`")
        elif call.double_star:
            yield unknown(place, "`weights_only` may be in what `**` passes")
        elif version is None:
            message = "before torch 2.6 this executes what the file says, and no manifest says which torch it is"
            yield failed(place, f"{message}: pass `weights_only=True`", confidence="medium", severity="low")
        elif at_least(version, SAFE_DEFAULT):
            yield passed(place, f"torch {version} reads weights only by default")
        else:
            message = f"torch {version} is admitted, and before 2.6 this executes what the file says"
            yield failed(place, f"{message}: pass `weights_only=True`")
