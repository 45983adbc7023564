"""Which Python a repository asks for, and where it says so: manifests, version files, images, CI and functions of clouds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.manifest import admits
from mlready.facts.shell import commands, installs, runs_tests
from mlready.location import Location
from mlready.repo.once import once

if TYPE_CHECKING:
    from mlready.facts.ci import Job
    from mlready.facts.dockerfile import Dockerfile, Image
    from mlready.repo.model import Project, Repo

VERSION_FILES = frozenset({".python-version", "runtime.txt", ".tool-versions", "mise.toml", ".mise.toml"})
LATEST_MINOR = 16
"""Minor releases of Python 3 that are told apart."""

_ZONES = frozenset({"prod", "infra", "notebook"})
_NUMBER = re.compile(r"\d+(?:\.\d+){0,2}")
_PYTHON_IN_TAG = re.compile(r"(?:^|[^a-z])(?:python|py|cp)[-_]?(\d)[.-]?(\d{1,2})(?!\d)")
_IN_MANIFEST = re.compile(r"requires[-_]python|python_requires|python[-_]versions?|python_full_version|\bpython\b")
_IN_VERSION_FILE = re.compile(r"^\s*(?:python\s*=?\s*|python-)?[\"']?(\d+\.\d+(?:\.\d+)?)[\"']?\s*(?:#.*)?$")
_RUNTIME = re.compile(
    r"^[ \t]*(?:-[ \t]*)?[\"']?[Rr]untime[\"']?[ \t]*[:=][ \t]*[\"']?python(\d)\.?(\d{1,2})\b", re.MULTILINE
)
_RUN = re.compile(
    r"(?:^|\s)(?:python|--python(?:-version)?)[ =]{1,2}[\"']?(\d\.\d+(?:\.\d+)?)\b|\bpython(3\.\d+)(?:-(?:dev|venv|full|minimal|distutils))?(?=\s|$)"
)
_SETUP = ("setup-python", "usepythonversion", "setup-miniconda", "setup-micromamba", "setup-uv", "setup-conda")
_SETUP_KEYS = ("python-version", "versionSpec", "pythonVersion")


class Named(NamedTuple):
    """A place that names versions of Python; `text` as written, `minors` what it leaves possible as (major, minor).

    `kind`: manifest, file, image, ci or function. `exact`: it chooses one, where others say what would do.
    """

    kind: str
    location: Location
    text: str
    minors: frozenset[tuple[int, int]]
    exact: bool


_MINORS = ((2, 7), *((3, minor) for minor in range(LATEST_MINOR + 1)))


def minors_of(specifier: str) -> frozenset[tuple[int, int]]:
    """The minor releases of which a specifier admits at least one patch release."""
    return frozenset(
        (major, minor)
        for major, minor in _MINORS
        if any(admits(specifier, f"{major}.{minor}.{patch}") for patch in (0, *range(1, 31)))
    )


def _chosen(kind: str, location: Location, version: str) -> Named | None:
    parts = version.split(".")
    if len(parts) < 2:
        return None
    return Named(kind, location, version, frozenset({(int(parts[0]), int(parts[1]))}), exact=True)


@once
def pythons_in(repo: Repo, path: str) -> tuple[Named, ...]:
    """What one file says about Python."""
    file = repo.file(path)
    name = path.rpartition("/")[2]
    if file is None or file.zone in {"vendored", "template", "devcontainer"}:
        return ()
    found: Iterator[Named | None] = iter(())
    if name in VERSION_FILES:
        found = _of_version_file(repo, path)
    elif path in repo.manifests:
        found = _of_manifest(repo, path)
    elif file.kind == "dockerfile":
        found = _of_dockerfile(repo.dockerfile(path), path)
    elif file.kind == "ci":
        found = _of_ci(repo, path)
    elif file.kind in {"terraform", "yaml"}:
        found = _of_function(repo, path)
    return tuple(one for one in found if one is not None)


def pythons(project: Project) -> tuple[Named, ...]:
    """What the files of a project say about Python, those of CI last."""
    files = [file.path for file in project.files if file.kind != "ci" and file.zone in _ZONES]
    own = [one for path in files for one in pythons_in(project.repo, path)]
    outer = [one.path for one in project.all_manifests if project.repo.project_of(one.path) is not project]
    around = [one for path in outer for one in pythons_in(project.repo, path)]
    above = [one for name in VERSION_FILES if project.path for one in pythons_in(project.repo, name)]
    ci = [one for subject in project.workflows for one in pythons_in(project.repo, subject.path)]
    return (*own, *around, *above, *ci)


def _of_version_file(repo: Repo, path: str) -> Iterator[Named | None]:
    for number, line in enumerate((repo.text(path) or "").splitlines(), 1):
        found = _IN_VERSION_FILE.match(line)
        python = "python" in line or path.endswith(".python-version")
        if found is not None and python:
            yield _chosen("file", Location(path, number), found[1])


def _of_manifest(repo: Repo, path: str) -> Iterator[Named | None]:
    manifest = repo.manifests[path]
    specifier = manifest.python or (f"=={manifest.locked['python']}" if "python" in manifest.locked else None)
    if not specifier:
        return
    lines = (repo.text(path) or "").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if _IN_MANIFEST.search(text)), None)
    minors = minors_of(specifier)
    yield Named("manifest", Location(path, line), specifier, minors, exact=len(minors) == 1)


def _of_dockerfile(dockerfile: Dockerfile, path: str) -> Iterator[Named | None]:
    for stage in dockerfile.stages:
        version = python_of_image(stage.image)
        if version is not None:
            yield _chosen("image", Location(path, stage.line), version)
    for run in dockerfile.runs():
        for command in commands(run.text):
            if command.program in {"conda", "mamba", "micromamba", "uv", "pyenv", "apt", "apt-get"}:
                line = min(run.instruction.line + command.line, run.instruction.end_line)
                for first, second in _RUN.findall(" ".join(command.words)):
                    yield _chosen("image", Location(path, line), first or second)


def python_of_image(image: Image) -> str | None:
    """The Python that the name or tag of an image says it holds."""
    if not image.resolved or image.tag is None:
        return None
    name = image.name.rpartition("/")[2]
    if name == "python":
        found = _NUMBER.match(image.tag)
        if found is not None:
            return found[0]
    tagged = _PYTHON_IN_TAG.search(image.tag)
    return f"{tagged[1]}.{tagged[2]}" if tagged is not None and tagged[1] in "23" else None


def _of_ci(repo: Repo, path: str) -> Iterator[Named | None]:
    """What jobs set up that install the code or test it; those that format or publish may run on any Python."""
    workflow = repo.workflow(path)
    for job in workflow.jobs if workflow is not None else ():
        if workflow.kind != "action" and not _runs_code(job):
            continue
        image = job.image
        if image is not None and re.match(r"(?:.*/)?python:\d", image):
            yield _chosen("ci", Location(path, image.line or job.line), image.rpartition(":")[2].partition("-")[0])
        for step in job.steps:
            if not any(word in (step.uses or "").lower() for word in _SETUP):
                continue
            for key in _SETUP_KEYS:
                given = step.inputs.get(key)
                for text in _several(given, job.matrix) if given is not None else ():
                    found = _NUMBER.fullmatch(text)
                    if found is not None:
                        yield _chosen("ci", Location(path, getattr(text, "line", 0) or step.line), found[0])


def _runs_code(job: Job) -> bool:
    """Whether a job installs a list or the work tree, or runs tests."""
    for step in job.run_steps():
        for command in commands(step.run or ""):
            found = installs(command)
            if runs_tests(command) or (found is not None and (found.files or found.local or found.locked)):
                return True
    return False


def _several(given: str, matrix: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The values of an input: its lines, or those of the variable of the matrix that it names."""
    variable = re.search(r"matrix\.([\w.-]+)", given) or re.fullmatch(r"\$\(([\w.-]+)\)", given.strip())
    if variable is not None:
        return matrix.get(variable[1], ())
    return (given,) if "\n" not in given else tuple(given.split())


def _of_function(repo: Repo, path: str) -> Iterator[Named | None]:
    text = repo.text(path) or ""
    for found in _RUNTIME.finditer(text) if "untime" in text and "python" in text else ():
        line = text.count("\n", 0, found.start(1)) + 1
        yield _chosen("function", Location(path, line), f"{found[1]}.{found[2]}")
