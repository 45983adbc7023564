"""Which CI system a file belongs to, by its path, and whether the system looks for it there."""

from __future__ import annotations

import re

_YAML = (".yml", ".yaml")
_NOT_GROOVY = (".java", ".js", ".json", ".md", ".py", ".rst", ".sh", ".ts", ".txt", ".xml")
_NAMES = {
    ".travis": "travis",
    "bitbucket-pipelines": "bitbucket",
    ".drone": "drone",
    ".woodpecker": "drone",
    "appveyor": "appveyor",
    ".appveyor": "appveyor",
    ".gitlab-ci": "gitlab",
    "azure-pipelines": "azure",
    ".azure-pipelines": "azure",
    ".vsts-ci": "azure",
}
_STARTS = {"azure-pipeline": "azure", ".azure-pipeline": "azure", "buildspec": "buildspec", "cloudbuild": "cloudbuild"}
_ENDS = {".gitlab-ci": "gitlab", "azure-pipelines": "azure", "-buildspec": "buildspec", "_buildspec": "buildspec"}
_FOLDERS = {
    ".azuredevops": "azure",
    ".azure-pipelines": "azure",
    "azure-pipelines": "azure",
    ".pipelines": "azure",
    ".ado": "azure",
    ".azdo": "azure",
    "devops-pipelines": "azure",
    ".circleci": "circleci",
    ".gitlab": "gitlab",
    ".gitlab-ci": "gitlab",
    ".woodpecker": "drone",
}
_DEVOPS_NAME = re.compile(r"(^|[-_.])(ci|cd|cicd|pr|build|deploy|release|test|azure|pipelines?)([-_.]|$)")
_FORGES = (".github", ".gitea", ".forgejo")
_FIXED = frozenset({"travis", "bitbucket", "drone", "circleci", "github"})
"""Systems that look in one place; the others are told where to look."""


def is_ci(path: str) -> bool:
    """Whether a file is read as CI by its path; its content has the last word (`read` is None then)."""
    return system_of(path) is not None


def system_of(path: str) -> str | None:
    """github, gitlab, azure, circleci, bitbucket, buildspec, cloudbuild, travis, drone, appveyor, jenkins or None."""
    folder, _, name = path.rpartition("/")
    name = name.lower()
    if not name.endswith(_YAML):
        return _without_suffix(name)
    stem = name[: name.rfind(".")]
    folders = folder.split("/") if folder else []
    return _forge(folders, stem) or _named(stem) or _housed(folders, stem)


def is_active(path: str, system: str) -> bool:
    """Whether the system finds the file: at the root where it looks in one place, and never in a template's folder."""
    if "{{" in path or "{%" in path:
        return False
    folders = path.split("/")[:-1]
    if system == "github":
        return bool(folders) and folders[0] in _FORGES
    if system in _FIXED:
        return not folders or folders[0] in _FOLDERS
    if system == "gitlab" and path.rpartition("/")[2].lower().startswith(".gitlab-ci."):
        return not folders or folders[0] in _FOLDERS
    return True


def _without_suffix(name: str) -> str | None:
    named = name == "jenkinsfile" or name.startswith(("jenkinsfile.", "jenkinsfile-", "jenkinsfile_"))
    if named or name.endswith((".jenkinsfile", ".jenkins")):
        return None if name.endswith(_NOT_GROOVY) else "jenkins"
    return None


def _forge(folders: list[str], stem: str) -> str | None:
    """Workflows stand right under `workflows`, actions in folders of their own."""
    if len(folders) >= 2 and folders[-1] == "workflows" and folders[-2] in _FORGES:
        return "github"
    if stem == "action" and (not folders or "actions" in folders or any(one in _FORGES for one in folders)):
        return "github"
    return None


def _named(stem: str) -> str | None:
    found = _NAMES.get(stem)
    if found is None:
        found = next((system for start, system in _STARTS.items() if stem.startswith(start)), None)
    return found or next((system for end, system in _ENDS.items() if stem.endswith(end)), None)


def _housed(folders: list[str], stem: str) -> str | None:
    if ".gitlab" in folders and not {"agents", "issue_templates", "merge_request_templates"}.isdisjoint(folders):
        return None
    found = next((_FOLDERS[one] for one in folders if one in _FOLDERS), None)
    if found is None and "devops" in folders and _DEVOPS_NAME.search(stem):
        return "azure"
    return found
