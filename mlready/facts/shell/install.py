"""What a command installs, for pip and its successors, conda, Python project tools and system package managers."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from mlready.facts.shell.command import Command, is_assignment, is_pip, is_python, program
from mlready.facts.shell.launch import UV_VALUED, Options, names, split_options, unwrap

_PIP_VALUED = names(
    "--abi --all-releases --build-constraint --cache-dir --cert --client-cert --exclude --exists-action "
    "--extra-index-url --group --implementation --keyring-provider --log --log-file --local-log --no-binary "
    "--only-binary --only-final --path --platform --prefix --progress-bar --proxy --python --python-version "
    "--refresh-package --report --requirements-from-script --resume-retries --retries --root --root-user-action "
    "--src --source --source-dir --source-directory --timeout --default-timeout --trusted-host --upgrade-strategy "
    "--uploaded-prior-to --use-deprecated --use-feature -C --config-settings --config-setting -c --constraint -d --dest "
    "--destination-dir --destination-directory --download -e --editable -f --find-links -i --index-url --pypi-url "
    "-o --output -r --requirement -t --target -w --wheel-dir --install-option --global-option --build-option -b "
    "--build --build-dir --build-directory --download-cache --allow-external --allow-unverified --mirrors"
)
_CONDA_VALUED = names(
    "-n --name -p --prefix -c --channel --file --repodata-fn --solver --experimental-solver --platform --subdir "
    "--revision --clone --channel-priority -r --root-prefix --rc-file --category --environment-specifier"
)
_POETRY_VALUED = names(
    "-G --group --source -E --extras --python --with --without --only -C --directory -P --project --markers --platform"
)
_PIPENV_VALUED = names(
    "-r --requirements -i --index -e --editable --python --categories --extra-pip-args --pypi-mirror"
)
_PDM_VALUED = names(
    "-G --group --with --without -p --project -L --lockfile -e --editable --override --config-setting -x -k"
)
_PIPX_VALUED = names("--spec --python --pip-args --suffix -i --index-url --preinstall")
_PIXI_VALUED = names(
    "-p --platform -f --feature -e --environment --manifest-path -m --git -b --branch -t --tag -r --rev"
)
_APT_VALUED = names("-t --target-release --default-release -o --option -c --config-file -a")
_APK_VALUED = names("-t --virtual -X --repository -p --root --repositories-file --keys-dir --cache-dir --wait")
_YUM_VALUED = names("-c --config --enablerepo --disablerepo --releasever -x --exclude --setopt --repo --repoid")
_NODE_VALUED = names("--prefix --registry -C --cwd --dir --workspace --filter --loglevel --tag --cache")
_GEM_VALUED = names("-v --version -i --install-dir -n --bindir -s --source")
_LONG = {
    "-r": "--requirement",
    "-c": "--constraint",
    "-e": "--editable",
    "-i": "--index-url",
    "-f": "--find-links",
    "-U": "--upgrade",
    "-t": "--target",
    "-I": "--ignore-installed",
    "-q": "--quiet",
    "-v": "--verbose",
    "--requirements": "--requirement",
    "--constraints": "--constraint",
    "--pypi-url": "--index-url",
    "--default-index": "--index-url",
    "--index": "--extra-index-url",
}
_ARCHIVE = re.compile(r"\.(?:whl|tar\.gz|tgz|tar\.bz2|zip|conda|egg)(?:\[[^\]]*\])?$", re.IGNORECASE)
_REMOTE = re.compile(r"(?:[\w.\[\],-]{1,200}\s{0,9}@\s{0,9})?(?:git|hg|svn|bzr|https?|s3|gs|ftp|ssh)(?:\+\w{1,9})?:")
_PATH = re.compile(r"\.{1,2}(?:[/\\\[]|$)|[~/\\]|[A-Za-z]:[/\\]|file:")
_ENVIRONMENT_FILE = re.compile(r"\.(?:ya?ml|txt|lock|toml)$", re.IGNORECASE)


class Install(NamedTuple):
    """`tool`: pip, uv, conda, mamba, micromamba, poetry, pipenv, pdm, pixi, rye, pipx, apt, apk, npm, ...

    `requirements` are what is named, as written (`torch==2.1`, `git+https://...@v1`, `$PACKAGES`); `files` lists of
    requirements (-r, conda's --file); `local` what stands in the work tree (`.`, `-e .[dev]`, wheels). `hashes`: they are
    demanded. `options` are (long name, value) pairs. `action` is install, sync, add, create, update, download, wheel, run.
    `locked`: versions come from the tool's own lock file.
    """

    tool: str
    requirements: tuple[str, ...]
    files: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    hashes: bool = False
    options: tuple[tuple[str, str], ...] = ()
    action: str = "install"
    locked: bool = False

    def option(self, name: str) -> str | None:
        """The last value given to a long option, "" for a flag; None where it is not given."""
        values = [value for option, value in self.options if option == name]
        return values[-1] if values else None


def installs(command: Command) -> Install | None:
    """What the command installs; None where it is no installation."""
    words = command.words
    if is_assignment(words[0]):
        return None
    for candidate in (words, unwrap(words)):
        found = _installs(candidate)
        if found is not None:
            return found
    return None


def _installs(words: Sequence[str]) -> Install | None:
    name = program(words[0])
    if is_python(words[0]):
        return _by_python(words)
    if is_pip(words[0]):
        name = "pip"
    reader = _READERS.get(name)
    return reader(name, words[1:]) if reader is not None else None


def _by_python(words: Sequence[str]) -> Install | None:
    for index in range(1, min(len(words) - 1, 6)):
        word = words[index]
        if word.startswith("-") and word.endswith("m") and not word.startswith("--"):
            return _installs(words[index + 1 :]) if words[index + 1] in _MODULES else None
        if word == "setup.py" or word.endswith("/setup.py"):
            action = words[index + 1]
            return Install("setuptools", (), local=(".",)) if action in ("install", "develop") else None
        if not word.startswith("-"):
            return None
    return None


def _pip(tool: str, words: Sequence[str]) -> Install | None:
    taken = split_options(words, _PIP_VALUED)
    if not taken.positional or taken.positional[0] not in ("install", "download", "wheel"):
        return None
    return _like_pip(tool, taken.positional[0], taken.positional[1:], taken)


def _like_pip(tool: str, action: str, named: Sequence[str], taken: Options, locked: bool = False) -> Install:
    editable = taken.values("-e", "--editable")
    entries = [*_joined(named), *(value for value in editable if _REMOTE.match(value))]
    local = [entry for entry in entries if _is_local(entry)]
    local += [value for value in editable if not _REMOTE.match(value)]
    return Install(
        tool=tool,
        requirements=tuple(entry for entry in entries if not _is_local(entry)),
        files=taken.values("-r", "--requirement", "--requirements", "--with-requirements"),
        constraints=taken.values("-c", "--constraint", "--constraints"),
        local=tuple(local),
        hashes=taken.has("--require-hashes"),
        options=tuple((_LONG.get(name, name), value) for name, value in taken.options),
        action=action,
        locked=locked,
    )


def _joined(named: Sequence[str]) -> list[str]:
    """Requirements, with `name @ url` written as three words put together."""
    joined: list[str] = []
    for word in named:
        if joined and (word == "@" or joined[-1].endswith(" @")):
            joined[-1] += " " + word
        elif word:
            joined.append(word)
    return joined


def _is_local(entry: str) -> bool:
    if _REMOTE.match(entry):
        return False
    return bool(_PATH.match(entry) or _ARCHIVE.search(entry[-200:]) or "/" in entry or "\\" in entry)


def _uv(tool: str, words: Sequence[str]) -> Install | None:
    taken = split_options(words, UV_VALUED)
    named = taken.positional
    match named[:2]:
        case ("pip", "install"):
            return _like_pip(tool, "install", named[2:], taken)
        case ("pip", "sync"):
            return _like_pip(tool, "sync", (), taken)._replace(files=named[2:])
        case ("tool", "install" | "run" as action):
            return _uv_tool(tool, action, named[2:], taken)
        case ("sync", *_):
            return _like_pip(tool, "sync", (), taken, locked=True)
        case ("add", *_):
            return _like_pip(tool, "add", named[1:], taken)
        case ("run", *_):
            return _uv_run(tool, words)
        case _:
            return None


def _uv_run(tool: str, words: Sequence[str]) -> Install | None:
    first = next((index for index, word in enumerate(words) if word == "run"), len(words)) + 1
    at = first
    while at < len(words) and words[at].startswith("-") and words[at] not in ("--", "-m", "--module"):
        at += 2 if words[at] in UV_VALUED else 1
    taken = split_options(words[first:at], UV_VALUED)
    extra = taken.values("--with", "-w")
    named = [name for value in extra for name in value.split(",") if name]
    if not named and not taken.has("--with-requirements"):
        return None
    return _like_pip(tool, "run", named, taken)


def _uv_tool(tool: str, action: str, named: Sequence[str], taken: Options) -> Install:
    source = taken.values("--from") or named[:1]
    return _like_pip(tool, action, (*source, *taken.values("--with", "-w")), taken)


def _uvx(_tool: str, words: Sequence[str]) -> Install | None:
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in UV_VALUED else 1
    taken = split_options(words[: at + 1], UV_VALUED)
    return _uv_tool("uv", "run", taken.positional, taken) if taken.positional or taken.has("--from") else None


def _conda(tool: str, words: Sequence[str]) -> Install | None:
    valued = set(_CONDA_VALUED)
    if any(_ENVIRONMENT_FILE.search(after) for word, after in pairwise(words) if word == "-f"):
        valued.add("-f")
    taken = split_options(words, valued)
    named = taken.positional
    if named[:1] == ("env",) and named[1:2] in (("create",), ("update",)):
        action, named = named[1], named[2:]
    elif named[:1] in (("install",), ("create",), ("update",), ("upgrade",)):
        action, named = named[0], named[1:]
    else:
        return None
    files = taken.values("--file", "-f")
    return Install(
        tool=tool,
        requirements=tuple(entry for entry in named if not _is_package_file(entry)),
        files=files,
        local=tuple(entry for entry in named if _is_package_file(entry)),
        options=taken.options,
        action=action,
        locked=bool(files) and all(file.endswith((".lock", "conda-lock.yml")) for file in files),
    )


def _is_package_file(entry: str) -> bool:
    return entry.endswith((".tar.bz2", ".conda")) or bool(_PATH.match(entry))


def _project_tool(
    valued: frozenset[str], from_lock: frozenset[str], adds: frozenset[str]
) -> Callable[[str, Sequence[str]], Install | None]:
    """A reader for tools with their own lock: some actions install from it, others add what is named."""

    def read(tool: str, words: Sequence[str]) -> Install | None:
        taken = split_options(words, valued)
        action = taken.positional[0] if taken.positional else ""
        named = taken.positional[1:]
        if action in adds and (named or taken.has("-e", "--editable", "-r", "--requirements")):
            return _like_pip(tool, action, named, taken)
        if action in from_lock:
            return _like_pip(tool, action, (), taken, locked=True)
        return None

    return read


def _pipenv(tool: str, words: Sequence[str]) -> Install | None:
    taken = split_options(words, _PIPENV_VALUED)
    if not taken.positional or taken.positional[0] not in ("install", "sync", "update"):
        return None
    action = taken.positional[0]
    locked = action == "sync" or taken.has("--deploy", "--ignore-pipfile")
    return _like_pip(tool, action, taken.positional[1:], taken, locked=locked)


def _pipx(tool: str, words: Sequence[str]) -> Install | None:
    taken = split_options(words, _PIPX_VALUED)
    action, named = taken.positional[:1], taken.positional[1:]
    if action not in (("install",), ("run",), ("inject",)) or not named:
        return None
    kept = named[1:] if action == ("inject",) else (taken.values("--spec") or named[:1])
    return _like_pip(tool, action[0], kept, taken)


def _pip_sync(_tool: str, words: Sequence[str]) -> Install | None:
    taken = split_options(words, _PIP_VALUED)
    return Install("pip", (), files=taken.positional or ("requirements.txt",), options=taken.options, action="sync")


def _easy_install(tool: str, words: Sequence[str]) -> Install | None:
    taken = split_options(words, _PIP_VALUED)
    return _like_pip(tool, "install", taken.positional, taken) if taken.positional else None


def _system(
    valued: frozenset[str], actions: frozenset[str], name: str | None = None
) -> Callable[[str, Sequence[str]], Install | None]:
    """A reader for package managers of the operating system and of other languages."""

    def read(tool: str, words: Sequence[str]) -> Install | None:
        taken = split_options(words, valued)
        if not taken.positional or taken.positional[0] not in actions:
            return None
        action, named = taken.positional[0], taken.positional[1:]
        return Install(name or tool, named, options=taken.options, action=action, locked=action == "ci")

    return read


_apt = _system(_APT_VALUED, frozenset(("install", "build-dep")), "apt")
_yum = _system(_YUM_VALUED, frozenset(("install", "groupinstall", "localinstall", "reinstall")))
_node = _system(_NODE_VALUED, frozenset(("install", "i", "ci", "add")))
_plain = _system(frozenset(), frozenset(("install",)))
_READERS: dict[str, Callable[[str, Sequence[str]], Install | None]] = {
    "pip": _pip,
    "uv": _uv,
    "uvx": _uvx,
    "conda": _conda,
    "mamba": _conda,
    "micromamba": _conda,
    "poetry": _project_tool(_POETRY_VALUED, frozenset(("install", "sync")), frozenset(("add",))),
    "pdm": _project_tool(_PDM_VALUED, frozenset(("install", "sync")), frozenset(("add",))),
    "rye": _project_tool(_PDM_VALUED, frozenset(("sync",)), frozenset(("add",))),
    "pixi": _project_tool(_PIXI_VALUED, frozenset(("install",)), frozenset(("add",))),
    "pipenv": _pipenv,
    "pipx": _pipx,
    "pip-sync": _pip_sync,
    "easy_install": _easy_install,
    "apt": _apt,
    "apt-get": _apt,
    "aptitude": _apt,
    "apk": _system(_APK_VALUED, frozenset(("add",))),
    "yum": _yum,
    "dnf": _yum,
    "microdnf": _yum,
    "tdnf": _yum,
    "zypper": _system(frozenset(), frozenset(("install", "in"))),
    "brew": _plain,
    "choco": _plain,
    "npm": _node,
    "yarn": _node,
    "pnpm": _node,
    "gem": _system(_GEM_VALUED, frozenset(("install",))),
    "cargo": _system(
        frozenset(("--version", "--git", "--branch", "--rev", "--tag", "--path")), frozenset(("install",))
    ),
    "go": _plain,
}
_MODULES = frozenset(("pip", "uv", "pipenv", "poetry", "pdm", "pipx", "conda", "easy_install", "piptools"))
