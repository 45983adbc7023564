"""Whether code asks for the result of a validation that does not raise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.asking import is_asked, is_told, results

MakeRepo = Callable[..., Repo]

CERBERUS = "from cerberus import Validator\nv = Validator({})\n"


@pytest.mark.parametrize(
    ("use", "asked"),
    [
        pytest.param("r = v.validate({})\nprint(r)\n", False, id="shown"),
        pytest.param("r = v.validate({})\nif not r:\n    raise ValueError\n", True, id="a branch"),
        pytest.param("r = v.validate({})\nassert r\n", True, id="an assertion"),
        pytest.param("r = v.validate({})\ndecide(r)\n", True, id="given away"),
        pytest.param("if v.validate({}):\n    pass\n", True, id="never bound"),
        pytest.param("import sys\nr = v.validate({})\nsys.exit(0 if r else 1)\n", True, id="the test of a choice"),
        pytest.param("r = v.validate({})\n# r is fine\n", False, id="named in a comment"),
        pytest.param("def f():\n    r = v.validate({})\n    yield r\n", True, id="yielded"),
    ],
)
def test_a_result_is_asked_for_where_more_than_a_look_is_taken(repo_of: MakeRepo, use: str, asked: bool) -> None:
    repo = repo_of({"a.py": CERBERUS + use})
    (call,) = results(repo.modules[0])
    assert is_asked(repo, repo.modules[0], call) is asked


def test_the_object_may_keep_what_it_found(repo_of: MakeRepo) -> None:
    repo = repo_of({"a.py": CERBERUS + "v.validate({})\nif v.errors:\n    raise ValueError\n"})
    (call,) = results(repo.modules[0])
    assert is_asked(repo, repo.modules[0], call)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        pytest.param("gx.get_context().run_checkpoint()", 1, id="a chain from the package"),
        pytest.param("c = gx.get_context()\nc.checkpoints.get('x').run()", 1, id="through an attribute of an object"),
        pytest.param("Report([], include_tests=True).run(1)", 1, id="a report with tests"),
        pytest.param("Report([]).run(1)", 0, id="a report without tests"),
        pytest.param("AnalysisRunner(s).onData(d).run()", 0, id="an analysis is no validation"),
    ],
)
def test_results_are_known_by_what_made_the_object(repo_of: MakeRepo, code: str, count: int) -> None:
    head = (
        "import great_expectations as gx\nfrom evidently import Report\nfrom pydeequ.analyzers import AnalysisRunner\n"
    )
    repo = repo_of({"a.py": head + code + "\n"})
    assert len(list(results(repo.modules[0]))) == count


def test_objects_of_other_packages_give_no_results(repo_of: MakeRepo) -> None:
    module = repo_of({"a.py": CERBERUS + "import pandera as pa\npa.DataFrameSchema({}).validate(1)\n"}).modules[0]
    assert not list(results(module))


def test_an_action_tells(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {"a.py": "import great_expectations\n", "gx/checkpoints/rows.yml": "class_name: SlackNotificationAction\n"}
    )
    assert is_told(repo, repo.modules[0])
