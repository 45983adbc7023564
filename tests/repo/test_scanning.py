"""What looks through a project's supply chain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.scanning import half_scans, scans

MakeRepo = Callable[..., Repo]

STEP = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {}\n"


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("run: pip-audit", "dependencies"),
        ("run: python -m pip_audit", "dependencies"),
        ("run: uvx pip-audit@2.9.0 -r requirements.txt", "dependencies"),
        ("run: pipx run osv-scanner", "dependencies"),
        ("run: docker run --rm ghcr.io/gitleaks/gitleaks:v8 detect", "secrets"),
        ("uses: snyk/actions/python@v1", "dependencies"),
        ("uses: github/codeql-action/analyze@v3", "code"),
        ("run: pip install pip-audit", None),
        ("run: echo trivy", None),
        ("run: pytest", None),
    ],
)
def test_a_step_of_ci_that_scans(repo_of: MakeRepo, step: str, what: str | None) -> None:
    repo = repo_of({".github/workflows/ci.yml": STEP.format(step)})
    assert [one for _, one in scans(repo.projects[0])] == ([] if what is None else [what])


@pytest.mark.parametrize(
    ("hook", "whole", "half"),
    [
        ("repo: https://github.com/Yelp/detect-secrets\n    hooks: [{id: detect-secrets}]", 1, 0),
        ("repo: https://github.com/gitleaks/gitleaks.git\n    hooks: [{id: gitleaks-docker}]", 1, 0),
        ("repo: https://github.com/pre-commit/pre-commit-hooks\n    hooks: [{id: detect-private-key}]", 0, 1),
        ("repo: local\n    hooks: [{id: format}]", 0, 0),
    ],
)
def test_a_hook_that_scans(repo_of: MakeRepo, hook: str, whole: int, half: int) -> None:
    project = repo_of({".pre-commit-config.yaml": f"repos:\n  - {hook}\n"}).projects[0]
    assert (len(list(scans(project))), len(list(half_scans(project)))) == (whole, half)


def test_an_empty_bot_is_no_evidence(repo_of: MakeRepo) -> None:
    project = repo_of({".github/dependabot.yml": "version: 2\n", "Makefile": "audit:\n\tpip-audit\n"}).projects[0]
    assert [what for _, what in half_scans(project)] == ["a scan that somebody must start"]
