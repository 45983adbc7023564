"""An image installs whatever version is newest."""

from collections.abc import Iterator

from mlready.facts.dockerfile import Dockerfile
from mlready.facts.manifest import parse
from mlready.facts.manifest.requirement import from_conda_spec
from mlready.facts.shell import Install, commands, installs, program
from mlready.repo import Repo, Subject
from mlready.repo.versions import is_compatible
from mlready.tables.installers import BOOTSTRAP, CONDA, PYTHON_INSTALLERS
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    dockerfile: Dockerfile = subject.facts
    if is_workbench(dockerfile) and repo.project_of(subject.path).has("library"):
        return
    own = {one.project_name for one in repo.manifests.values() if one.project_name}
    for run in dockerfile.runs():
        for command in commands(run.text):
            found = installs(command)
            if found is None or found.tool not in PYTHON_INSTALLERS:
                continue
            place = subject.at(min(run.instruction.line + command.line, run.instruction.end_line))
            loose = list(unpinned(found, own))
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


def unpinned(found: Install, own: set[str]) -> Iterator[str]:
    """What is named without a version, where no constraint, hash or lock decides it and it is not the repository's own."""
    if found.constraints or found.hashes or found.locked or found.action not in {"install", "create", "add"}:
        return
    read = from_conda_spec if found.tool in CONDA else parse
    for text in found.requirements:
        requirement = read(text)
        if requirement is None:
            if "$" in text:
                yield text
        elif (
            requirement.name not in BOOTSTRAP | own
            and not requirement.pinned
            and not is_compatible(requirement.specifier)
        ):
            yield text


def named(loose: list[str]) -> str:
    shown = ", ".join(f"`{one}`" for one in loose[:3])
    return shown + (f" and {len(loose) - 3} more" if len(loose) > 3 else "")
