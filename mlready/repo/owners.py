"""Who owns a repository, and what a change has to pass before it is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.stubs import is_blank, says_nothing

if TYPE_CHECKING:
    from mlready.repo.model import Repo

_CODEOWNERS = frozenset(
    {"CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".bitbucket/CODEOWNERS"}
)
_OWNER_LINE = re.compile(r"^[^#\s\[][^\n]*[ \t](?:@\S|[^\s@]{1,200}@\S)", re.MULTILINE)
_LISTS = re.compile(r"(?:OWNERS|MAINTAINERS|OWNERS_ALIASES)(?:\.(?:md|rst|txt|ya?ml))?")
_CATALOGUE = frozenset({"catalog-info.yaml", "catalog-info.yml"})
_TEMPLATE = re.compile(
    r"(?:(?:\.github|docs|\.gitlab/merge_request_templates|\.azuredevops)/)?"
    r"(?:pull_request_template(?:\.(?:md|txt))?|pull_request_template/[^/]+|(?<=templates/)[^/]+\.md)",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"\.github/(?:rulesets?/[^/]+\.json|settings\.ya?ml|mergify\.ya?ml)|\.mergify\.ya?ml|\.mergify/config\.ya?ml"
)
_NO_RULES = re.compile(r"\"rules\"\s{0,9}:\s{0,9}\[\s{0,9}\]")
_ITEM = re.compile(r"^[ \t]*(?:[-*]|\d{1,9}\.)[ \t]*(?:\[.?\][ \t]*)?\w", re.MULTILINE)
_LEAST = 20
"""Bytes below which a file is an empty form."""


def owners(repo: Repo) -> Iterator[tuple[Location, str]]:
    """(where, what) of files that name who owns the code."""
    for file in repo.files:
        if file.path in _CODEOWNERS:
            found = _OWNER_LINE.search(repo.text(file.path) or "")
            if found is not None:
                yield Location(file.path), "its owners are named"
        elif _LISTS.fullmatch(file.path.removeprefix(".github/")) and not says_nothing(repo.text(file.path) or ""):
            yield Location(file.path), "its owners are named"
        elif file.path in _CATALOGUE:
            yield from _catalogued(repo, file.path)


def _catalogued(repo: Repo, path: str) -> Iterator[tuple[Location, str]]:
    for document in repo.yaml(path).documents:
        owner = document.at("spec", "owner") if document.kind == "map" else None
        if owner is not None and owner.text:
            yield Location(path, owner.line), "its owner is named in the catalogue"


def _asks(text: str) -> bool:
    """Whether a template says or asks something, be it in headings or a list to be filled in."""
    return any(line.startswith("#") for line in text.splitlines()) or bool(_ITEM.search(text)) or not says_nothing(text)


def _rules(text: str) -> bool:
    return not is_blank(text.strip().strip("{}")) and not _NO_RULES.search(text)


def review_paths(repo: Repo) -> Iterator[tuple[Location, str]]:
    """(where, what) of templates of pull requests and rules for branches."""
    for file in repo.files:
        if file.size >= _LEAST and _TEMPLATE.fullmatch(file.path) and _asks(repo.text(file.path) or ""):
            yield Location(file.path), "a template says what a change must bring"
        elif file.size >= _LEAST and _RULES.fullmatch(file.path) and _rules(repo.text(file.path) or ""):
            yield Location(file.path), "rules say what a change must pass"
