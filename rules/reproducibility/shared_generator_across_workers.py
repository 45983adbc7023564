"""Every worker of a loader draws the same random numbers."""

from collections.abc import Iterator

from mlready.facts.python import Call, Class, Module, dotted
from mlready.facts.values import Const
from mlready.repo import Repo
from mlready.tables.seeds import GENERATORS
from mlready.verdict import Location, Verdict, failed, passed

DATA_SETS = (
    "torch.utils.data.Dataset",
    "torch.utils.data.IterableDataset",
    "torch.utils.data.dataset.Dataset",
    "torchvision.datasets.",
)
LOADERS = ("torch.utils.data.DataLoader", "torch.utils.data.dataloader.DataLoader")
GIVING = ("__getitem__", "__iter__", "__getitems__")
OWN_NUMBERS = {
    "torch.utils.data.get_worker_info",
    "torch.utils.data._utils.worker.get_worker_info",
    "torch.initial_seed",
}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for one in module.detail.classes:
        kept = dict(generators(module, one)) if is_data_set(module, one) else {}
        for call in draws(module, one, kept):
            loads = list(loaders(module, repo))
            if is_made_anew(module, repo) or not loads:
                yield passed(
                    module.at(call.span), "each worker has numbers of its own" if loads else "one process reads"
                )
                continue
            message = (
                "every worker has a copy of this generator and draws the same: make one for each in `worker_init_fn`"
            )
            yield failed((module.at(call.span), module.at(kept[dotted(call.receiver) or ""].span), loads[0]), message)
            break


def is_data_set(module: Module, one: Class) -> bool:
    named = (getattr(base, "name", "") for base in one.bases)
    return any(name.startswith(DATA_SETS) for name in named if not name.startswith(":"))


def generators(module: Module, one: Class) -> Iterator[tuple[str, Call]]:
    """Attributes that hold a generator made when the object is, and nowhere else."""
    for binding in module.detail.bindings:
        call = module.call_of(binding.value)
        if call is not None and call.name in GENERATORS and method(module, binding.block, one) == "__init__":
            others = [
                other for other in module.detail.bindings if other.target == binding.target and other is not binding
            ]
            if not any(method(module, other.block, one) for other in others):
                yield binding.target, call


def draws(module: Module, one: Class, kept: dict[str, Call]) -> Iterator[Call]:
    """Calls on a kept generator where a row is given, or in a method that is called there."""
    names = {f":{one.name}.{name}" for name in GIVING}
    for definition in module.summary.definitions:
        if f":{definition.name}" in names:
            names |= {name for name in definition.calls if name.startswith(f":{one.name}.")}
    for call in module.calls if kept else ():
        if dotted(call.receiver) in kept and f":{one.name}.{method(module, call.block, one)}" in names:
            yield call


def method(module: Module, block: int, one: Class) -> str:
    """The method of a class that a block lies in, or ""."""
    function = module.function_of(block)
    owner, _, name = function.name.rpartition(".") if function is not None else ("", "", "")
    return name if owner == one.name else ""


def loaders(module: Module, repo: Repo) -> Iterator[Location]:
    """Loaders with workers, in files that reach the data set."""
    for user in repo.importers([module]):
        for call in user.calls_to(*LOADERS):
            workers = call.argument(5, "num_workers")
            if workers is not None and user.constant(workers, call.block, call.span.line) != Const(0):
                yield user.at(call.span)


def is_made_anew(module: Module, repo: Repo) -> bool:
    """Whether workers are told apart: the file asks which one it is in, or loaders are given a function that starts them."""
    users = repo.importers([module])
    told = any("worker_init_fn" in call.keywords for user in users for call in user.calls_to(*LOADERS))
    return told or not OWN_NUMBERS.isdisjoint(module.summary.names)
