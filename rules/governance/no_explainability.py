"""Nobody can say why the model answered so."""

import re
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.files import yaml_documents
from mlready.repo.papers import links_labelled, written_about
from mlready.tables.people import EXPLAINERS, EXPLAINING_KEYWORDS, EXPLAINING_YAML
from mlready.verdict import Location, Verdict, failed, partial, passed

TOLD = re.compile(
    r"explainab|interpretab|explanations?\b|\breason codes?\b|feature (?:importances?|attributions?)|how to read (?:the )?(?:score|answer|model)|"
    r"transparency",
    re.IGNORECASE,
)


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    used = next(explained(project), None)
    written = next(written_about(project, TOLD, TOLD), None)
    linked = next(links_labelled(project, TOLD), None)
    if used is not None:
        yield passed(used, "answers are explained by code")
    elif written is not None or linked is not None:
        yield partial(
            written.place if written else linked or project.location,
            "how answers come about is documented, and not shown by code",
        )
    else:
        roles = [project.roles[name] for name in ("serves", "batch", "trains") if name in project.roles]
        message = "no evidence in this repository that an answer can be explained: keep the share of each feature with it, or document a model that can be read"
        yield failed([one.location for role in roles for one in role.evidence[:1]] or project.location, message)


def explained(project: Project) -> Iterator[Location]:
    """Calls of tools for it, and calls that ask a model for the share of each feature."""
    for module, call in project.calls_to(*EXPLAINERS):
        yield module.at(call.span)
    for module in project.code:
        if not module.summary.methods.isdisjoint({"predict", "upload", "deploy"}):
            for call in module.method_calls("predict", "upload", "deploy"):
                if not EXPLAINING_KEYWORDS.isdisjoint(call.keywords):
                    yield module.at(call.span)
    for name in EXPLAINING_YAML:
        for path, document in yaml_documents(project, containing=name):
            yield Location(path, document.line)
