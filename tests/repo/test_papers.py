"""What documents say about a project, who owns it, and under which licence it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.licences import licence, published
from mlready.repo.owners import owners, review_paths
from mlready.repo.papers import guides_linked, readmes, shows_command, written_about

MakeRepo = Callable[..., Repo]
RUNBOOK = re.compile("runbook", re.IGNORECASE)
LONG = "Look at the pods first, then roll back and tell the team on call what you saw and what you have done."


def about(repo: Repo) -> list[str]:
    return [str(one.place) for one in written_about(repo.projects[-1], RUNBOOK, RUNBOOK)]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param({"docs/runbook.md": f"# What to do\n\n{LONG}\n"}, ["docs/runbook.md:1"], id="by its name"),
        pytest.param({"docs/night.md": f"# Runbook\n\n{LONG}\n"}, ["docs/night.md:1"], id="by its title"),
        pytest.param({"README.md": f"# A\n\n## Runbook\n\n### First\n\n{LONG}\n"}, ["README.md:3"], id="a section"),
        pytest.param({"docs/runbook.md": "# Runbook\n\nSoon.\n"}, [], id="no word"),
        pytest.param({"templates/runbook.md": LONG}, [], id="a form to fill in"),
        pytest.param(
            {"docs/runbook.md": LONG, "part/pyproject.toml": "[project]\nname='p'\n", "part/a.py": ""},
            ["docs/runbook.md:1"],
            id="of the whole, for a part",
        ),
        pytest.param(
            {"one/docs/runbook.md": LONG, "part/pyproject.toml": "[project]\nname='p'\n", "part/a.py": ""},
            [],
            id="of another part",
        ),
    ],
)
def test_documents_are_found_by_what_they_are_about(repo_of: MakeRepo, files: dict[str, str], found: list[str]) -> None:
    assert about(repo_of(files)) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("```sh\n$ pip install -e .\n```\n", True, id="a block with a prompt"),
        pytest.param("Run `make all` first.\n", True, id="running text"),
        pytest.param('```json\n{"make": 1}\n```\n', False, id="a block of something else"),
        pytest.param("We make models with python.\n", False, id="the words alone"),
    ],
)
def test_commands_are_told_from_words(repo_of: MakeRepo, text: str, *, shown: bool) -> None:
    repo = repo_of({"README.md": text})
    assert shows_command(text, readmes(repo.projects[0])[0][1]) is shown


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        pytest.param("[All](https://a.readthedocs.io)", True, id="a documentation site"),
        pytest.param("[set it up](docs/setup.md)", True, id="a document"),
        pytest.param("[MIT](LICENSE.md)", False, id="the licence"),
        pytest.param("[![build](https://img.shields.io/badge/docs.svg)](https://example.org)", False, id="a badge"),
        pytest.param("[our site](https://example.org)", False, id="any site"),
    ],
)
def test_links_to_guides(repo_of: MakeRepo, text: str, *, linked: bool) -> None:
    repo = repo_of({"README.md": text})
    assert bool(list(guides_linked(text, readmes(repo.projects[0])[0][1]))) is linked


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        pytest.param("CODEOWNERS", "* @acme/team\n", True, id="owners"),
        pytest.param("CODEOWNERS", "# * @acme/team\n", False, id="only a comment"),
        pytest.param("OWNERS", "approvers:\n  - maria\n  - jonas\n", True, id="approvers"),
        pytest.param("catalog-info.yaml", "spec:\n  owner: team\n", True, id="a catalogue"),
        pytest.param("catalog-info.yaml", "spec:\n  type: service\n", False, id="a catalogue without an owner"),
        pytest.param(".github/pull_request_template.md", "## What changes for users?\n", True, id="a template"),
        pytest.param(
            ".gitlab/merge_request_templates/Default.md", "## What changes for users?\n", True, id="of GitLab"
        ),
        pytest.param("docs/templates/mail.md", "## What changes for users?\n", False, id="another template"),
    ],
)
def test_owners_and_reviews(repo_of: MakeRepo, path: str, text: str, *, named: bool) -> None:
    repo = repo_of({path: text})
    assert bool([*owners(repo), *review_paths(repo)]) is named


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        pytest.param("LICENSE.txt", "MIT\n", True, id="a file"),
        pytest.param("LICENSE", "", False, id="an empty file"),
        pytest.param("licenses.py", "x = 1\n", False, id="code"),
        pytest.param("setup.py", "setup(\n    license='MIT',\n)\n", True, id="a field"),
        pytest.param("vendor/LICENSE", "MIT\n", False, id="of something else"),
    ],
)
def test_licences(repo_of: MakeRepo, path: str, text: str, *, named: bool) -> None:
    assert (licence(repo_of({path: text})) is not None) is named


def test_badges_say_that_it_is_public(repo_of: MakeRepo) -> None:
    repo = repo_of({"README.md": "# A\n\n![build](https://img.shields.io/badge/build-passing-green)\n"})
    assert [what for _, what in published(repo.projects[0])] == ["the README has badges"]
