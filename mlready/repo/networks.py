"""Whether a value is a network of torch: told by what made it, never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.facts.python import dotted
from mlready.facts.values import Attr, CallRef, Const, Name, Value
from mlready.tables.networks import MAKERS, NETWORK_BASES, NO_NETWORKS, SAME_NETWORK

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
    made = [one for one in found if not _is_read(module, one)]
    return bool(made) and all(
        one.kind == "assign" and is_network(repo, module, one.value, one.block, one.span.line, depth - 2)
        for one in made
    )


def _is_read(module: Module, binding: Binding) -> bool:
    """Whether a binding is what `torch.load` gives, or nothing yet."""
    call = module.call_of(binding.value)
    return binding.value == Const(value=None) or (call is not None and call.name == "torch.load")


def _made(repo: Repo, module: Module, call: Call, depth: int) -> bool:
    name, line = call.name or "", call.span.line
    if call.method in SAME_NETWORK and call.receiver is not None and not name.startswith("torch."):
        return is_network(repo, module, call.receiver, call.block, line, depth - 1)
    if name in {"copy.deepcopy", "copy.copy"} and call.args:
        return is_network(repo, module, call.args[0], call.block, line, depth - 1)
    return is_network_class(repo, module, name)


def is_network_class(repo: Repo, module: Module, name: str, depth: int = _DEEPEST) -> bool:
    """Whether calling a resolved name makes a network: a class of torch or of the repository, or a factory of models."""
    if name.startswith(NO_NETWORKS):
        return False
    last = name.rpartition(".")[2]
    if name in NETWORK_BASES or name.startswith(MAKERS) or (name.startswith("torch.nn.") and last[:1].isupper()):
        return True
    found = repo.definition(module, name) if depth else None
    if found is None or found[1].kind != "class":
        return False
    return any(is_network_class(repo, found[0], base, depth - 1) for base in found[1].bases)


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
