"""The code is a heap of scripts, not a package."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Project, Repo
from mlready.repo.structure import concerns, is_installable, path_edits
from mlready.verdict import Verdict, failed, not_applicable, passed

FEW = 8
LONG = 800
CONCERNS = 3


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    modules = [one for one in project.code if not one.is_notebook]
    edits = list(path_edits(modules))
    mixed = [one for one in modules if one.summary.code_lines > LONG and len(concerns(one)) >= CONCERNS]
    if edits and len(modules) >= FEW and not is_installable(project):
        message = f"{len(modules)} files find each other by edits of `sys.path` ({len(edits)} places): make them a package that is installed"
        yield failed(edits[:5], message)
    elif mixed:
        yield failed([one.at(1) for one in mixed[:5]], describe(mixed[0]))
    elif len(modules) < FEW:
        yield not_applicable(f"only {len(modules)} files of Python")
    else:
        yield passed(project.location, "files import each other without edits of `sys.path`, and none does everything")


def describe(module: Module) -> str:
    lines = module.summary.code_lines
    return f"`{module.path}` does {', '.join(concerns(module))} in {lines} lines: give each a file of its own"
