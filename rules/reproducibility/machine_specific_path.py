"""A path exists on one machine only."""

import re
from collections.abc import Iterator

from mlready.facts.python import Module, Text
from mlready.repo import Repo
from mlready.verdict import Verdict, failed

PERSONAL = re.compile(
    r"(?:file://)?(?:/home/[\w.-]+|/Users/[\w.-]+|/root|[A-Za-z]:[\\/]+Users[\\/]+[\w .-]+|/content/drive|dbfs:/Users/[\w.@-]+)[\\/]",
)
NOBODY = re.compile(
    r"/home/(?:user|username|jovyan|vscode|ubuntu|ec2-user|runner|app|appuser|sagemaker-user|airflow|ray|model-server|nonroot|you|USER)\b"
    r"|/Users/(?:Shared|you|username|USER)\b|/root/\.(?:cache|ssh|local|config)\b"
)
USED = re.compile(r"argument|default:|binding:|head|keyword:(?!help$|.*(?:remote|container|mount|target|image))")
TALK = {
    "print",
    "info",
    "debug",
    "warning",
    "error",
    "log",
    "startswith",
    "endswith",
    "replace",
    "sub",
    "match",
    "search",
    "split",
    "format",
}
PROSE = re.compile(r"\n|\s[^\\/]*$")


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for text in module.detail.texts:
        if PERSONAL.match(text.value) and not NOBODY.search(text.value) and is_used(module, text):
            message = (
                "this folder exists on one machine only: take it from an argument, a variable or the configuration"
            )
            yield failed(module.at(text.span), message, group=module.path)


def is_used(module: Module, text: Text) -> bool:
    """Whether the text is a path that something opens or keeps, not part of a message or a test of a prefix."""
    if PROSE.search(text.value.strip()) or not USED.match(text.use):
        return False
    call = module.calls[text.call] if text.call is not None else None
    return call is None or (
        call.method not in TALK and call.name != "builtins.print" and "mount" not in (call.method or "")
    )
