"""Whether a value is a network of torch: told by what made it, never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.python import dotted
from mlready.facts.values import Attr, CallRef, Choice, Const, Name, Qualified, Value
from mlready.tables.networks import GIVING_BACK, MAKERS, NETWORK_BASES, NO_NETWORKS, SAME_NETWORK

if TYPE_CHECKING:
    from mlready.facts.python import Binding, Call, Module
    from mlready.repo.model import Repo

_DEEPEST = 8


def is_network(  # noqa: PLR0917  a value and its place
    repo: Repo, module: Module, value: Value, block: int, line: int, depth: int = _DEEPEST
) -> bool:
    """Whether a value at a place surely is a `torch.nn.Module` that torch would pickle by its class."""
    if depth <= 0:
        return False
    if isinstance(value, CallRef):
        return _made(repo, module, module.calls[value.index], depth)
    if not isinstance(value, Name | Attr):
        return False
    if value == Name("self"):
        return _own_class(repo, module, block)
    binding = module.binding(value, block, line)
    if binding is not None and binding.kind == "parameter":
        return _parameter(repo, module, binding)
    if binding is not None and binding.kind in {"assign", "walrus"}:
        return is_network(repo, module, binding.value, binding.block, binding.span.line, depth - 1)
    if binding is None and _always(repo, module, value, block, depth):
        return True
    inner = isinstance(value, Attr) and value.name == "module"  # what DataParallel wraps
    return inner and binding is None and is_network(repo, module, value.value, block, line, depth - 1)  # type: ignore[union-attr]


def _always(repo: Repo, module: Module, value: Name | Attr, block: int, depth: int) -> bool:
    """Whether all that a name is ever bound to is a network: made in one branch, read from a file in another."""
    name = dotted(value)
    found = module.bindings_of(name, block) if name is not None else []
    made = [one for one in found if not _is_read(module, one) and not _is_itself(module, one)]
    return bool(made) and all(
        one.kind == "assign" and is_network(repo, module, one.value, one.block, one.span.line, depth - 2)
        for one in made
    )


def _is_read(module: Module, binding: Binding) -> bool:
    """Whether a binding is what `torch.load` gives, or nothing yet."""
    call = module.call_of(binding.value)
    return binding.value == Const(value=None) or (call is not None and call.name == "torch.load")


def _is_itself(module: Module, binding: Binding) -> bool:
    """Whether a binding gives a name what it held before, moved or changed."""
    value: Value | None = binding.value
    call = module.call_of(value)
    while call is not None and (call.method in SAME_NETWORK or call.name in GIVING_BACK):
        value = call.argument(0) if call.name in GIVING_BACK else call.receiver
        call = module.call_of(value)
    return value is not binding.value and dotted(value) == binding.target


def _made(repo: Repo, module: Module, call: Call, depth: int) -> bool:
    name, line = call.name or "", call.span.line
    if call.method in SAME_NETWORK and call.receiver is not None and not name.startswith("torch."):
        return is_network(repo, module, call.receiver, call.block, line, depth - 1)
    if name in GIVING_BACK and call.args:
        return is_network(repo, module, call.args[0], call.block, line, depth - 1)
    return is_network_class(repo, module, name) or _returned(repo, module, call, depth)


def _returned(repo: Repo, module: Module, call: Call, depth: int) -> bool:
    """Whether all that a function of the repository returns is a network, or the network that it was given."""
    found = repo.definition(module, call.name) if call.name is not None else None
    if found is None or found[1].kind != "function" or depth <= 0:
        return False
    where, name = found[0], found[1].name
    function = next((one for one in where.detail.functions if one.name == name), None)
    returns = [
        (option, one)
        for one in where.detail.statements
        if function is not None and one.kind == "return" and where.function_of(one.block) == function
        for option in (one.value.options if isinstance(one.value, Choice) else (one.value,))
    ]
    given = Name(function.parameters[0].name) if function is not None and function.parameters else None
    others = [(value, one) for value, one in returns if given is None or value not in {given, Attr(given, "module")}]
    if len(others) < len(returns) and not (
        call.args and is_network(repo, module, call.args[0], call.block, call.span.line, depth - 1)
    ):
        return False
    return bool(returns) and all(
        value is not None and is_network(repo, where, value, one.block, one.span.line, depth - 2)
        for value, one in others
    )


def is_network_class(repo: Repo, module: Module, name: str, depth: int = _DEEPEST) -> bool:
    """Whether calling a resolved name makes a network: a class of torch or of the repository, or a factory of models."""
    if name.startswith(NO_NETWORKS):
        return False
    last = name.rpartition(".")[2]
    if name in NETWORK_BASES or name.startswith(MAKERS) or (name.startswith("torch.nn.") and last[:1].isupper()):
        return True
    found = repo.definition(module, name) if depth else None
    if found is None:
        return _is_another_name(repo, module, name, depth)
    if found[1].kind != "class":
        return False
    return any(is_network_class(repo, found[0], base, depth - 1) for base in found[1].bases)


def _is_another_name(repo: Repo, module: Module, name: str, depth: int) -> bool:
    """Whether a name is bound once, in the body of a file of the repository, to a class that makes networks."""
    located = repo.names.locate(module, name) if depth else None
    if located is None or not located[1] or "." in located[1]:
        return False
    bound = [one for one in located[0].detail.bindings if one.target == located[1] and one.block == 0]
    return (
        len(bound) == 1
        and isinstance(bound[0].value, Qualified)
        and is_network_class(repo, located[0], bound[0].value.name, depth - 1)
    )


def _parameter(repo: Repo, module: Module, binding: Binding) -> bool:
    """Whether the annotation of a parameter says a network."""
    function = module.function_of(binding.block)
    found = next((one for one in function.parameters if one.name == binding.target), None) if function else None
    return found is not None and found.annotation is not None and is_network_class(repo, module, found.annotation)


def _own_class(repo: Repo, module: Module, block: int) -> bool:
    """Whether the code stands in a method of a network."""
    function = module.function_of(block)
    owner = function.name.rpartition(".")[0] if function is not None else ""
    return bool(owner) and is_network_class(repo, module, f":{owner}")
