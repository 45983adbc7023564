"""Tools that run another command (`poetry run`, `uv run`, `conda run`, `docker run`), and how options are read."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from mlready.facts.shell.command import is_pip, is_python, is_variable, program


def names(text: str) -> frozenset[str]:
    """The set of the text's words."""
    return frozenset(text.split())


UV_VALUED = names(
    "--with --with-editable --with-requirements -w --extra --no-extra --group --no-group --only-group -p --python "
    "--index --default-index -i --index-url --extra-index-url -f --find-links --package --directory --project "
    "--env-file --config-file --cache-dir --color --refresh-package --reinstall-package -P --upgrade-package "
    "--no-binary --only-binary --no-binary-package --no-build-package --no-build-isolation-package --link-mode "
    "--resolution --prerelease --exclude-newer --exclude-newer-package --python-platform --python-version "
    "--config-setting --config-settings --config-settings-package -C --index-strategy --keyring-provider "
    "--fork-strategy --allow-insecure-host --trusted-host -r --requirements --requirement -c --constraints "
    "--constraint -e --editable -b --build-constraints --build-constraint --override --overrides --exclude "
    "--excludes -t --target --prefix --optional --rev --tag --branch --bounds --marker -m --module --from "
    "--torch-backend --no-install-package --no-sources-package --python-preference --python-fetch --installer "
    "--upgrade-group --build-constraints --cert"
)
CONDA_RUN_VALUED = names("-n --name -p --prefix --cwd -r --root-prefix -a --attach -e --env")
_POETRY_VALUED = names("-C --directory -P --project -p")
_HATCH_VALUED = names("-e --env -p --project --data-dir --cache-dir --config")
_RUN_VALUED: dict[str, frozenset[str]] = {
    "poetry": _POETRY_VALUED,
    "pipenv": frozenset(("--python", "--pypi-mirror")),
    "pdm": names("-p --project -c --config -s --site-packages"),
    "uv": UV_VALUED,
    "conda": CONDA_RUN_VALUED,
    "mamba": CONDA_RUN_VALUED,
    "micromamba": CONDA_RUN_VALUED,
    "hatch": _HATCH_VALUED,
    "rye": frozenset(("--pyproject",)),
    "pixi": names("-e --environment --manifest-path --color -x"),
}
_CONTAINERS = frozenset(("docker", "podman", "nerdctl", "docker-compose", "podman-compose", "singularity", "apptainer"))
_CONTAINER_RUNS = frozenset(("run", "exec", "compose"))
_KNOWN_INSIDE = names(
    "pytest py.test tox nox nose2 nosetests ward coverage torchrun accelerate deepspeed papermill jupyter uv poetry pipenv "
    "pdm hatch conda mamba micromamba make just"
)


class Options(NamedTuple):
    """A command line taken apart: words that are no options, and (option, value) pairs, "" for a flag."""

    positional: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    def values(self, *names: str) -> tuple[str, ...]:
        """The values given to an option, under any of its names."""
        return tuple(value for name, value in self.options if name in names)

    def has(self, *names: str) -> bool:
        return any(name in names for name, _ in self.options)


def split_options(words: Sequence[str], valued: Collection[str]) -> Options:
    """Take words apart, where `valued` are the options that take the next word (or what follows `=`) as value.

    Short options may be written together (`-qr file`) or with their value (`-rfile`); after `--` all is positional.
    """
    positional: list[str] = []
    options: list[tuple[str, str]] = []
    at, size = 0, len(words)
    while at < size:
        word = words[at]
        at += 1
        if word == "--":
            positional.extend(words[at:])
            break
        if not word.startswith("-") or word == "-":
            positional.append(word)
            continue
        if word.startswith("--"):
            name, equals, value = word.partition("=")
        else:
            name, equals, value = _short(word, valued, options)
        if not equals and name in valued and at < size:
            value = words[at]
            at += 1
        options.append((name, value))
    return Options(tuple(positional), tuple(options))


def _short(word: str, valued: Collection[str], options: list[tuple[str, str]]) -> tuple[str, str, str]:
    """The last option of a cluster; the flags before it are added to `options`."""
    letters = word[1:41]
    for index, letter in enumerate(letters):
        name = "-" + letter
        rest = word[index + 2 :]
        if name in valued:
            return name, "=" if rest else "", rest.removeprefix("=")
        if index < len(letters) - 1:
            options.append((name, ""))
    return "-" + letters[-1], "", ""


def unwrap(words: Sequence[str]) -> tuple[str, ...]:
    """The innermost command of `poetry run ...`, `uv run ...`, `conda run -n x ...`, `docker run image ...`."""
    inner = tuple(words)
    for _ in range(6):
        further = _unwrap_once(inner)
        if not further or further == inner:
            return inner
        inner = further
    return inner


def _unwrap_once(words: tuple[str, ...]) -> tuple[str, ...]:
    name = program(words[0])
    if is_python(words[0]) and len(words) > 3 and words[1] == "-m" and words[2] in _RUN_VALUED:
        return _unwrap_once(words[2:])
    if name in _RUN_VALUED:
        return _after_run(words, name)
    if is_variable(words[0]) and name == words[0] and len(words) > 1 and _known(words[1]):
        return words[1:]  # `$RUN python train.py`
    if name in _CONTAINERS and any(word in _CONTAINER_RUNS for word in words[1:4]):
        return _inside_container(words)
    return words


def _after_run(words: tuple[str, ...], tool: str) -> tuple[str, ...]:
    valued = _RUN_VALUED[tool]
    at = _skip_options(words, 1, valued)
    if at >= len(words) or words[at] != "run":
        return words
    first = at + 1
    at = _skip_options(words, first, valued)
    if tool == "uv" and at <= len(words):
        for index in range(first, at):
            if words[index] in ("-m", "--module") and index + 1 < len(words):
                return ("python", "-m", *words[index + 1 :])
    inner = words[at:]
    if tool == "uv" and inner and inner[0].endswith(".py"):
        return ("python", *inner)
    if tool == "hatch" and inner and ":" in inner[0]:
        return (inner[0].partition(":")[2], *inner[1:])
    return inner


def _skip_options(words: Sequence[str], at: int, valued: Collection[str]) -> int:
    while at < len(words) and words[at].startswith("-"):
        if words[at] == "--":
            return at + 1
        at += 2 if words[at] in valued else 1
    return at


def _inside_container(words: tuple[str, ...]) -> tuple[str, ...]:
    for index in range(2, len(words)):
        word = words[index]
        if words[index - 1].startswith("-") and "=" not in words[index - 1] and word in _KNOWN_INSIDE:
            continue  # the value of an option, such as `--name pytest`
        if _known(word):
            return words[index:]
    return words


def _known(word: str) -> bool:
    return is_python(word) or is_pip(word) or program(word) in _KNOWN_INSIDE
