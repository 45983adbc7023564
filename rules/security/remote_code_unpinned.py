"""Code of a model repository runs here, whatever it is by then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import Const, Value
from mlready.repo import Repo, Subject
from mlready.repo.commands import commands_in
from mlready.repo.hub import COMMIT, literal, may_be_remote
from mlready.tables.hubs import HUB_CALLS
from mlready.verdict import Location, Verdict, failed, passed, unknown

if TYPE_CHECKING:
    from mlready.facts.yaml import Node

KEYWORD = "trust_remote_code"
OPTION = re.compile(r"--trust[-_]remote[-_]code(?:=(?:true|1))?", re.IGNORECASE)
FOLDER = re.compile(r"(?:dir|path|folder|checkpoint|ckpt)$", re.IGNORECASE)
PINS = ("code_revision", "revision")
ADVICE = "read the code and pass `revision` with its commit"


def check(text: Subject, repo: Repo) -> Iterator[Verdict]:
    file, module = repo.file(text.path), repo.module(text.path)
    if module is not None:
        for call in module.calls:
            if KEYWORD in call.keywords or call.double_star:
                yield from of_call(repo, module, call)
    elif file is not None and file.kind in {"dockerfile", "ci", "shell", "make"}:
        for place, command in commands_in(repo, text.path):
            if any(OPTION.fullmatch(one) for one in command.words):
                yield of_options(place, command.words)
    elif file is not None and file.kind == "yaml":
        for document in repo.yaml(text.path).documents:
            for node in document.walk():
                yield from of_node(text, node)


def of_call(repo: Repo, module: Module, call: Call) -> Iterator[Verdict]:
    trusted = module.constant(call.keywords.get(KEYWORD), call.block, call.span.line)
    if trusted != Const(value=True):
        return
    place, name = module.at(call.span), literal(repo, module, call, named(call))
    given = [call.keywords[one] for one in PINS if one in call.keywords]
    pins = [literal(repo, module, call, one) for one in given]
    if name is not None and not may_be_remote(repo, name):
        yield passed(place, f"`{name}` lies on this machine")
    elif any(pin is not None and COMMIT.fullmatch(pin) for pin in pins):
        yield passed(place, "the commit of the code is given")
    elif call.double_star or any(
        pin is None and one != Const(value=None) for pin, one in zip(pins, given, strict=True)
    ):
        yield unknown(place, "the revision is decided elsewhere")
    elif call.keywords.get("local_files_only") == Const(value=True):
        yield passed(place, "nothing is fetched")
    elif name is None and FOLDER.search(dotted(named(call)) or ""):
        yield unknown(place, "by its name this may be a folder of this machine")
    elif name is None:
        message = f"this runs the code of whatever repository is named, as it is by then: {ADVICE}, or leave it out"
        yield failed(place, message, severity="medium", confidence="medium")
    else:
        yield failed(place, f"this runs code that the owner of `{name}` can change at any time: {ADVICE}")


def named(call: Call) -> Value | None:
    """What names the repository."""
    position, keyword = HUB_CALLS.get(call.name or "", (0, "pretrained_model_name_or_path"))
    return call.argument(position, keyword) or call.keywords.get("model")


def of_options(place: Location, words: tuple[str, ...]) -> Verdict:
    """What a command line with the option says of the revision."""
    split = chain.from_iterable(word.split("=", 1) if word.startswith("--") else [word] for word in words)
    given = [value for option, value in pairwise(split) if option.lstrip("-").replace("-", "_") in PINS]
    if any(COMMIT.fullmatch(one) for one in given):
        return passed(place, "the commit of the code is given")
    if any("$" in one for one in given):
        return unknown(place, "the revision is decided elsewhere")
    return failed(place, "this runs code of the model's repository, as it is by then: pass `--revision` with a commit")


def of_node(text: Subject, node: Node) -> Iterator[Verdict]:
    """A list of arguments, or a mapping of settings."""
    if node.kind == "list":
        words = tuple(one.text for one in node.list() if one.text is not None)
        line = next((one.line for one in node.list() if OPTION.fullmatch(one.text or "")), None)
        if line is not None:
            yield of_options(text.at(line), words)
    elif node.kind == "map":
        setting = node.get(KEYWORD)
        if setting is not None and setting.truth:
            given = [found.text or "" for one in PINS if (found := node.get(one)) is not None]
            pinned = any(COMMIT.fullmatch(one) for one in given)
            message = f"this runs code of a repository, as it is by then: {ADVICE}"
            place = text.at(setting.line)
            yield (
                passed(place, "the commit of the code is given")
                if pinned
                else failed(place, message, confidence="medium")
            )
