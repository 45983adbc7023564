"""Which lock decides versions for a list."""

from __future__ import annotations

import pytest

from mlready.facts.manifest import Manifest, read
from mlready.repo.versions import is_aside, mattering, package_of, settled_for

LOOSE = b"torch>=2\n"
PINNED = b"torch==2.7.1\n"
UV_LOCK = b'version = 1\n\n[[package]]\nname = "torch"\nversion = "2.7.1"\n'


def manifest(path: str, data: bytes) -> Manifest:
    found = read(path, data)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "lock", "content", "settled"),
    [
        pytest.param("train/requirements.txt", "train/uv.lock", UV_LOCK, True, id="a lock beside it"),
        pytest.param("train/requirements.txt", "uv.lock", UV_LOCK, True, id="a lock above it"),
        pytest.param("train/requirements.txt", "serve/uv.lock", UV_LOCK, False, id="a lock of another part"),
        pytest.param("requirements.in", "requirements.txt", PINNED, True, id="a list compiled from it"),
        pytest.param("requirements.txt", "requirements-serve.txt", PINNED, False, id="a list of another purpose"),
        pytest.param("requirements.txt", "constraints.txt", PINNED, True, id="constraints beside it"),
    ],
)
def test_a_lock_serves_the_lists_around_it(path: str, lock: str, content: bytes, settled: bool) -> None:
    asked = manifest(path, LOOSE)
    assert ("torch" in settled_for(asked, [asked, manifest(lock, content)])) is settled


def test_only_packages_that_change_results_matter() -> None:
    assert mattering(manifest("requirements.txt", b"requests\nnumpy\n")) == {"numpy"}


@pytest.mark.parametrize(
    ("path", "aside"), [("docs/requirements.txt", True), ("requirements-dev.txt", True), ("requirements.txt", False)]
)
def test_lists_for_documentation_and_development_stand_aside(path: str, aside: bool) -> None:
    assert is_aside(path) is aside


@pytest.mark.parametrize(
    ("distribution", "package"),
    [
        ("scikit-learn", "sklearn"),
        ("google-cloud-bigquery", "google.cloud.bigquery"),
        ("azure-storage-blob", "azure.storage.blob"),
        ("tavily-python", "tavily"),
        ("python-jose", "jose"),
        ("sentence-splitter", "sentence_splitter"),
    ],
)
def test_the_package_behind_a_distribution(distribution: str, package: str) -> None:
    assert package_of(distribution) == package
