"""The rule book: every example of every page, run through the ordinary pipeline."""

from pathlib import Path

import pytest

from mlready.testing import Example, check_example, examples

RULES = Path(__file__).parent.parent / "rules"


@pytest.mark.parametrize("example", examples(RULES), ids=str)
def test_the_examples_of_a_page_hold(example: Example) -> None:
    check_example(example)
