"""Nothing says which Python the code needs."""

import re
from collections.abc import Iterator

from mlready.facts.dockerfile import Dockerfile
from mlready.facts.shell import commands, installs
from mlready.repo import Project, Repo
from mlready.repo.nature import readmes
from mlready.repo.pythons import pythons
from mlready.tables.installers import PYTHON_INSTALLERS
from mlready.verdict import Location, Verdict, failed, not_applicable, partial, passed

SPOKEN = re.compile(r"\bpython\W{0,6}(?:version\W{1,3})?v?3\.\d{1,2}", re.IGNORECASE)
CODE_ZONES = ("prod", "notebook")
ADVICE = "write `requires-python` or a `.python-version`"


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    named = pythons(project)
    said = next((one for one in named if one.kind != "ci"), None)
    image = next(images(project), None)
    half = next(spoken(project), None) if said is None and image is None else None
    if not project.code:
        yield not_applicable("there is no Python code")
    elif said is not None:
        yield passed(said.location, f"Python {said.text}")
    elif image is not None:
        yield passed(image, "the base image decides which Python")
    elif named:
        yield partial(named[0].location, "only CI names a Python")
    elif half is not None:
        yield partial(half, "a Python is only spoken of, or noted by a notebook")
    else:
        yield failed(
            project.location, f"no evidence in this repository of the Python version that the code needs: {ADVICE}"
        )


def images(project: Project) -> Iterator[Location]:
    """Base images named by a version in which Python packages are installed: they bring a Python."""
    for subject in project.dockerfiles:
        dockerfile: Dockerfile = subject.facts
        base = dockerfile.base_image()
        if base is None or not base.resolved or not (base.tag or base.digest):
            continue
        for run in dockerfile.runs():
            found = (installs(command) for command in commands(run.text))
            if any(one is not None and one.tool in PYTHON_INSTALLERS for one in found):
                yield subject.at(dockerfile.stages[0].line)


def spoken(project: Project) -> Iterator[Location]:
    """Classifiers and READMEs that name a minor release, and notebooks that were saved with one."""
    for manifest in project.manifests:
        if any(re.search(r"Python :: 3\.\d", one) for one in manifest.classifiers):
            yield Location(manifest.path)
    for path, text in readmes(project):
        for number, line in enumerate(text.splitlines(), 1):
            if SPOKEN.search(line):
                yield Location(path, number)
    for file in project.of_kind("notebook", zones=CODE_ZONES):
        notebook = project.repo.notebook(file.path)
        if notebook is not None and notebook.version.startswith("3."):
            yield Location(file.path)
