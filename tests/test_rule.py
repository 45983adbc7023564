"""`when`: which projects a rule speaks about."""

from typing import NamedTuple

import pytest

from mlready.rule import WhenError, demands, parse_when, roles_named, unmet


class Role(NamedTuple):
    strength: str


STRONG = Role("strong")
WEAK = Role("weak")
ASSERTED = Role("asserted")


@pytest.mark.parametrize(
    ("when", "roles", "reason"),
    [
        pytest.param("", {}, None, id="no expression is always met"),
        pytest.param("trains", {"trains": WEAK}, None, id="a weak role is there"),
        pytest.param("trains", {"serves": STRONG}, "no role trains", id="an absent role is named"),
        pytest.param("strong trains", {"trains": STRONG}, None, id="strong evidence is strong"),
        pytest.param("strong trains", {"trains": ASSERTED}, None, id="what configuration asserts is strong"),
        pytest.param("strong trains", {"trains": WEAK}, "role trains is only weak", id="weak is not strong"),
        pytest.param("trains and not course", {"trains": STRONG}, None, id="not without the role"),
        pytest.param(
            "trains and not course", {"trains": STRONG, "course": WEAK}, "not for role course", id="not with the role"
        ),
        pytest.param("trains or llm-app", {"llm-app": WEAK}, None, id="or needs one, names may have hyphens"),
        pytest.param("trains or serves", {}, "no role trains, no role serves", id="or names all that is missing"),
        pytest.param(
            "not (library or course)", {"course": WEAK}, "not for role library or role course", id="not of a group"
        ),
        pytest.param("trains and serves", {"trains": WEAK}, "no role serves", id="and names the first that is missing"),
        pytest.param("batch or trains and serves", {"batch": WEAK}, None, id="and binds more tightly than or"),
        pytest.param("not strong library", {"library": WEAK}, None, id="strong stands inside not"),
        pytest.param("(trains or serves) and not library", {"serves": WEAK}, None, id="parentheses"),
    ],
)
def test_a_project_is_spoken_about_or_the_reason_is_said(when: str, roles: dict[str, Role], reason: str | None) -> None:
    assert unmet(when, roles) == reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("trains and", "a role is missing at the end", id="nothing after and"),
        pytest.param("strong", "a role is missing at the end", id="nothing after strong"),
        pytest.param("(trains", "a `)` is missing", id="open parenthesis"),
        pytest.param("trains serves", "`serves` is not expected here", id="two roles side by side"),
        pytest.param("trains)", "`)` is not expected here", id="closing parenthesis alone"),
        pytest.param("not or trains", "a role is expected instead of `or`", id="a word in the place of a role"),
        pytest.param("trains & serves", "`&` is not expected here", id="an operator of another language"),
        pytest.param("strong (trains)", "a role is expected instead of `(`", id="strong before a group"),
    ],
)
def test_an_expression_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(WhenError, match="^" + "".join("\\" + c if c in "()&`" else c for c in message) + "$"):
        parse_when(text)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("trains and not course", {"trains": True, "course": False}, id="there and absent"),
        pytest.param("(trains or serves) and strong infra", {"trains": True, "infra": True}, id="first choice"),
        pytest.param("not (library or course)", {"library": False, "course": False}, id="none of a group"),
        pytest.param("not (library and course)", {"library": False}, id="not both"),
    ],
)
def test_the_simplest_roles_that_meet_an_expression(when: str, expected: dict[str, bool]) -> None:
    assert demands(when) == expected
    assert unmet(when, {name: STRONG for name, there in expected.items() if there}) is None


def test_roles_are_named_once_and_in_order() -> None:
    assert roles_named("serves or (trains and not serves)") == ("serves", "trains")
    assert roles_named("") == ()
