"""Training and serving prepare the same features in two ways."""

import re
from collections.abc import Iterator

from mlready.facts.python import Definition, Module
from mlready.repo import Project, Repo
from mlready.verdict import Verdict, failed, not_applicable, passed

PREPARES = re.compile(
    r"^(?!.*(?:b64|base64|json|url|html)).*(?:clean|prepar|preproc|transform|encod|featur|normali|tokeni|scale)",
    re.IGNORECASE,
)
LEAST = 3
"""Calls of other packages below which a function is too short to compare."""


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    training, serving = prepared(project, repo, "train"), prepared(project, repo, "serve")
    shared = shared_preparation(project, repo)
    pairs = [(training[name], serving[name]) for name in sorted(training.keys() & serving.keys())]
    apart = next(((one, other) for one, other in pairs if called(one[1]) != called(other[1])), None)
    if apart is not None:
        (module, function), (other, twin) = apart
        message = (
            f"`{function.name}` prepares features in one way here and in another in `{other.path}`: share one function"
        )
        yield failed((module.at(function.line), other.at(twin.line)), message)
    elif shared is not None:
        yield passed(shared[0].at(shared[1].line), f"training and serving share `{shared[1].name}`")
    elif pairs:
        module, function = pairs[0][0]
        yield passed(module.at(function.line), f"`{function.name}` does the same on both sides")
    else:
        yield not_applicable("training and serving have no function for features under the same name")


def prepared(project: Project, repo: Repo, mark: str) -> dict[str, tuple[Module, Definition]]:
    """Functions that prepare features and that only one side reaches, by name."""
    modules = (one for one in project.code if repo.marks(one.path) == {mark} and not one.is_notebook)
    return {
        one.name: (module, one)
        for module in modules
        for one in module.summary.definitions
        if is_preparation(one) and len(called(one)) >= LEAST
    }


def shared_preparation(project: Project, repo: Repo) -> tuple[Module, Definition] | None:
    """A function that prepares features in a file that both sides reach."""
    modules = (one for one in project.code if repo.marks(one.path) == {"train", "serve"})
    return next(
        ((module, one) for module in modules for one in module.summary.definitions if is_preparation(one)), None
    )


def is_preparation(function: Definition) -> bool:
    return function.kind == "function" and "." not in function.name and PREPARES.search(function.name) is not None


def called(function: Definition) -> frozenset[str]:
    """What a function calls outside its own file, and the methods it calls."""
    return frozenset(name for name in function.calls if not name.startswith((":", "builtins.")))
