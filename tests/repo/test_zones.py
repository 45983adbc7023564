"""A file's zone follows from its path, first match."""

import pytest

from mlready.repo.kinds import kind_of
from mlready.repo.zones import zone_of


@pytest.mark.parametrize(
    ("path", "zone"),
    [
        pytest.param("third_party/lib/train.py", "vendored", id="code of others is vendored"),
        pytest.param("vendor/tests/test_x.py", "vendored", id="vendored comes before test"),
        pytest.param("api/model_pb2.py", "generated", id="protocol buffers are generated"),
        pytest.param("{{ cookiecutter.name }}/train.py", "template", id="template variables in the path"),
        pytest.param("template/train.py.tmpl", "template", id="template suffix"),
        pytest.param(".devcontainer/Dockerfile", "devcontainer", id="development container"),
        pytest.param("tests/test_model.py", "test", id="tests folder"),
        pytest.param("src/pkg/model_test.py", "test", id="test beside the code"),
        pytest.param("conftest.py", "test", id="conftest"),
        pytest.param("test.py", "prod", id="a script called test.py evaluates, it is not a test"),
        pytest.param("examples/train.py", "example", id="examples"),
        pytest.param("tutorials-and-examples/tpu/train.py", "example", id="a folder named twice for examples"),
        pytest.param("demo-model/train.py", "prod", id="a word for examples beside another"),
        pytest.param("docs/conf.py", "docs", id="docs"),
        pytest.param("analysis.ipynb", "notebook", id="notebook"),
        pytest.param("notebooks/helpers.py", "notebook", id="script among notebooks"),
        pytest.param("deploy/Dockerfile", "infra", id="Dockerfile"),
        pytest.param(".github/workflows/ci.yml", "infra", id="CI"),
        pytest.param("k8s/app.yaml", "infra", id="manifest"),
        pytest.param("deploy/predict.py", "prod", id="Python among infrastructure is code"),
        pytest.param("train.py", "prod", id="the rest is prod"),
    ],
)
def test_zone_by_path(path: str, zone: str) -> None:
    assert zone_of(path, kind_of(path)) == zone


def test_configuration_overrides_a_zone() -> None:
    assert zone_of("scripts/old.py", "python", (("scripts/*", "example"),)) == "example"
