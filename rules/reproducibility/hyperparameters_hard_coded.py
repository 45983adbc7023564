"""The numbers of training stand in the code."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const, Name, Value
from mlready.repo import Project, Repo
from mlready.repo.seeding import starts_of, trainers
from mlready.tables.settings import NOT_TUNING, SETTING_SOURCES, TUNED, TUNING_KEYWORDS
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

MANY = 6


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    files = [one for one in trainers(project) if not one.is_notebook]
    told = {one: found for one in files if (found := settings(one, repo)) is not None}
    fixed = {one: places for one in files if one not in told and len(places := list(numbers(one))) >= MANY}
    written_in = [places[0][0] for places in fixed.values()]
    if not fixed and not told:
        yield not_applicable(f"no file that trains holds {MANY} numbers or takes any from outside")
    elif not fixed:
        place, source = next(iter(told.values()))
        yield passed(place, f"numbers are taken from outside: `{source}`")
    elif told:
        yield partial(
            written_in, f"{len(told)} of {len(told) + len(fixed)} files that train take their numbers from outside"
        )
    elif all(sum(named for _, named in places) * 2 >= len(places) for places in fixed.values()):
        yield partial(written_in, "the numbers have names in one place of the code")
    else:
        message = (
            "no evidence in this repository that training takes its numbers from outside: read arguments or a file"
        )
        yield failed(written_in[:5], message)


def settings(module: Module, repo: Repo) -> tuple[Location, str] | None:
    """(where, by which name) a training file, or what starts it or is imported by it, takes numbers from outside."""
    for one in repo.closure_of(starts_of(repo, module)):
        found = [name for name in one.summary.names if name.startswith(SETTING_SOURCES)]
        if found and repo.zone(one.path) != "test":
            package = min(found).partition(".")[0]
            line = next((entry.line for entry in one.summary.imports if entry.name.partition(".")[0] == package), 1)
            return one.at(line), min(found)
    return None


def numbers(module: Module) -> Iterator[tuple[Location, bool]]:
    """(where, whether it has a name) of numbers that say how a model is trained."""
    for call in module.calls:
        for value in tuning(call):
            known = module.constant(value, call.block, call.span.line)
            if known is not None and isinstance(known.value, int | float) and not isinstance(known.value, bool):
                yield module.at(call.span), isinstance(value, Name) and value.id in module.summary.assignments


def tuning(call: Call) -> Iterator[Value]:
    """What a call is given that changes the model."""
    whole = call.name is not None and call.name.startswith(TUNED)
    if whole:
        yield from (one for one in call.args if isinstance(one, Const | Name))
    for name, value in call.keywords.items():
        if name in TUNING_KEYWORDS or (whole and name not in NOT_TUNING):
            yield value
