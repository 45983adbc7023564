"""Evidence for what kind of repository it is: library, template, course, samples or paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.model import Evidence
from mlready.repo.once import once

if TYPE_CHECKING:
    from mlready.repo.model import Project, Repo

_Found = tuple[tuple[str, Evidence], ...]
_COURSE_WORDS = re.compile(
    r"\b(book|course|bootcamp|chapters?|lessons?|lectures?|weeks? \d|homework|curriculum|syllabus|handbook)\b",
    re.IGNORECASE,
)
_IN_PASSING = re.compile(
    r"\bof course\b|\bcourse (?:of|correction|projects?)\b|\b(?:order book|book (?:an?|your)|(?:book|course) recommend\w*)\b|https?://\S+|"
    r"\b(?:projects? (?:for|in|from|of)|based on|inspired by|adapted from|borrowed from|learn(?:ed)? (?:more )?(?:about|at|from|in))\b[^.;\n]*",
    re.IGNORECASE,
)
"""Words that tell of no course, and mentions of somebody else's."""
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_BELONGS = re.compile(
    r"^#|\b(?:code|companion|exercises|labs|materials?|notebooks|repo|repository|slides|solutions|website)\b[^.\[]*$",
    re.IGNORECASE,
)
"""What stands before a link to the course that a repository belongs to."""
_TEACHES = re.compile(r"\b(?:attendees|instructors?|learners|lecturers?|students|teach(?:es|ing)?)\b", re.IGNORECASE)
_THE_COURSE = re.compile(r"\b(?:the|this|our) (?:course|bootcamp|class|labs|lectures|lessons)\b", re.IGNORECASE)
_LESSON = re.compile(
    r"(?:chapter|lesson|lab|lecture|homework|assignment|exercise)[-_ ]?(\d{1,2})(?!\d).*\.(?:ipynb|md|rst|rmd|qmd)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\d{1,2}[-_ ].*|(?:week|chapter|ch|lesson|lab|lecture|section|module|unit|part|day)[-_ ]?\d{1,2}\b.*)",
    re.IGNORECASE,
)
_SAMPLES_TITLE = re.compile(
    r"#\s.*\b(?:examples|samples|tutorials|demos|cookbook|(?:example|sample|tutorial|demo) notebooks)\W*", re.IGNORECASE
)
_DESCRIBED_FOLDER = re.compile(r"[^/.][^/]*/readme\.(?:md|rst)", re.IGNORECASE)
_COLLECTION = 8
"""So many folders that each explain themselves are a collection."""
_PARTS = 5
"""So many folders with a manifest of their own are a collection, where the root has none."""
_EXERCISES = frozenset(
    {"exercises", "solutions", "labs", "lectures", "lessons", "assignments", "homework", "homeworks"}
)
_READMES = frozenset({"readme.md", "readme.rst", "readme.txt", "readme"})
_HEAD = 40
_MANY = 3
_GUIDES = ("CONTRIBUTING.md", ".github/CONTRIBUTING.md", "docs/CONTRIBUTING.md")


def readmes(project: Project) -> tuple[tuple[str, str], ...]:
    """(path, text) of the repository's README and of the project's own: what the whole is, its parts are too."""
    found = []
    for folder in dict.fromkeys(("", project.path)):
        for file in project.repo.files:
            parent, _, name = file.path.rpartition("/")
            if parent == folder and name.lower() in _READMES:
                found.append((file.path, project.repo.text(file.path) or ""))
                break
    return tuple(found)


@once
def library_evidence(project: Project) -> _Found:
    """A build backend and at least two signs that others install it."""
    own = [one for one in project.manifests if one.path.rpartition("/")[0] == project.path]
    built = next((one for one in own if one.build_backend or one.kind == "setup.py"), None)
    if built is None:
        return ()
    signs = [Evidence(Location(built.path), "is built as a package")]
    if any(
        one.startswith(("Development Status", "Programming Language"))
        for m in project.manifests
        for one in m.classifiers
    ):
        signs.append(Evidence(Location(built.path), "declares package index classifiers"))
    publish = publishes(project)
    if publish is not None:
        signs.append(Evidence(publish, "is published by CI"))
    change = next(
        (
            f
            for f in project.files
            if f.path.rpartition("/")[2].lower().startswith(("changelog", "changes.", "history.", "release_notes"))
        ),
        None,
    )
    if change is not None:
        signs.append(Evidence(Location(change.path), "keeps a change log"))
    elif project.path == "" and sum(bool(re.match(r"v?\d+\.\d+", tag)) for tag in project.repo.git.tags) >= 3:
        signs.append(Evidence(Location(built.path), "has version tags"))
    docs = next(
        (
            f
            for f in project.repo.files
            if re.search(
                r"(^|/)(mkdocs\.ya?ml|conf\.py|\.readthedocs\.ya?ml|docusaurus\.config\.[jt]s|_toctree\.yml)$", f.path
            )
            and project.repo.project_of(f.path) is project
        ),
        None,
    )
    if docs is not None:
        signs.append(Evidence(Location(docs.path), "has a documentation site"))
    tested = _tests_import_package(project)
    if tested is not None:
        signs.append(tested)
    return tuple(("strong", one) for one in signs) if len(signs) >= 3 else ()


def publishes(project: Project) -> Location | None:
    """Where CI gives the project to a package index."""
    for subject in project.workflows:
        for job in subject.facts.jobs:
            for step in job.steps:
                if "pypi-publish" in (step.uses or "") or re.search(
                    r"\b(twine upload|uv publish|poetry publish|flit publish|hatch publish|pdm publish)\b",
                    step.run or "",
                ):
                    return subject.at(step.line)
    return None


def _tests_import_package(project: Project) -> Evidence | None:
    packages = {
        file.path.split("/")[-2] for file in project.files if file.path.endswith("/__init__.py") and file.zone == "prod"
    }
    for module in project.tests:
        for entry in module.summary.imports:
            if entry.name.split(".")[0] in packages:
                return Evidence(module.at(entry.line), "tests import the package")
    return None


@once
def template_evidence(project: Project) -> _Found:
    found: list[Evidence] = []
    for file in project.repo.files:
        name = file.path.rpartition("/")[2]
        if file.path.count("/") <= 1 and name in {
            "cookiecutter.json",
            "copier.yml",
            "copier.yaml",
            "databricks_template_schema.json",
            "ccds.json",
        }:
            found.append(Evidence(Location(file.path), "a template description"))
        elif "{{" in file.path and file.zone == "template":
            found.append(Evidence(Location(file.path), "paths hold template variables"))
            break
    for path, text in readmes(project):
        if re.search(r"use this template|template repository", "\n".join(text.splitlines()[:_HEAD]), re.IGNORECASE):
            found.append(Evidence(Location(path, 1), "the README presents a template"))
    return tuple(("strong", one) for one in found)


@once
def course_evidence(project: Project) -> _Found:
    """At least two of: documents that say so, numbered folders or lessons, mostly notebooks, folders of exercises."""
    repo = project.repo
    signs: list[Evidence] = []
    spoken = next((place for path, text in readmes(project) if (place := _speaks_of_course(path, text))), None)
    if spoken is not None:
        signs.append(Evidence(spoken, "the README speaks of a course or a book"))
    elif (told := _tells_whom_it_teaches(repo)) is not None:
        signs.append(Evidence(told, "contributors are told of a course and who learns in it"))
    tops = sorted({one.path.split("/")[0] for one in repo.files if "/" in one.path})
    numbered = [one for one in tops if _NUMBERED.fullmatch(one)]
    if len(numbered) >= _MANY:
        signs.append(Evidence(Location(numbered[0]), f"{len(numbered)} numbered folders"))
    elif lessons := _numbered_lessons(repo):
        signs.append(Evidence(Location(lessons[0]), f"{len(lessons)} numbered lessons"))
    if _mostly_notebooks(project):
        signs.append(Evidence(project.location, "most code is in notebooks"))
    exercises = _folder_of_exercises(repo)
    if exercises is not None:
        signs.append(Evidence(Location(exercises), "folders of exercises or solutions"))
    return tuple(("strong", one) for one in signs) if len(signs) >= 2 else ()


def _speaks_of_course(path: str, text: str) -> Location | None:
    for number, line in enumerate(text.splitlines()[:_HEAD], 1):
        if not line.lstrip().startswith(("[!", "<")) and _COURSE_WORDS.search(_own_words(line)):
            return Location(path, number)
    return None


def _own_words(line: str) -> str:
    """A line without mentions in passing and without links to what lies elsewhere."""
    told = _LINK.sub(lambda link: link[1] if _BELONGS.search(line[: link.start()]) else "", line)
    return _IN_PASSING.sub("", told)


def _tells_whom_it_teaches(repo: Repo) -> Location | None:
    """The page for contributors, where it speaks of the course and of those who learn or teach in it."""
    for path in _GUIDES:
        text = _IN_PASSING.sub("", (repo.text(path) or "") if repo.file(path) is not None else "")
        course = _THE_COURSE.search(text)
        if course is not None and _TEACHES.search(text):
            return Location(path, text.count("\n", 0, course.start()) + 1)
    return None


def _numbered_lessons(repo: Repo) -> list[str]:
    """Documents of one folder that count through their lessons (`lab01.ipynb`); a folder of exercises is a sign already."""
    folders: dict[str, dict[int, str]] = {}
    for file in repo.files:
        folder, _, name = file.path.rpartition("/")
        lesson = _LESSON.fullmatch(name)
        if lesson is not None and not _EXERCISES & set(folder.lower().split("/")):
            folders.setdefault(folder, {}).setdefault(int(lesson[1]), file.path)
    return next((sorted(found.values()) for _, found in sorted(folders.items()) if len(found) >= _MANY), [])


def _folder_of_exercises(repo: Repo) -> str | None:
    """A file in such a folder; one that is a package is code of a product (an app about exercises)."""
    for file in repo.files:
        folders = file.path.lower().split("/")[:-1]
        if not _EXERCISES.isdisjoint(folders):
            depth = next(number for number, one in enumerate(folders, 1) if one in _EXERCISES)
            if repo.file("/".join([*file.path.split("/")[:depth], "__init__.py"])) is None:
                return file.path
    return None


@once
def samples_evidence(project: Project) -> _Found:
    """The title of the README names examples and the repository is built as a collection: either alone is no evidence.

    Samples are copied and run by others, so their code and environment are judged; nobody runs them as a service, so nobody
    owes them alerts, tests of a model or a registry.
    """
    title = _titled_samples(project)
    shape = _collection(project) if title is not None else None
    if title is None or shape is None:
        return ()
    return (("strong", Evidence(title, "the title of the README names examples")), ("strong", shape))


def _titled_samples(project: Project) -> Location | None:
    path, text = next((one for one in readmes(project) if "/" not in one[0]), ("", ""))
    for number, line in enumerate(text.splitlines()[:_HEAD], 1):
        if line.startswith("# "):
            return Location(path, number) if _SAMPLES_TITLE.fullmatch(line) else None
    return None


def _collection(project: Project) -> Evidence | None:
    """Many folders that explain themselves or that are installed by themselves, or mostly notebooks."""
    repo = project.repo
    described = sorted({one.path.split("/")[0] for one in repo.files if _DESCRIBED_FOLDER.fullmatch(one.path)})
    if len(described) >= _COLLECTION:
        return Evidence(Location(described[0]), f"{len(described)} folders with a README of their own")
    parts = sorted(one.path.rpartition("/")[0] for each in repo.projects for one in each.manifests)
    if "" not in parts and len(set(parts)) >= _PARTS:
        return Evidence(Location(parts[0]), f"{len(set(parts))} folders with a manifest of their own")
    return Evidence(project.location, "most code is in notebooks") if _mostly_notebooks(project) else None


def _mostly_notebooks(project: Project) -> bool:
    notebooks = sum(one.summary.code_lines for one in project.repo.working if one.is_notebook)
    total = sum(one.summary.code_lines for one in project.repo.working)
    return bool(total) and notebooks >= 0.6 * total


@once
def paper_evidence(project: Project) -> _Found:
    """At least two of: a citation, "official implementation", a paper link in the title block."""
    found = readmes(project)
    if not found:
        return ()
    path, content = found[-1]
    lines = content.splitlines()
    signs: list[Evidence] = []
    for pattern, limit, what in (
        (r"@(article|inproceedings|misc|conference)\s*\{", None, "the README asks to be cited"),
        (
            r"official (pytorch |tensorflow |jax )?(implementation|code|repository)",
            None,
            "calls itself the official implementation",
        ),
        (r"arxiv\.org|openreview\.net", 15, "the title block links a paper"),
    ):
        for number, line in enumerate(lines[:limit], 1):
            if re.search(pattern, line, re.IGNORECASE):
                signs.append(Evidence(Location(path, number), what))
                break
    citation = project.repo.file("CITATION.cff")
    if citation is not None and "preferred-citation" in (project.repo.text("CITATION.cff") or ""):
        signs.append(Evidence(Location("CITATION.cff"), "names a preferred citation"))
    return tuple(("strong", one) for one in signs) if len(signs) >= 2 else ()
