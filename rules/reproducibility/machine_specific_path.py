"""A path exists on one machine only."""

import re
from collections.abc import Iterator

from mlready.facts.python import Module, Text
from mlready.repo import Repo
from mlready.verdict import Verdict, failed

PERSONAL = re.compile(
    r"(?:file://)?(?:/home/[\w.-]+|/Users/[\w.-]+|/root|[A-Za-z]:[\\/]+Users[\\/]+[\w .-]+|/content/drive|dbfs:/Users/[\w.@-]+)[\\/]",
)
NOBODY = re.compile(r"/home/(?:user|username|jovyan|vscode|ubuntu|ec2-user|runner|app|appuser|sagemaker-user|airflow|ray|model-server|nonroot|you|USER)\b")
USED = ("argument", "keyword:", "default:", "binding:", "head")
TALK = {"print", "info", "debug", "warning", "error", "log", "startswith", "endswith", "replace", "sub", "match", "search", "split", "format"}


def check(module: Module, repo: Repo) -> Iterator[Verdict]:
    for text in module.detail.texts:
        if PERSONAL.match(text.value) and not NOBODY.match(text.value) and is_used(module, text):
            message = "this folder exists on one machine only: take it from an argument, a variable or the configuration"
            yield failed(module.at(text.span), message, group=module.path)


def is_used(module: Module, text: Text) -> bool:
    """Whether the text is a path that something opens or keeps, not part of a message or a test of a prefix."""
    if "\n" in text.value or " " in text.value.strip() or not text.use.startswith(USED):
        return False
    if text.use == "keyword:help":
        return False
    method = module.calls[text.call].method if text.call is not None else None
    name = module.calls[text.call].name if text.call is not None else None
    return method not in TALK and (name or "") != "builtins.print"
