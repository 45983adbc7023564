"""A managed endpoint keeps no request and no answer."""

from collections.abc import Iterator

from mlready.facts.python import Call, Module
from mlready.facts.values import Const
from mlready.repo import Project, Repo
from mlready.tables.captures import (
    CAPTURING_CALLS,
    CAPTURING_KEYWORDS,
    CAPTURING_METHODS,
    CLOUD_HINTS,
    DEPLOYMENTS,
    ENDPOINT_CONFIGS,
)
from mlready.verdict import Verdict, failed, passed, unknown

OFF = {Const(value=None), Const(value=False)}
PLATFORMS = ("sagemaker", "google.cloud.aiplatform", "vertexai")


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    project = repo.project_of(module.path)
    for call in module.calls:
        if not makes_endpoint(module, call):
            continue
        place = module.at(call.span)
        if captures(call) or captured_elsewhere(project):
            yield passed(place)
        elif call.double_star:
            yield unknown(place, "the arguments are decided elsewhere")
        else:
            message = (
                "this endpoint keeps neither requests nor answers: switch on data capture, which drift monitoring reads"
            )
            yield failed(place, message)


def makes_endpoint(module: Module, call: Call) -> bool:
    """Whether a call starts an endpoint on a machine of its own; SageMaker captures nothing of serverless ones."""
    if call.name in DEPLOYMENTS or call.method in ENDPOINT_CONFIGS:
        return "ServerlessConfig" not in repr(call.keywords)
    hinted = not CLOUD_HINTS.isdisjoint(call.keywords)
    return (
        call.method == "deploy"
        and hinted
        and module.imports(*PLATFORMS)
        and "serverless_inference_config" not in call.keywords
    )


def captures(call: Call) -> bool:
    return any(call.keywords[one] not in OFF for one in CAPTURING_KEYWORDS & call.keywords.keys())


def captured_elsewhere(project: Project) -> bool:
    """Whether the project switches capture on in another place."""
    if next(project.calls_to(*CAPTURING_CALLS, zones=("prod",)), None) is not None:
        return True
    for module in project.code:
        if module.is_notebook:
            continue
        if not CAPTURING_METHODS.isdisjoint(module.summary.methods):
            return True
        if module.imports(*PLATFORMS, "azure.ai.ml") and any(captures(call) for call in module.calls):
            return True
    return False
