"""Questions about a repo or a project that are answered once; the answers live as long as what they are about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

Subject = TypeVar("Subject")
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def once(question: Callable[Concatenate[Subject, Asked], Answer]) -> Callable[Concatenate[Subject, Asked], Answer]:
    """Keep the answers to a question, which may take further arguments, in the object that it is asked of."""

    @wraps(question)
    def answer(subject: Subject, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        answers: dict[object, Answer] = vars(subject).setdefault("_answers", {})
        key = (question, asked, *named.items())
        if key not in answers:
            answers[key] = question(subject, *asked, **named)
        return answers[key]

    return answer
