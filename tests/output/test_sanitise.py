"""Text of a scanned repository cannot steer the terminal it is printed on."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.output.sanitise import line, whole

SECRET = "ghp_" + "kZ8wQe3RtY7uPaS2dFgH" + "5jLm9XcVbN4qWs6T"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("train.py", "train.py", id="plain text stays"),
        pytest.param("modèle 模型.py", "modèle 模型.py", id="letters of any language stay"),
        pytest.param("a\x1b[31mb", "a[31mb", id="an escape loses its first character"),
        pytest.param("a\x9b31mb", "a31mb", id="the one-character form of it too"),
        pytest.param("a\rb\nc\td", "a b c d", id="line breaks become spaces"),
        pytest.param("a\u2028b\x85c", "a b c", id="rare line breaks become spaces"),
        pytest.param("abc\u202egpj.exe", "abcgpj.exe", id="text is not turned around"),
        pytest.param("pay\u200bpal\ufeff", "paypal", id="invisible characters go"),
        pytest.param("a\udcffb.py", "a\\xffb.py", id="a byte that is no text is shown as an escape"),
        pytest.param("a\ud800b", "a\\ud800b", id="half a character is shown as an escape"),
    ],
)
def test_what_would_steer_a_terminal_is_taken_out(text: str, expected: str) -> None:
    assert line(text) == expected


@pytest.mark.parametrize(
    "text", ["::error::hi", "a ::set-env name=x::y", "##[error]a", "a##vso[task.complete]b", "###[x]"]
)
def test_what_a_ci_system_would_follow_is_broken_up(text: str) -> None:
    shown = line(text)
    assert not re.search(r"(^|\s)::|##\w*\[", shown)
    assert "".join(shown.split()) == "".join(text.split())


def test_other_colons_stay() -> None:
    assert line("x[::2] and a::b ## a heading") == "x[::2] and a::b ## a heading"


def test_a_secret_is_masked() -> None:
    assert SECRET not in line(f"token = {SECRET}")


def test_a_secret_hidden_by_an_invisible_character_is_masked() -> None:
    hidden = SECRET[:10] + "\u200b" + SECRET[10:]
    assert SECRET not in line(hidden)


@given(st.text())
def test_a_line_is_one_line_that_can_be_encoded_and_holds_no_control(text: str) -> None:
    shown = line(text)
    shown.encode()
    assert len(shown.splitlines()) <= 1
    assert not [one for one in shown if unicodedata.category(one) in {"Cc", "Cs"}]
    assert not [
        one for one in shown if unicodedata.bidirectional(one) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI"}
    ]


@given(st.text())
def test_text_that_can_be_encoded_is_whole_already(text: str) -> None:
    assert whole(text) == text
