"""Programs that install Python packages, and packages that only install others."""

PYTHON_INSTALLERS = frozenset({"pip", "uv", "conda", "mamba", "micromamba", "poetry", "pdm", "pipenv", "pixi"})

BOOTSTRAP = frozenset(
    {"pip", "setuptools", "wheel", "uv", "poetry", "pipenv", "pdm", "pip-tools", "virtualenv", "conda", "mamba", "hatch", "tox", "nox", "build", "twine", "pipx"}
)  # fmt: skip

CONDA = frozenset({"conda", "mamba", "micromamba"})
