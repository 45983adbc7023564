"""Nobody hears of a scheduled pipeline that failed."""

from collections.abc import Iterator

from mlready.facts.python import Module
from mlready.repo import Repo
from mlready.repo.schedules import schedules, told
from mlready.verdict import Verdict, failed, passed, unknown

ADVICE = {
    "Airflow": "give the DAG an `on_failure_callback`",
    "Prefect": "give the flow `on_failure=[...]`",
    "Dagster": "add a `run_failure_sensor`",
    "Kubeflow": "put the steps into a `dsl.ExitHandler`",
    "Vertex AI": "put the steps into a `dsl.ExitHandler`",
    "ZenML": "give the pipeline `on_failure=...`",
    "Metaflow": "add an exit hook",
}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    project = repo.project_of(module.path)
    for schedule in schedules(project):
        if schedule.module is not module:
            continue
        place = module.at(schedule.call.span.line)
        answer = told(project, schedule)
        if answer is None:
            yield unknown(place, "the arguments are decided elsewhere")
        elif answer:
            yield passed(place)
        else:
            yield failed(
                place, f"this runs by the clock, and nobody is told when it fails: {ADVICE[schedule.orchestrator]}"
            )
