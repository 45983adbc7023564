"""Nobody is told what the model is for."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.files import model_cards
from mlready.repo.papers import links_labelled
from mlready.tables.registries import CARD_CALLS
from mlready.verdict import Location, Verdict, failed, partial, passed

PARTS = {
    "intended use": re.compile(r"intended|\buses?\b|use cases?|purpose|application|scope|description", re.IGNORECASE),
    "data": re.compile(r"\bdata|dataset|corpus", re.IGNORECASE),
    "metrics": re.compile(r"metric|evaluation|performance|result|accuracy|benchmark", re.IGNORECASE),
    "limits": re.compile(r"limit|bias|risk|caveat|known issue|ethic|out[- ]of[- ]scope|fairness", re.IGNORECASE),
}
ENOUGH = 2
FORM = re.compile(
    r"(?:^|/)[^/]*model[-_ ]?cards?\b[^/]*\.(?:pdf|docx?|html?|json|ya?ml|toml|txt|j2|jinja2?|ipynb)$", re.IGNORECASE
)
FILLED = 300
"""Bytes below which a file is an empty form."""
WRITES_CARD = re.compile(r"(?:build|create|generate|log|make|render|save|write)_?model_?cards?$", re.IGNORECASE)
LABEL = re.compile(r"\bmodel[- ]?cards?\b|\bmodel (?:facts|documentation)\b", re.IGNORECASE)


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    described = {path: parts_named(headings) for path, headings in model_cards(project)}
    best = max(described, key=lambda path: (len(described[path]), path), default=None)
    found = described[best] if best is not None else []
    made = next(made_by_code(project), None)
    elsewhere = next(kept_elsewhere(project), None)
    missing = ", ".join(name for name in PARTS if name not in found)
    if best is not None and not missing:
        yield passed(Location(best), "the model is described")
    elif made is not None:
        yield passed(made, "a model card is made by code")
    elif elsewhere is not None:
        yield passed(elsewhere, "the model card is kept elsewhere")
    elif best is not None and len(found) >= ENOUGH:
        yield partial(Location(best), f"the description of the model leaves out: {missing}")
    else:
        message = "no evidence in this repository of a model card: add one with intended use, data, metrics and limits"
        roles = [project.roles[name] for name in ("serves", "batch", "trains") if name in project.roles]
        yield failed([one.location for role in roles for one in role.evidence[:1]] or project.location, message)


def made_by_code(project: Project) -> Iterator[Location]:
    """Calls of what writes model cards: libraries, trainers, and functions of the project that are named so."""
    for module, call in project.calls_to(*CARD_CALLS, zones=("prod",)):
        yield module.at(call.span)
    for module in project.code:
        if any(WRITES_CARD.search(one) for one in (*module.summary.names, *module.summary.methods)):
            for call in module.calls:
                if WRITES_CARD.search(call.method or call.name or ""):
                    yield module.at(call.span)


def kept_elsewhere(project: Project) -> Iterator[Location]:
    """Cards in a form that is not read here, and links to one."""
    for file in project.files:
        if file.size >= FILLED and file.zone not in {"vendored", "test"} and FORM.search(file.path):
            yield Location(file.path)
    yield from links_labelled(project, LABEL)


def parts_named(headings: tuple[str, ...]) -> list[str]:
    return [name for name, word in PARTS.items() if any(word.search(heading) for heading in headings)]
