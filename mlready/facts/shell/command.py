"""Shell text as a flat list of commands, those of substitutions and of `bash -c "..."` after the command they stand in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mlready.facts.shell.lexer import Redirect, Simple, Word, lex

_KEYWORDS = frozenset(("if", "then", "elif", "else", "do", "while", "until", "!", "{"))
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*(?:\[[^\]]{0,80}\])?\+?=")
_MARK = re.compile(r"\A[@+!%-]{1,4}(?=[A-Za-z$./{])")  # Makefile recipes (@pip), notebook magics (!pip, %pip)
_SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ash", "ksh", "busybox", "pwsh", "powershell"))
_RUN_TEXT = re.compile(r"-[a-zA-Z]{0,6}c|-[Cc]ommand")
_VARIABLE = re.compile(r"\$\$?[({]{0,2}\s?([A-Za-z_][\w.]{0,60})[^(){}$]{0,60}[)}]{1,2}|\$([A-Za-z_]\w{0,60})")
_SPOKEN = re.compile(
    r"(python|pip|conda|mamba|poetry|uv|py)\d{0,3}(?:_?(?:exe|bin|cmd|path|executable|interpreter|command|binary|\d{1,3}))?"
)
_SEPARATOR = re.compile(r"[/\\]")
_PYTHON = re.compile(r"(?:python|pypy|py)(?:\d{1,2}(?:\.\d{1,3})?)?w?")
_PIP = re.compile(r"pip\d{0,2}(?:\.\d{1,3})?")
_DEEPEST = 6
MAX_CHARACTERS = 300_000

# Words that run the command after them: options that take a value, and the number of positional words before it.
_RUNNERS: dict[str, tuple[frozenset[str], int]] = {
    "sudo": (frozenset(("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R", "--user", "--group")), 0),
    "doas": (frozenset(("-u", "-C")), 0),
    "env": (frozenset(("-u", "-C", "-S", "--unset", "--chdir")), 0),
    "exec": (frozenset(("-a",)), 0),
    "time": (frozenset(("-f", "-o", "--format", "--output")), 0),
    "command": (frozenset(), 0),
    "builtin": (frozenset(), 0),
    "nohup": (frozenset(), 0),
    "setsid": (frozenset(), 0),
    "call": (frozenset(), 0),
    "nice": (frozenset(("-n", "--adjustment")), 0),
    "ionice": (frozenset(("-c", "-n", "-t")), 0),
    "numactl": (frozenset(("-N", "-m", "-C", "-i", "-l")), 0),
    "taskset": (frozenset(), 1),
    "stdbuf": (frozenset(("-i", "-o", "-e")), 0),
    "timeout": (frozenset(("-k", "-s", "--kill-after", "--signal")), 1),
    "gosu": (frozenset(), 1),
    "su-exec": (frozenset(), 1),
    "tini": (frozenset(("-p", "-e")), 0),
    "dumb-init": (frozenset(), 0),
    "xvfb-run": (frozenset(("-n", "-s", "-e", "-f", "-p", "-w", "--server-args", "--server-num", "--error-file")), 0),
    "xargs": (
        frozenset(("-n", "-P", "-I", "-L", "-d", "-a", "-E", "-s", "--max-args", "--arg-file", "--delimiter")),
        0,
    ),
    "travis_retry": (frozenset(), 0),
    "travis_wait": (frozenset(), 0),
}


class Command(NamedTuple):
    """One command. `words` is never empty; `line` counts from 0 inside the text.

    `operator` joins it to the next command: &&, ||, ;, |, & or None after the last one; a new line is `;`.
    `raw` is the command as written. `prefix` holds the keywords, assignments and runners (`if`, `X=1`, `sudo -E`, `time`)
    that stood before it; a command of assignments only keeps them as words. `depth` is 0 in the text itself, more
    inside substitutions, `bash -c` and here-documents fed to a shell.
    """

    words: tuple[str, ...]
    line: int
    operator: str | None
    raw: str
    prefix: tuple[str, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    heredocs: tuple[str, ...] = ()
    depth: int = 0

    @property
    def program(self) -> str:
        """The program's name without folder and `.exe`; `python` and `pip` also where a variable names them."""
        return program(self.words[0])


def commands(text: str) -> tuple[Command, ...]:
    """Every command of the text, in order; text that is no shell gives what can be made of it, never an error.

    What follows the first `MAX_CHARACTERS` is left out.
    """
    return tuple(_commands(text[:MAX_CHARACTERS], 0, 0))


def from_words(words: Sequence[str]) -> tuple[Command, ...]:
    """The commands behind an argument list (a Dockerfile's exec form): itself, and what a shell in it would run."""
    if not words:
        return ()
    text = " ".join(words)
    simple = Simple(tuple(Word(word, 0, 0, True, ()) for word in words), (), (), 0, len(text), None)
    return tuple(_of_simple(simple, text, 0, 0))


def program(word: str) -> str:
    """`/opt/venv/bin/python3.11` is python3.11, `C:/Scripts/pip.exe` pip, `$(PYTHON)`, `${PY}` and `python$V` python."""
    name = _SEPARATOR.split(word[-200:])[-1]
    if "$" in name:
        return _program_with_variable(name) or word
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending.lower() in ("exe", "cmd", "bat") else name


def _program_with_variable(name: str) -> str | None:
    """What a program's name with a variable in it must mean: by the variable's name, or by the text beside it."""
    variable = _VARIABLE.match(name)
    beside = name[variable.end() :] if variable else name.partition("$")[0]
    if beside:
        return beside if _PYTHON.fullmatch(beside) or _PIP.fullmatch(beside) else None
    spoken = _SPOKEN.fullmatch((variable.group(1) or variable.group(2)).lower()) if variable else None
    return ("python" if spoken.group(1) == "py" else spoken.group(1)) if spoken else None


def is_variable(word: str) -> bool:
    """True where the word is one variable and nothing else."""
    return _VARIABLE.fullmatch(word) is not None


def is_assignment(word: str) -> bool:
    """True for `X=1`, which runs nothing."""
    return _ASSIGNMENT.match(word) is not None


def is_python(word: str) -> bool:
    """True for every spelling of the Python interpreter's name."""
    return _PYTHON.fullmatch(program(word)) is not None


def is_pip(word: str) -> bool:
    """True for pip, pip3, pip3.11, `$(PIP)`."""
    return _PIP.fullmatch(program(word)) is not None


def _commands(text: str, line: int, depth: int) -> Iterator[Command]:
    seen = 0
    for simple in lex(text):
        line += text.count("\n", seen, simple.start)
        seen = simple.start
        yield from _of_simple(simple, text, line, depth)


def _of_simple(simple: Simple, text: str, line: int, depth: int) -> Iterator[Command]:
    words = simple.words
    first = _prefix_length(words)
    kept = words[first:] or words
    if kept:
        texts = [word.text for word in kept]
        texts[0] = texts[0] if kept[0].quoted else _MARK.sub("", texts[0], count=1)
        yield Command(
            words=tuple(texts),
            line=line,
            operator=simple.operator,
            raw=text[simple.start : simple.end],
            prefix=tuple(word.text for word in words[:first]) if words[first:] else (),
            redirects=simple.redirects,
            heredocs=tuple(body.text for body in simple.heredocs),
            depth=depth,
        )
    if depth < _DEEPEST:
        seen = simple.start
        for inner, start in _nested(simple):
            line += text.count("\n", seen, start)  # in the order of the text
            seen = max(seen, start)
            yield from _commands(inner, line, depth + 1)


def _prefix_length(words: Sequence[Word]) -> int:
    """How many words stand before the command itself."""
    at, size = 0, len(words)
    while at < size:
        word = words[at]
        bare = _MARK.sub("", word.text, count=1) if at == 0 and not word.quoted else word.text
        if (not word.quoted and bare in _KEYWORDS) or _ASSIGNMENT.match(bare):
            at += 1
        elif program(bare) in _RUNNERS:
            at = _after_runner(words, at + 1, *_RUNNERS[program(bare)])
        else:
            return at
    return size


def _after_runner(words: Sequence[Word], at: int, valued: frozenset[str], positional: int) -> int:
    while at < len(words):
        text = words[at].text
        if text == "--":
            return at + 1
        if text.startswith("-") and len(text) > 1:
            at += 2 if text in valued else 1
        elif positional:
            positional -= 1
            at += 1
        else:
            return at
    return at


def _nested(simple: Simple) -> Iterable[tuple[str, int]]:
    """Texts run by the command's substitutions, by a shell it starts, and by a shell that reads a here-document."""
    for word in simple.words:
        yield from ((nested.text, nested.start) for nested in word.nested)
    shell = _shell_at(simple.words)
    if shell is not None:
        elsewhere = shell > 0  # `docker run --entrypoint bash image -c "..."`
        for option, script in pairwise(simple.words[shell + 1 :]):
            if _RUN_TEXT.fullmatch(option.text):
                yield script.text, script.start
                break
            if not option.text.startswith("-") and not elsewhere:
                break
        yield from ((body.text, body.start) for body in simple.heredocs)
    elif simple.words and simple.words[0].text == "eval":
        for word in simple.words[1:]:
            yield word.text, word.start


def _shell_at(words: Sequence[Word]) -> int | None:
    for index, word in enumerate(words):
        if program(word.text) in _SHELLS:
            return index
    return None
