"""A page of the rule book in a terminal."""

import pytest

from mlready.output.page import render_page
from mlready.output.style import Style
from tests.output.test_text import rule

PAGE = """\
Every run has **another** split, so `train_test_split` and what follows cannot be compared from one day to the next,
see [the guide](https://example.org/guide) and [below](#bad).

## What to do

- Pass `random_state`
  to every one of the functions that split data, wherever they are called and whoever calls them first.
- Keep it.

1. First.

## Bad

```python title="train.py" hl_lines="2"
import numpy

split(frame)
```
"""
RULE = rule("unseeded-split", summary="No seed", peers={"sonar": "S6709"}, sources=("https://example.org",))


def lines(style: Style | None = None) -> list[str]:
    return render_page(RULE, PAGE, style or Style()).splitlines()


def test_name_summary_and_facts_come_first() -> None:
    shown = lines()
    assert shown[:2] == ["unseeded-split", "No seed"]
    assert "  severity    high (confidence high)" in shown
    assert "  effort      5 min once, 2 min for each place" in shown
    assert "  set aside   # mlready: ignore[unseeded-split] reason" in shown


def test_paragraphs_and_bullets_are_wrapped() -> None:
    shown = lines()
    assert max(map(len, shown)) <= 80
    assert "  - Pass `random_state` to every one of the functions that split data, wherever" in shown
    assert "    they are called and whoever calls them first." in shown
    assert "  - Keep it." in shown
    assert "  1. First." in shown


def test_no_marks_of_markdown_are_left_but_those_of_code() -> None:
    assert "Every run has another split, so `train_test_split`" in " ".join(lines())


def test_headings_say_nothing_of_how_examples_are_run() -> None:
    page = "## Good\n\n### a split (detect)\n\n### a test (detect, not-applicable)\n\n### a wish (unknown)\n"
    shown = render_page(RULE, page, Style()).splitlines()
    assert {"a split", "a test (not applicable)", "a wish (unknown)"} <= set(shown)


@pytest.mark.parametrize(
    ("once", "each", "said"),
    [
        pytest.param(5, 2, "5 min once, 2 min for each place", id="both"),
        pytest.param(5, 0, "5 min once", id="once"),
        pytest.param(0, 2, "2 min for each place", id="each place alone"),
    ],
)
def test_effort_is_told(once: int, each: int, said: str) -> None:
    shown = render_page(RULE._replace(once=once, each=each), PAGE, Style()).splitlines()
    assert f"  effort      {said}" in shown


def test_links_keep_their_address() -> None:
    text = " ".join(lines())
    assert "the guide (https://example.org/guide)" in text
    assert "and below." in text


def test_code_is_indented_under_its_title_with_faults_marked() -> None:
    shown = lines()
    start = shown.index("  train.py")
    assert shown[start : start + 4] == ["  train.py", "    import numpy", "  >", "    split(frame)"]


def test_peers_and_sources_come_last() -> None:
    assert lines()[-5:] == ["Peers", "  sonar: S6709", "", "Sources", "  https://example.org"]


def test_a_terminal_gets_colours_and_a_pipe_does_not() -> None:
    coloured = "\n".join(lines(Style(80, colour=True)))
    assert "\x1b[1;36mWhat to do\x1b[0m" in coloured
    assert "\x1b[36mrandom_state\x1b[0m" in coloured
    assert "\x1b" not in "\n".join(lines())


def test_code_over_two_lines_is_coloured_on_both() -> None:
    page = "It is there, in `one(call, of, many, arguments, that, is, longer, than, a, line,\nand, more)`, or `two`.\n"
    shown = render_page(RULE, page, Style(80, colour=True))
    first, second = (one for one in shown.splitlines() if "\x1b[36m" in one)
    assert first.endswith("\x1b[0m")
    assert second.startswith("\x1b[36m")
    assert second.endswith("more)\x1b[0m, or \x1b[36mtwo\x1b[0m.")
    assert "`" not in shown


def test_short_code_is_not_broken() -> None:
    page = "It is written down once, in the words of the page, and can be copied: `dvc remote add -d storage`.\n"
    assert "`dvc remote add -d storage`." in render_page(RULE, page, Style()).splitlines()


def test_code_is_shown_as_it_is() -> None:
    page = '## Good\n\n```python title="a.py"\nrow[:, ::-1]\n::error::no\n```\n\nOr `Private :: Do Not Upload`.\n'
    shown = render_page(RULE, page, Style()).splitlines()
    assert {"    row[:, ::-1]", "    : :error::no", "Or `Private :: Do Not Upload`."} <= set(shown)
