"""Jenkinsfiles by their tokens: blocks, and the calls that run scripts, name images and set limits.

A Jenkinsfile is a Groovy program. What its code computes is not followed; the declarative form and the usual scripted one
(`node`, `stage`, `sh`) are read as written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlready.facts.ci.model import Job, Step, Text, Trigger, Workflow
from mlready.facts.ci.node import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1_000_000
_MAX_ARGUMENTS = 200
_MAX_NESTING = 20
_SHELLS = {"sh": "sh", "bat": "cmd", "powershell": "powershell", "pwsh": "pwsh"}
_TRIGGERS = {"cron": "schedule", "pollSCM": "push", "githubPush": "push", "upstream": "workflow_run"}
_TOLERANT = frozenset({"catchError", "warnError"})
_BLOCKS = frozenset({"agent", "environment", "node", "parallel", "stage", "triggers", "when"})
_WORDS = frozenset({"branch", "docker", "image", "input", "label", "tag", "timeout"})
_KNOWN = _BLOCKS | _WORDS | _TOLERANT | _SHELLS.keys() | _TRIGGERS.keys()
_TEXTS = frozenset({"long", "short"})
_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\f\v]+|//[^\n]*|/\*.*?(?:\*/|\Z)|\#![^\n]*)
  | (?P<newline>\n)
  | (?P<long>\"{3}(?:[^\\]|\\.)*?(?:\"{3}|\Z)|'{3}(?:[^\\]|\\.)*?(?:'{3}|\Z))
  | (?P<short>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)
  | (?P<name>[A-Za-z_$][\w$]*)
  | (?P<number>\d[\w.]*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "\n": ""}


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


_END = _Token("end", "", 0)


class _Block(NamedTuple):
    """An open block: what it is called and its first text argument."""

    name: str
    label: str | None
    line: int


class _Stage:
    """A stage on its way to become a job; `last` names the jobs that what follows inside it waits for."""

    def __init__(self, name: str, line: int, needs: tuple[str, ...], outer: _Stage | None = None) -> None:
        self.name = name
        self.line = self.end_line = line
        self.needs = self.last = needs
        self.outer = outer
        self.stages = 0
        self.steps: list[Step] = []
        self.env: dict[str, Text] = {}
        self.image: Text | None = None
        self.runs_on: tuple[str, ...] = ()
        self.timeout: Text | None = None
        self.condition: str | None = None

    def around(self) -> Iterator[_Stage]:
        """The stage and those around it, the innermost first."""
        stage: _Stage | None = self
        for _ in range(_MAX_NESTING):
            if stage is None:
                return
            yield stage
            stage = stage.outer

    def job(self) -> Job:
        around = tuple(self.around())
        return Job(
            self.name,
            needs=self.needs,
            runs_on=next((one.runs_on for one in around if one.runs_on), ()),
            image=next((one.image for one in around if one.image), None),
            timeout=next((one.timeout for one in around if one.timeout), None),
            steps=tuple(self.steps),
            env=self.env,
            condition=self.condition,
            stage=None if self.outer is None else self.name,
            line=self.line,
            end_line=self.end_line,
        )


def read(path: str, data: bytes) -> Workflow:
    """The stages of a Jenkinsfile as jobs that follow each other."""
    if len(data) > MAX_BYTES:
        return Workflow(path, "jenkins", error=f"larger than {MAX_BYTES} bytes")
    return _Reader(_tokens(data.decode("utf-8", "replace"))).workflow(path)


def _tokens(text: str) -> list[_Token]:
    """Tokens without spaces and comments; a line end is a token, as it ends a call without brackets."""
    found = []
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind != "space":
            found.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return found


def _value(token: _Token) -> Text:
    """The text of a string token, with the line on which it starts."""
    if token.kind == "long":
        inner = token.text[3:-3] if len(token.text) >= 6 and token.text.endswith(token.text[:3]) else token.text[3:]
    elif token.kind == "short":
        inner = token.text[1:-1] if len(token.text) > 1 and token.text.endswith(token.text[0]) else token.text[1:]
    else:
        inner = token.text
    return Text(_ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), inner), token.line)


class _Reader:
    """One pass over the tokens with a stack of open blocks and stages."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.blocks: list[_Block] = []
        self.opening: dict[int, _Block] = {}
        self.tolerant = 0
        self.root = _Stage("pipeline", 1, ())
        self.stages: list[_Stage] = []
        self.done: list[_Stage] = []
        self.triggers: dict[str, Trigger] = {}
        self.budget = Budget()
        self.error: str | None = None

    @property
    def stage(self) -> _Stage:
        return self.stages[-1] if self.stages else self.root

    def workflow(self, path: str) -> Workflow:
        for index, token in enumerate(self.tokens):
            if self.budget.left < 0:
                break
            if token.kind == "name":
                self._call(index, token)
            elif token.kind == "mark" and token.text == "{":
                self._open(self.opening.pop(index, _Block("", None, token.line)))
            elif token.kind == "mark" and token.text == "}":
                self._close(token)
        if self.blocks and self.budget.left >= 0:
            self.error = self.error or f"line {self.blocks[-1].line}: a block is not closed"
        while self.stages:
            self._leave()
        return Workflow(
            path,
            "jenkins",
            triggers=self.triggers,
            env=self.root.env,
            jobs=self._jobs(),
            error=self.error or self.budget.error,
        )

    def _jobs(self) -> tuple[Job, ...]:
        jobs = [stage.job() for stage in self.done if stage.steps or not stage.stages]
        if self.root.steps or not jobs:
            self.root.end_line = self.tokens[-1].line if self.tokens else 1
            jobs.append(self.root.job())
        return tuple(sorted(jobs, key=lambda job: job.line))

    def _open(self, block: _Block) -> None:
        together = bool(self.blocks) and self.blocks[-1].name == "parallel"
        self.blocks.append(block)
        self.tolerant += block.name in _TOLERANT
        if block.name == "stage":
            outer = self.stage
            outer.stages += 1
            name = block.label or f"stage-{block.line}"
            self.stages.append(_Stage(name, block.line, outer.needs if together else outer.last, outer))

    def _close(self, token: _Token) -> None:
        if not self.blocks:
            self.error = self.error or f"line {token.line}: a bracket closes nothing"
            return
        block = self.blocks.pop()
        self.tolerant -= block.name in _TOLERANT
        if block.name == "stage" and self.stages:
            self.stage.end_line = token.line
            self._leave()

    def _leave(self) -> None:
        """Close the innermost stage; what comes next waits for it, and for all stages that run beside it."""
        stage = self.stages.pop()
        outer = self.stage
        self.done.append(stage)
        last = (stage.name,) if stage.steps or not stage.stages else stage.last
        if self.blocks and self.blocks[-1].name == "parallel" and outer.last != outer.needs:
            last = outer.last + last
        outer.last = last

    def _call(self, index: int, name: _Token) -> None:
        """A name with its arguments; a block behind them is its block."""
        assigns = bool(self.blocks) and self.blocks[-1].name == "environment"
        if not (name.text in _KNOWN or assigns) or not self.budget.spend():
            return
        arguments, end = self._arguments(index + 1)
        label = next((_value(one) for one in arguments if one.kind in _TEXTS), None)
        if end < len(self.tokens) and self.tokens[end].text == "{":
            self.opening.setdefault(end, _Block(name.text, label, name.line))
        self._understand(name, arguments, label)

    def _arguments(self, start: int) -> tuple[list[_Token], int]:
        """The arguments in brackets, or without them up to the end of the line, and the position behind them."""
        first = self._token(start)
        if first.text == "(":
            return self._bracketed(start + 1)
        named = first.kind == "name" and self._token(start + 1).text == ":"
        assigned = first.text == "=" and bool(self.blocks) and self.blocks[-1].name == "environment"
        if not (named or assigned or first.kind in _TEXTS or first.kind == "number" or first.text in ("[", ":")):
            return [], start
        end = start
        while end < start + _MAX_ARGUMENTS and not self._ends_statement(self._token(end)):
            end += 1
        return self.tokens[start:end], end

    def _bracketed(self, start: int) -> tuple[list[_Token], int]:
        found: list[_Token] = []
        depth = 1
        end = start
        while end < min(start + _MAX_ARGUMENTS, len(self.tokens)):
            token = self.tokens[end]
            if token.kind == "mark":
                depth += (token.text in "([") - (token.text in ")]")
            if depth == 0 or (token.kind == "mark" and token.text in "{}"):
                break
            if token.kind != "newline":
                found.append(token)
            end += 1
        following = end + 1
        while self._token(following).kind == "newline":
            following += 1
        return found, following if depth == 0 else end

    def _token(self, index: int) -> _Token:
        return self.tokens[index] if index < len(self.tokens) else _END

    @staticmethod
    def _ends_statement(token: _Token) -> bool:
        return token.kind in ("newline", "end") or (token.kind == "mark" and token.text in "{};")

    def _understand(self, name: _Token, arguments: list[_Token], label: Text | None) -> None:
        word, stage = name.text, self.stage
        inside = {block.name for block in self.blocks[-4:]}
        if word in _SHELLS and arguments:
            self._script(name, arguments, label)
        elif word == "timeout" and arguments:
            stage.timeout = stage.timeout or _limit(arguments, name.line)
        elif word == "input":
            stage.condition = stage.condition or "manual"
        elif word in _TRIGGERS and "triggers" in inside:
            crons = (label,) if label is not None and word in ("cron", "pollSCM") else ()
            self.triggers[_TRIGGERS[word]] = Trigger(name.line, crons)
        elif arguments and arguments[0].text == "=":
            stage.env[word] = _assigned(arguments[1:], name.line)
        elif label is None:
            return
        elif word == "image" or (word == "docker" and "agent" in inside):
            stage.image = stage.image or label
        elif word == "node" or (word == "label" and "agent" in inside):
            stage.runs_on = stage.runs_on or (str(label),)
        elif word in ("branch", "tag") and "when" in inside:
            stage.condition = f"{word} {label}"

    def _script(self, name: _Token, arguments: list[_Token], label: Text | None) -> None:
        """`sh 'text'` or `sh(script: 'text', ...)`; a script that is computed is a step without a text."""
        words = [one.text for one in arguments]
        script = label
        if "script" in words[:-2] and words[words.index("script") + 1] == ":":
            value = arguments[words.index("script") + 2]
            script = _value(value) if value.kind in _TEXTS else None
        last = arguments[-1]
        self.stage.steps.append(
            Step(
                run=None if script is None else str(script),
                continue_on_error=self.tolerant > 0 or _is_true(words, "returnStatus"),
                line=name.line,
                end_line=last.line + last.text.count("\n"),
                run_line=None if script is None else script.line,
                shell=_SHELLS[name.text],
            )
        )


def _assigned(values: list[_Token], line: int) -> Text:
    """The text of a variable, or the code that computes it."""
    if len(values) == 1 and values[0].kind in _TEXTS:
        return Text(_value(values[0]), line)
    return Text("".join(one.text for one in values), line)


def _limit(arguments: list[_Token], line: int) -> Text | None:
    """`time: 1, unit: 'HOURS'` or a bare number of minutes, as `1 HOURS` or `90`."""
    numbers = [one.text for one in arguments if one.kind == "number"]
    units = [str(_value(one)) for one in arguments if one.kind == "short"]
    return Text(" ".join(numbers[:1] + units[:1]), line) if numbers else None


def _is_true(words: list[str], name: str) -> bool:
    return any(words[index : index + 3] == [name, ":", "true"] for index in range(len(words)))
