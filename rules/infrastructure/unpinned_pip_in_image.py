"""An image installs whatever version is newest."""

from collections.abc import Iterator

from mlready.facts.dockerfile import Dockerfile
from mlready.facts.shell import commands, installs, program
from mlready.repo import Repo, Subject
from mlready.repo.installs import left_open, named
from mlready.tables.installers import PYTHON_INSTALLERS
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    dockerfile: Dockerfile = subject.facts
    if is_workbench(dockerfile) and repo.project_of(subject.path).has("library"):
        return
    for run in dockerfile.runs():
        for command in commands(run.text):
            found = installs(command)
            if found is None or found.tool not in PYTHON_INSTALLERS:
                continue
            place = subject.at(min(run.instruction.line + command.line, run.instruction.end_line))
            loose = list(left_open(found, repo))
            if loose and any("$" in one for one in loose):
                yield unknown(place, f"`{loose[0]}` is decided by whoever builds")
            elif loose:
                message = f"{named(loose)} may be another version in every build: install from a lock or write `==`"
                yield failed(place, message, group=subject.path)
            elif found.requirements or found.files or found.local or found.locked:
                yield passed(place)


def is_workbench(dockerfile: Dockerfile) -> bool:
    """Whether an image starts nothing but a shell: a library is tested in it with whatever is newest."""
    return [program(word) for word in dockerfile.command] in (["bash"], ["sh"], ["zsh"])
