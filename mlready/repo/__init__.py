"""The repository model that rules ask: files, zones, projects, roles and cross-file questions."""

from mlready.repo.model import CODE_ZONES, Evidence, File, Project, Repo, Role, Settings, Subject

__all__ = ["CODE_ZONES", "Evidence", "File", "Project", "Repo", "Role", "Settings", "Subject"]
