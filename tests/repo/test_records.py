"""What is kept of answers, what is told of them, and what a training keeps and tells."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.checkpoints import lengthy
from mlready.repo.inputs import Input
from mlready.repo.quality_alerts import alerts_on_values, guards
from mlready.repo.records import kept_by_tool, records
from mlready.repo.services import services, traced
from mlready.repo.serving import answers
from mlready.repo.statistics import counted

MakeRepo = Callable[..., Repo]

HEAD = "import joblib, logging\nfrom fastapi import FastAPI, Request\napp = FastAPI()\nlog = logging.getLogger('a')\nmodel = joblib.load('m')\n@app.post('/p')\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param("y = model.predict([x])\n    log.info('%s', y)", [(False, False)], id="the answer alone"),
        pytest.param("y = model.predict([x])\n    log.info('%s %s', x, y)", [(True, False)], id="with what was asked"),
        pytest.param("y = model.predict([x])\n    log.info('', extra={'x': x, 'y': y, 'model_version': 3})", [(True, True)], id="with the version"),
        pytest.param("row = {'x': x}\n    row['y'] = model.predict([x])\n    row['run_id'] = 3\n    table.insert_one(row)", [(True, True)], id="a row that is filled"),
        pytest.param("log.info('%s', x)\n    return model.predict([x])", [], id="only what was asked"),
        pytest.param("y = model.predict([x])\n    SEEN.observe(y)", [], id="a metric"),
    ],
)  # fmt: skip
def test_what_is_kept_of_an_answer(repo_of: MakeRepo, body: str, found: list[tuple[bool, bool]]) -> None:
    (project,) = repo_of({"app.py": f"{HEAD}def p(x: float):\n    {body}\n"}).projects
    assert [(one.asked, one.version) for one in records(project)] == found


def test_settings_of_servers_keep_answers(repo_of: MakeRepo) -> None:
    terraform = 'resource "aws_sagemaker_endpoint_configuration" "a" {\n  data_capture_config {\n    enable_capture = true\n  }\n}\n'
    kserve = "kind: InferenceService\nspec:\n  predictor:\n    logger: {mode: all}\n"
    (project,) = repo_of({"infra/a.tf": terraform, "k8s/a.yaml": kserve}).projects
    assert [what for _, what in kept_by_tool(project)] == ["the logger of a InferenceService", "`data_capture_config`"]


@pytest.mark.parametrize(
    ("expression", "speaks"),
    [
        pytest.param("min_over_time(price_prediction[10m]) < 0", True, id="a prediction"),
        pytest.param("rate(predictions_out_of_range_total[5m]) > 0", True, id="a count of strange ones"),
        pytest.param("rate(prediction_errors_total[5m]) > 0", False, id="errors"),
        pytest.param("rate(prediction_latency_seconds_bucket[5m]) > 1", False, id="latency"),
        pytest.param("absent(price_prediction)", False, id="absence"),
        pytest.param('up{job="predictor"} == 0', False, id="a label"),
    ],
)
def test_an_alert_speaks_of_values(repo_of: MakeRepo, expression: str, speaks: bool) -> None:
    text = f"groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: '{expression}'\n"
    (project,) = repo_of({"alerts.yml": text}).projects
    assert any(True for _ in alerts_on_values(project)) is speaks


@pytest.mark.parametrize(
    ("body", "guarded"),
    [
        pytest.param(
            "y = model.predict([x])\n    if y < 0:\n        log.error('%s', y)\n    return y", True, id="told"
        ),
        pytest.param(
            "y = model.predict([x])\n    if y < 0:\n        raise ValueError(y)\n    return y", True, id="raised"
        ),
        pytest.param(
            "y = model.predict([x])\n    if y < 0:\n        y = 0\n    return y", False, id="mended in silence"
        ),
        pytest.param(
            "if x < 0:\n        log.error('%s', x)\n    return model.predict([x])", False, id="what was asked"
        ),
    ],
)
def test_an_answer_is_compared_with_a_limit(repo_of: MakeRepo, body: str, guarded: bool) -> None:
    (project,) = repo_of({"app.py": f"{HEAD}def p(x: float):\n    {body}\n"}).projects
    assert any(True for _ in guards(project)) is guarded


@pytest.mark.parametrize(
    ("body", "read", "checked"),
    [
        pytest.param("async def p(request: Request):\n    b = await request.json()\n    return model.predict([b['x']])", True, False, id="unchecked"),
        pytest.param("async def p(request: Request):\n    b = await request.json()\n    return model.predict([float(b['x'])])", True, True, id="converted"),
        pytest.param("async def p(request: Request):\n    b = await request.json()\n    assert b['x'] > 0\n    return model.predict([b['x']])", True, True, id="compared"),
        pytest.param("def p(x: float):\n    return model.predict([x])", False, False, id="declared"),
    ],
)  # fmt: skip
def test_what_is_sent(repo_of: MakeRepo, body: str, read: bool, checked: bool) -> None:
    repo = repo_of({"app.py": f"{HEAD}{body}\n"})
    (route,) = answers(repo.projects[0])
    sent = Input(repo, route)
    assert (sent.reads() is not None, sent.is_checked(route)) == (read, checked)


LOOP = "import torch\nopt = torch.optim.Adam(model.parameters())\nfor epoch in range({}):\n    loss.backward()\n    opt.step()\n    {}\n{}\n"
WHOLE = "torch.save({'m': model.state_dict(), 'o': opt.state_dict()}, 'last.pt')"


@pytest.mark.parametrize(
    ("inside", "after", "kinds"),
    [
        pytest.param(WHOLE, "", ["kept"], id="model and optimiser"),
        pytest.param("torch.save(model.state_dict(), 'last.pt')", "", ["bare"], id="weights"),
        pytest.param("pass", "torch.save(model.state_dict(), 'last.pt')", ["late"], id="after the loop"),
        pytest.param("save_image(batch, 'a.png')", "", [], id="a picture"),
    ],
)
def test_what_a_loop_keeps(repo_of: MakeRepo, inside: str, after: str, kinds: list[str]) -> None:
    (project,) = repo_of({"train.py": LOOP.format("epochs", inside, after)}).projects
    assert [one.kind for one in lengthy(project)] == kinds


def test_a_loop_of_few_epochs_is_short(repo_of: MakeRepo) -> None:
    (project,) = repo_of({"train.py": LOOP.format(3, "pass", "torch.save(model.state_dict(), 'a')")}).projects
    assert list(lengthy(project)) == []


def test_services_are_those_built_here(repo_of: MakeRepo) -> None:
    text = "services:\n  a:\n    build: a\n    ports: ['1:1']\n  b:\n    build: b\n  c:\n    image: redis\n    ports: ['2:2']\n"
    (project,) = repo_of({"compose.yml": text}).projects
    assert [name for name, _ in services(project)] == ["a"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param(
            "import sentry_sdk\nsentry_sdk.init('x', traces_sample_rate=0.1)\n", ["Sentry"], id="Sentry with a rate"
        ),
        pytest.param("import sentry_sdk\nsentry_sdk.init('x')\n", [], id="Sentry without one"),
        pytest.param("import opentelemetry.trace\n", [], id="an import"),
    ],
)
def test_what_follows_requests(repo_of: MakeRepo, code: str, found: list[str]) -> None:
    (project,) = repo_of({"app.py": code}).projects
    assert [what for _, what in traced(project)] == found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("print(len(rows))", True, id="a length"),
        pytest.param("print(f'{rows.shape}')", True, id="a shape"),
        pytest.param("mlflow.log_param('min_samples_leaf', 3)", False, id="a parameter"),
        pytest.param("mlflow.log_metric('auc', auc)", False, id="a metric"),
    ],
)
def test_what_a_run_tells(repo_of: MakeRepo, line: str, told: bool) -> None:
    code = f"import mlflow\nfrom sklearn.linear_model import Ridge\nRidge().fit(x, y)\n{line}\n"
    (project,) = repo_of({"train.py": code}).projects
    assert any(True for _ in counted(project)) is told
