"""What counts as being watched, and what only looks like it."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.alerts import alerts
from mlready.repo.monitoring import drift, logged_numbers, metrics, observes, observes_requests, scraped

MakeRepo = Callable[..., Repo]


def _what(repo: Repo, ask: Callable[..., object]) -> list[str]:
    (project,) = repo.projects
    return [one[1] for one in ask(project)]  # type: ignore[attr-defined]


RULE = """
groups:
  - name: price
    rules:
      - alert: NoRequests
        expr: rate(requests_total[5m]) == 0
"""
ALARM = """
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
"""
ALERTMANAGER = """
route: {receiver: team}
receivers:
  - name: team
"""


GRAFANA = """
apiVersion: 1
groups:
  - folder: price
    rules:
      - uid: a1
        title: Prices stand still
        condition: C
        data: [{refId: A}]
"""
HELM = """
{{- if .Values.alerts }}
kind: PrometheusRule
spec:
  groups:
    - name: price
      rules:
        - alert: NoRequests
          expr: rate(requests_total{service="{{ .Release.Name }}"}[5m]) == 0
{{- end }}
"""
SLOTH = """
version: prometheus/v1
slos:
  - name: answers
    objective: 99.5
    alerting:
      page_alert: {labels: {severity: page}}
"""
BUNDLE = """
resources:
  jobs:
    score:
      email_notifications:
        on_failure: [team@example.org]
"""
AZURE = "resource slow 'Microsoft.Insights/metricAlerts@2018-03-01' = {}"


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        pytest.param("grafana/alerting/rules.yml", GRAFANA, "the alert Prices stand still", id="an alert of Grafana"),
        pytest.param("chart/templates/rules.yaml", HELM, "the alert NoRequests", id="a rule in a chart"),
        pytest.param("slo/price.yml", SLOTH, "an objective that alerts", id="an objective of sloth"),
        pytest.param("slo.yml", "kind: ServiceLevelObjective", "a ServiceLevelObjective", id="an objective of Pyrra"),
        pytest.param("databricks.yml", BUNDLE, "a message of the job", id="a mail of a job"),
        pytest.param("infra/alerts.bicep", AZURE, "an alert rule of Azure", id="a rule in Bicep"),
        pytest.param(
            "values.yaml",
            "prometheus:\n  alertmanager:\n    config:\n      route: {receiver: a}\n      receivers: [{name: a}]",
            "Alertmanager receivers",
            id="receivers among the values of a chart",
        ),
        pytest.param(
            "alarms.tf",
            'module "slow" {\n  source = "terraform-aws-modules/cloudwatch/aws//modules/metric-alarm"\n}',
            "an alarm in Terraform",
            id="a ready-made module",
        ),
        pytest.param(
            "job.tf",
            'resource "databricks_job" "s" {\n  email_notifications {\n    on_failure = ["a@b.org"]\n  }\n}',
            "a message of the job",
            id="a mail of a job in Terraform",
        ),
        pytest.param(
            "watch.py",
            "import requests\nrequests.post('https://slack.com/api/chat.postMessage', json={})",
            "a message to a channel for alerts",
            id="an address of a channel",
        ),
        pytest.param(
            "watch.py",
            "import os\nurl = os.environ['SLACK_WEBHOOK_URL']",
            "a message to a channel for alerts",
            id="the setting of a channel",
        ),
        pytest.param(
            "d.py",
            "from dagster import run_failure_sensor\n@run_failure_sensor\ndef tell(context): ...",
            "`run_failure_sensor`",
            id="a sensor",
        ),
        pytest.param("monitoring/rules.yml", RULE, "the alert NoRequests", id="a Prometheus rule"),
        pytest.param("stack.yml", ALARM, "a CloudWatch alarm", id="an alarm of a template"),
        pytest.param("alertmanager.yml", ALERTMANAGER, "Alertmanager receivers", id="receivers"),
        pytest.param(
            "app.py", "import sentry_sdk\nsentry_sdk.init('x')", "Sentry", id="an error tracker that is set up"
        ),
        pytest.param(
            "a.py", "client.put_metric_alarm(AlarmName='x')", "`put_metric_alarm`", id="an alarm set by a client"
        ),
        pytest.param("a.py", "flow(on_failure=tell)", "`on_failure`", id="a callback of a pipeline"),
        pytest.param(
            "dag.py", "args = {'email_on_failure': True}", "`email_on_failure`", id="default arguments of a DAG"
        ),
    ],
)
def test_somebody_is_told_by(repo_of: MakeRepo, path: str, text: str, what: str) -> None:
    assert what in _what(repo_of({path: text}), alerts)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("monitoring/rules.yml", "groups: []", id="an empty rules file"),
        pytest.param(
            "monitoring/rules.yml", "groups:\n  - rules:\n      - record: a\n        expr: b", id="a recording rule"
        ),
        pytest.param("app.py", "import sentry_sdk", id="an import"),
        pytest.param(
            "slo/price.yml", SLOTH.replace("{labels: {severity: page}}", "{disable: true}"), id="a mute objective"
        ),
        pytest.param("databricks.yml", BUNDLE.replace("[team@example.org]", "[]"), id="a mail to nobody"),
        pytest.param("docs.py", "text = 'join us on slack.com'", id="a community"),
        pytest.param(
            ".github/workflows/nightly.yml",
            "on:\n  schedule: [{cron: '0 3 * * *'}]\njobs:\n  t:\n    runs-on: x\n    steps:\n"
            "      - run: pytest\n      - if: failure()\n        uses: slackapi/slack-github-action@v2\n",
            id="a message of nightly tests",
        ),
        pytest.param("dag.py", "args = {'email_on_failure': False}", id="a mail that is switched off"),
        pytest.param("examples/rules.yml", RULE, id="a rule of an example"),
        pytest.param("tests/test_app.py", "import sentry_sdk\nsentry_sdk.init('x')", id="a test"),
    ],
)
def test_nobody_is_told_by(repo_of: MakeRepo, path: str, text: str) -> None:
    assert _what(repo_of({path: text}), alerts) == []


@pytest.mark.parametrize(
    ("path", "text", "outside"),
    [
        pytest.param("jobs/d.py", "from scipy.stats import ks_2samp\nks_2samp(a, b)", True, id="a test of its own"),
        pytest.param("notebooks/d.py", "from scipy.stats import ks_2samp\nks_2samp(a, b)", False, id="among notebooks"),
        pytest.param(
            "d.py", "def psi(a, b):\n    return sum(a)\n\npsi(1, 2)", True, id="an index of its own that is called"
        ),
        pytest.param(
            "s.yml",
            "Resources:\n  M:\n    Type: AWS::SageMaker::MonitoringSchedule",
            True,
            id="a schedule of SageMaker",
        ),
    ],
)
def test_drift_is_watched_by(repo_of: MakeRepo, path: str, text: str, outside: bool) -> None:
    (project,) = repo_of({path: text}).projects
    assert [one[2] for one in drift(project)] == [outside]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import evidently", id="an import"),
        pytest.param("def psi(a, b):\n    return sum(a)", id="a function that nobody calls"),
        pytest.param("def clock_drift():\n    return time()\n\nclock_drift()", id="drift of a clock"),
        pytest.param("from langfuse import Langfuse\nLangfuse()", id="traces of a language model"),
    ],
)
def test_drift_is_not_watched_by(repo_of: MakeRepo, text: str) -> None:
    assert _what(repo_of({"app.py": text}), drift) == []


def test_a_monitor_of_kubernetes_and_a_scrape_configuration_collect(repo_of: MakeRepo) -> None:
    repo = repo_of({
        "k8s/monitor.yaml": "kind: ServiceMonitor",
        "prometheus.yml": "scrape_configs:\n  - job_name: price",
        "k8s/pod.yaml": "metadata:\n  annotations:\n    prometheus.io/scrape: 'true'",
    })  # fmt: skip
    assert _what(repo, scraped) == ["a ServiceMonitor", "a Prometheus scrape configuration", "scrape annotations"]


def test_a_scrape_configuration_without_jobs_collects_nothing(repo_of: MakeRepo) -> None:
    assert _what(repo_of({"prometheus.yml": "scrape_configs: []"}), scraped) == []


def test_numbers_in_a_log_can_be_counted_where_they_are_marked(repo_of: MakeRepo) -> None:
    (project,) = repo_of({"a.py": 'print("METRIC size 3")\nprint("size 3")\n'}).projects
    assert [place.line for place in logged_numbers(project)] == [1]


def test_metrics_of_programs_count_and_those_of_tests_do_not(repo_of: MakeRepo) -> None:
    counter = "from prometheus_client import Counter\nC = Counter('a', 'b')"
    assert _what(repo_of({"app.py": counter}), metrics) == ["Prometheus"]
    assert _what(repo_of({"tests/test_app.py": counter}), metrics) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("logger.info('x')", True, id="a logger"),
        pytest.param("self.log.warning('x')", True, id="a logger of an object"),
        pytest.param("from app.log import logger\nlogger.info('x')", True, id="an imported logger"),
        pytest.param(
            "from flask import current_app\ncurrent_app.logger.info('x')", True, id="the application's logger"
        ),
        pytest.param(
            "import logging\nout = logging.getLogger()\nout.info('x')", True, id="a logger under another name"
        ),
        pytest.param("PRICES.observe(3)", True, id="a histogram"),
        pytest.param("import numpy\nnumpy.log(3)", False, id="a logarithm"),
        pytest.param("frame.info()", False, id="a summary of a table"),
        pytest.param("import warnings\nwarnings.warn('x')", False, id="a warning"),
    ],
)
def test_a_call_leaves_a_trace_or_not(repo_of: MakeRepo, text: str, seen: bool) -> None:
    (module,) = repo_of({"a.py": text}).modules
    assert any(observes(module, call) for call in module.calls) is seen


MIDDLEWARE = """
import logging
from fastapi import FastAPI
app = FastAPI()
@app.middleware("http")
async def around(request, call_next):
    logging.info("request")
    return await call_next(request)
"""
ADDED = """
from fastapi import FastAPI
from trace import Traces
app = FastAPI()
app.add_middleware(Traces)
"""
TRACES = """
import logging
class Traces:
    async def dispatch(self, request, call_next):
        logging.info("request")
"""


def test_a_middleware_that_logs_observes_every_request(repo_of: MakeRepo) -> None:
    (project,) = repo_of({"app.py": MIDDLEWARE}).projects
    assert observes_requests(project)
    (project,) = repo_of({"app.py": ADDED, "trace.py": TRACES}).projects
    assert observes_requests(project)


def test_a_middleware_that_does_nothing_observes_nothing(repo_of: MakeRepo) -> None:
    (project,) = repo_of({"app.py": MIDDLEWARE.replace('logging.info("request")', "pass")}).projects
    assert not observes_requests(project)
