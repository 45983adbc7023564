"""Certificates are not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import Attr, Const, FString, Name, Qualified, Value
from mlready.repo import Repo, Subject
from mlready.repo.commands import commands_in
from mlready.tables.transport import HTTP_PACKAGES, OFF_KEYWORDS, OFF_VARIABLES, REQUEST_METHODS
from mlready.verdict import Location, Verdict, failed, passed, unknown

if TYPE_CHECKING:
    from mlready.facts.shell import Command

LOCAL = re.compile(
    r"(?:https?://)?(?:[^/@]*@)?(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal)", re.IGNORECASE
)
SHORT = re.compile(r"-[a-zA-Z]*k[a-zA-Z]*")
ASSIGNED = re.compile(rf"^\s*(?:-\s+|ENV\s+|export\s+)?({'|'.join(OFF_VARIABLES)})\s*[:=\s]\s*[\"']?([\w.]*)[\"']?\s*$")
UNVERIFIED = "ssl._create_unverified_context"
ANYBODY = "anybody on the way can answer in place of the host"
ADVICE = "name the certificate authority instead (`verify=PATH`)"


def check(text: Subject, repo: Repo) -> Iterator[Verdict]:
    file, module = repo.file(text.path), repo.module(text.path)
    if module is not None:
        yield from in_code(module)
    elif file is not None and file.kind in {"dockerfile", "ci", "shell", "make"}:
        for place, command in commands_in(repo, text.path):
            yield from of_command(place, command)
        yield from in_variables(text.path, repo.text(text.path) or "")
    elif file is not None and file.kind == "manifest":
        for option in getattr(repo.manifest(text.path), "options", ()):
            if option.name == "--trusted-host":
                yield of_host(Location(text.path, option.line), option.value)


def in_code(module: Module) -> Iterator[Verdict]:
    for call in module.calls:
        place = module.at(call.span)
        if is_unchecked(module, call):
            yield of_target(place, target(module, call))
        elif call.name == UNVERIFIED:
            yield failed(place, f"certificates are not checked, and {ANYBODY}: use `ssl.create_default_context`")
    for binding in module.detail.bindings:
        if switches_off(module, binding.target, binding.value, binding.block, binding.span.line):
            yield failed(module.at(binding.span), f"certificates are no longer checked, and {ANYBODY}: {ADVICE}")
    for store in module.detail.stores:
        if store.target == Qualified("os.environ") and is_off(store.key, store.value):
            yield failed(module.at(store.span), f"certificates are no longer checked, and {ANYBODY}: {ADVICE}")


def is_unchecked(module: Module, call: Call) -> bool:
    if call.keywords.get("cert_reqs") in {Const("CERT_NONE"), Qualified("ssl.CERT_NONE")}:
        return True
    off = any(is_false(module, call, call.keywords.get(key)) for key in OFF_KEYWORDS)
    return off and is_request(module, call)


def is_request(module: Module, call: Call) -> bool:
    """Whether a call goes to one of the clients: by its name, or a method of an object that one of them made."""
    if call.name is not None:
        return call.name.startswith(tuple(f"{one}." for one in HTTP_PACKAGES))
    if call.method not in REQUEST_METHODS:
        return False
    made = module.made_by(call.receiver, call.block, call.span.line)
    if made is not None:
        return made.startswith(HTTP_PACKAGES)
    return "verify" in call.keywords and "session" in (dotted(call.receiver) or "").lower()


def is_false(module: Module, call: Call, value: Value | None) -> bool:
    found = module.constant(value, call.block, call.span.line)
    return found is not None and found.value is False


def switches_off(module: Module, target: str, value: Value, block: int, line: int) -> bool:
    """Whether an assignment tells a session, a context or the whole program not to check."""
    if target == "ssl._create_default_https_context":
        return value == Qualified(UNVERIFIED)
    owner, _, attribute = target.rpartition(".")
    if attribute == "verify_mode":
        return value == Qualified("ssl.CERT_NONE")
    if attribute != "verify" or value != Const(value=False) or not owner:
        return False
    return (module.made_by(chain(owner), block, line) or "").startswith(("requests.", "httpx."))


def chain(name: str) -> Value:
    """A dotted name as the value that is written so."""
    first, *rest = name.split(".")
    value: Value = Name(first)
    for one in rest:
        value = Attr(value, one)
    return value


def is_off(key: Value, value: Value) -> bool:
    """Whether a variable of the environment is given a value that switches the check off."""
    if not isinstance(key, Const) or key.value not in OFF_VARIABLES or not isinstance(value, Const):
        return False
    return str(value.value).lower() in (OFF_VARIABLES[str(key.value)].split() or [""])


def target(module: Module, call: Call) -> str | None:
    """What the address that a call asks begins with, or the host that it takes unless told otherwise."""
    if (call.name or "").endswith("TCPConnector"):
        return next(iter(addresses_beside(module, call)), None)
    for given in (*call.args[:2], call.keywords.get("url"), call.keywords.get("base_url")):
        for part in parts(module.origin(given, call.block, call.span.line)):
            origin = module.origin(part, call.block, call.span.line)
            text = origin.start if isinstance(origin, FString) else default(module, call, origin)
            if text:
                return text
    return None


def addresses_beside(module: Module, call: Call) -> list[str]:
    """The addresses written in the function of a call, encrypted ones first."""
    function = module.function_of(call.block)
    texts = [one.value for one in module.detail.texts if module.function_of(one.block) == function]
    return sorted((one for one in texts if one.startswith("http")), key=lambda one: not one.startswith("https"))


def default(module: Module, call: Call, value: Value | None) -> str | None:
    """The text that a value is, or that a parameter of the function is unless told otherwise; a scheme says nothing."""
    function = module.function_of(call.block)
    if isinstance(value, Name) and function is not None:
        value = next((one.default for one in function.parameters if one.name == value.id), None)
    text = value.value if isinstance(value, Const) else None
    return text if isinstance(text, str) and text not in {"http", "https"} else None


def of_target(place: Location, address: str | None) -> Verdict:
    if address is not None and LOCAL.match(address):
        return passed(place, "the host is this machine")
    if address is not None and address.startswith("http://"):
        return passed(place, "the address is not encrypted at all")
    return failed(place, f"the certificate is not checked, and {ANYBODY}: {ADVICE}")


def of_host(place: Location, host: str) -> Verdict:
    if LOCAL.match(host):
        return passed(place, "the host is this machine")
    return failed(
        place, f"packages are taken from `{host}` without a check of its certificate: give pip `--cert` instead"
    )


def of_command(place: Location, command: Command) -> Iterator[Verdict]:
    words, program = command.words, command.program if command.words else ""
    if "--trusted-host" in words[:-1]:
        yield of_host(place, words[words.index("--trusted-host") + 1])
    if (
        (program == "curl" and any(one == "--insecure" or SHORT.fullmatch(one) for one in words))
        or (program == "wget" and "--no-check-certificate" in words)
        or (program == "git" and any(one.lower().replace(" ", "") == "http.sslverify=false" for one in words))
        or (program == "git" and [one.lower() for one in words[-2:]] == ["http.sslverify", "false"])
    ):
        yield of_addresses(place, [one for one in words[1:] if not one.startswith("-")], program)


def of_addresses(place: Location, words: list[str], program: str) -> Verdict:
    addresses = [one for one in words if "://" in one or LOCAL.match(one) or one.startswith("$")]
    if addresses and all(LOCAL.match(one) for one in addresses):
        return passed(place, "the host is this machine")
    if addresses and all(one.startswith("$") for one in addresses):
        return unknown(place, "which host this is, is decided elsewhere")
    return failed(
        place, f"`{program}` does not check the certificate, and {ANYBODY}: give it the authority's certificate"
    )


def in_variables(path: str, text: str) -> Iterator[Verdict]:
    for number, line in enumerate(text.splitlines(), 1):
        found = ASSIGNED.match(line[:300])
        if found is not None and found[2].lower() in (OFF_VARIABLES[found[1]].split() or [""]):
            yield failed(Location(path, number), f"`{found[1]}` switches the check of certificates off: leave it out")
