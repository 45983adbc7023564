"""The model answers in training mode."""

import re
from collections.abc import Iterator
from itertools import chain

from mlready.facts.python import Call, Module, dotted
from mlready.facts.values import Const, Value
from mlready.repo import Repo
from mlready.repo.modes import FACTORIES, builds_modal, near_evaluation, near_modal
from mlready.verdict import Location, Verdict, failed, passed

TRAINING = {"backward", "fit"}
DRIVERS = ("ignite", "lightning", "pytorch_lightning", "fastai", "skorch", "catalyst", "composer")
"""Packages whose loops switch the mode."""
ON_PURPOSE = re.compile(r"mc_?dropout|monte_?carlo|uncertaint", re.IGNORECASE)
ANSWERING = {"torch.no_grad", "torch.inference_mode"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    if module.path not in near_modal(repo):
        return
    sites = chain(evaluated(module, repo), () if module.summary.methods & TRAINING else loaded(module, repo))
    for call, target, users in sites:
        forgotten = next((one for one in users if not switched(one, repo)), None)
        if forgotten is None:
            yield passed(module.at(call.span))
        else:
            message = f"`{target}` answers in training mode (dropout, batch statistics): call `{target}.eval()` before"
            yield failed((module.at(call.span), *evidence(forgotten, module)), message)


def loaded(module: Module, repo: Repo) -> Iterator[tuple[Call, str, list[Module]]]:
    """Loading of weights into a model that this file, or one that imports it, asks for answers."""
    calls = [call for call in module.method_calls("load_state_dict") if is_modal(module, repo, call)]
    around = repo.importers([module]) if calls else ()
    for call in calls:
        target = dotted(call.receiver)
        users = [one for one in around if answers(one, repo, module, target)] if target else []
        if target and users:
            yield call, target, users


def evaluated(module: Module, repo: Repo) -> Iterator[tuple[Call, str, list[Module]]]:
    """Calls of a model that this file also trains, in a loop without gradients, each `with` once."""
    asks = any(not ANSWERING.isdisjoint(one.calls) for one in module.summary.definitions if one.kind != "class")
    if not asks:
        return
    trained = {dotted(one.receiver) for one in module.method_calls("parameters", "train")} - {None}
    if not trained:
        return
    for block in module.detail.blocks:
        if block.kind != "with" or not any(is_answering(module, one) for one in block.header):
            continue
        for call in module.calls:
            target = next((one for one in trained if one is not None and is_call_of(call, one)), None)
            if target is not None and module.inside(call.block, block.index) and module.loop_of(call.block) is not None:
                yield call, target, [module]
                break


def is_answering(module: Module, context: Value) -> bool:
    call = module.call_of(context)
    return call is not None and call.name in ANSWERING


def is_modal(module: Module, repo: Repo, call: Call) -> bool:
    """Whether the receiver holds a layer whose work depends on the mode: made by the repository's own class, or well known."""
    name = module.made_by(call.receiver, call.block, call.span.line)
    if name is None or name.startswith(FACTORIES):
        return name is not None
    node = repo.definition(module, name)
    return node is not None and builds_modal(repo, (node[0].path, node[1].name))


def answers(user: Module, repo: Repo, module: Module, target: str) -> bool:
    """Whether a file asks the model for answers: the one that loads it calls it, or one that imports that turns gradients off."""
    if user is module:
        return any(is_call_of(call, target) for call in module.calls)
    return (
        repo.zone(user.path) in {"prod", "infra"}
        and bool(user.summary.names & ANSWERING)
        and not user.summary.methods & TRAINING
    )


def is_call_of(call: Call, target: str) -> bool:
    receiver = dotted(call.receiver)
    if call.method in {None, "forward", "__call__"} and call.name is None and receiver == target:
        return True
    return call.method is not None and f"{receiver}.{call.method}" == target


def switched(user: Module, repo: Repo) -> bool:
    """Whether a file, one that it imports or one that imports it sets some model to evaluation, or a framework does."""
    return user.path in near_evaluation(repo) or trains_off(user) or user.imports(*DRIVERS) or wants_dropout(user)


def wants_dropout(module: Module) -> bool:
    """Whether dropout is wanted in answers, to see how far they vary, or `training` is set by hand."""
    if any(ON_PURPOSE.search(one.name) for one in module.summary.definitions):
        return True
    return any(one.target.endswith(".training") for one in module.detail.bindings)


def trains_off(module: Module) -> bool:
    return any(call.argument(0, "mode") == Const(value=False) for call in module.method_calls("train"))


def evidence(user: Module, module: Module) -> tuple[Location, ...]:
    """Where another file asks for answers."""
    if user is module:
        return ()
    return tuple(user.at(call.span) for call in user.calls_to(*ANSWERING))[:1]
