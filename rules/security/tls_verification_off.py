"""Certificates are not checked."""

import re
from collections.abc import Iterator

from mlready.facts.python import Call, Module, dotted, parts
from mlready.facts.values import Attr, Const, FString, Name, Qualified, Value
from mlready.repo import Repo
from mlready.tables.transport import HTTP_PACKAGES, LOCAL_HOST, OFF_KEYWORDS, REQUEST_METHODS
from mlready.verdict import Location, Verdict, failed, passed

LOCAL = re.compile(LOCAL_HOST, re.IGNORECASE)
UNVERIFIED = "ssl._create_unverified_context"
ANYBODY = "anybody on the way can answer in place of the host"
ADVICE = "name the certificate authority instead (`verify=PATH`)"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for call in module.calls:
        place = module.at(call.span)
        if is_unchecked(module, call):
            yield of_target(place, target(module, call))
        elif call.name == UNVERIFIED:
            yield failed(place, f"certificates are not checked, and {ANYBODY}: use `ssl.create_default_context`")
    for binding in module.detail.bindings:
        if switches_off(module, binding.target, binding.value, binding.block, binding.span.line):
            yield failed(module.at(binding.span), f"certificates are no longer checked, and {ANYBODY}: {ADVICE}")


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
