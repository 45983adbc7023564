"""A Dockerfile as rules read it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mlready.facts.dockerfile.variable import MOST_VARIABLES, Budget, Expansion, bare, value_of
from mlready.facts.dockerfile.word import BLANKS, HEREDOC, heredocs, pairs, quoted_words

_PAIRS = frozenset(("ARG", "ENV", "LABEL"))
_SHELLS = frozenset(("sh", "bash", "ash", "dash", "zsh", "ksh"))
_SHEBANG = re.compile(r"#![^\n]*\b(?:sh|bash|ash|dash|zsh|ksh)\b")
_ASSIGNED = re.compile(r"(?:^|[\s;&|(])([A-Za-z_][A-Za-z0-9_]*)=", re.MULTILINE)
_READ = re.compile(r"\b(?:for|read(?: -[a-z]{1,3})?)[ \t]{1,20}([A-Za-z_][A-Za-z0-9_]*)")
_QUOTED = re.compile(r"[^\w@%+=:,./\-\[\]<>~!]")


class Instruction(NamedTuple):
    """One instruction as BuildKit reads it: continuations joined, comments dropped.

    `value` is the text after keyword and flags; `flags` maps `platform` to `linux/amd64` (values of a repeated flag are
    joined by line breaks); `words` are those of the exec (JSON) form, for HEALTHCHECK those after `CMD`; `heredocs` are
    the contents, without leading tabs under `<<-`. `stage` is -1 before the first FROM. For ONBUILD, `trigger` is the
    keyword of the instruction it registers and the other fields are that instruction's. `script` is the value with the
    file's line breaks and its heredocs, so that line n of it is line `line + n` of the file.
    """

    keyword: str
    value: str
    flags: dict[str, str]
    words: tuple[str, ...] | None
    heredocs: tuple[str, ...]
    line: int
    end_line: int
    stage: int
    trigger: str | None = None
    script: str = ""
    escape: str = "\\"

    @property
    def executes(self) -> bool:
        """Whether it runs commands while an image is built: RUN or ONBUILD RUN."""
        return "RUN" in {self.keyword, self.trigger}

    @property
    def arguments(self) -> tuple[str, ...]:
        """The exec form's words, else the value split at blanks (quotes kept)."""
        if self.words is not None:
            return self.words
        return tuple(BLANKS.split(self.value)) if self.value else ()

    @property
    def pairs(self) -> tuple[tuple[str, str | None], ...]:
        """Names and values of ENV, ARG and LABEL without quotes, variables as written; None where ARG has no value."""
        return tuple(
            (bare(name, self.escape), None if raw is None else bare(raw, self.escape)) for name, raw in self.raw_pairs
        )

    @property
    def raw_pairs(self) -> list[tuple[str, str | None]]:
        """`pairs` with quotes and escapes kept."""
        kind = self.trigger or self.keyword
        return pairs(kind, self.value, self.escape) if kind in _PAIRS else []

    @property
    def sources(self) -> tuple[str, ...]:
        """What COPY or ADD copies, heredocs left out."""
        return tuple(word for word in self.arguments[:-1] if not HEREDOC.fullmatch(word))

    @property
    def destination(self) -> str | None:
        """Where COPY or ADD copies to."""
        return self.arguments[-1] if len(self.arguments) > 1 else None


class Image(NamedTuple):
    """An image reference: `registry:5000/team/name:tag@digest`.

    `resolved` is False where a variable without a known value is left in it; `name` and `tag` may then hold `${V}`.
    """

    name: str
    tag: str | None
    digest: str | None
    raw: str
    resolved: bool


class Stage(NamedTuple):
    """A build stage: `name` in lower case, `base_stage` the index of the earlier stage it builds on."""

    index: int  # type: ignore[assignment]
    name: str | None
    image: Image
    base_stage: int | None
    platform: str | None
    line: int
    end_line: int


class Run(NamedTuple):
    """What one RUN executes, as shell text; line n of it is line `instruction.line + n` of the file.

    Variables with a known value are filled in, others stay `$V`. Of the exec form `["sh", "-c", script]` it is the
    script, of others the words quoted. A script for another interpreter has no text.
    """

    instruction: Instruction
    text: str


class Comment(NamedTuple):
    """A comment line; `text` without the `#`."""

    line: int
    column: int
    text: str


class Dockerfile(NamedTuple):
    """`args` are the arguments declared before the first FROM, None without a known default.

    `error` is the first thing that would not build; `templated`: `{{ }}` or `{% %}` stand in it.
    """

    instructions: tuple[Instruction, ...]
    stages: tuple[Stage, ...]
    args: dict[str, str | None]
    error: str | None
    templated: bool = False
    comments: tuple[Comment, ...] = ()

    def of_stage(self, index: int) -> tuple[Instruction, ...]:
        """The instructions of one stage, its FROM first."""
        first = bisect_left(self.instructions, index, key=lambda one: one.stage)
        return self.instructions[first : bisect_left(self.instructions, index + 1, lo=first, key=lambda one: one.stage)]

    @property
    def final_stage(self) -> Stage | None:
        """The stage that is built when no target is named."""
        return self.stages[-1] if self.stages else None

    def lineage(self, stage: Stage | None = None) -> tuple[Stage, ...]:
        """A stage (the final one if none is named) and the earlier stages it builds on, nearest first."""
        chain: list[Stage] = []
        stage = stage or self.final_stage
        while stage is not None:
            chain.append(stage)
            stage = None if stage.base_stage is None else self.stages[stage.base_stage]
        return tuple(chain)

    def base_image(self, stage: Stage | None = None) -> Image | None:
        """The outside image that a stage (the final one if none is named) goes back to."""
        chain = self.lineage(stage)
        return chain[-1].image if chain else None

    def variables(self, stage: Stage | None = None) -> dict[str, str]:
        """Known values of ARG and ENV at the end of a stage (the final one if none is named)."""
        wanted = stage or self.final_stage
        last: Mapping[str, str | None] = {}
        for instruction, scope in self._scoped():
            if wanted is not None and instruction.stage == wanted.index:
                last = scope
        return {name: value for name, value in last.items() if value is not None}

    def runs(self) -> Iterator[Run]:
        """Every RUN and ONBUILD RUN in order, with the variables known at that place filled in."""
        budget = Budget()
        for instruction, scope in self._scoped():
            if instruction.executes:
                yield _run(instruction, scope, budget)

    @property
    def user(self) -> str | None:
        """The `user` or `user:group` the final stage runs as; None where only the base image decides."""
        last: dict[int, str] = {}
        budget = Budget()
        for instruction, scope in self._scoped():
            if instruction.keyword == "USER" and instruction.value:
                last[instruction.stage] = Expansion(instruction.value, scope, instruction.escape, budget).text
        return next((last[one.index] for one in self.lineage() if one.index in last), None)

    @property
    def command(self) -> tuple[str, ...]:
        """The words the final stage's container starts with: ENTRYPOINT, then CMD; () where the base image decides.

        Shell form and `["sh", "-c", script]` are split into words.
        """
        own: dict[int, dict[str, Instruction]] = {}
        for one in self.instructions:
            if one.keyword in {"CMD", "ENTRYPOINT"}:
                own.setdefault(one.stage, {})[one.keyword] = one
        entrypoint = command = None
        for stage in reversed(self.lineage()):
            found = own.get(stage.index, {})
            if "ENTRYPOINT" in found:
                entrypoint, command = found["ENTRYPOINT"], None
            command = found.get("CMD", command)
        if entrypoint is not None and entrypoint.words is None:
            return _start_words(entrypoint)
        return _start_words(entrypoint) + _start_words(command)

    def _scoped(self) -> Iterator[tuple[Instruction, Mapping[str, str | None]]]:
        """Each instruction with the variables it sees; the mapping is renewed at FROM and grows at ARG and ENV."""
        budget = Budget()
        inherited = {one.base_stage for one in self.stages}
        ends: dict[int, tuple[dict[str, str | None], set[str]]] = {}
        scope: dict[str, str | None] = {}
        environment: set[str] = set()
        for instruction in self.instructions:
            if instruction.keyword == "FROM":
                stage = self.stages[instruction.stage]
                parent = ({}, set()) if stage.base_stage is None else ends[stage.base_stage]
                scope, environment = dict(parent[0]), set(parent[1])
                if stage.index in inherited:
                    ends[stage.index] = scope, environment
            yield instruction, scope
            if instruction.stage >= 0 and instruction.keyword == "ENV":
                _set_environment(instruction, scope, environment, budget)
            elif instruction.stage >= 0 and instruction.keyword == "ARG":
                self._declare(instruction, scope, environment, budget)

    def _declare(
        self, instruction: Instruction, scope: dict[str, str | None], environment: set[str], budget: Budget
    ) -> None:
        for name, raw in instruction.raw_pairs:
            if name in environment or (name not in scope and len(scope) >= MOST_VARIABLES):
                continue
            if raw is None:
                scope[name] = self.args.get(name, scope.get(name))
            else:
                scope[name] = value_of(raw, scope, instruction.escape, budget)


def _set_environment(
    instruction: Instruction, scope: dict[str, str | None], environment: set[str], budget: Budget
) -> None:
    """ENV: all values of one instruction see the variables as they were before it."""
    added: dict[str, str | None] = {}
    for name, raw in instruction.raw_pairs:
        if raw is not None and (name in scope or len(scope) + len(added) < MOST_VARIABLES):
            added[name] = value_of(raw, scope, instruction.escape, budget)
    scope.update(added)
    environment.update(added)


def _run(instruction: Instruction, scope: Mapping[str, str | None], budget: Budget) -> Run:
    script = None if instruction.words is None else _shell_script(instruction.words)
    if instruction.words is not None and script is None:
        return Run(instruction, _command_line(instruction.words))
    text = _heredoc_script(instruction) if script is None else script
    if "$" in text:
        assigned = {match[1] for pattern in (_ASSIGNED, _READ) for match in pattern.finditer(text)}
        text = Expansion(text, scope, "\\", budget, raw=True, hidden=assigned).text
    return Run(instruction, text)


def _shell_script(words: tuple[str, ...]) -> str | None:
    """The script of `["sh", "-c", script]`."""
    if len(words) >= 3 and words[0].rpartition("/")[2] in _SHELLS and words[1].startswith("-") and "c" in words[1]:
        return words[2]
    return None


def _command_line(words: tuple[str, ...]) -> str:
    return " ".join("'" + word.replace("'", "'\"'\"'") + "'" if _QUOTED.search(word) else word for word in words)


def _heredoc_script(instruction: Instruction) -> str:
    """The shell text of a RUN; the content alone where nothing but a heredoc is given."""
    announced = heredocs(instruction.value) if instruction.heredocs else []
    if len(announced) != 1 or instruction.value != announced[0].word:
        return instruction.script
    content = instruction.heredocs[0]
    if content.startswith("#!") and not _SHEBANG.match(content):
        return ""
    above = instruction.script.partition(announced[0].word)[0].count("\n") + 1
    return "\n" * above + content


def _start_words(instruction: Instruction | None) -> tuple[str, ...]:
    if instruction is None:
        return ()
    words = instruction.words
    if words is None:
        return _shell_words(instruction.value)
    script = _shell_script(words)
    return words if script is None else _shell_words(script) + words[3:]


def _shell_words(text: str) -> tuple[str, ...]:
    return tuple(bare(word, "\\") for word in quoted_words(text, "\\"))
