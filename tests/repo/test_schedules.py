"""Pipelines that the clock starts, and what tells of their failure."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.schedules import retries, schedules, told

MakeRepo = Callable[..., Repo]


@pytest.mark.parametrize(
    ("code", "orchestrator"),
    [
        pytest.param("from airflow import DAG\nDAG('a', schedule='@daily')\n", "Airflow", id="a DAG"),
        pytest.param("from airflow.decorators import dag\n@dag(schedule='@daily')\ndef a(): ...\n", "Airflow", id="a decorated DAG"),
        pytest.param("from prefect import flow\nflow(f).deploy('a', cron='0 4 * * *')\n", "Prefect", id="a deployment"),
        pytest.param("from dagster import schedule\n@schedule(job=j, cron_schedule='@daily')\ndef a(): ...\n", "Dagster", id="a decorated schedule"),
        pytest.param("from zenml.config.schedule import Schedule\nSchedule(cron_expression='0 4 * * *')\n", "ZenML", id="ZenML"),
        pytest.param("from metaflow import schedule\n@schedule(daily=True)\nclass F: ...\n", "Metaflow", id="Metaflow"),
    ],
)  # fmt: skip
def test_a_schedule_is_found(repo_of: MakeRepo, code: str, orchestrator: str) -> None:
    (project,) = repo_of({"a.py": code}).projects
    assert [one.orchestrator for one in schedules(project)] == [orchestrator]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("from airflow import DAG\nDAG('a', schedule=None)\n", id="a DAG started by hand"),
        pytest.param("from airflow import DAG\nDAG('a')\n", id="a DAG that says nothing"),
        pytest.param("from prefect import flow\nflow(f).serve('a')\n", id="a flow that waits to be asked"),
        pytest.param("server.serve(interval=3)\n", id="another thing that serves"),
    ],
)
def test_what_no_clock_starts(repo_of: MakeRepo, code: str) -> None:
    (project,) = repo_of({"a.py": code}).projects
    assert schedules(project) == ()


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        pytest.param("", False, id="nothing"),
        pytest.param(", on_failure_callback=tell", True, id="a callback"),
        pytest.param(", on_failure_callback=None", False, id="no callback"),
        pytest.param(", default_args={'email': ['a@b.c']}", True, id="an address"),
        pytest.param(", default_args={'email': ['a@b.c'], 'email_on_failure': False}", False, id="mail switched off"),
        pytest.param(", default_args=given", None, id="arguments from elsewhere"),
        pytest.param(", **given", None, id="any arguments"),
    ],
)
def test_who_is_told_of_a_dag(repo_of: MakeRepo, arguments: str, answer: bool | None) -> None:
    (project,) = repo_of({"a.py": f"from airflow import DAG\nDAG('a', schedule='@daily'{arguments})\n"}).projects
    assert told(project, schedules(project)[0]) is answer


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("task(retries=3)\n", ["`retries`"], id="an argument"),
        pytest.param("task(retries=0)\n", [], id="none"),
        pytest.param("import tenacity\n@tenacity.retry\ndef f(): ...\n", ["`retry`"], id="a decorator"),
        pytest.param("args = {'retries': 2}\nDAG('a', default_args=args)\n", ["`retries`"], id="a key of arguments"),
        pytest.param("step().set_retry(3)\n", ["`set_retry`"], id="a method"),
    ],
)
def test_what_tries_again(repo_of: MakeRepo, code: str, found: list[str]) -> None:
    (project,) = repo_of({"a.py": code}).projects
    assert [what for _, what in retries(project)] == found
