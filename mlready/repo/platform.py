"""Evidence for pipelines and for infrastructure kept as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlready.location import Location
from mlready.repo.model import CODE_ZONES, Evidence
from mlready.repo.once import once
from mlready.tables.roles import ML_PIPELINES, PIPELINE_USES

if TYPE_CHECKING:
    from mlready.repo.model import Project

_WORKLOADS = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "Ingress", "Kustomization", "Namespace"}
)
_SKIPPED = frozenset({"vendored", "template", "test", "docs", "example"})


@once
def pipeline_evidence(project: Project) -> tuple[tuple[str, Evidence], ...]:
    found: list[tuple[str, Evidence]] = []
    for module in project.users(*PIPELINE_USES, zones=CODE_ZONES):
        name = next(one for one in PIPELINE_USES if one in module.summary.names)
        strength = "weak" if module.is_notebook else "strong"
        line = next((one.line for one in module.summary.imports if name.startswith(one.name.split(".")[0])), 1)
        found.append((strength, Evidence(module.at(line), f"uses {name}")))
    for file in project.of_kind("yaml"):
        if file.zone in _SKIPPED:
            continue
        if file.path.rpartition("/")[2] == "dvc.yaml":
            if any(one.get("stages") is not None for one in project.repo.yaml(file.path).documents):
                found.append(("strong", Evidence(Location(file.path), "DVC stages")))
        elif b"argoproj.io" in (project.repo.data(file.path) or b""):
            for document in project.repo.yaml(file.path).documents:
                kind = document.get("kind")
                if kind is not None and kind.text in {"Workflow", "WorkflowTemplate", "CronWorkflow"}:
                    found.append(("strong", Evidence(Location(file.path, kind.line), "an Argo workflow")))
    return tuple(found)


def has_ml_pipeline(project: Project) -> bool:
    """Whether the orchestrator found is one made for machine learning."""
    if any(
        name in module.summary.names
        for name in PIPELINE_USES
        if name.startswith(ML_PIPELINES)
        for module in project.code
    ):
        return True
    return any(evidence.text == "DVC stages" for _, evidence in pipeline_evidence(project))


@once
def infra_evidence(project: Project) -> tuple[tuple[str, Evidence], ...]:
    found: list[tuple[str, Evidence]] = []
    for file in project.of_kind("terraform", "yaml", "text", "other"):
        if file.zone in _SKIPPED:
            continue
        if file.kind == "terraform":
            blocks = project.repo.terraform(file.path).blocks
            block = next((one for one in blocks if one.type in {"resource", "module"}), None)
            if block is not None:
                found.append(("strong", Evidence(Location(file.path, block.line), "Terraform resources")))
        elif file.path.endswith(".bicep"):
            found.append(("strong", Evidence(Location(file.path), "Bicep resources")))
        elif file.kind == "yaml":
            found.extend(_of_yaml(project, file.path))
    return tuple(found)


def _of_yaml(project: Project, path: str) -> list[tuple[str, Evidence]]:
    data = project.repo.data(path) or b""
    name = path.rpartition("/")[2]
    if name in {"serverless.yml", "serverless.yaml", "Chart.yaml", "Pulumi.yaml"}:
        return [("strong", Evidence(Location(path), f"{name} describes a deployment"))]
    if b"AWSTemplateFormatVersion" in data or b"AWS::" in data:
        return [("strong", Evidence(Location(path), "a CloudFormation template"))]
    if b"apiVersion:" not in data:
        return []
    for document in project.repo.yaml(path).documents:
        kind = document.get("kind") if document.kind == "map" else None
        if kind is not None and kind.text in _WORKLOADS:
            return [("strong", Evidence(Location(path, kind.line), f"a Kubernetes {kind.text}"))]
    return []
