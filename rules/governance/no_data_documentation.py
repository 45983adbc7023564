"""Nobody is told what the data are."""

import re
from collections.abc import Iterator

from mlready.facts.yaml import Node
from mlready.repo import Project, Repo
from mlready.repo.data import own_tables
from mlready.repo.files import yaml_documents
from mlready.repo.papers import data_readmes, dataset_cards, links_labelled, written_about
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

NAMED = re.compile(
    r"data[-_ ]?(?:sheet|card|dictionary|catalogu?e|model|source|guide|doc)|code[-_ ]?book|datasets?\.(?:md|rst)|^(?:the )?data(?:\.md|\.rst|$)",
    re.IGNORECASE,
)
HEADED = re.compile(
    r"\bdata[ -]?sets?\b|\b(?:training|input|source|raw|evaluation|about(?: the)?|the) data\b|^data(?:$|:| (?:sources?|descriptions?|dictionary|fields|"
    r"collection|overview|schema))|\bdata (?:source|dictionary|card|description|model)|\bfeatures?\b(?! (?:request|engineering|store|list))|\bcolumns\b|\bcorpus\b",
    re.IGNORECASE,
)
DESCRIBED = 2
"""Columns of a dbt model that are described; one may be a leftover."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    read = own_tables(project)
    if not read:
        yield not_applicable("no table of its own is read by a program")
        return
    written = next(written_about(project, NAMED, HEADED), None) or next(data_readmes(project), None)
    other = next(dataset_cards(project), None) or next(described_columns(project), None)
    linked = next(links_labelled(project, HEADED), None)
    if written is not None:
        yield passed(written.place, "a document says what the data are")
    elif other is not None:
        yield passed(other, "columns are described")
    elif linked is not None:
        yield passed(linked, "the data are described elsewhere")
    elif (line := next(one_line(project), None)) is not None:
        yield partial(line, "a line says what the data are, nothing what their columns mean")
    else:
        message = "no evidence in this repository that the data are described: say where they come from and what the columns mean"
        yield failed([place for places in read.values() for place in places][:5], message)


def one_line(project: Project) -> Iterator[Location]:
    """Descriptions of data that DVC keeps: of an output, or of an artefact that is a data set."""
    for path, document in yaml_documents(project, containing=b"desc"):
        outputs, artefacts = document.get("outs"), document.get("artifacts")
        for one in outputs.list() if outputs is not None and path.endswith(".dvc") else ():
            if one.kind == "map" and (line := one.get("desc")) is not None and line.text:
                yield Location(path, line.line)
        for _, one in artefacts.items() if artefacts is not None and artefacts.kind == "map" else ():
            kind, line = (one.get("type"), one.get("desc")) if one.kind == "map" else (None, None)
            if kind is not None and line is not None and line.text and "data" in (kind.text or ""):
                yield Location(path, line.line)


def described_columns(project: Project) -> Iterator[Location]:
    """Descriptions of columns in YAML, as dbt, data contracts and Feast keep them."""
    for path, document in yaml_documents(project, containing=b"description"):
        for node in document.walk():
            columns = node.get("columns") or node.get("fields") if node.kind == "map" else None
            told = [one for one in (columns.list() if columns is not None else ()) if is_described(one)]
            if len(told) >= DESCRIBED:
                yield Location(path, told[0].line)


def is_described(column: Node) -> bool:
    text = column.get("description") if column.kind == "map" else None
    return text is not None and bool((text.text or "").strip())
