"""Encryption is switched off."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mlready.facts.python import Call, Module, parts
from mlready.facts.values import CallRef, Const, FString, Mapping, Qualified, Value
from mlready.repo import Repo
from mlready.tables.encryption import (
    CLIENT_MAKERS,
    CLIENT_METHODS,
    CLIENTS,
    CLOUD_PACKAGES,
    DATABASE_CALLS,
    OFF_WHERE_FALSE,
    OLD_PROTOCOLS,
)
from mlready.tables.transport import LOCAL_HOST
from mlready.verdict import Location, Verdict, failed, passed, unknown

LOCAL = re.compile(LOCAL_HOST, re.IGNORECASE)
OFF = Const(value=False)
PLAIN = re.compile(r"sslmode=(?:disable|allow)\b")
OPEN_DATABASE = "rows and the password travel in the clear: connect with `sslmode=verify-full`"
OLD = "this version of TLS is given up: take `ssl.TLSVersion.TLSv1_2` or later"


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    yield from of_clients(module)
    if module.imports(*CLOUD_PACKAGES):
        yield from of_resources(module)
    yield from of_databases(module)
    for place, value in versions(module):
        old = value in {Qualified(name) for name in OLD_PROTOCOLS}
        yield failed(place, OLD) if old else passed(place)


def of_clients(module: Module) -> Iterator[Verdict]:
    """Connections to a cloud or an object store that are told to be plain."""
    for call in (*module.calls_to(*CLIENT_MAKERS), *made_by_sessions(module)):
        package = (call.name or "boto3").partition(".")[0]
        switch, address, position = CLIENTS[package]
        if call.keywords.get(switch) != OFF:
            yield untold(module, call)
            continue
        given = call.argument(position, address)
        host = text_of(module, call, given) if given is not None else "amazonaws.com"
        yield of_host(module.at(call.span), host, f"data and keys travel in the clear: leave `{switch}` on")


def made_by_sessions(module: Module) -> Iterator[Call]:
    for call in module.method_calls(*CLIENT_METHODS):
        if call.name is None and (module.made_by(call.receiver, call.block, call.span.line) or "").startswith("boto3."):
            yield call


def of_resources(module: Module) -> Iterator[Verdict]:
    """Jobs and stores that are told not to encrypt, in arguments and in settings that are given to a call."""
    for call in module.calls:
        for name, value in pairs(module, call):
            if name in OFF_WHERE_FALSE and isinstance(value, Const) and type(value.value) is bool:
                place = module.at(call.span)
                yield failed(place, f"{OFF_WHERE_FALSE[name]}: leave `{name}` on") if value == OFF else passed(place)


def pairs(module: Module, call: Call) -> Iterator[tuple[str, Value]]:
    for name, value in call.keywords.items():
        yield name, value
        for part in parts(value):
            if isinstance(part, Mapping):
                yield from ((str(key.value), one) for key, one in part.items if isinstance(key, Const))


def of_databases(module: Module) -> Iterator[Verdict]:
    """Connections to a database that are told to be plain, by an argument or in an address."""
    for call in module.calls_to(*DATABASE_CALLS):
        inner = dict(pairs(module, call))
        if inner.get("sslmode") == Const("disable") or inner.get("ssl_disabled") == Const(value=True):
            host = inner.get("host")
            named = text_of(module, call, host)
            yield of_host(module.at(call.span), named if host is not None else "localhost")
        else:
            yield untold(module, call)
    for text in module.detail.texts:
        if PLAIN.search(text.value):
            yield of_host(module.at(text.span), host_in(text.value))


def untold(module: Module, call: Call) -> Verdict:
    """A call that is told nothing in plain sight."""
    place = module.at(call.span)
    return unknown(place, "its arguments stand elsewhere") if call.double_star else passed(place)


def of_host(place: Location, host: str | None, message: str = OPEN_DATABASE) -> Verdict:
    if host is None:
        return unknown(place, "which host this is, is decided elsewhere")
    if is_near(host):
        return passed(place, "the host is this machine or one beside it")
    return failed(place, message)


def host_in(text: str) -> str | None:
    """The host that an address or a list of settings of a database names."""
    if "://" in text:
        try:
            return urlsplit(text).hostname
        except ValueError:
            return None
    found = re.search(r"\bhost=(\S{1,100})", text)
    return found[1] if found is not None else None


def is_near(host: str) -> bool:
    """Whether a host is this machine, or a service of the same network: its name has no dot."""
    bare = host.partition("://")[2] or host
    return bool(LOCAL.match(host)) or ("." not in bare.partition(":")[0].partition("/")[0] and "{" not in bare)


def text_of(module: Module, call: Call, value: Value | None) -> str | None:
    """The text that a value is, with its variables left out."""
    origin = module.origin(value, call.block, call.span.line)
    if isinstance(origin, CallRef) and module.calls[origin.index].name in {"os.getenv", "os.environ.get"}:
        origin = module.calls[origin.index].argument(1, "default")
    if isinstance(origin, FString):
        return origin.start or None
    return origin.value if isinstance(origin, Const) and isinstance(origin.value, str) else None


def versions(module: Module) -> Iterator[tuple[Location, Value]]:
    """(where, version) of contexts and connections that are told which version of TLS to take."""
    for call in module.calls_to("ssl.SSLContext"):
        value = call.argument(0, "protocol")
        if value is not None:
            yield module.at(call.span), value
    for binding in module.detail.bindings:
        if binding.target.endswith(".minimum_version"):
            yield module.at(binding.span), binding.value
