"""Nobody is told what the model is for."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.files import model_cards
from mlready.tables.registries import CARD_CALLS
from mlready.verdict import Location, Verdict, failed, partial, passed

PARTS = {
    "intended use": re.compile(r"intended|\buses?\b|use cases?|purpose|application|scope|description", re.IGNORECASE),
    "data": re.compile(r"\bdata|dataset|corpus", re.IGNORECASE),
    "metrics": re.compile(r"metric|evaluation|performance|result|accuracy|benchmark", re.IGNORECASE),
    "limits": re.compile(r"limit|bias|risk|caveat|known issue|ethic|out[- ]of[- ]scope|fairness", re.IGNORECASE),
}
ENOUGH = 2


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    described = {path: parts_named(headings) for path, headings in model_cards(project)}
    best = max(described, key=lambda path: (len(described[path]), path), default=None)
    found = described[best] if best is not None else []
    made = next(project.calls_to(*CARD_CALLS, zones=("prod",)), None)
    missing = ", ".join(name for name in PARTS if name not in found)
    if best is not None and not missing:
        yield passed(Location(best), "the model is described")
    elif made is not None:
        yield passed(made[0].at(made[1].span), "a model card is made by code")
    elif best is not None and len(found) >= ENOUGH:
        yield partial(Location(best), f"the description of the model leaves out: {missing}")
    else:
        message = "no evidence in this repository of a model card: add one with intended use, data, metrics and limits"
        roles = [project.roles[name] for name in ("serves", "batch", "trains") if name in project.roles]
        yield failed([one.location for role in roles for one in role.evidence[:1]] or project.location, message)


def parts_named(headings: tuple[str, ...]) -> list[str]:
    return [name for name, word in PARTS.items() if any(word.search(heading) for heading in headings)]
