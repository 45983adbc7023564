"""Models and data that a file fetches by address, and whether their content is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.shell import commands
from mlready.facts.values import Const, FString
from mlready.location import Location
from mlready.tables.downloads import CHECKING_PROGRAMS, DOWNLOADS, FETCHING, SUMS

if TYPE_CHECKING:
    from mlready.facts.python import Call, Module
    from mlready.facts.values import Value
    from mlready.repo.model import Repo

_FILE = re.compile(
    r"https?://\S+?/(?P<name>[^/\s?#]+\.(?:pt|pth|ckpt|h5|hdf5|keras|pkl|pickle|joblib|onnx|safetensors|npy|npz|parquet|feather|csv|tsv|"
    r"tfrecords?|pb|tflite|gguf|ggml|mar|caffemodel))(?:\?\S*)?$",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(
    r"https?://\S+?/(?P<name>[^/\s?#]+\.(?:zip|tar|tgz|tar\.gz|tar\.bz2|tar\.xz|gz))(?:\?\S*)?$", re.IGNORECASE
)
_MEANT = re.compile(
    r"data(?!base)|corpus|images|annotations|labels|model|weights|checkpoint|pretrained|imagenet|coco(?!a)|mnist|cifar|librispeech|wikitext",
    re.IGNORECASE,
)
_FETCHES_DATA = re.compile(
    r"(?:^|/)(?:data|datasets?|weights|models)/(?:.*/)?[^/]+\.sh$|(?:get|download|fetch)[-_]?(?:\w+[-_])?(?:data|datasets?|weights|models?|corpus)\b[^/]*$",
    re.IGNORECASE,
)
"""Paths of scripts that exist to fetch data or models: an archive that they fetch is one."""

_FOLDER = re.compile(r"/(?:models?|weights|checkpoints?|datasets?|data|corpus)/(?:[^?]*/)?$", re.IGNORECASE)
_SET = re.compile(r"^\s*(?:export\s+)?(\w+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s;#]*))")
_EACH = re.compile(r"^\s*for\s+(\w+)\s+in\s+[\"']?([^\s;\"']+)")
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_CHECKING = re.compile(
    r"hashlib|sha_?\d{3}|md5|checksum|check_?hash|verify_?(?:file|hash|sum)|file_?hash|digest|crc32", re.IGNORECASE
)


class Download(NamedTuple):
    """`what` is fetched; `checked` where its sum is compared; `remedy` says how it could be."""

    place: Location
    what: str
    checked: bool
    remedy: str


def downloads(repo: Repo, path: str) -> Iterator[Download]:
    """The downloads of models and data in a Python file, a shell script or a Dockerfile that name their address."""
    file, module = repo.file(path), repo.module(path)
    if module is not None and not module.is_notebook:
        yield from _in_python(module)
    elif file is not None and file.kind == "shell":
        yield from _in_shell(path, repo.text(path) or "", 1)
    elif file is not None and file.kind == "dockerfile":
        facts = repo.dockerfile(path)
        for instruction, text in facts.runs():
            yield from _in_shell(path, text, instruction.line)


def named(address: str, *, meant: bool = False) -> str | None:
    """The name of the model or data file an address leads to, None for other addresses; `meant`: any archive is one."""
    found = _FILE.match(address)
    if found is None and (meant or _MEANT.search(address)):
        found = _ARCHIVE.match(address)
    return found["name"] if found is not None else None


def _in_python(module: Module) -> Iterator[Download]:
    calls = list(module.calls_to(*DOWNLOADS))
    words = (*module.summary.names, *module.summary.methods, *(one.name for one in module.summary.definitions))
    checking = bool(calls) and any(_CHECKING.search(word) for word in words)
    for call in calls:
        sums, remedy = DOWNLOADS[call.name or ""]
        given = (
            call.argument(1, "origin") if sums == "origin" else call.argument(0, "url") or call.keywords.get("origin")
        )
        what = _named_by(module.origin(given, call.block, call.span.line))
        if what is not None:
            yield Download(module.at(call.span), what, checking or _is_given(call), remedy)


def _named_by(address: Value | None) -> str | None:
    """What an address leads to that is written out, or whose beginning is: the folder of models there."""
    if isinstance(address, FString):
        start = address.start
        return f"{start}..." if start.startswith("http") and "?" not in start and _FOLDER.search(start) else None
    return named(address.value) if isinstance(address, Const) and isinstance(address.value, str) else None


def _is_given(call: Call) -> bool:
    """Whether a sum is passed, or something that may hold one."""
    given = (value for name, value in call.keywords.items() if name in SUMS)
    return call.double_star or any(one not in {Const(value=None), Const(value=False)} for one in given)


def _in_shell(path: str, text: str, line: int) -> Iterator[Download]:
    found = commands(text)
    checked = any(
        one.program in CHECKING_PROGRAMS or (one.program == "openssl" and "dgst" in one.words) for one in found
    )
    meant = bool(_FETCHES_DATA.search(path))
    lines = text.splitlines()
    for command in found:
        if command.program not in FETCHING:
            continue
        known = _variables(lines[: command.line + 1])
        for word in command.words[1:]:
            what = named(_filled(word, known), meant=meant)
            if what is not None:
                own = any(one.startswith("--checksum") for one in command.words)
                place = Location(path, line + command.line)
                yield Download(place, what, checked or own, "compare its sum (`sha256sum -c`)")
                break


def _variables(lines: list[str]) -> dict[str, str]:
    """What variables hold after some lines: what they were last set to, or the first of what a loop gives them."""
    known: dict[str, str] = {}
    for line in lines:
        for part in line.split(";"):
            found = _SET.match(part) or _EACH.match(part)
            if found is not None:
                value = next((one for one in found.groups()[1:] if one is not None), "")
                known[found[1]] = _filled(value, known)
    return known


def _filled(word: str, known: dict[str, str]) -> str:
    """A word with its variables replaced where they are known; one that is given from outside stays."""

    def value(found: re.Match[str]) -> str:
        inner = known.get(found[1], "$")
        return found[0] if "$" in inner and "://" not in inner else inner

    return _VARIABLE.sub(value, word) if "$" in word else word
