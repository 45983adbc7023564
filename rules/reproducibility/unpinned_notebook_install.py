"""A notebook installs whatever version is newest."""

from collections.abc import Iterator

from mlready.facts.notebook import Notebook
from mlready.facts.shell import commands, installs
from mlready.repo import Repo, Subject
from mlready.repo.installs import left_open, matters, named
from mlready.tables.installers import PYTHON_INSTALLERS
from mlready.verdict import Verdict, failed, passed, unknown


def check(subject: Subject, repo: Repo) -> Iterator[Verdict]:
    notebook: Notebook = subject.facts
    for cell, line, text in notebook.installs:
        place = subject.at(line, cell=cell)
        for command in commands(text):
            found = installs(command)
            if found is None or found.tool not in PYTHON_INSTALLERS:
                continue
            loose = [one for one in left_open(found, repo) if matters(one)]
            if any("$" in one or "{" in one for one in found.requirements):
                yield unknown(place, "what is installed is decided when the cell is run")
            elif loose:
                message = f"{named(loose)} may be another version in every run: write `==` or install a list"
                yield failed(place, message, group=subject.path)
            elif found.requirements or found.files or found.local or found.locked:
                yield passed(place)
