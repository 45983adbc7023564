"""Which Python code a command runs, and whether it runs tests."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mlready.facts.shell.command import Command, is_assignment, is_python, program
from mlready.facts.shell.launch import names, split_options, unwrap

_LAUNCHERS = names(
    "torchrun deepspeed horovodrun mpirun mpiexec mpiexec.hydra srun spark-submit kernprof scalene streamlit chainlit "
    "gradio modal fastapi ipython ipython3 bentoml py-spy viztracer ddtrace-run opentelemetry-instrument nsys ncu "
    "composer colossalai xla_dist ray accelerate coverage fairscale dagster"
)
_LAUNCHER_MODULES = names(
    "torch.distributed.launch torch.distributed.run torch_xla.distributed.xla_dist accelerate.commands.launch coverage "
    "cProfile profile trace pdb ipdb memory_profiler line_profiler kernprof scalene debugpy streamlit papermill "
    "jupyter nbconvert uvicorn gunicorn hypercorn daphne celery flask IPython deepspeed.launcher.runner viztracer "
    "horovod.runner.launch accelerate fastapi bentoml"
)
_SERVERS = names("uvicorn gunicorn hypercorn daphne granian bentoml waitress-serve")
_APPLICATION = re.compile(r"([A-Za-z_][\w./-]{0,200}):[A-Za-z_]\w{0,100}(?:\(.{0,100}\))?")
_PYTHON_FLAG = re.compile(r"-[uOBEIsSvqbdixtPRh3]{1,6}|-\d(?:\.\d{1,2})?")
_NOT_A_SCRIPT_AFTER = frozenset(("--py-files", "--files", "-o", "--output", "--hostfile", "--cov"))

_TEST_PROGRAMS = names("pytest py.test nose2 nosetests ward stestr trial green behave zope-testrunner robot")
_TEST_MODULES = names("pytest py.test unittest nose nose2 ward doctest xdoctest twisted.trial")
_RUNNERS_OF_TARGETS = names(
    "make gmake just task invoke inv doit poe pdm rye pixi pipenv hatch rake bazel bazelisk kedro nox tox duty"
)
_NO_TESTS_RUN = names(
    "--collect-only --co --version -V --help -h --fixtures --markers --setup-plan --list -l --listenvs -a -n --dry-run --check-links"
)
_TEST_TOKEN = re.compile(r"(?:unit|py|run|doc|integration)?tests?(?:all|s)?|testing|tox|nox|coverage|test\w{0,20}")
_TEST_SCRIPT = re.compile(r"test_.*|.*[_-]tests?|tests?|run_?(?:all_?)?tests?(?:_.*)?|test_?runner")
_OTHER_TOKENS = names(
    "lint linter format fmt style types typing type mypy pyright flake8 ruff black isort pylint doc docs links deps "
    "clean build install setup env venv requirements dependencies image push publish deploy codestyle quality spelling "
    "license release package changelog security bandit safety commit precommit pre report html xml upload download "
    "data dataset fixtures server up down"
)
_SHELL_WORDS = frozenset(("sh", "bash", "zsh", "dash"))


class Run(NamedTuple):
    """`kind`: script, module, notebook, app (`uvicorn pkg.main:app`) or code (`python -c`, standard input).

    `target` is the path or dotted name, None for code. `arguments` follow it.
    """

    kind: str
    target: str | None
    arguments: tuple[str, ...] = ()


def runs_python(command: Command) -> str | None:
    """The script path, notebook path or dotted module that the command runs; None for other commands."""
    run = python_run(command)
    return run.target if run is not None else None


def python_run(command: Command) -> Run | None:
    """The Python code a command runs, through interpreters, launchers, servers and notebook runners."""
    return _run(unwrap(command.words), 0)


def _run(words: Sequence[str], depth: int) -> Run | None:
    if not words or depth > 4 or is_assignment(words[0]):
        return None
    name = program(words[0])
    if is_python(words[0]):
        return _interpreter(words, depth)
    if words[0].endswith(".py"):
        return Run("script", words[0], tuple(words[1:]))
    if name == "papermill":
        return _first_notebook(words)
    if name.startswith("jupyter"):
        return _jupyter(words)
    if name in _SERVERS:
        return _application(words)
    if name in ("celery", "flask"):
        return _option_application(words)
    if name in _LAUNCHERS:
        return _launched(words, depth)
    return None


def _interpreter(words: Sequence[str], depth: int) -> Run | None:
    at = 1
    while at < len(words):
        word = words[at]
        rest = tuple(words[at + 1 :])
        if word in ("-W", "-X", "--check-hash-based-pycs"):
            at += 2
        elif word.startswith("-") and word.endswith("m") and _PYTHON_FLAG.fullmatch(word[:-1] + "u"):
            return _module(rest, depth)
        elif word.startswith("-") and word.endswith("c") and _PYTHON_FLAG.fullmatch(word[:-1] + "u"):
            return Run("code", None, rest[1:])
        elif word == "-":
            return Run("code", None, rest)
        elif word.startswith("-"):
            if word in ("-V", "--version", "--help"):
                return None
            at += 1
        else:
            return Run("notebook" if word.endswith(".ipynb") else "script", word, rest)
    return Run("code", None) if len(words) == 1 else None


def _module(rest: tuple[str, ...], depth: int) -> Run | None:
    if not rest:
        return None
    if rest[0] in _LAUNCHER_MODULES:
        launched = _launched(rest, depth) if rest[0] not in _SERVERS else _application(rest)
        if rest[0] in ("papermill", "jupyter", "nbconvert"):
            launched = _first_notebook(rest) if rest[0] == "papermill" else _jupyter(rest)
        if rest[0] in ("celery", "flask"):
            launched = _option_application(rest)
        if launched is not None:
            return launched
    return Run("module", rest[0], rest[1:])


def _launched(words: Sequence[str], depth: int) -> Run | None:
    """The script or module behind a launcher's options: the first `.py`, `-m name`, `module:app` or interpreter."""
    for index in range(1, len(words)):
        word = words[index]
        rest = tuple(words[index + 1 :])
        if is_python(word):
            return _run(words[index:], depth + 1)
        if word.endswith(".py") and words[index - 1] not in _NOT_A_SCRIPT_AFTER:
            return Run("script", word, rest)
        if word in ("-m", "--module") and rest:
            return _module(rest, depth + 1)
        if word.endswith(".ipynb"):
            return Run("notebook", word, rest)
    return None


def _first_notebook(words: Sequence[str]) -> Run | None:
    for index, word in enumerate(words):
        if word.endswith(".ipynb"):
            return Run("notebook", word, tuple(words[index + 1 :]))
    return None


def _jupyter(words: Sequence[str]) -> Run | None:
    name = program(words[0])
    called = " ".join((name, *words[1:2]))
    if "nbconvert" in called:
        executes = any(word == "--execute" or word.startswith("--ExecutePreprocessor.enabled=T") for word in words)
        return _first_notebook(words) if executes else None
    return _first_notebook(words) if "execute" in called or called.endswith(" run") else None


def _application(words: Sequence[str]) -> Run | None:
    for index in range(1, len(words)):
        found = _APPLICATION.fullmatch(words[index])
        if found and words[index - 1] not in ("-b", "--bind", "-k", "--worker-class"):
            target = found.group(1)
            kind = "script" if target.endswith(".py") else "app"
            return Run(kind, target, tuple(words[index + 1 :]))
    for index in range(1, len(words)):
        if words[index].endswith((".wsgi", ".asgi")) and not words[index].startswith("-"):
            return Run("app", words[index], tuple(words[index + 1 :]))
    return None


def _option_application(words: Sequence[str]) -> Run | None:
    taken = split_options(words[1:], ("-A", "--app"))
    named = taken.values("-A", "--app")
    if not named or not named[-1]:
        return None
    target = named[-1].partition(":")[0]
    return Run("script" if target.endswith(".py") else "app", target, taken.positional)


def runs_tests(command: Command) -> bool:
    """True where the command runs tests of Python code (`make lint`, `tox -e docs`, `pytest --version` do not)."""
    words = unwrap(command.words)
    if not words or is_assignment(words[0]):
        return False
    if words != command.words and len(words) == 1 and _is_test_name(words[0]):
        return True  # a project's own script: `pipenv run tests`, `hatch run test`
    return _tests(words)


def _tests(words: Sequence[str]) -> bool:
    name = program(words[0])
    rest = tuple(words[1:])
    if name in _SHELL_WORDS and rest:
        return _is_test_script(next((word for word in rest if not word.startswith("-")), ""))
    if name in _TEST_PROGRAMS:
        return not _NO_TESTS_RUN.intersection(rest) - {"-n", "-l", "-a"}
    if name in ("tox", "nox"):
        return _tests_by_sessions(rest)
    if name in _RUNNERS_OF_TARGETS:
        return _tests_by_target(name, rest)
    if name in ("uvx", "pipx", "uv"):
        return _tests_by_tool(words)
    if name in ("manage.py", "django-admin"):
        return rest[:1] == ("test",)
    run = _run(words, 0)
    if run is None or run.target is None:
        return _is_test_script(words[0])
    return _tests_by_run(run)


def _tests_by_run(run: Run) -> bool:
    target = run.target or ""
    if run.kind == "module":
        if target in ("tox", "nox"):
            return _tests_by_sessions(run.arguments)
        if target in ("invoke", "poethepoet"):
            return _tests_by_target(target, run.arguments)
        return target in _TEST_MODULES and not _NO_TESTS_RUN.intersection(run.arguments) - {"-n", "-l", "-a"}
    name = program(target)
    if name == "manage.py":
        return run.arguments[:1] == ("test",)
    if name == "setup.py":
        return bool(run.arguments) and run.arguments[0] in ("test", "pytest", "nosetests")
    if run.kind == "script" and name in ("pytest", "py.test"):
        return True
    return run.kind == "script" and _is_test_script(target)


def _tests_by_sessions(words: Sequence[str]) -> bool:
    valued = ("-e", "--env", "-s", "--session", "--sessions", "-c", "--conf", "-f", "--noxfile", "-t", "--tags")
    taken = split_options(words, (*valued, "-p", "--python", "-x", "--override", "-k", "--keywords", "-r", "--workdir"))
    if taken.has("-l", "--list", "--listenvs", "--version", "--help", "--notest", "-a", "--listenvs-all"):
        return False
    if taken.positional[:1] in (("list",), ("l",), ("config",), ("devenv",), ("d",), ("depends",)):
        return False
    named = taken.values("-e", "--env", "-s", "--session", "--sessions", "-t", "--tags")
    sessions = [name for value in named for name in re.split(r"[,\s]+", value) if name]
    if not sessions:
        return True
    return any(not _is_other(_tokens(session)) for session in sessions)


def _tests_by_target(tool: str, words: Sequence[str]) -> bool:
    if _NO_TESTS_RUN.intersection(words) and tool in ("make", "gmake"):
        return False
    valued = ("-C", "--directory", "-f", "--file", "-e", "--env", "-j", "-p")
    targets = split_options(words, valued if tool in ("make", "gmake", "just", "task") else ()).positional
    if tool in ("hatch", "pdm", "rye", "pipenv", "pixi"):
        targets = targets[1:] if targets[:1] == ("run",) else targets
        targets = targets[:1]
    if tool in ("bazel", "bazelisk", "kedro"):
        return targets[:1] == ("test",)
    return any(_is_test_name(target) for target in targets)


def _tests_by_tool(words: Sequence[str]) -> bool:
    """`uvx nox`, `pipx run tox -e py`, `uv tool run pytest`."""
    for index in range(1, len(words)):
        if words[index].partition("@")[0].partition("=")[0] in ("pytest", "tox", "nox", "nose2", "ward"):
            name = words[index].partition("@")[0].partition("=")[0]
            return (
                words[1] not in ("install", "add", "pip", "inject")
                and words[1:3] != ("tool", "install")
                and _tests((name, *words[index + 1 :]))
            )
    return False


def _is_other(tokens: Sequence[str]) -> bool:
    """Whether a target or session is about something else than running tests: lint, docs, deps, ..."""
    return any(token in _OTHER_TOKENS or token.endswith(("docs", "lint")) for token in tokens)


def _tokens(name: str) -> list[str]:
    return re.split(r"[-_:./]", name.lower())


def _is_test_name(target: str) -> bool:
    tokens = _tokens(target[:200])
    if "=" in target or "$" in target or _is_other(tokens):
        return False
    return tokens[0] == "check" or any(_TEST_TOKEN.fullmatch(token) for token in tokens)


def _is_test_script(path: str) -> bool:
    """`./run_tests.sh`, `scripts/test`, `tests/test_model.py`, `runtests.py`."""
    folder, slash, name = path[-400:].rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if (dot and ending not in ("py", "sh", "bash")) or not (dot or slash):
        return False
    stem = stem.lstrip(".") if dot else name
    if ending != "py":
        return _is_test_name(stem) and _tokens(stem)[0] != "check"
    inside = "tests" in folder.split("/") and name not in ("setup.py", "conftest.py")
    return inside or _TEST_SCRIPT.fullmatch(stem.lower()) is not None
