"""How web frameworks and model servers come to know the functions that answer requests."""

WEB_FRAMEWORKS = (
    "fastapi", "flask", "starlette", "django", "litestar", "aiohttp", "sanic", "quart", "tornado", "bottle", "falcon", "ninja",
    "rest_framework", "flask_restful", "flask_restx",
)  # fmt: skip

ROUTE_METHODS = frozenset(
    {"get", "post", "put", "patch", "route", "api_route", "websocket", "add_api_route", "add_route"}
)
"""Methods of an application or a router that, as decorators, make a function a handler."""

ROUTE_DECORATORS = frozenset(
    {
        "litestar.get", "litestar.post", "litestar.put", "litestar.patch", "litestar.route", "litestar.handlers.get",
        "litestar.handlers.post", "bottle.get", "bottle.post", "bottle.put", "bottle.route", "rest_framework.decorators.api_view",
        "django.views.decorators.http.require_POST", "django.views.decorators.http.require_http_methods",
        "django.views.decorators.http.require_GET", "django.views.decorators.csrf.csrf_exempt",
    }
)  # fmt: skip

REGISTERING_METHODS = frozenset(
    {
        "add_api_route", "add_route", "add_url_rule", "add_get", "add_post", "add_put", "add_patch", "add_view", "add_resource",
        "add_websocket_route",
    }
)  # fmt: skip
"""Methods that are given an address and the function or class that answers there."""

REGISTERING_CALLS = frozenset(
    {
        "aiohttp.web.get", "aiohttp.web.post", "aiohttp.web.put", "aiohttp.web.patch", "aiohttp.web.route", "aiohttp.web.view",
        "starlette.routing.Route", "starlette.routing.WebSocketRoute", "fastapi.routing.APIRoute", "django.urls.path", "django.urls.re_path",
        "django.conf.urls.url", "tornado.web.Application", "tornado.web.url", "tornado.web.URLSpec",
    }
)  # fmt: skip

VIEW_BASES = (
    "django.views.", "rest_framework.views.", "rest_framework.generics.", "rest_framework.viewsets.", "flask.views.",
    "flask_restful.Resource", "flask_restx.Resource", "tornado.web.RequestHandler", "starlette.endpoints.HTTPEndpoint",
    "sanic.views.HTTPMethodView", "aiohttp.web.View",
)  # fmt: skip
"""Base classes whose methods named after a verb answer requests."""

VIEW_METHODS = frozenset({"get", "post", "put", "patch", "create", "on_get", "on_post", "on_put"})

SERVER_DECORATORS = {
    "bentoml.api": "BentoML",
    "bentoml.task": "BentoML",
    "ray.serve.deployment": "Ray Serve",
    "ray.serve.batch": "Ray Serve",
}
"""Decorators of functions that a model server calls with a request."""

SERVER_BASES = {
    "ts.torch_handler.": ("TorchServe", ("handle", "preprocess", "inference", "postprocess")),
    "kserve.Model": ("KServe", ("predict", "preprocess", "postprocess")),
    "litserve.LitAPI": ("LitServe", ("predict", "decode_request", "encode_response")),
    "cog.BasePredictor": ("Cog", ("predict",)),
    "mlserver.MLModel": ("MLServer", ("predict",)),
}
"""Start of a base class -> (server, methods that it calls for each request)."""

SCORING_SCRIPTS = {
    "SageMaker": (frozenset({"model_fn", "predict_fn"}), ("input_fn", "predict_fn", "output_fn", "transform_fn")),
    "Azure ML": (frozenset({"init", "run"}), ("run",)),
}
"""Server -> (functions that a file defines for it, those that it calls for each request)."""

SERVERLESS_NAMES = frozenset({"handler", "lambda_handler"})

HEALTH_CALLS = (
    "healthcheck.HealthCheck",
    "fastapi_health.health",
    "fastapi_healthcheck.healthCheckRoute",
    "flask_healthz.healthz",
    "flask_healthz.Healthz",
)
HEALTH_PACKAGES = (
    "health_check",
    "fastapi_health",
    "flask_healthz",
    "healthcheck",
    "sanic_healthcheck",
    "aiohttp_healthcheck",
)
"""Packages that add a route for health."""

CORS_CALLS = frozenset(
    {
        "fastapi.middleware.cors.CORSMiddleware", "starlette.middleware.cors.CORSMiddleware", "flask_cors.CORS", "flask_cors.cross_origin",
        "litestar.config.cors.CORSConfig", "sanic_cors.CORS", "quart_cors.cors",
    }
)  # fmt: skip

ORIGINS = ("allow_origins", "origins", "allow_origin_regex", "allow_origin")
CREDENTIALS = ("allow_credentials", "supports_credentials")
