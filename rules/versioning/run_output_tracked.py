"""What a run leaves behind is in git."""

from collections import Counter
from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.tables.outputs import IGNORED, RUN_OUTPUT
from mlready.verdict import Location, Verdict, failed, passed

ASIDE = {"vendored", "template", "test", "generated"}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for file in project.files:
        found = RUN_OUTPUT.match(file.path) if file.tracked and file.zone not in ASIDE else None
        if found is not None:
            folder = found["folder"] or file.path
            first.setdefault(folder, file.path)
            counts[folder] += 1
    for folder, path in first.items():
        files = "a file" if counts[folder] == 1 else f"{counts[folder]} files"
        message = f"git keeps {files} of `{folder}` that a run left behind: `git rm -r --cached`, and ignore them"
        yield failed(Location(path), message, group=kind_of(folder))
    if not first and not project.path and any(repo.git.ignored(one) for one in IGNORED):
        yield passed(
            Location(".gitignore" if repo.file(".gitignore") else project.location.path), "outputs of runs are ignored"
        )


def kind_of(folder: str) -> str:
    """The last part of a folder that is no number or date: folders of one tool are one finding."""
    parts = [one for one in folder.split("/") if not one[:1].isdigit()]
    return parts[-1] if parts else folder
