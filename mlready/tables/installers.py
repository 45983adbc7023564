"""Programs that install Python packages, and packages that only install or build others."""

PYTHON_INSTALLERS = frozenset({"pip", "uv", "conda", "mamba", "micromamba", "poetry", "pdm", "pipenv", "pixi"})

BOOTSTRAP = frozenset(
    {
        "pip", "setuptools", "wheel", "uv", "poetry", "pipenv", "pdm", "pip-tools", "virtualenv", "conda", "mamba", "hatch",
        "tox", "nox", "build", "twine", "pipx", "cmake", "ninja", "packaging", "hatchling", "setuptools-scm", "flit", "meson",
        "pyinstaller", "nuitka", "cx-freeze",
    }
)  # fmt: skip

CONDA = frozenset({"conda", "mamba", "micromamba"})
