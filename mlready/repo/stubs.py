"""Files that are there and say nothing: comments, empty forms, words to be filled in later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlready.facts.ci import Job, Step
    from mlready.facts.document import Document

_LINE_COMMENT = re.compile(r"^[ \t]*(?:#|//|;)[^\n]*$", re.MULTILINE)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LATER = re.compile(
    r"^[^\w\n]*(?:todo|tbd|tba|fixme|xxx|to do|to be (?:done|written|filled in|added|defined)|coming soon|n/?a|none yet|placeholder|"
    r"more information needed|\.\.\.|…)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_IDLE = frozenset(
    {"echo", "printf", "true", ":", "exit", "cd", "ls", "pwd", "env", "date", "sleep", "set", "export", "cat"}
)
_PREPARING = re.compile(r"(?:^|/)(?:checkout|cache|setup-[\w-]+|(?:up|down)load-artifact)(?:/|@|$)", re.IGNORECASE)


def is_blank(text: str) -> bool:
    """Whether a file of code or settings holds nothing but white space and comments."""
    return not _LINE_COMMENT.sub("", _HTML_COMMENT.sub("", text)).strip()


def says_nothing(text: str) -> bool:
    """Whether a document has nothing below its headings but comments and words to be filled in later."""
    lines = _LATER.sub("", _HTML_COMMENT.sub("", text)).splitlines()
    return not any(line.strip(" \t#=-~*|>:[]") and not line.lstrip().startswith("#") for line in lines)


def told_headings(text: str, document: Document) -> tuple[str, ...]:
    """The headings of a document under which, or under those below them, something is told."""
    lines = text.splitlines()
    return tuple(one.text for one in document.headings if not says_nothing("\n".join(lines[one.line : one.end_line])))


def does_work(job: Job) -> bool:
    """Whether a job of CI does more than get the code, set tools up and print."""
    if (job.condition or "").strip(" ${}").lower() == "false":
        return False
    return job.uses is not None or any(_works(step) for step in job.steps)


def _works(step: Step) -> bool:
    from mlready.facts.shell import commands

    if (step.condition or "").strip(" ${}").lower() == "false":
        return False
    if step.uses is not None and not _PREPARING.search(step.uses):
        return True
    return any(command.program not in _IDLE for command in commands(step.run or ""))
