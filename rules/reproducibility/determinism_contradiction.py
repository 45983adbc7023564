"""Determinism is asked for and undone."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.repo.seeding import starts_of
from mlready.repo.written import Written
from mlready.tables.seeds import BENCHMARKS, DETERMINISM_CALLS, DETERMINISM_FLAGS
from mlready.tables.trainers import LIGHTNING_TRAINERS
from mlready.verdict import Verdict, failed, passed

ON, OFF = Const(value=True), Const(value=False)
HARDWARE = {"is_available", "device_count"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    benchmarks = [one for one in switches(module, BENCHMARKS, "benchmark") if is_last(one)]
    for place in benchmarks:
        files = {one.path: one for start in starts_of(repo, module) for one in repo.closure(start)}
        asked = (one for other in files.values() for one in requests(other) if contradicts(repo, place, one))
        found = next(asked, None)
        if found is not None:
            message = (
                "this picks the fastest algorithm anew in every run, though determinism is asked for: leave it off"
            )
            yield failed((module.at(place.span), found.module.at(found.span)), message)
    if not benchmarks:
        yield from (passed(module.at(one.span)) for one in requests(module))


def switches(module: Module, flags: frozenset[str], keyword: str) -> Iterator[Written]:
    """Where a flag of PyTorch is set, or an argument of a trainer."""
    for binding in module.detail.bindings:
        if binding.target in flags and module.constant(binding.value, binding.block, binding.span.line) == ON:
            yield Written(module, ON, binding.block, binding.span)
    for call in module.calls_to(*LIGHTNING_TRAINERS):
        if is_on(module, call, keyword):
            yield Written(module, ON, call.block, call.span)


def requests(module: Module) -> Iterator[Written]:
    """Where determinism is asked for."""
    if not (DETERMINISM_FLAGS | DETERMINISM_CALLS | LIGHTNING_TRAINERS).isdisjoint(module.summary.names):
        yield from switches(module, DETERMINISM_FLAGS, "deterministic")
        for call in module.calls_to(*DETERMINISM_CALLS):
            mode = call.argument(0, "mode")
            if mode is None or module.constant(mode, call.block, call.span.line) == ON:
                yield Written(module, ON, call.block, call.span)


def is_on(module: Module, call: Call, keyword: str) -> bool:
    given = call.keywords.get(keyword)
    return given is not None and module.constant(given, call.block, call.span.line) == ON


def is_last(place: Written) -> bool:
    """Whether nothing after it in the same function turns the flag off again."""
    return not any(
        one.target in BENCHMARKS
        and one.value == OFF
        and one.span > place.span
        and Written(place.module, ON, one.block, one.span).function == place.function
        for one in place.module.detail.bindings
    )


def contradicts(repo: Repo, one: Written, other: Written) -> bool:
    """Whether both are set in one run: in the same function under the same conditions, or each without a condition."""
    mine, yours = conditions(one), conditions(other)
    if one.module is other.module and one.function == other.function:
        return mine <= yours or yours <= mine
    if mine or yours:
        return False
    nodes = {(place.module.path, place.function) for place in (one, other) if place.function}
    for start in starts_of(repo, one.module):
        files = {file.path for file in repo.closure(start)}
        run = repo.graph.reachable([(start.path, "")])
        if {one.module.path, other.module.path} <= files and nodes <= run:
            return True
    return False


def conditions(place: Written) -> frozenset[int]:
    """Blocks that something decides about, other than whether there is a GPU."""
    around = (one for one in place.module.ancestors(place.block) if one.kind in {"if", "else", "except", "case"})
    return frozenset(
        one.index
        for one in around
        if not any(
            (call := place.module.call_of(value)) is not None and call.method in HARDWARE for value in one.header
        )
    )
