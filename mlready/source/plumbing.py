"""The one door to git: hardened plumbing that starts no program a repository's own configuration names."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterable
from functools import cached_property
from shutil import which
from threading import Event, Timer
from typing import IO
from weakref import finalize

from mlready.source.disk import read_all
from mlready.source.history import GitFacts
from mlready.source.listing import shown

GIT_SECONDS = 60.0  # for one answer
_READ = (
    "HEAD", "commondir", "config", "config.worktree", "index", "info/attributes", "info/exclude", "info/grafts",
    "info/sparse-checkout", "objects/info/alternates", "packed-refs", "shallow",
)  # fmt: skip
MAX_ANSWER = 64_000_000  # bytes
MAX_COMMITS = 20_000  # latest ones that authors are counted in


class GitError(Exception):
    """Git gave no answer; the message says why, without a path of this machine."""


class GitFailedError(GitError):
    """Git ended with an error."""


class Git:
    """Plumbing in one work tree: commands that read objects, refs and names, and that write nothing.

    A repository's own configuration names programs (fsmonitor, hooks, filters, signature checkers, transports). The
    commands used start none of them, and each that could be reached is switched off besides. Whether the repository
    may be trusted at all stays git's own check, which explicit paths to it would skip: git has to find it by itself.
    """

    def __init__(self, top: str) -> None:
        self.top = top
        self._is_late = False
        if not _is_of_files(os.path.join(top, ".git")):
            raise GitError("git cannot read this repository")
        self._command = [
            _binary(top),
            "--no-pager",
            *("-c", "core.fsmonitor=false"),
            *("-c", f"core.hooksPath={os.devnull}"),
            *("-c", "log.showSignature=false"),
            *("-c", "safe.bareRepository=explicit"),
            *("-c", "core.untrackedCache=false"),  # may be forged in the index
            *("-c", f"core.excludesFile={os.devnull}"),  # the reader's own would make results differ by machine
            *("-c", f"core.attributesFile={os.devnull}"),
        ]
        self._environment = _environment(top)

    def start(self, *command: str, talk: bool = False, errors: bool = False) -> subprocess.Popen[bytes]:
        """A git process with its output on a pipe; `talk` and `errors` ask for its input and its messages as well.

        Where git gave no answer once it is not asked again.
        """
        if self._is_late:
            raise _late()
        try:
            return subprocess.Popen(  # noqa: S603  an absolute program, fixed words, no shell
                [*self._command, *command],
                cwd=self.top,
                env=self._environment,
                stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE if errors else subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # whatever it started ends with it
            )
        except (OSError, ValueError) as error:
            raise GitError("git cannot be started") from error

    def answer(self, *command: str) -> tuple[bytes, bool]:
        """What git prints, at most MAX_ANSWER bytes of it, and whether that is all."""
        process = self.start(*command)
        late = Event()
        timer = Timer(GIT_SECONDS, _kill, [process, late])
        timer.daemon = True
        timer.start()
        try:
            data = read_all(_descriptor(process.stdout), MAX_ANSWER + 1)
            complete = len(data) <= MAX_ANSWER
            status = process.wait() if complete else 0
        finally:
            timer.cancel()
            end(process)
        if late.is_set():
            self._is_late = True
            raise _late()
        if status:
            raise GitFailedError("git cannot read this repository")
        return data, complete

    def text(self, *command: str) -> str:
        """What git prints, without the last line's end."""
        return os.fsdecode(self.answer(*command)[0]).removesuffix("\n")

    def records(self, *command: str) -> tuple[list[str], bool]:
        """The NUL-terminated records that git prints, and whether these are all."""
        data, complete = self.answer(*command)
        return os.fsdecode(data[: data.rfind(b"\0") + 1]).split("\0")[:-1], complete

    def refusal(self) -> GitError:
        """Why git fails in this repository."""
        process = self.start("rev-parse", "--git-dir", errors=True)
        try:
            message = process.communicate(timeout=GIT_SECONDS)[1]
        except subprocess.TimeoutExpired:
            message = b""
        finally:
            end(process)
        if b"dubious ownership" in message or b"unsafe repository" in message:
            return GitError("git refuses this repository, which belongs to another user")
        return GitError("git cannot read this repository")


def _late() -> GitError:
    return GitError(f"git gave no answer within {GIT_SECONDS:.0f} seconds")


def _is_of_files(folder: str) -> bool:
    """Whether what git reads first is made of files: it would wait forever for a pipe to be written to."""
    for name in _READ:
        try:
            mode = os.stat(os.path.join(folder, name)).st_mode
        except (OSError, ValueError):
            continue
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            return False
    return True


def _environment(top: str) -> dict[str, str]:
    dropped = {"LANGUAGE", "SSH_ASKPASS"}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_") and name not in dropped}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ASKPASS": "",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_CEILING_DIRECTORIES": os.path.dirname(top),  # this repository or none
        "GIT_WORK_TREE": top,  # whatever core.worktree says
        "LC_ALL": "C",
    }


def _binary(top: str) -> str:
    """The absolute path of git; a folder of PATH that is relative or lies in the scanned tree is passed over."""
    inside = os.path.join(top, "")
    trusted = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if os.path.isabs(folder) and not os.path.join(os.path.realpath(folder), "").startswith(inside)
    ]
    found = which("git", path=os.pathsep.join(trusted)) if trusted else None
    if found is None or not os.path.isabs(found):
        raise GitError("git is not installed")
    return found


def _comes(descriptor: int) -> bool:
    """Whether a pipe has bytes, or ends, in time; `select` itself knows only the first 1,024 descriptors."""
    if sys.platform == "win32":
        return True
    import select

    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(GIT_SECONDS * 1000))


def _descriptor(pipe: IO[bytes] | None) -> int:
    return -1 if pipe is None else pipe.fileno()


def _kill(process: subprocess.Popen[bytes], late: Event | None = None) -> None:
    """Kill a process, and all it started where the system has process groups."""
    if late:
        late.set()
    if sys.platform == "win32":
        process.kill()
        return
    import signal

    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()


def end(process: subprocess.Popen[bytes]) -> None:
    """See that a process has ended, and close its pipes."""
    if process.poll() is None:
        _kill(process)
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()


class Objects:
    """Contents of git objects, all from one `cat-file` process."""

    def __init__(self, git: Git, option: str = "--batch") -> None:
        self._process = git.start("cat-file", option, talk=True)
        self.close = finalize(self, end, self._process)
        self._buffer = bytearray()

    def size(self, name: str) -> int | None:
        """Size in bytes of the blob with this id; None where there is no such blob."""
        try:
            os.write(_descriptor(self._process.stdin), f"{name}\n".encode())
        except OSError as error:
            raise GitError("git ended early") from error
        while (line_end := self._buffer.find(b"\n")) < 0:
            self._fill()
        words = self.take(line_end + 1).split()
        return int(words[2]) if len(words) == 3 and words[1] == b"blob" else None

    def take(self, count: int) -> bytes:
        """The next bytes of the blob whose size was asked for; one more byte ends it."""
        while len(self._buffer) < count:
            self._fill()
        data = bytes(memoryview(self._buffer)[:count])
        del self._buffer[:count]
        return data

    def _fill(self) -> None:
        descriptor = _descriptor(self._process.stdout)
        if not _comes(descriptor):
            raise GitError("git gave no answer")
        part = os.read(descriptor, 1 << 16)
        if not part:
            raise GitError("git ended early")
        self._buffer += part


class History(GitFacts):
    """Facts of the history, each found when it is first asked for."""

    def __init__(self, git: Git, revision: str = "HEAD") -> None:
        super().__init__()
        self._git = git
        self._revision = revision

    @cached_property
    def head(self) -> str | None:
        return self._ask("rev-parse", "--verify", "--quiet", f"{self._revision}^{{commit}}")

    @cached_property
    def shallow(self) -> bool:
        return self._ask("rev-parse", "--is-shallow-repository") == "true"

    @cached_property
    def commits(self) -> int | None:
        count = None if self.shallow or self.head is None else self._ask("rev-list", "--count", self.head, "--")
        return int(count) if count and count.isdecimal() else None

    @cached_property
    def authors(self) -> int | None:
        if self.shallow or self.head is None:
            return None
        answer = self._ask("rev-list", "--format=%an%x00%ae", f"--max-count={MAX_COMMITS}", self.head, "--")
        return None if answer is None else people(answer.split("\n")[1::2])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        answer = self._ask("rev-parse", "--symbolic", "--tags")
        return tuple(sorted(shown(name) for name in answer.split("\n"))) if answer else ()

    def _ask(self, *command: str) -> str | None:
        try:
            return self._git.text(*command)
        except GitError:
            return None


def people(signed: Iterable[str]) -> int:
    """How many people signed (name NUL address): those with one name or one address are one, bots are none."""
    groups: list[set[str]] = []
    for one in sorted(set(signed)):
        name, _, address = one.lower().partition("\0")
        if "[bot]" in one:
            continue
        known = {f"name {name}", f"address {address}"}
        same = [group for group in groups if not known.isdisjoint(group)]
        groups = [group for group in groups if known.isdisjoint(group)]
        groups.append(known.union(*same))
    return len(groups)
