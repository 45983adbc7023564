"""The examples on the pages of a rule book as tests, for the rules of mlready and for anybody's.

@pytest.mark.parametrize("example", mlready.testing.examples("rules"), ids=str)
def test_example(example):
    mlready.testing.check_example(example)
"""

from mlready.testing.page import Example, examples
from mlready.testing.run import check_example

__all__ = ["Example", "check_example", "examples"]
