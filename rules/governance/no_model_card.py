"""Nobody is told what the model is for."""

import re
from collections.abc import Iterator
from typing import Any

from mlready.repo import Project, Repo
from mlready.verdict import Location, Verdict, failed, partial, passed

CARD = re.compile(r"model[-_ ]?cards?\b|modelcard", re.IGNORECASE)
PARTS = {
    "intended use": re.compile(r"intended|\buses?\b|use cases?|purpose|application|scope|description", re.IGNORECASE),
    "data": re.compile(r"\bdata|dataset|corpus", re.IGNORECASE),
    "metrics": re.compile(r"metric|evaluation|performance|result|accuracy|benchmark", re.IGNORECASE),
    "limits": re.compile(r"limit|bias|risk|caveat|known issue|ethic|out[- ]of[- ]scope|fairness", re.IGNORECASE),
}
ENOUGH = 2


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    cards = [(one.path, headings(one.facts)) for one in project.documents if one.zone not in {"vendored", "template"}]
    described = {path: [name for name, word in PARTS.items() if any(word.search(h) for h in found)] for path, found in cards}
    named = {path for path in described if CARD.search(path.rpartition("/")[2])}
    best = max(described, key=lambda path: (len(described[path]), path in named, path), default=None)
    found = described[best] if best is not None else []
    missing = ", ".join(name for name in PARTS if name not in found)
    if best is not None and not missing:
        yield passed(Location(best), "the model is described")
    elif best is not None and (len(found) > ENOUGH or (best in named and len(found) >= ENOUGH)):
        yield partial(Location(best), f"the description of the model leaves out: {missing}")
    else:
        message = "no evidence in this repository of a model card: add one with intended use, data, metrics and limits"
        yield failed(project.location, message)


def headings(document: Any) -> list[str]:
    return [one.text for one in document.headings] if document is not None else []
