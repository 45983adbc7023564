"""Whether a source can be read, told quickly and told slowly."""

import pytest

from mlready.facts.python_syntax import fault, quick_fault

SOURCES = {
    "empty": b"",
    "plain": b"x = 1\n",
    "a real future": b'"""What it is."""\nfrom __future__ import annotations\n',
    "an unknown future": b"from __future__ import flying_cars\n",
    "open bracket": b"x = (\n",
    "open bracket on a later line": b"x = 1\ny = (\n",
    "indented": b"  x = 1\n",
    "a backslash at the end": b"x\\",
    "older Python": b"print 1\n",
    "await outside a function": b"await x\n",
    "return outside a function": b"return 1\n",
    "a name both global and a parameter": b"def f(a):\n    global a\n",
    "an escape that warns": b"x = '\\d'\n",
    "a zero byte": b"x = '\0'\n",
    "a byte that is no text": b"x = '\xe9'\n",
    "the usual encoding": b"# coding=utf-8\nx = '\xc3\xa9'\n",
    "the usual encoding and a byte that is no text": b"# coding=utf-8\nx = '\xe9'\n",
    "another encoding": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
    "another encoding on the second line": b"#!/bin/sh\n# vim: fileencoding=latin-1 :\nx = '\xe9'\n",
    "an unknown encoding": b"# coding: nothing-like-this\n",
    "a mark": b"\xef\xbb\xbfx = 1\n",
    "a form feed": b"\x0c\nx = 1\n",
    "too many brackets": b"(" * 500,
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_the_quick_answer_is_the_slow_one(source: bytes) -> None:
    assert quick_fault(source) == fault(source)


def test_deep_statements_are_no_fault_for_the_quick_answer() -> None:
    assert quick_fault(b"x = " + b"-" * 5000 + b"1\n") is None
