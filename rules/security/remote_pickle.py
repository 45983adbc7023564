"""What is unpickled comes from elsewhere."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.arrival import is_checked, source_of
from mlready.tables.arriving import UNPICKLING
from mlready.verdict import Verdict, failed, passed

OWN = "a bucket"
ADVICE = "compare its checksum first, or use a format without code (skops, safetensors, ONNX)"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls_to(*UNPICKLING):
        if not reads_objects(module, call):
            continue
        source = source_of(repo, module, call.argument(*UNPICKLING[call.name or ""]), call)
        place = module.at(call.span)
        if source is None:
            continue
        if is_checked(module, call):
            yield passed(place, f"what comes from {source} is checked first")
        elif source == OWN:
            message = f"whoever can write to {source} decides what runs here, since a pickle is a program: {ADVICE}"
            yield failed(place, message, severity="medium", confidence="medium")
        else:
            yield failed(place, f"a pickle is a program, and this one comes from {source}: {ADVICE}")


def reads_objects(module: Module, call: Call) -> bool:
    """Whether a call reads more than numbers: numpy's only where it is told to."""
    if call.name != "numpy.load":
        return True
    return module.constant(call.keywords.get("allow_pickle"), call.block, call.span.line) == Const(value=True)
