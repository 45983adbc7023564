"""Functions that answer requests, by framework and by model server."""

from collections.abc import Callable

import pytest

from mlready.repo import Repo
from mlready.repo.routes import handlers, served
from mlready.repo.serving import answers

MakeRepo = Callable[..., Repo]

AIOHTTP = """
from aiohttp import web
async def p(request):
    return web.json_response({})
app = web.Application()
"""


@pytest.mark.parametrize(
    ("code", "name", "urls"),
    [
        pytest.param(
            "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/p')\ndef p(): ...\n", "p", ("/p",), id="FastAPI"
        ),
        pytest.param(
            "from litestar import post\n@post('/p')\nasync def p(data: dict): ...\n", "p", ("/p",), id="Litestar"
        ),
        pytest.param("from bottle import route\n@route('/p')\ndef p(): ...\n", "p", ("/p",), id="Bottle"),
        pytest.param(
            "from sanic import Sanic\napp = Sanic('a')\n@app.post('/p')\nasync def p(request): ...\n",
            "p",
            ("/p",),
            id="Sanic",
        ),
        pytest.param(AIOHTTP + "app.router.add_post('/p', p)\n", "p", ("/p",), id="aiohttp, a method"),
        pytest.param(AIOHTTP + "app.add_routes([web.post('/p', p)])\n", "p", ("/p",), id="aiohttp, a list"),
        pytest.param(
            "from flask import Flask\napp = Flask('a')\ndef p(): ...\napp.add_url_rule('/p', view_func=p)\n",
            "p",
            ("/p",),
            id="Flask, registered",
        ),
        pytest.param(
            "from flask_restful import Api, Resource\nclass P(Resource):\n    def post(self): ...\nApi(app).add_resource(P, '/p')\n",
            "P.post",
            ("/p",),
            id="a resource",
        ),
        pytest.param(
            "from tornado.web import Application, RequestHandler\nclass P(RequestHandler):\n    def post(self): ...\nApplication([('/p', P)])\n",
            "P.post",
            ("/p",),
            id="Tornado",
        ),
        pytest.param(
            "from rest_framework.decorators import api_view\n@api_view(['POST'])\ndef p(request): ...\n",
            "p",
            (),
            id="a function of Django REST",
        ),
        pytest.param("import falcon\nclass P:\n    def on_post(self, req, resp): ...\n", "P.on_post", (), id="Falcon"),
    ],
)
def test_a_framework_knows_its_handlers(repo_of: MakeRepo, code: str, name: str, urls: tuple[str, ...]) -> None:
    (project,) = repo_of({"app.py": code}).projects
    assert [(one.function.name, one.urls) for one in handlers(project)] == [(name, urls)]


def test_a_view_of_django_is_found_from_its_address(repo_of: MakeRepo) -> None:
    files = {
        "site/urls.py": "from django.urls import path\nfrom . import views\nurlpatterns = [path('p/', views.p), path('q/', views.Q.as_view())]\n",
        "site/views.py": "from django.views import View\ndef p(request): ...\ndef other(): ...\nclass Q(View):\n    def post(self, request): ...\n",
    }
    (project,) = repo_of(files).projects
    assert [(one.function.name, one.urls) for one in handlers(project)] == [("p", ("p/",)), ("Q.post", ("q/",))]


def test_a_plain_function_answers_nothing(repo_of: MakeRepo) -> None:
    (project,) = repo_of(
        {"app.py": "from flask import Flask\ndef p(): ...\nclass A:\n    def post(self): ...\n"}
    ).projects
    assert handlers(project) == ()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("import bentoml\n@bentoml.service\nclass S:\n    @bentoml.api\n    def p(self, x): ...\n    def own(self): ...\n", [("S.p", "BentoML")], id="BentoML"),
        pytest.param("import bentoml\nsvc = bentoml.Service('s')\n@svc.api(input=1, output=2)\ndef p(x): ...\n", [("p", "BentoML")], id="BentoML, older"),
        pytest.param("from ray import serve\n@serve.deployment\nclass S:\n    async def __call__(self, request): ...\n", [("S.__call__", "Ray Serve")], id="Ray Serve"),
        pytest.param("from ts.torch_handler.base_handler import BaseHandler\nclass H(BaseHandler):\n    def handle(self, data, context): ...\n", [("H.handle", "TorchServe")], id="TorchServe"),
        pytest.param("def model_fn(d): ...\ndef predict_fn(x, model): ...\n", [("predict_fn", "SageMaker")], id="SageMaker"),
        pytest.param("def init(): ...\ndef run(data): ...\n", [("run", "Azure ML")], id="Azure ML"),
    ],
)  # fmt: skip
def test_a_model_server_calls(repo_of: MakeRepo, code: str, found: list[tuple[str, str]]) -> None:
    (project,) = repo_of({"service.py": code}).projects
    assert [(one.function.name, one.server) for one in served(project)] == found


def test_init_and_run_without_a_model_answer_nothing(repo_of: MakeRepo) -> None:
    (project,) = repo_of({"game.py": "def init(): ...\ndef run(data): ...\n"}).projects
    assert answers(project) == ()


def test_a_method_of_an_object_is_bound(repo_of: MakeRepo) -> None:
    code = "from aiohttp import web\nclass H:\n    async def p(self, request): ...\nh = H()\nweb.Application().router.add_post('/p', h.p)\n"
    (project,) = repo_of({"app.py": code}).projects
    assert [(one.function.name, one.urls) for one in handlers(project)] == [("H.p", ("/p",))]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("net = Net()\nnet.load_state_dict(torch.load('w'))\n@app.post('/p')\ndef p(x):\n    return net(x)\n", ["p"], id="weights read into it"),
        pytest.param("net = Net()\nopt.load_state_dict(torch.load('w'))\n@app.post('/p')\ndef p(x):\n    return net(x)\n", [], id="weights of another"),
        pytest.param("class E:\n    def __init__(self):\n        self.net = torch.jit.load('w')\n    @app.post('/p')\n    def p(self, x):\n        return self.net(x)\n", ["E.p"], id="an attribute that is called"),
        pytest.param("class E:\n    def net(self, x): ...\n    @app.post('/p')\n    def p(self, x):\n        return self.net(x)\n", [], id="a method"),
    ],
)  # fmt: skip
def test_an_object_is_asked_by_calling_it(repo_of: MakeRepo, code: str, found: list[str]) -> None:
    head = "import torch\nfrom fastapi import FastAPI\napp = FastAPI()\nloaded = torch.load('m')\n"
    (project,) = repo_of({"app.py": head + code}).projects
    assert [one.function.name for one in answers(project)] == found
