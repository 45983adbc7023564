"""What lists, commands and notebooks install."""

from __future__ import annotations

import pytest

from mlready.repo.declared import declared, is_provided, rests_on_image
from tests.repo.conftest import MakeRepo


def test_lists_commands_and_notebooks_install(repo_of: MakeRepo) -> None:
    repo = repo_of(
        {
            "requirements.txt": "pandas==2.2.3\n",
            "Dockerfile": "FROM python:3.12\nRUN pip install xgboost\n",
            "Makefile": "setup:\n\tpip install lightgbm\n",
            "work.ipynb": '{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": ["%pip install shap"]}]}',
        }
    )
    assert declared(repo.projects[0]) == {"pandas", "xgboost", "lightgbm", "shap"}


@pytest.mark.parametrize(
    ("package", "distribution", "provided"),
    [
        pytest.param("sklearn", "scikit-learn", True, id="another name"),
        pytest.param("torch", "pytorch", True, id="the name in conda"),
        pytest.param("cv2", "opencv-contrib-python", True, id="one of several builds"),
        pytest.param("tensorflow", "tensorflow-cpu", True, id="a variant"),
        pytest.param("torch", "lightning", True, id="it comes with another"),
        pytest.param("numpy", "xgboost", True, id="it comes with all of them"),
        pytest.param("torch", "pandas", False, id="something else"),
        pytest.param("sklearn", "requests", False, id="nothing like it"),
    ],
)
def test_a_distribution_provides_packages(package: str, distribution: str, provided: bool) -> None:
    assert is_provided(package, frozenset({distribution})) is provided


@pytest.mark.parametrize(
    ("image", "rests"),
    [
        pytest.param("python:3.12", False, id="Python alone"),
        pytest.param("nvidia/cuda:12.4.1-runtime", False, id="CUDA alone"),
        pytest.param("pytorch/pytorch:2.5.1", True, id="a framework"),
        pytest.param("$BASE", True, id="not known"),
    ],
)
def test_an_image_may_bring_libraries(image: str, rests: bool, repo_of: MakeRepo) -> None:
    repo = repo_of({"Dockerfile": f"FROM {image}\n"})
    assert rests_on_image(repo.projects[0]) is rests
