"""Records of decisions and how long they are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.auditing import documented, retentions, suffices, trails

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({"a.tf": 'resource "aws_cloudtrail" "a" {\n  name = "a"\n}\n'}, 1),
        ({"a.tf": 'resource "aws_s3_bucket" "a" {}\n'}, 0),
        ({"a.yaml": "Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n"}, 1),
        ({"a.py": "import logging\nlog = logging.getLogger('app.audit')\nlog.info('x')\n"}, 1),
        ({"a.py": "import logging\nlog = logging.getLogger('app.audit')\n"}, 0),
        ({"a.py": "import logging\nlog = logging.getLogger('app')\nlog.info('x')\n"}, 0),
    ],
)
def test_what_records_accesses_and_decisions(repo_of: MakeRepo, files: dict[str, str], count: int) -> None:
    assert len(list(trails(repo_of(files).projects[0]))) == count


@pytest.mark.parametrize(
    ("path", "text", "days"),
    [
        ("a.tf", 'resource "aws_cloudwatch_log_group" "a" {\n  retention_in_days = 365\n}\n', [365]),
        ("a.tf", 'resource "aws_cloudwatch_log_group" "a" {\n  retention_in_days = var.days\n}\n', []),
        ("loki.yml", "limits_config:\n  retention_period: 8760h\n", [365]),
        ("a.yaml", "Properties:\n  RetentionInDays: 30\n", [30]),
        ("a.yaml", "retention: long\n", []),
    ],
)
def test_how_long_records_are_kept(repo_of: MakeRepo, path: str, text: str, days: list[float]) -> None:
    assert [found for _, found in retentions(repo_of({path: text}).projects[0])] == days


def test_six_months_suffice_and_for_ever() -> None:
    assert [suffices(one) for one in (0, 14, 180, 365)] == [True, False, True, True]


def test_a_heading_speaks_of_it(repo_of: MakeRepo) -> None:
    project = repo_of({"docs/a.md": "# Data retention\n", "README.md": "# A model\n"}).projects[0]
    assert [one.path for one in documented(project)] == ["docs/a.md"]
