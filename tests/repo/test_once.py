"""Answers that are kept with what they are about."""

from __future__ import annotations

import gc
import weakref

from mlready.repo.once import once


class Thing:
    """Anything that is asked."""


def test_a_question_is_answered_once_for_each_thing_and_each_way_of_asking() -> None:
    asked: list[tuple[Thing, str]] = []

    @once
    def question(thing: Thing, way: str = "") -> int:
        asked.append((thing, way))
        return len(asked)

    one, other = Thing(), Thing()
    assert [question(one), question(one), question(other), question(one, "x"), question(one, "x")] == [1, 1, 2, 3, 3]
    assert asked == [(one, ""), (other, ""), (one, "x")]


def test_two_questions_do_not_share_an_answer() -> None:
    first, second = once(lambda _: 1), once(lambda _: 2)
    thing = Thing()
    assert (first(thing), second(thing)) == (1, 2)


def test_an_answer_that_is_none_is_kept() -> None:
    asked: list[Thing] = []
    question = once(asked.append)
    thing = Thing()
    assert (question(thing), question(thing)) == (None, None)
    assert asked == [thing]


def test_an_answer_does_not_keep_what_it_is_about() -> None:
    question = once(lambda thing: [thing])
    thing = Thing()
    question(thing)
    gone = weakref.ref(thing)
    del thing
    gc.collect()
    assert gone() is None
